"""The expected range as two people look at it on one screen, when the therapist opens it: no verdict."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from clinic.questionnaires.accepted import model_for
from clinic.questionnaires.expected import band
from clinic.questionnaires.models import Response
from clinic.questionnaires.my_scores import can_be_shown, plain_chart
from clinic.ui.lanes import Mark
from clinic.ui.score_chart import Expected, ScoreChart
from ipt.outcomes.forecast.model import LEVEL

INSIDE = round(10 * LEVEL)  # of ten scores


@dataclass(frozen=True, slots=True)
class SharedRange:
    """The patient's own scores and the range, with what the words beside them need."""

    chart: ScoreChart
    coming: Expected | None
    simulated: bool
    about: str
    inside: int = INSIDE
    outside: int = 10 - INSIDE


def shared_range(
    responses: Sequence[Response], sessions: Sequence[Mark], today: date | None = None
) -> SharedRange | None:
    """One person's scores of one measure, the oldest first, with the range they were expected in.

    None where there is no range, or the service shows its patients no scores.
    """
    scored = [one for one in responses if one.total is not None and one.about_id is None]
    if not scored or not scored[0].service.shows_scores or not can_be_shown(scored[0].loaded):
        return None
    model = model_for(scored[0].measure)
    found = band(model, scored, sessions)
    if model is None or not found.drawn:
        return None
    return SharedRange(
        chart=replace(plain_chart(scored), expected=found.drawn, today=today),
        coming=next(iter(found.ahead), None),
        simulated=model.calibration.simulated,
        about=model.about,
    )
