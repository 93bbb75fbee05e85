"""The range of scores expected from day to day: its outline, and where its name has room."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from clinic.ui.axes import Axes, Label, path, width_of
from clinic.ui.score_chart import ScoreChart
from clinic.ui.words_apart import Box

ROOM = 18.0  # between both edges, for a line of words
STEP = 6.0  # from one place that is tried to the next


class Range:
    """The expected range of one drawing; empty where nothing is expected."""

    def __init__(self, chart: ScoreChart, axes: Axes):
        self.edges = [(axes.x(one.on), axes.y(one.high), axes.y(one.low)) for one in chart.expected]

    def outline(self) -> str:
        """The range as one closed shape."""
        upper = [(x, high) for x, high, _low in self.edges]
        lower = [(x, low) for x, _high, low in reversed(self.edges)]
        return path(upper + lower) + "Z" if self.edges else ""

    def meets(self, box: Box) -> bool:
        """Whether a box lies over some of the range."""
        within = self._between(box.left, box.right)
        return any(high < box.bottom and box.top < low for _x, high, low in within)

    def places_inside(self, text: str) -> Iterator[Label]:
        """Places for words that lie wholly in the range, the furthest to the right first."""
        for right, high, low in self._stretches(width_of(text)):
            if low - high >= ROOM:
                for y in (low - 6, (high + low) / 2 + 4, high + 13):
                    yield Label(right, y, text, "end")

    def places_beside(self, text: str) -> Iterator[Label]:
        """Places for words close above the range and close below it."""
        for right, high, low in self._stretches(width_of(text), outside=True):
            yield Label(right, high - 8, text, "end")
            yield Label(right, low + 16, text, "end")

    def _stretches(self, width: float, *, outside: bool = False) -> Iterator[tuple[float, float, float]]:
        """Where words of a width can end, with the edges that bound them over all of it."""
        right = self.edges[-1][0] - 6 if self.edges else 0.0
        while self.edges and right - width >= self.edges[0][0] + 2:
            over = self._between(right - width - 2, right + 2)
            highs, lows = [high for _x, high, _low in over], [low for _x, _high, low in over]
            yield (right, min(highs), max(lows)) if outside else (right, max(highs), min(lows))
            right -= STEP

    def _between(self, left: float, right: float) -> Sequence[tuple[float, float, float]]:
        """Both edges from one side to the other: their corners, and where the sides cut them."""
        found = [edge for edge in self.edges if left < edge[0] < right]
        for (x1, high1, low1), (x2, high2, low2) in pairwise(self.edges):
            for x in (left, right):
                if x1 <= x <= x2 and x1 < x2:
                    share = (x - x1) / (x2 - x1)
                    found.append((x, high1 + (high2 - high1) * share, low1 + (low2 - low1) * share))
        return found
