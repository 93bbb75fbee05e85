"""How many took how long: bars of equal width, with the middle one marked."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from clinic.ui.axes import Label, whole, width_of
from clinic.ui.plane import WORD, Bar, Drawn, Plane, Stroke, Written, every

TOP, BOTTOM, GAP = 52.0, 182.0, 2.0


@dataclass(frozen=True)
class Histogram:
    """``counts[n]`` took ``n``; the last place stands for that and all that is longer."""

    finding: str
    words: str
    unit: str  # under the axis and at the head of the table
    counted: str  # what the height counts
    counts: Sequence[int]
    median: float | None = None  # the upright stands in the middle of the bar it falls into

    @property
    def rows(self) -> list[tuple[str, int]]:
        """The same as a table."""
        return [(self.named(at), count) for at, count in enumerate(self.counts)]

    def named(self, at: int) -> str:
        """What a bar stands for."""
        return _("%s or more") % at if at == len(self.counts) - 1 else str(at)


def draw_histogram(chart: Histogram, width: float, name: str) -> Drawn:
    """Lay the bars out for a given width."""
    plane = Plane(4, width - 4, TOP, BOTTOM, 0, len(chart.counts), 0, max(*chart.counts, 1))
    strokes = [Stroke("axis", f"M{plane.left:g} {BOTTOM:g}H{plane.right:g}")]
    words = [*_named(chart, plane), *_counts(chart, plane)]
    if chart.median is not None:
        x = min(_middle(plane, chart.median), plane.right)
        strokes.append(Stroke("today", f"M{x:g} 22V{_above(chart, plane, chart.median):g}"))
        words.append(_median(chart.median, x, plane))
    return Drawn(name, width, BOTTOM + 42, _bars(chart, plane), strokes, words)


def _middle(plane: Plane, at: float) -> float:
    return plane.x(at + 0.5)


def _bars(chart: Histogram, plane: Plane) -> list[Bar]:
    wide = plane.x(1) - plane.left
    return [
        Bar(
            round(plane.x(at) + GAP / 2, 1),
            plane.y(count),
            round(max(wide - GAP, 1), 1),
            round(BOTTOM - plane.y(count), 1),
            f"{chart.named(at)} {chart.unit}: {count}",
        )
        for at, count in enumerate(chart.counts)
        if count
    ]


def _named(chart: Histogram, plane: Plane) -> list[Written]:
    """The numbers under the bars, as many as have room, and what they count."""
    longest = f"{len(chart.counts) - 1}+"
    free = plane.right - 1.5 * width_of(longest, WORD)
    step = every([longest], plane.x(1) - plane.left)
    middles = [(at, _middle(plane, at)) for at in range(0, len(chart.counts) - 1, step)]
    return [
        *[Written("second", Label(x, BOTTOM + 18, str(at), "middle")) for at, x in middles if x < free],
        Written("second", Label(plane.right, BOTTOM + 18, longest, "end")),
        Written("second", Label(plane.left, BOTTOM + 36, chart.unit)),
    ]


def _counts(chart: Histogram, plane: Plane) -> list[Written]:
    """Write each count above its bar; the highest alone where they would not fit."""
    highest = max(range(len(chart.counts)), key=lambda at: chart.counts[at])
    fits = width_of(str(chart.counts[highest]), WORD) + 2 <= plane.x(1) - plane.left
    return [
        Written("first", Label(_middle(plane, at), plane.y(count) - 5, str(count), "middle"))
        for at, count in enumerate(chart.counts)
        if count and (fits or at == highest)
    ]


def _above(chart: Histogram, plane: Plane, median: float) -> float:
    """Where the upright ends: above the number that stands on its bar."""
    count = chart.counts[min(int(median), len(chart.counts) - 1)]
    return plane.y(count) - 18 if count else BOTTOM


def _median(median: float, x: float, plane: Plane) -> Written:
    """Its words stand above the upright, moved inwards near an end."""
    text = _("median %s") % whole(median)
    half = width_of(text, WORD) / 2
    x = min(max(x, plane.left + half), plane.right - half)
    return Written("today-word", Label(round(x, 1), 16, text, "middle"))
