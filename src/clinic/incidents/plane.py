"""Kiesler's plane as it is drawn: where each placed line stands, and how the lines met, in words."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from clinic.incidents import words
from clinic.incidents.models import Turn
from ipt.relationships.communication import POINTS, complementarity_error, fit

SIZE, EDGE = 300, 46  # px of the drawing, and of the rim that holds the words
HALF = SIZE / 2 - EDGE  # px from the middle to 1 on either axis
SMALL, RIM = 200, 38  # px of the plane beside a line that is being placed, and of its rim
APART = 11  # px between the two people where both stand on the same place


@dataclass(frozen=True, slots=True)
class Dot:
    """A place on the plane and the lines that stand on it."""

    x: float
    y: float
    by_patient: bool
    numbers: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """How a reply met the line before it."""

    line: Turn
    reply: Turn
    error: float
    words: str


@dataclass(frozen=True, slots=True)
class Plane:
    """The drawing, and the same in words."""

    dots: list[Dot]
    placed: list[tuple[Turn, str]]
    meetings: list[Meeting]
    size: int = SIZE
    middle: float = SIZE / 2
    near: float = EDGE
    far: float = SIZE - EDGE
    side: float = SIZE - 2 * EDGE


@dataclass(frozen=True, slots=True)
class Spot:
    """One place on a small plane; none while it is not placed on both axes."""

    x: float | None = None
    y: float | None = None
    size: int = SMALL
    middle: float = SMALL / 2
    near: float = RIM
    far: float = SMALL - RIM
    side: float = SMALL - 2 * RIM
    reach: float = SMALL / 2 - RIM  # px from the middle to 1


def spot(control: object, affiliation: object) -> Spot:
    """Where a line would stand, from what was chosen in a form; anything but two points is no place."""
    points = {f"{point}": point for point in POINTS}
    up, across = points.get(f"{control}"), points.get(f"{affiliation}")
    if up is None or across is None:
        return Spot()
    reach = SMALL / 2 - RIM
    return Spot(x=SMALL / 2 + across * reach, y=SMALL / 2 - up * reach)


def plane(turns: list[Turn]) -> Plane | None:
    """Draw the lines that were placed by hand; nothing when none was."""
    placed = [turn for turn in turns if turn.placed]
    if not placed:
        return None
    said = [(turn, words.place(turn.control, turn.affiliation)) for turn in placed]
    return Plane(dots=_dots(placed), placed=said, meetings=meetings(turns))


def _dots(placed: list[Turn]) -> list[Dot]:
    there: dict[tuple[float, float, bool], list[int]] = defaultdict(list)
    for turn in placed:
        there[turn.control, turn.affiliation, turn.by_patient].append(turn.place)
    return [
        Dot(
            x=SIZE / 2 + affiliation * HALF + _aside(there, control, affiliation, mine),
            y=SIZE / 2 - control * HALF,
            by_patient=mine,
            numbers=", ".join(map(str, numbers)),
        )
        for (control, affiliation, mine), numbers in there.items()
    ]


def _aside(there: dict[tuple[float, float, bool], list[int]], c: float, a: float, mine: bool) -> int:
    """Two people on one place stand side by side."""
    both = (c, a, not mine) in there
    return (-APART if mine else APART) if both else 0


def meetings(turns: list[Turn]) -> list[Meeting]:
    """How each placed reply met the placed line of the other just before it."""
    pairs = [
        (line, reply)
        for line, reply in pairwise(turns)
        if line.placed and reply.placed and line.speaker != reply.speaker
    ]
    return [Meeting(line, reply, *_met(line, reply)) for line, reply in pairs]


def _met(line: Turn, reply: Turn) -> tuple[float, str]:
    before, after = (line.control, line.affiliation), (reply.control, reply.affiliation)
    error = float(complementarity_error(before, after))
    told = {"line": line.place, "reply": reply.place, "fit": words.FITS[fit(error)]}
    return error, _("Line %(reply)s after line %(line)s: %(fit)s.") % told
