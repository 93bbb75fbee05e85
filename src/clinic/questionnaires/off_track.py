"""Whether a score lies beyond the range an accepted model expected, as a signal among the others."""

from collections.abc import Sequence

from clinic.questionnaires.models import Response
from ipt.outcomes.forecast import ForecastModel, TooFew, explain
from ipt.outcomes.signals import Rule, Signal

RULE = "beyond_expected_range"


def beyond_range(
    model: ForecastModel, response: Response, same: Sequence[Response], number: int
) -> tuple[Signal, ...]:
    """What a score at the session ``number`` calls for, given those of the sessions before it.

    Nothing where the score or those before are missing, or too few courses stand behind the range.
    """
    state = model.start()
    for before, total in _before(same, number):
        state = state.update(before, total)
    if response.total is None or not state.known:
        return ()
    try:
        off = model.off_track(state, number, response.total)
        expected = model.expected(state, number)
    except TooFew:
        return ()
    said = explain(response.loaded, expected, response.total)
    basis = {"low": expected.low, "high": expected.high, "score": response.total}
    found = Signal(_rule(model), number, basis, f"{said.expected} {said.this}")
    return (found,) if off else ()


def standing(model: ForecastModel) -> str:
    """How far the model was tested, in a few words."""
    if model.calibration.simulated:
        return "simulated, for the demo alone"
    return f"checked on {model.calibration.set_name}"[:200]


def _before(same: Sequence[Response], number: int) -> list[tuple[float, float]]:
    scored = {one.session_number: one.total for one in same if one.session_number and one.total is not None}
    return sorted((float(at), total) for at, total in scored.items() if at < number)


def _rule(model: ForecastModel) -> Rule:
    return Rule(
        id=RULE,
        version=model.calibration.version,
        level="review_soon",
        finding=RULE,
        title="Worse than the range that was expected",
        source=f"{model.about} That such a score asks for a look: Delgadillo et al. 2018, "
        "Lancet Psychiatry 5:564-572.",
    )
