"""Keeps the mid-point review, shares it, and keeps what the patient says of it."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from clinic.access.models import User
from clinic.audit.actions import record
from clinic.courses.models import Course
from clinic.formulation.actions.versions import next_version
from clinic.formulation.models import MidpointReview, ReviewAnswer
from clinic.formulation.wording import DECISIONS, FOCUS_FITS, PATIENT_SAYS


@transaction.atomic
def review_midpoint(
    *, course: Course, focus_fits: str, decision: str, reason: str, patient_says: str, by: User,
    share: bool = False, **written: Any,
) -> MidpointReview:  # fmt: skip
    """Keep what was looked at half way and what the clinician decided, with the reason."""
    for value, known in ((focus_fits, FOCUS_FITS), (decision, DECISIONS), (patient_says, PATIENT_SAYS)):
        if value not in known:
            raise ValueError(f"a review does not say {value!r}")
    if not reason.strip():
        raise ValueError("a decision needs a reason")
    review: MidpointReview = next_version(
        MidpointReview, "reviewed at the mid-point", by, course=course, focus_fits=focus_fits,
        decision=decision, reason=reason, patient_says=patient_says, **written,
    )  # fmt: skip
    return share_review(review=review, by=by) if share else review


@transaction.atomic
def share_review(*, review: MidpointReview, by: User) -> MidpointReview:
    """Let the patient read this version on their own page."""
    if review.shared_at is None:
        review.shared_at = timezone.now()
        review.save(update_fields=["shared_at"])
        record(by=by, did="shared the mid-point review", on=review, version=review.version)
    return review


@transaction.atomic
def stop_sharing_review(*, review: MidpointReview, by: User) -> None:
    """Take it off the patient's page, with every earlier version; what they said of it stays."""
    before = review.course.midpoint_reviews.filter(version__lte=review.version).exclude(shared_at=None)
    for shared in before:
        shared.shared_at = None
        shared.save(update_fields=["shared_at"])
        record(by=by, did="stopped sharing the mid-point review", on=shared, version=shared.version)


@transaction.atomic
def answer_review(*, review: MidpointReview, fits: bool, by: User, words: str = "") -> ReviewAnswer:
    """Keep what the patient says of it; said again it is the next version."""
    MidpointReview.objects.select_for_update().get(pk=review.pk)
    last = review.answers.first()
    answer = ReviewAnswer.objects.create(
        service_id=review.service_id, review=review, version=last.version + 1 if last else 1, fits=fits,
        words=words, written_by=by, written_at=timezone.now(),
    )  # fmt: skip
    record(
        by=by, did="answered the mid-point review", on=answer, course_id=review.course_id,
        version=review.version,
    )  # fmt: skip
    return answer
