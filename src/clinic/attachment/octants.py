"""The interpersonal circumplex, drawn: octant scores as a closed line, and the curve laid over them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, radians, sin

import numpy as np

from clinic.ui.axes import Label
from ipt.measures.measure import Score
from ipt.relationships.circumplex import Summary, curve

LINE = 14.0  # height of a line of words
STEPS = 72  # corners of the fitted curve


@dataclass(frozen=True, slots=True)
class Sheet:
    """How large the circle is drawn: its radius, and the room for the octants' names beside and above it."""

    name: str
    radius: float
    beside: float
    above: float = 40.0

    @property
    def box(self) -> str:
        half, high = self.radius + self.beside, self.radius + self.above
        return f"{-half:g} {-high:g} {2 * half:g} {2 * high:g}"


DESK, PHONE = Sheet("desk", 200, 100), Sheet("phone", 104, 74)


@dataclass(frozen=True, slots=True)
class Ring:
    """A whole score as a ring, with its number."""

    radius: float
    value: str
    label: Label


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything the template writes down; the centre is 0, 0."""

    sheet: Sheet
    rings: tuple[Ring, ...]
    spokes: tuple[str, ...]
    names: tuple[tuple[Label, ...], ...]
    first: str
    last: str
    dots: tuple[tuple[float, float], ...]
    fitted: str
    lean: str


def draw(
    octants: Sequence[Score],
    last: Sequence[float],
    first: Sequence[float] | None,
    summary: Summary,
    sheet: Sheet,
    *,
    leans: bool,
) -> Drawing:
    """Draw a profile; ``first`` stands behind it, and the direction shows where one curve describes it."""
    low, high = octants[0].low, octants[0].high
    angles = [float(one.angle or 0) for one in octants]

    def at(angle: float, value: float) -> tuple[float, float]:
        out = sheet.radius * (value - low) / (high - low)
        return round(out * cos(radians(angle)), 1), round(-out * sin(radians(angle)), 1)

    def closed(values: Sequence[float]) -> str:
        turning = sorted(zip(angles, values, strict=True), key=lambda one: one[0] % 360)
        return _path([at(angle, value) for angle, value in turning])

    around = [360 * n / STEPS for n in range(STEPS)]
    heights = np.clip(curve(summary, around), low, high)
    return Drawing(
        sheet=sheet,
        rings=tuple(_ring(value, sheet.radius * (value - low) / (high - low)) for value in _whole(low, high)),
        spokes=tuple("M0 0L{:g} {:g}".format(*at(angle, high)) for angle in angles),
        names=tuple(_name(one, sheet) for one in octants),
        first=closed(first) if first else "",
        last=closed(last),
        dots=tuple(at(angle, value) for angle, value in zip(angles, last, strict=True)),
        fitted=_path([at(angle, float(height)) for angle, height in zip(around, heights, strict=True)]),
        lean="M0 0L{:g} {:g}".format(*at(float(summary.angle), high)) if leans else "",
    )


def _whole(low: float, high: float) -> range:
    return range(int(low) + 1, int(high) + 1)


def _ring(value: int, radius: float) -> Ring:
    """Its number stands between two spokes, so that no line runs through it."""
    x, y = radius * cos(3 * pi / 8), -radius * sin(3 * pi / 8)
    return Ring(round(radius, 1), str(value), Label(round(x, 1), round(y + 4, 1), str(value), "middle"))


def _name(octant: Score, sheet: Sheet) -> tuple[Label, ...]:
    """The octant's name outside the rim, its two halves on two lines."""
    turn = radians(float(octant.angle or 0))
    x, y = (sheet.radius + 10) * cos(turn), -(sheet.radius + 10) * sin(turn)
    anchor = "middle" if abs(cos(turn)) < 0.1 else "start" if cos(turn) > 0 else "end"
    first, dash, second = octant.name.partition("-")
    lines = [first + dash, second] if second else [first]
    top = y - LINE * (len(lines) - 1) if sin(turn) > 0.9 else y + LINE - 3 if sin(turn) < -0.9 else y - 3
    return tuple(Label(round(x, 1), round(top + LINE * n, 1), line, anchor) for n, line in enumerate(lines))


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "Z"
