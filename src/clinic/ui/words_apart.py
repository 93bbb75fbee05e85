"""Places words beside points so that none covers another, a point or the edge; some may find no room."""

from collections.abc import Sequence
from dataclasses import dataclass

from clinic.ui.axes import Label, width_of

HIGH = 14.0  # a line of words
CLEAR = 7.0  # from the middle of a point


@dataclass(frozen=True)
class Box:
    """A rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Whether two rectangles cover each other anywhere."""
        apart = self.right <= other.left or other.right <= self.left
        return not (apart or self.bottom <= other.top or other.bottom <= self.top)

    def crossed_by(self, start: tuple[float, float], stop: tuple[float, float]) -> bool:
        """Whether a straight line runs through, by clipping it at the four sides."""
        first, last = 0.0, 1.0
        for at, to, low, high in (
            (start[0], stop[0], self.left, self.right),
            (start[1], stop[1], self.top, self.bottom),
        ):
            if at == to and not low < at < high:
                return False
            if at != to:
                enters, leaves = sorted(((low - at) / (to - at), (high - at) / (to - at)))
                first, last = max(first, enters), min(last, leaves)
        return first < last

    def holds(self, other: "Box") -> bool:
        """Whether the other lies inside."""
        across = self.left <= other.left and other.right <= self.right
        return across and self.top <= other.top and other.bottom <= self.bottom


def place_words(
    points: Sequence[tuple[float, float]],
    texts: Sequence[str],
    inside: Box,
    clear: Sequence[Box] = (),
    line: Sequence[tuple[float, float]] = (),
) -> list[Label]:
    """Give each text that finds room a place above, below or beside its point.

    ``clear`` is kept free; of the free places, the first that covers least of the ``line``.
    """
    taken = [*clear, *(Box(x - 5, y - 5, x + 5, y + 5) for x, y in points)]
    placed = []
    for (x, y), text in zip(points, texts, strict=True):
        free = (
            (label, box)
            for label, box in _places(x, y, text)
            if inside.holds(box) and not any(box.meets(other) for other in taken)
        )
        if text and (found := min(free, key=lambda one: _covers(one[1], line), default=None)):
            placed.append(found[0])
            taken.append(found[1])
    return placed


def _covers(box: Box, line: Sequence[tuple[float, float]]) -> int:
    return sum(box.left - 2 < x < box.right + 2 and box.top < y < box.bottom for x, y in line)


def _places(x: float, y: float, text: str) -> list[tuple[Label, Box]]:
    width = width_of(text)
    tries = [
        ("middle", x, y - CLEAR - 2),
        ("middle", x, y + CLEAR + HIGH - 3),
        ("start", x + CLEAR + 3, y + 4),
        ("end", x - CLEAR - 3, y + 4),
        ("start", x - 2, y - CLEAR - 2),
        ("end", x + 2, y - CLEAR - 2),
        ("start", x - 2, y + CLEAR + HIGH - 3),
        ("end", x + 2, y + CLEAR + HIGH - 3),
    ]
    return [(Label(at, base, text, anchor), _box(anchor, at, base, width)) for anchor, at, base in tries]


def _box(anchor: str, x: float, y: float, width: float) -> Box:
    left = {"start": x, "middle": x - width / 2, "end": x - width}[anchor]
    return Box(left, y - HIGH + 3, left + width, y + 3)
