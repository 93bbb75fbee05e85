"""Mean scores by session, one line a group: told apart by mark, dash and name, never by colour."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _

from clinic.ui.axes import Label, whole, width_of
from clinic.ui.plane import (
    WORD,
    Drawn,
    Plane,
    Stroke,
    Written,
    circle,
    diamond,
    every,
    leads,
    runs,
    spread,
    square,
)

LINES = ("score-line", "reliable", "enquiry", "score-line", "reliable")  # unbroken, long dashes, short dashes
MARKS = ((circle, ""), (circle, " hollow"), (square, ""), (square, " hollow"), (diamond, " hollow"))
ROW, BENEATH = 18, 44  # between two rows of numbers; from the axis to what they are
VALUE = 42  # room for a mean


@dataclass(frozen=True)
class Mean:
    """The mean of a group at one session, of ``n`` courses; there is none where they were too few."""

    session: int
    value: float
    n: int


@dataclass(frozen=True)
class Group:
    """One line, and the words that stand at its end; they break after their comma."""

    title: str
    means: Sequence[Mean]


@dataclass(frozen=True)
class GroupLines:
    """At most five groups on one scale, each with a mean at least; the finding is the heading."""

    finding: str
    words: str
    more: Sequence[str]  # how to read it
    measure_title: str
    low: float
    high: float
    groups: Sequence[Group]
    cut: float | None = None  # drawn dotted

    def __post_init__(self) -> None:
        if len(self.groups) > len(MARKS):
            raise ValueError(f"at most {len(MARKS)} groups can be told apart, not {len(self.groups)}")

    @property
    def sessions(self) -> list[int]:
        """Every session at which some group has a mean."""
        return sorted({mean.session for group in self.groups for mean in group.means})

    @property
    def rows(self) -> list[tuple[int, list[Mean | None]]]:
        """The same as a table: each session with the mean of each group."""
        told = [{mean.session: mean for mean in group.means} for group in self.groups]
        return [(session, [means.get(session) for means in told]) for session in self.sessions]


def draw_lines(chart: GroupLines, width: float, name: str) -> Drawn:
    """Lay the lines out for a given width, and beneath each session how many courses each mean is of.

    A narrow drawing names the groups above these numbers, a wide one at the ends of the lines.
    """
    sessions, narrow = chart.sessions, width < 500
    right = width - (48 if narrow else 26 + VALUE + _longest(chart))
    bottom = 190 if narrow else 240
    plane = Plane(28, round(right, 1), 12, bottom, sessions[0], sessions[-1], chart.low, chart.high)
    step = every([str(mean.n) for group in chart.groups for mean in group.means], _apart(plane, sessions))
    named = [session for session in sessions if (session - sessions[0]) % step == 0]
    strokes = [Stroke("axis", f"M{plane.left} {bottom}H{plane.right:g}")]
    if chart.cut is not None:
        strokes.append(Stroke("leader", f"M{plane.left} {plane.y(chart.cut)}H{plane.right:g}"))
    words = [
        Written("second", Label(plane.left - 8, plane.y(tick) + 4, whole(tick), "end"))
        for tick in _ticks(chart)
    ]
    words += [Written("second", Label(plane.x(at), bottom + 18, str(at), "middle")) for at in named]
    y = bottom + BENEATH
    words.append(Written("second", Label(0, y, _("Courses with a score at each session"))))
    for at, group in enumerate(chart.groups):
        y += ROW
        strokes += [*_line(group, LINES[at], sessions, plane), *_marks(group, at, plane)]
        strokes.append(_mark(at, 6, y - 4))
        if narrow:
            words.append(Written("second", Label(plane.left - 8, y, group.title)))
            y += ROW - 2
        words += _numbers(group, plane, named, y)
    thin, ends = _ends(chart, plane, narrow)
    return Drawn(name, width, y + 10, [], thin + strokes, words + ends)


def _longest(chart: GroupLines) -> float:
    """How wide the names at the ends are."""
    return max(width_of(line, WORD) for group in chart.groups for line in group.title.split(", ", 1))


def _apart(plane: Plane, sessions: Sequence[int]) -> float:
    return (plane.right - plane.left) / max(sessions[-1] - sessions[0], 1)


def _ticks(chart: GroupLines) -> list[float]:
    return sorted({chart.low, chart.high, *([] if chart.cut is None else [chart.cut])})


def _line(group: Group, kind: str, sessions: Sequence[int], plane: Plane) -> list[Stroke]:
    """Join the means; where too few had a score the line has a gap."""
    told = {mean.session: mean for mean in group.means}
    places = [(plane.x(at), plane.y(told[at].value)) if at in told else None for at in sessions]
    return [Stroke(kind, run) for run in runs(places)]


def _marks(group: Group, at: int, plane: Plane) -> list[Stroke]:
    said = _("%(group)s, session %(session)s: mean %(mean)s of %(n)s courses")
    told = [
        {"group": group.title, "session": mean.session, "mean": floatformat(mean.value, 1), "n": mean.n}
        for mean in group.means
    ]
    return [
        _mark(at, plane.x(mean.session), plane.y(mean.value), said % words)
        for mean, words in zip(group.means, told, strict=True)
    ]


def _mark(at: int, x: float, y: float, title: str = "") -> Stroke:
    shape, filled = MARKS[at]
    return Stroke(f"dot{filled}", shape(x, y, 3.6), title)


def _numbers(group: Group, plane: Plane, named: Sequence[int], y: float) -> list[Written]:
    told = {mean.session: str(mean.n) for mean in group.means}
    return [Written("second", Label(plane.x(at), y, told.get(at, "–"), "middle")) for at in named]


def _ends(chart: GroupLines, plane: Plane, narrow: bool) -> tuple[list[Stroke], list[Written]]:
    """Beside each line, led to by a thin one, its last mean, and where there is room its group."""
    lasts = [(plane.x(one.means[-1].session), plane.y(one.means[-1].value)) for one in chart.groups]
    least = ROW if narrow or all(", " not in group.title for group in chart.groups) else 2 * ROW
    heights = spread([y for _x, y in lasts], least, plane.top, plane.bottom - 16)
    x, words = plane.right + 14, []
    for group, y in zip(chart.groups, heights, strict=True):
        words.append(Written("value", Label(x, y + 4, floatformat(group.means[-1].value, 1))))
        for line, name in enumerate([] if narrow else group.title.split(", ", 1)):
            words.append(Written("second", Label(x + VALUE, y + 4 + 15 * line, name)))
    return leads(lasts, x, heights), words
