"""What changed between two circles: who stayed, left, came, and who moved nearer or further."""

from dataclasses import dataclass

from ipt.relationships.inventory import SUPPORT, Inventory
from ipt.relationships.network import measure


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
    confidants: int
    strain: float | None
    support: dict[str, int]


def compare(before: Inventory, after: Inventory) -> Comparison:
    """Compare the counted people of two inventories by id; changes are after minus before.

    ``jaccard`` is kept / (kept + lost + new), ``None`` if both are empty.
    """
    first, second = ([p.id for p in one.counted()] for one in (before, after))
    kept = tuple(one for one in first if one in second)
    lost = tuple(one for one in first if one not in second)
    new = tuple(one for one in second if one not in first)
    everyone = len(kept) + len(lost) + len(new)
    then, now = measure(before), measure(after)
    return Comparison(
        kept=kept,
        lost=lost,
        new=new,
        moved=tuple(move for move in moves(before, after) if move.id in kept),
        jaccard=len(kept) / everyone if everyone else None,
        confidants=now.confidants - then.confidants,
        strain=None if now.strain is None or then.strain is None else now.strain - then.strain,
        support={kind: now.support[kind] - then.support[kind] for kind in SUPPORT},
    )


def moves(before: Inventory, after: Inventory) -> tuple[Move, ...]:
    """Return everyone in both circles, professionals and the dead too, whose ring is another."""
    rings = {p.id: p.ring for p in before.people}
    return tuple(
        Move(p.id, rings[p.id], p.ring) for p in after.people if p.id in rings and rings[p.id] != p.ring
    )
