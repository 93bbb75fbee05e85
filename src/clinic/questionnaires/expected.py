"""The range in which scores were expected, session by session, beside a score chart and in words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import nan

from django.utils.translation import gettext as _

from clinic.questionnaires.models import Response
from clinic.ui.lanes import Mark
from clinic.ui.score_chart import Expected
from ipt.outcomes.forecast import ForecastModel, Range, Scale, State, TooFew, ends, explain

MOST_MOVED = 3  # items named; the others stand in the answers
AHEAD = ("now", "to come")  # what sessions are that a score can still be given for


@dataclass(frozen=True)
class Band:
    """An expected range as it is drawn, and what is said of it."""

    drawn: tuple[Expected, ...] = ()
    words: tuple[str, ...] = ()
    ahead: tuple[Expected, ...] = ()  # those of what is drawn that are still to come


NOTHING = Band()


def none_yet() -> Band:
    """What is said where no model may speak, and how to come by one."""
    return Band(
        words=(
            _(
                "No expected range is shown: no model that learnt from courses of this service is in use. "
                "kith outcomes train learns one from an archive, and a service lead accepts it with "
                "kith outcomes accept once its report has passed."
            ),
        )
    )


def band(model: ForecastModel | None, responses: Iterable[Response], sessions: Sequence[Mark]) -> Band:
    """The range before each score given those before it, then the next and the end of the course.

    Only scores given for a session count; a missing one is passed over. Nothing is drawn before the first
    score, nor where the calibration knew too few courses.
    """
    if model is None:
        return none_yet()
    days = {mark.number: mark.on for mark in sessions}
    of_sessions = [one for one in responses if one.session_number in days and one.total is not None]
    scored = {one.session_number or 0: one for one in of_sessions}
    if not scored:
        return NOTHING
    drawn, state = [], model.start()
    for number in sorted(scored):
        drawn += _at(model, state, number, days[number])
        state = state.update(number, scored[number].total)
    last = max(scored)
    to_come = {mark.number: mark.on for mark in sessions if mark.number > last and mark.state in AHEAD}
    ahead = tuple(_ahead(model, state, last, to_come))
    words = tuple(_words(model, [scored[number] for number in sorted(scored)]))
    return Band((*drawn, *ahead), words, ahead)


def _at(model: ForecastModel, state: State, number: int, on: date) -> list[Expected]:
    if not state.known:
        return []
    try:
        expected = model.expected(state, number)
    except TooFew:
        return []
    return [_drawn(model, on, expected, _("session %s") % number)]


def _drawn(model: ForecastModel, on: date, expected: Range, where: str) -> Expected:
    low, high = ends(expected, Scale.of(model.of, model.score))
    words = _("%(low)s to %(high)s") % {"low": low, "high": high}
    return Expected(on, expected.low, expected.high, where, words)


def _ahead(model: ForecastModel, state: State, last: int, to_come: dict[int, date]) -> list[Expected]:
    """The next score, and the end, on the day of the last session agreed.

    The end is foretold for its usual time, as it was calibrated; past that nothing is promised of it.
    """
    if not to_come:
        return []
    following, final = min(to_come), max(to_come)
    drawn = _at(model, state, following, to_come[following])
    if len(to_come) > 1 and last < model.end:
        try:
            ending = model.ending(state)
        except TooFew:
            return drawn
        drawn.append(_drawn(model, to_come[final], ending, _("the end")))
    return drawn


def _words(model: ForecastModel, scored: Sequence[Response]) -> Iterator[str]:
    """What was expected of the last score, where it lies, which items moved, and what stands behind it."""
    *before, last = scored
    if not before or last.total is None:
        return
    state = model.start()
    for one in before:
        state = state.update(float(one.session_number or 0), one.total if one.total is not None else nan)
    try:
        expected = model.expected(state, float(last.session_number or 0))
    except TooFew:
        return
    answers = [_answers(one) for one in (before[-1], last)]
    forms = {"before": answers[0], "after": answers[1]} if None not in answers else {}
    said = explain(last.loaded, expected, last.total, **forms)
    yield f"{said.expected} {said.this}"
    if said.moved:
        yield _("What moved most: %s") % " ".join(said.moved[:MOST_MOVED])
    yield f"{said.caution} {model.about}"


def _answers(response: Response) -> list[float] | None:
    if not isinstance(response.answers, list):
        return None
    return [nan if value is None else float(value) for value in response.answers]
