"""What the mid-point review looks at: scores, goals and links as they stand, in figures and words."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from clinic.courses.models import Course, Participant
from clinic.courses.progress import Progress, progress
from clinic.formulation.drift import held_to_focus
from clinic.formulation.focus import banner_of
from clinic.formulation.models import Goal, MidpointReview
from clinic.formulation.wording import DECISIONS, FOCUS_FITS, PATIENT_SAYS
from clinic.inventory.gathering import participant_of
from clinic.questionnaires.models import Response
from clinic.questionnaires.scores import first_of, since
from ipt.therapy.focus_drift import SOURCE


def review_page(course: Course) -> dict[str, Any]:
    """The review as it stands, with every version, in a fixed number of queries."""
    participant = participant_of(course)
    stands = progress(course, course.sessions.all())
    focuses = list(course.focuses.select_related("relationship"))
    held = held_to_focus(course, stands.sessions, focuses[-1] if focuses else None)
    versions = list(course.midpoint_reviews.select_related("written_by").prefetch_related("answers"))
    return {
        "course": course,
        "participant": participant,
        "who": participant.patient.preferred_name,
        "stands": stands,
        "banner": banner_of(focuses),
        "held": held,
        "held_source": SOURCE,
        "due": stands.manual.midpoint_review,
        "now": figures(participant, held),
        "versions": [told(one) for one in versions],
        "newest": next(iter(versions), None),
        "session_number": session_of(stands),
    }


def session_of(stands: Progress) -> int | None:
    """The session in which a review is written: the open one, else the last that was held."""
    return stands.open.number if stands.open else stands.begun or None


def figures(participant: Participant, held: Any) -> dict[str, Any]:
    """Scores and goals from first to last; what was not answered or rated is not there, and never zero."""
    course = participant.course
    return {
        "scores": list(_scores(course)),
        "goals": [_goal(one) for one in Goal.objects.current(participant)],
        "links": {"tied": held.tied, "sessions": len(held.sessions)},
    }


def _scores(course: Course) -> Iterable[dict[str, Any]]:
    given = list(Response.objects.of(course))
    for plan in course.in_manual().measures:
        scored = [one for one in given if one.measure == plan.measure and one.total is not None]
        first, last = first_of(scored), scored[-1] if scored else None
        if first and last:
            title = last.loaded.short_title
            yield {"title": title, "first": first.total, "last": last.total, "said": _said(first, last)}


def _said(first: Response, last: Response) -> str:
    """The change in words, with the verdict of the published threshold where there is one."""
    compared = since(first, last)
    if compared is None:
        return _("asked once so far")
    points = f"{abs(round(compared.change, 1)):g}"
    if not compared.change:
        return _("as at the start")
    moved = (_("%s lower") if compared.change < 0 else _("%s higher")) % points
    if compared.reliable is None:
        return moved
    verdict = _("no reliable change") if compared.reliable == "none" else _("a reliable change")
    return f"{moved}, {verdict}"


def _goal(goal: Goal) -> dict[str, Any]:
    first, last = goal.first_rating, goal.last_rating
    return {
        "text": goal.text,
        "first": first.rating if first else None,
        "last": last.rating if last and last != first else None,
    }


def told(review: MidpointReview) -> dict[str, Any]:
    """A version with its choices in words."""
    return {
        "row": review,
        "fits": FOCUS_FITS[review.focus_fits],
        "decision": DECISIONS[review.decision],
        "patient_says": PATIENT_SAYS[review.patient_says],
        "answers": list(review.answers.all()),
    }


def shared_review(participant: Participant) -> dict[str, Any]:
    """The newest review that was shared, and what this patient said of it."""
    shared = participant.course.midpoint_reviews.exclude(shared_at=None).select_related("written_by")
    row = shared.prefetch_related("answers").first()
    return {
        "participant": participant,
        "therapist": participant.course.therapist.first_name,
        "review": told(row) if row else None,
    }
