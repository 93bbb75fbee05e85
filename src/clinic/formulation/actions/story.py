"""Writes the formulation, shares it with the patient, and keeps what the patient says of it."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone

from clinic.access.models import User
from clinic.audit.actions import record
from clinic.courses.models import Course
from clinic.formulation.actions.versions import next_version
from clinic.formulation.models import Formulation, FormulationAnswer


@transaction.atomic
def write_formulation(
    *,
    course: Course,
    crisis: str,
    story: str,
    by: User,
    vulnerability: str = "",
    support: str = "",
    pieces: Iterable[Mapping[str, str]] = (),
    seen: int | None = None,
) -> Formulation:
    """Keep the shared story; a new version waits to be shared."""
    return next_version(
        Formulation,
        "wrote the formulation",
        by,
        course=course,
        seen=seen,
        crisis=crisis,
        vulnerability=vulnerability,
        support=support,
        story=story,
        pieces=[dict(one) for one in pieces],
    )


@transaction.atomic
def share_formulation(*, formulation: Formulation, by: User) -> Formulation:
    """Let the patient read this version on their own page."""
    if formulation.shared_at is None:
        formulation.shared_at = timezone.now()
        formulation.save(update_fields=["shared_at"])
        record(by=by, did="shared the formulation", on=formulation, version=formulation.version)
    return formulation


@transaction.atomic
def stop_sharing(*, formulation: Formulation, by: User) -> Formulation:
    """Take it off the patient's page, and no earlier version takes its place; what they said of it stays."""
    before = formulation.course.formulations.filter(version__lte=formulation.version)
    for shared in before.exclude(shared_at=None):
        shared.shared_at = None
        shared.save(update_fields=["shared_at"])
        record(by=by, did="stopped sharing the formulation", on=shared, version=shared.version)
    formulation.shared_at = None
    return formulation


@transaction.atomic
def answer_formulation(
    *, formulation: Formulation, fits: bool, by: User, words: str = ""
) -> FormulationAnswer:
    """Keep what the patient says of it; said again it is the next version."""
    Formulation.objects.select_for_update().get(pk=formulation.pk)
    last = formulation.answers.first()
    answer = FormulationAnswer.objects.create(
        service_id=formulation.service_id,
        formulation=formulation,
        version=last.version + 1 if last else 1,
        fits=fits,
        words=words,
        written_by=by,
        written_at=timezone.now(),
    )
    record(
        by=by,
        did="answered the formulation",
        on=answer,
        course_id=formulation.course_id,
        version=formulation.version,
    )
    return answer
