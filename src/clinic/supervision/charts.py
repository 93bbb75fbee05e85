"""Two small drawings: mood-event links by session, and one rated item over the chosen sessions."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from clinic.ui.axes import Label, width_of

WIDTHS = {"narrow": 342, "middle": 500, "wide": 704}
LEFT, RIGHT, GROUND, STEP, TOP = 10, 10, 96, 15, 12  # px of the drawing
MOST = 5  # dots that stand on each other; what is more is told in the table
ITEM_WIDTH, ITEM_HEIGHT = 208, 64


@dataclass(frozen=True, slots=True)
class Linked:
    """The links of one signed session; ``state`` is counted, before (the focus), missed, ending."""

    number: int
    links: int
    tied: int
    counted: bool  # a middle session, attended, since a focus stood
    attended: bool = True


@dataclass(frozen=True, slots=True)
class Dot:
    """One link."""

    x: float
    y: float
    kind: str  # tied, other


@dataclass(frozen=True, slots=True)
class Column:
    """One session with its dots; without any, a mark that says nothing is on record."""

    session: Linked
    x: float
    dots: list[Dot]

    @property
    def silent(self) -> bool:
        return not self.dots


@dataclass(frozen=True, slots=True)
class LinksDrawing:
    """All sessions in one width."""

    name: str
    width: int
    columns: list[Column]
    middle: tuple[float, float] | None  # from where to where the sessions that count stand

    @property
    def height(self) -> int:
        return GROUND + 30

    @property
    def ground(self) -> int:
        return GROUND


@dataclass(frozen=True, slots=True)
class LinksChart:
    """Links by session; the heading says what they show."""

    finding: str
    planned: int
    sessions: Sequence[Linked]

    @property
    def drawings(self) -> list[LinksDrawing]:
        return [self._draw(name, width) for name, width in WIDTHS.items()] if self.sessions else []

    def _draw(self, name: str, width: int) -> LinksDrawing:
        most = max(self.planned, *(one.number for one in self.sessions))
        step = (width - LEFT - RIGHT) / most
        columns = [_column(one, round(LEFT + step * (one.number - 0.5), 1)) for one in self.sessions]
        counted = [column.x for column in columns if column.session.counted]
        middle = (round(min(counted) - step / 2, 1), round(max(counted) + step / 2, 1)) if counted else None
        return LinksDrawing(name, width, columns, middle)


def _column(session: Linked, x: float) -> Column:
    kinds = (["tied"] * session.tied + ["other"] * (session.links - session.tied))[:MOST]
    return Column(session, x, [Dot(x, GROUND - 14 - STEP * place, kind) for place, kind in enumerate(kinds)])


@dataclass(frozen=True, slots=True)
class Rated:
    """One chosen session as an item was rated in it; ``None`` where it was not rated or not called for."""

    label: str
    own: int | None
    supervisor: int | None


@dataclass(frozen=True, slots=True)
class ItemTrend:
    """One item over the chosen sessions, both ratings kept apart."""

    title: str
    rated: Sequence[Rated]
    apart: bool = False  # not a part of IPT

    @property
    def own(self) -> list[tuple[float, float]]:
        return [(self._x(place), _y(one.own)) for place, one in enumerate(self.rated) if one.own is not None]

    @property
    def supervisor(self) -> list[tuple[float, float]]:
        return [
            (self._x(place), _y(one.supervisor))
            for place, one in enumerate(self.rated)
            if one.supervisor is not None
        ]

    @property
    def rules(self) -> list[tuple[int, float]]:
        return [(at, _y(at)) for at in range(4)]

    @property
    def labels(self) -> list[Label]:
        """The first session and the last."""
        first, last = self.rated[0].label, self.rated[-1].label
        ends = [Label(26, 64, first)]
        if width_of(first) + width_of(last) < ITEM_WIDTH - 60:
            ends.append(Label(ITEM_WIDTH - 22, 64, last, "end"))
        return ends

    @property
    def words(self) -> str:
        """The same, to be heard."""
        told = [
            _("%(label)s: own %(own)s, supervisor %(supervisor)s")
            % {"label": one.label, "own": _said(one.own), "supervisor": _said(one.supervisor)}
            for one in self.rated
        ]
        return "; ".join(told)

    def _x(self, place: int) -> float:
        if len(self.rated) == 1:
            return ITEM_WIDTH / 2
        return round(34 + (ITEM_WIDTH - 60) * place / (len(self.rated) - 1), 1)


def _y(rating: int) -> float:
    return round(46 - 12 * rating, 1)


def _said(rating: int | None) -> str:
    return _("not rated") if rating is None else str(rating)
