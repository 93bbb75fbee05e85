"""What a drawn circle is made of: the sheet it is drawn on, the people, and the words beside them."""

from dataclasses import dataclass

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Sheet:
    """The size of a drawing: outer radius, a person's mark, the free middle, and the size of letters."""

    radius: float
    mark: float
    middle: float
    letter: float
    line: float

    def ring(self, number: int) -> tuple[float, float]:
        """Return the inner and outer radius of a ring; ring 1 leaves the middle free."""
        step = self.radius / 4
        return max(step * (number - 1), self.middle), step * number


DESK = Sheet(radius=284, mark=13, middle=28, letter=8, line=15)
PHONE = Sheet(radius=164, mark=9, middle=14, letter=8, line=14)


@dataclass(frozen=True, slots=True)
class Someone:
    """A person to be drawn; ``lines`` are what stands beside the mark, such as name and role.

    With ``badge`` a badge sits on the upper rim of the mark, and words keep off it.
    """

    id: str
    ring: int
    category: str
    lines: tuple[str, ...] = ()
    badge: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """Where the first line of text goes: its baseline point and which part of the text is there.

    ``lines`` is what found room: all, the first alone, or its beginning with an ellipsis.
    """

    x: float
    y: float
    anchor: str
    lines: tuple[str, ...]
