"""What changed between two circles: who stayed, left, came, and who moved nearer or further."""

from dataclasses import dataclass
from typing import TypeVar

from ipt.relationships.inventory import SUPPORT, Inventory
from ipt.relationships.network import measure

N = TypeVar("N", int, float)


@dataclass(frozen=True, slots=True)
class Move:
    """A person's ring before and after."""

    id: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two circles side by side; people by id, in the order in which they were listed."""

    kept: tuple[str, ...]
    lost: tuple[str, ...]
    new: tuple[str, ...]
    moved: tuple[Move, ...]
    jaccard: float | None
    confidants: int | None
    strain: float | None
    support: dict[str, int | None]


def compare(before: Inventory, after: Inventory) -> Comparison:
    """Compare the counted people of two inventories by id; changes are after minus before.

    ``jaccard`` is kept / (kept + lost + new), ``None`` if both are empty. A change in confidants, strain or
    support is ``None`` unless it was asked about everybody in both: who is asked about later is not gained.

    >>> from ipt.relationships.inventory import Person
    >>> sam, jo, al = (Person(id, id, "friend", ring=3, can_confide=False) for id in ("sam", "jo", "al"))
    >>> nearer = Person("sam", "sam", "friend", ring=2, can_confide=True)
    >>> found = compare(Inventory((sam, jo)), Inventory((nearer, al)))
    >>> found.kept, found.lost, found.new, found.moved
    (('sam',), ('jo',), ('al',), (Move(id='sam', before=3, after=2),))
    >>> found.confidants, found.strain  # one more; not asked
    (1, None)
    """
    first, second = ([p.id for p in one.counted()] for one in (before, after))
    kept = tuple(one for one in first if one in second)
    lost = tuple(one for one in first if one not in second)
    new = tuple(one for one in second if one not in first)
    everyone = len(kept) + len(lost) + len(new)
    then, now = measure(before), measure(after)

    def asked_of_all(question: str) -> bool:
        return then.asked_of_all(question) and now.asked_of_all(question)

    return Comparison(
        kept=kept,
        lost=lost,
        new=new,
        moved=tuple(move for move in moves(before, after) if move.id in kept),
        jaccard=len(kept) / everyone if everyone else None,
        confidants=_difference(then.confidants, now.confidants) if asked_of_all("can_confide") else None,
        strain=_difference(then.strain, now.strain) if asked_of_all("conflict") else None,
        support={
            kind: _difference(then.support[kind], now.support[kind])
            if asked_of_all("support_received")
            else None
            for kind in SUPPORT
        },
    )


def _difference(first: N | None, last: N | None) -> N | None:
    return None if first is None or last is None else last - first


def moves(before: Inventory, after: Inventory) -> tuple[Move, ...]:
    """Return everyone in both circles, professionals and the dead too, whose ring is another."""
    rings = {p.id: p.ring for p in before.people}
    return tuple(
        Move(p.id, rings[p.id], p.ring) for p in after.people if p.id in rings and rings[p.id] != p.ring
    )
