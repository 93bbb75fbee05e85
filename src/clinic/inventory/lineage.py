"""Which circle followed which: the one that counts now, and where undo and redo lead."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from clinic.access.models import User
from clinic.inventory.models import Circle

Circles = Sequence[Circle]  # all of one participant, the newest first


def present(circles: Circles, *, proposed: bool = False) -> Circle | None:
    """The newest standing circle; for a patient alone, what they propose and nobody has looked at yet."""
    mine = (one for one in circles if _counts(one, proposed=True))
    standing = (one for one in circles if _counts(one, proposed=False))
    return (next(mine, None) if proposed else None) or next(standing, None)


def before(circles: Circles, today: date, by: User, *, proposed: bool = False) -> Circle | None:
    """The state undo goes back to: what one's own move, the last of today, was drawn from."""
    state = _last_of_today(circles, today, proposed=proposed)
    own = state is not None and state.follows is not None and state.written_by_id == by.pk
    return _state(circles, state.follows) if own else None


def moved_by(circles: Circles, today: date, by: User, *, proposed: bool = False) -> User | None:
    """Whoever else made today's last move: only they undo it."""
    state = _last_of_today(circles, today, proposed=proposed)
    return state.written_by if state and state.written_by_id != by.pk else None


def after(circles: Circles, today: date, by: User, *, proposed: bool = False) -> Circle | None:
    """The state redo goes to: one's own last drawn today from the present state, when that was undone."""
    now = present(circles, proposed=proposed)
    if now is None or now.state == now.version:
        return None
    drawn_from = (one for one in circles if one.follows == now.state and one.drawn_on == today)
    undone = next((one for one in drawn_from if _counts(one, proposed=proposed)), None)
    return undone if undone and undone.written_by_id == by.pk else None


def last_move(later: Iterable[Circle], rings: Mapping[int, int], before: int | None) -> Circle | None:
    """The last of these circles in which a ring (by version; missing: outside) was another than before."""
    moved = None
    for one in sorted(later, key=lambda circle: circle.version):
        if rings.get(one.version) != before:
            moved, before = one, rings.get(one.version)
    return moved


def _counts(one: Circle, *, proposed: bool) -> bool:
    """Whether a circle stands; or, for a patient alone, is proposed and still to be looked at."""
    return one.would_change is not None and one.looked_at is None if proposed else one.would_change is None


def _last_of_today(circles: Circles, today: date, *, proposed: bool) -> Circle | None:
    """The present state, when it was drawn today from another one; for a patient alone, by themselves."""
    now = present(circles, proposed=proposed)
    state = _state(circles, now.state) if now else None
    if state is None or state.follows is None or state.drawn_on != today:
        return None
    return None if proposed and state.would_change is None else state


def _state(circles: Circles, version: int) -> Circle | None:
    return next((one for one in circles if one.version == version), None)
