"""Two partners' scores over time: told apart by mark, dash, colour and the name at each line's end."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from django.utils.translation import gettext as _

from clinic.ui.axes import Label, shortened, whole, width_of
from clinic.ui.plane import Drawn, Plane, Stroke, Written, circle, leads, runs, spread, square

LINES = ("score-line", "partner-line")  # unbroken ink, long dashes in the partner's colour
NAMES = ("name", "partner-name")
DOTS = ("dot", "partner-dot")  # a filled circle; a larger hollow square, which shows behind it
MARGIN, LINE, APART, ENDS = 32, 18, 6, 20  # the edge; rows of words; between sentences; between ends
LONGEST, HEADING, ACROSS = 24, 76, 104  # letters of a name, of a row of the heading, of a row of words


@dataclass(frozen=True)
class PartnerScores:
    """One of the two: a name, and a score for each occasion or none."""

    name: str
    scores: Sequence[float | None]


@dataclass(frozen=True)
class CoupleLines:
    """Two lines on one scale; the finding is the heading, ``words`` stand beneath."""

    finding: str
    words: Sequence[str]
    when: str  # what occasions count
    occasions: Sequence[float]
    low: float
    high: float
    partners: tuple[PartnerScores, PartnerScores]
    cut: float | None = None  # drawn dotted


def draw_couple(chart: CoupleLines, width: float = 800) -> Drawn:
    """Lay out the heading, both lines and the words beneath."""
    names = [shortened(one.name, LONGEST) for one in chart.partners]
    heading, value = wrap(chart.finding, HEADING), _widest_value(chart)
    right = width - MARGIN - value - 40 - max(map(width_of, names))
    plane = _plane(chart, right, 58 + 24 * len(heading))
    words = [Written("finding", Label(MARGIN, 44 + 24 * at, row)) for at, row in enumerate(heading)]
    words += [
        Written("second", Label(plane.left - 10, plane.y(at) + 4, said, "end")) for at, said in _ticks(chart)
    ]
    strokes = [Stroke("axis", f"M{plane.left} {plane.bottom}H{plane.right:g}")]
    if chart.cut is not None:
        strokes.append(Stroke("leader", f"M{plane.left} {plane.y(chart.cut)}H{plane.right:g}"))
    for at in (1, 0):  # the first person's marks lie above
        strokes += _line(chart, at, plane)
    thin, ends = _ends(chart, names, plane, value)
    words += [*_occasions(chart, plane), *_firsts(chart, plane), *ends]
    y = plane.bottom + 60
    for said in chart.words:
        y += APART
        for row in wrap(said, ACROSS):
            words.append(Written("said", Label(MARGIN, y, row)))
            y += LINE
    return Drawn("couple", width, y + 8, [], [*thin, *strokes], words)


def _plane(chart: CoupleLines, right: float, top: float) -> Plane:
    """Room for both lines; no mark stands on an edge."""
    first, last = chart.occasions[0], chart.occasions[-1]
    aside, level = (last - first) / 24, (chart.high - chart.low) / 20 or 1
    left = MARGIN + 10 + max(width_of(said) for _at, said in _ticks(chart))
    return Plane(
        round(left, 1), round(right, 1), top, top + 260,
        first - aside, last + aside, chart.low - level, chart.high + level,
    )  # fmt: skip


def _widest_value(chart: CoupleLines) -> float:
    scores = [score for one in chart.partners for score in one.scores if score is not None]
    return max(width_of(whole(score), 13.5) for score in scores)


def _ticks(chart: CoupleLines) -> list[tuple[float, str]]:
    """The ends of the scale, and the cut-off by its name."""
    named = {chart.low: whole(chart.low), chart.high: whole(chart.high)}
    if chart.cut is not None:
        named[chart.cut] = _("cut-off %s") % whole(chart.cut)
    return sorted(named.items())


def _places(chart: CoupleLines, at: int, plane: Plane) -> list[tuple[float, float] | None]:
    scores = chart.partners[at].scores
    return [
        None if score is None else (plane.x(on), plane.y(score))
        for on, score in zip(chart.occasions, scores, strict=True)
    ]


def _line(chart: CoupleLines, at: int, plane: Plane) -> list[Stroke]:
    one, places = chart.partners[at], _places(chart, at, plane)
    said = _("%(name)s, %(when)s %(at)s: %(score)s")
    marks = [
        _mark(
            at, *place, said % {"name": one.name, "when": chart.when, "at": whole(on), "score": whole(score)}
        )
        for on, score, place in zip(chart.occasions, one.scores, places, strict=True)
        if place is not None and score is not None
    ]
    return [*(Stroke(LINES[at], run) for run in runs(places)), *marks]


def _mark(at: int, x: float, y: float, title: str = "") -> Stroke:
    return Stroke(DOTS[at], square(x, y, 5.4) if at else circle(x, y, 3.8), title)


def _occasions(chart: CoupleLines, plane: Plane) -> list[Written]:
    """What the occasions are, and as many of them as have room."""
    words, free = [], plane.left - 20
    for on in chart.occasions:
        half = width_of(whole(on)) / 2
        if plane.x(on) - half >= free:
            words.append(Written("second", Label(plane.x(on), plane.bottom + 18, whole(on), "middle")))
            free = plane.x(on) + half + 8
    return [*words, Written("second", Label(plane.left, plane.bottom + 36, chart.when))]


def _firsts(chart: CoupleLines, plane: Plane) -> list[Written]:
    """Each first score, on the side where the other line is not."""
    firsts = [next(place for place in _places(chart, at, plane) if place) for at in (0, 1)]
    values = [next(score for score in one.scores if score is not None) for one in chart.partners]
    above = 0 if firsts[0][1] <= firsts[1][1] else 1
    return [
        Written("value", Label(x, y - 12 if at == above else y + 22, whole(values[at]), "middle"))
        for at, (x, y) in enumerate(firsts)
    ]


def _ends(
    chart: CoupleLines, names: Sequence[str], plane: Plane, value: float
) -> tuple[list[Stroke], list[Written]]:
    """Beside each line its mark, its last score and whose it is."""
    lasts = [[place for place in _places(chart, at, plane) if place][-1] for at in (0, 1)]
    heights = spread([y for _x, y in lasts], ENDS, plane.top, plane.bottom)
    x, marks, words = plane.right + 26, [], []
    for at, (one, y) in enumerate(zip(chart.partners, heights, strict=True)):
        last = [score for score in one.scores if score is not None][-1]
        marks.append(_mark(at, x, y))
        words.append(Written("value", Label(x + 12, y + 4, whole(last))))
        words.append(Written(NAMES[at], Label(x + 18 + value, y + 4, names[at])))
    return [*leads(lasts, x - 6, heights), *marks], words
