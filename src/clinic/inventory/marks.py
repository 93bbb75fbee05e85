"""A person as drawn in the circle: mark, words beside it, badge, and the way they moved."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count, islice
from math import atan2, cos, hypot, sin

from django.utils.translation import gettext as _

from clinic.inventory.models import Placement, Relationship
from clinic.ui.templatetags.ui import initials
from ipt.relationships.drawing import Label, Sheet, Spot
from ipt.relationships.names import badge_beside, width_of


@dataclass(frozen=True, slots=True)
class Text:
    """One line beside a mark, and the ring whose ground lies behind most of it."""

    words: str
    y: float
    first: bool
    ground: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A person as drawn."""

    id: str
    ring: int
    kind: str  # living, confidant, died, professional, pet
    x: float
    y: float
    size: float
    initials: str  # written inside when there is no room beside, or names are hidden
    anchor: str
    text_x: float
    texts: tuple[Text, ...]
    conflict: str
    badge: tuple[float, float]
    selected: bool

    @property
    def chosen(self) -> float:
        """The radius of the second ring around whoever is selected."""
        return self.size + 5

    @property
    def side(self) -> float:
        return 2 * self.size

    @property
    def left(self) -> float:
        return round(self.x - self.size, 1)

    @property
    def top(self) -> float:
        return round(self.y - self.size, 1)

    @property
    def corner(self) -> float:
        return round(self.size * 0.4, 1)


@dataclass(frozen=True, slots=True)
class Arrow:
    """A movement: from the hollow dot where somebody was to just outside their mark."""

    from_x: float
    from_y: float
    to_x: float
    to_y: float
    head: str


def under(place: Placement, *, new: bool) -> str:
    """What stands under a name: new, the role, or the year of death."""
    person = place.relationship
    if person.died_year:
        return _("died %(year)s") % {"year": person.died_year}
    return ", ".join(filter(None, (_("new") if new else "", person.role)))


def told_apart(people: Iterable[Relationship]) -> dict[str, str]:
    """Everybody's initials while names are hidden, by key; a number where two have the same."""
    return _each_its_own({str(one.pk): (initials(one.pseudonym),) for one in people})


def short_names(people: Iterable[Relationship]) -> dict[str, str]:
    """What fits inside everybody's mark, by key: the first letters, or others where those are taken."""
    names = {str(one.pk): one.pseudonym for one in people}
    return _each_its_own({key: (_short(name), name[:1] + name[-1:]) for key, name in names.items()})


def _each_its_own(choices: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """Give each the first of its choices that nobody before has, or that with a number."""
    taken: dict[str, str] = {}
    for key, letters in sorted(choices.items()):  # keys sort by time
        numbered = (f"{letters[0]}{n}" for n in count(2))
        taken[next(one for one in (*letters, *islice(numbered, len(choices))) if one not in taken)] = key
    return {key: letters for letters, key in taken.items()}


def mark(
    place: Placement, spot: Spot, moved: Arrow | None, selected: bool, sheet: Sheet, *, letters: str
) -> Mark:
    label = spot.label
    return Mark(
        id=spot.id,
        ring=place.ring,
        kind=kind(place),
        x=round(spot.x, 1),
        y=round(spot.y, 1),
        size=round(spot.mark, 1),
        initials="" if label else letters,
        anchor=label.anchor if label else "middle",
        text_x=round(label.x, 1) if label else 0,
        texts=tuple(_texts(label, sheet)) if label else (),
        conflict=place.conflict if in_conflict(place) else "",
        badge=_badge(spot, moved),
        selected=selected,
    )


def in_conflict(place: Placement) -> bool:
    """Whether a badge is drawn: not where nobody asked."""
    return place.conflict in ("open", "silent")


def _texts(label: Label, sheet: Sheet) -> Iterator[Text]:
    for n, words in enumerate(label.lines):
        y = label.y + n * sheet.line
        half = width_of(words, sheet) / 2
        middle = label.x + {"start": half, "middle": 0, "end": -half}[label.anchor]
        yield Text(words, round(y, 1), n == 0, _ring_at(middle, y - sheet.line * 0.3, sheet))


def _ring_at(x: float, y: float, sheet: Sheet) -> int:
    return min(4, int(hypot(x, y) / (sheet.radius / 4)) + 1)


def _short(name: str) -> str:
    """What fits inside a mark: initials, with all of a number; of one word two letters."""
    first, _space, last = name.rpartition(" ")
    return first[:1] + last[:3] if first and last.isdigit() else initials(name) if first else name[:2]


def kind(place: Placement) -> str:
    """Which mark a person gets."""
    if place.relationship.died_year:
        return "died"
    if place.relationship.category in ("professional", "pet"):
        return place.relationship.category
    return "confidant" if place.can_confide else "living"


def _badge(spot: Spot, moved: Arrow | None) -> tuple[float, float]:
    """Up and to the right, or to the left when an arrow arrives from the right."""
    away = -1 if moved and moved.from_x > spot.x else 1
    side = badge_beside(spot.mark)
    return round(spot.x + away * side, 1), round(spot.y - side, 1)


def arrow(was: Spot, now: Spot) -> Arrow:
    length = hypot(now.x - was.x, now.y - was.y) or 1
    gap = (now.mark + 4) / length
    tip = (now.x - (now.x - was.x) * gap, now.y - (now.y - was.y) * gap)
    angle = atan2(now.y - was.y, now.x - was.x)
    wings = [(tip[0] - 8 * cos(angle + turn), tip[1] - 8 * sin(angle + turn)) for turn in (0.45, -0.45)]
    head = " L".join(f"{x:.1f} {y:.1f}" for x, y in (wings[0], tip, wings[1]))
    return Arrow(round(was.x, 1), round(was.y, 1), round(tip[0], 1), round(tip[1], 1), f"M{head}")
