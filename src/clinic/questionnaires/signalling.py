"""Looks at a course as a score comes in, and keeps what the rules call for in the same transaction."""

from collections.abc import Sequence
from math import nan

from django.utils import timezone

from clinic.access.models import User
from clinic.questionnaires.accepted import model_for
from clinic.questionnaires.models import Response
from clinic.questionnaires.off_track import RULE, beyond_range, standing
from clinic.questionnaires.scores import first_of, followed
from clinic.signals.actions import call
from ipt.measures.measure import Measure
from ipt.outcomes.signals import Observed, Signal, load, look
from ipt.therapy import alert_thread

OF_SCORES = {"reliable_worsening", "small_fall", "risk_item_rise"}


def call_for_score(response: Response, by: User | None) -> None:
    """Look at the course by the measure it is followed by; two questionnaires of one evening call once.

    An old answer, or one of a course that has ended, is kept and calls for nothing.
    """
    course = response.participant.course
    if course.ended_on or response.about_id or alert_thread.listed(response.given_at, timezone.now()):
        return
    everything = list(Response.objects.filter(participant=response.participant, about=None))
    if followed(everything) != response.measure:
        return
    same = sorted(
        (one for one in everything if one.measure == response.measure),
        key=lambda one: (one.given_at, one.created_at),
    )
    number = response.session_number or max(course.sessions.count(), 1)
    about = {
        "participant": response.participant,
        "at": response.given_at,
        "by": by,
        "measure": response.measure,
        "response_id": response.pk,
        "session_number": response.session_number,
    }
    found = at_score(response, same, number, course.in_manual().midpoint_review)
    call(found=found, looked=[rule.id for rule in load().rules if rule.finding in OF_SCORES], **about)
    if model := model_for(response.measure):
        beyond = beyond_range(model, response, same, number)
        call(found=beyond, looked=[RULE], standing=standing(model), **about)


def at_score(response: Response, same: Sequence[Response], number: int, mid_point: int) -> tuple[Signal, ...]:
    """What a score calls for, given all of the same measure; it stands at the session ``number``."""
    measure = response.loaded
    by_session = {one.session_number: one for one in same if one.session_number} | {number: response}
    last = max(by_session)
    rows = [by_session.get(place) for place in range(1, last + 1)]
    first = first_of(same)
    seen = look(
        Observed(
            measure,
            [nan if one is None or one.total is None else one.total for one in rows],
            mid_point=mid_point,
            first=first.total if first else None,
            risk_item=[_risk_answer(measure, one) for one in rows],
        )
    )
    return seen.at(number)


def _risk_answer(measure: Measure, response: Response | None) -> float:
    """The answer to the first question about self-harm; nan where it is not known."""
    asked = next((rule.item for rule in measure.safety if rule.item), None)
    if response is None or asked is None or not isinstance(response.answers, list):
        return nan
    by_item = dict(zip((item.id for item in measure.items), response.answers, strict=False))
    answer = by_item.get(asked)
    return nan if answer is None else float(answer)
