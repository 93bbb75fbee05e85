"""Which circle followed which: the one that counts now, and where undo and redo lead."""

from collections.abc import Sequence
from datetime import date

from clinic.inventory.models import Circle

Circles = Sequence[Circle]  # all of one participant, the newest first


def present(circles: Circles, *, proposed: bool = False) -> Circle | None:
    """The newest standing circle; for a patient alone, what they propose and nobody has looked at yet."""
    mine = (one for one in circles if _counts(one, proposed=True))
    standing = (one for one in circles if _counts(one, proposed=False))
    return (next(mine, None) if proposed else None) or next(standing, None)


def before(circles: Circles, today: date, *, proposed: bool = False) -> Circle | None:
    """The state undo goes back to: what today's newest was drawn from; for a patient alone, their own."""
    now = present(circles, proposed=proposed)
    state = _state(circles, now.state) if now else None
    if state is None or state.follows is None or state.drawn_on != today:
        return None
    if proposed and state.would_change is None:
        return None
    return _state(circles, state.follows)


def after(circles: Circles, today: date, *, proposed: bool = False) -> Circle | None:
    """The state redo goes to: the last one drawn today from the present state, when that was undone."""
    now = present(circles, proposed=proposed)
    if now is None or now.state == now.version:
        return None
    drawn_from = (one for one in circles if one.follows == now.state and one.drawn_on == today)
    return next((one for one in drawn_from if _counts(one, proposed=proposed)), None)


def _counts(one: Circle, *, proposed: bool) -> bool:
    """Whether a circle stands; or, for a patient alone, is proposed and still to be looked at."""
    return one.would_change is not None and one.looked_at is None if proposed else one.would_change is None


def _state(circles: Circles, version: int) -> Circle | None:
    return next((one for one in circles if one.version == version), None)
