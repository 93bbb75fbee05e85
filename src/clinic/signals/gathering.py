"""What pages show of signals: of one course, of one signal, and of everybody somebody supervises."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from clinic.access.models import User
from clinic.courses.models import Course
from clinic.signals.models import Signal, SignalReading
from clinic.signals.wording import LEVELS, STATES
from ipt.outcomes.signals import load

OF_RISK = ("risk_answer_rose", "new_risk")  # rules that call for what an alert has told already


def told(found: Iterable[Signal]) -> list[Signal]:
    """Signals with their level, state and reasons in words, the most pressing first."""
    shown = list(found)
    for one in shown:
        one.level_words = LEVELS.get(one.level, one.level)
        one.state_words = STATES[one.state]
        for reading in one.readings.all():
            reading.reason_words = reasons(reading)
    return sorted(shown, key=_first)


def _first(one: Signal) -> tuple[bool, bool, float]:
    """What still calls before what is quiet, what calls now before what calls soon, the newest first."""
    return one.quiet_since is not None, one.level != "review_now", -one.last_call.called_at.timestamp()


def reasons(reading: SignalReading) -> list[str]:
    """The titles of what the therapist ticked; one that the rules no longer have keeps its id."""
    titles = {one.id: one.title for one in load().reasons}
    return [titles.get(id, id) for id in reading.reasons]


def of_course(course: Course) -> dict[str, Any]:
    """All signals of a course, and whether stopping or stepping up is to be asked."""
    found = told(Signal.objects.filter(course=course).with_follow_through())
    still_open = [one for one in found if not one.closed_at]
    return {
        "open": still_open,
        "calling": [one for one in still_open if not one.quiet_since],
        "standings": "; ".join(dict.fromkeys(one.standing for one in still_open)),
        "quiet": [one for one in still_open if one.quiet_since],
        "closed": [one for one in found if one.closed_at],
        "step_up": step_up(found),
    }


def beside_alerts(called: dict[str, Any], people: Collection[UUID]) -> dict[str, Any]:
    """The same for a page on which alerts stand: what tells of the same answer refers to them."""
    above = [one for one in called["calling"] if one.rule in OF_RISK and one.participant_id in people]
    return called | {
        "calling": [one for one in called["calling"] if one not in above],
        "above": above,
    }


def step_up(found: Iterable[Signal]) -> str:
    """The question of stopping or stepping up, once rules that look now called at two scores or more."""
    rule = load().step_up
    asked = {
        call.response_id
        for one in found
        if one.level == "review_now"
        for call in one.calls.all()
        if call.response_id
    }
    still = any(one.level == "review_now" and not one.closed_at for one in found)
    return rule.words if still and len(asked) >= rule.times else ""


def to_supervise(user: User) -> list[Signal]:
    """Open signals of the courses that somebody supervises or treats."""
    found = Signal.objects.open().of_people(user).with_follow_through()
    people = found.prefetch_related("course__participants__patient").select_related("course__therapist")
    return sorted(told(people), key=_to_talk_about)


def _to_talk_about(one: Signal) -> tuple[bool, bool, bool]:
    """What still calls first; of that what nobody has read, then what was to be seen again by now."""
    return one.quiet_since is not None, one.state != "waits", not one.is_to_be_seen_again()


def looked_at(found: Iterable[Signal]) -> dict[UUID, str]:
    """In words, by the response it came with, what called for a look and how that stands now."""
    said: dict[UUID, list[str]] = {}
    for one in found:
        for call in one.calls.all():
            if call.response_id:
                said.setdefault(call.response_id, []).append(f"{one.title} ({str(one.state_words).lower()})")
    return {response: "; ".join(words) for response, words in said.items()}
