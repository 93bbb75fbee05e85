"""Where closeness is placed on two dimensions: worry about being left, and keeping a distance.

Both dimensions are continuous, from 1 to 7 (Fraley, Heffernan, Vicary & Brumbaugh 2011, Psychol Assess
23:615-625). The four styles of Bartholomew & Horowitz (1991, J Pers Soc Psychol 61:226-244) are regions of
the plane, not kinds of people. There is no clinical cut-off, and nothing here makes one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import fsum, hypot, isfinite
from typing import Literal

LOW, MIDPOINT, HIGH = 1.0, 4.0, 7.0  # scale points of ECR-RS; the midpoint is no cut-off
STEPS = (0.5, 1.25, 2.25)  # distance from the midpoint at which words change: Kith's own, not validated
ECR_RS = "ecr_rs"  # the questionnaire whose two scores are these dimensions

Side = Literal["low", "middle", "high"]
Strength = Literal["", "a little", "rather", "very"]
Region = Literal["middle", "secure", "anxious", "avoidant", "fearful"]


@dataclass(frozen=True, slots=True)
class Lean:
    """To which side of the midpoint a value lies, and how far, in a word; no strength in the middle."""

    side: Side
    strength: Strength


@dataclass(frozen=True, slots=True)
class Placement:
    """A point on the plane, each dimension from 1 to 7.

    Raises
    ------
    ValueError
        If a dimension is not a number from 1 to 7.

    Examples
    --------
    >>> Placement(anxiety=5.5, avoidance=2.0).region, Placement(anxiety=4.2, avoidance=2.0).region
    ('anxious', 'middle')
    >>> Placement(anxiety=0, avoidance=2)
    Traceback (most recent call last):
        ...
    ValueError: anxiety must be from 1 to 7, not 0
    """

    anxiety: float
    avoidance: float

    def __post_init__(self) -> None:
        for name, value in (("anxiety", self.anxiety), ("avoidance", self.avoidance)):
            if not (isfinite(value) and LOW <= value <= HIGH):
                raise ValueError(f"{name} must be from {LOW:g} to {HIGH:g}, not {value!r}")

    @property
    def region(self) -> Region:
        """Return the part of the plane a point lies in: ``middle`` as soon as one dimension does."""
        sides = lean(self.anxiety).side, lean(self.avoidance).side
        if "middle" in sides:
            return "middle"
        regions: dict[tuple[Side, Side], Region] = {
            ("low", "low"): "secure",
            ("high", "low"): "anxious",
            ("low", "high"): "avoidant",
            ("high", "high"): "fearful",
        }
        return regions[sides]


def lean(value: float) -> Lean:
    """Say in words how far a value from 1 to 7 lies from the midpoint; the words fade towards it.

    Where the words change (0.5, 1.25 and 2.25 points from the midpoint) is Kith's own and not validated.

    >>> lean(5.5), lean(4.2)
    (Lean(side='high', strength='rather'), Lean(side='middle', strength=''))
    """
    away = abs(value - MIDPOINT)
    if away < STEPS[0]:
        return Lean("middle", "")
    strength: Strength = "a little" if away < STEPS[1] else "rather" if away < STEPS[2] else "very"
    return Lean("high" if value > MIDPOINT else "low", strength)


def speaks_for(placement: Placement) -> tuple[Region, ...]:
    """Return whose hints for the therapist's stance are worth a look: one for each dimension that leans high.

    Where both lean high those for both come first; where neither does, the ordinary ones.
    """
    anxious, avoidant = (lean(one).side == "high" for one in (placement.anxiety, placement.avoidance))
    if anxious and avoidant:
        return "fearful", "anxious", "avoidant"
    if anxious or avoidant:
        return ("anxious",) if anxious else ("avoidant",)
    return ("secure",)


def overall(placements: Iterable[Placement]) -> Placement | None:
    """Return the mean over several people, dimension by dimension; ``None`` where there is nobody.

    The global score of ECR-RS when it was asked person by person (Fraley et al. 2011).
    """
    known = list(placements)
    if not known:
        return None
    return Placement(
        anxiety=fsum(one.anxiety for one in known) / len(known),
        avoidance=fsum(one.avoidance for one in known) / len(known),
    )


@dataclass(frozen=True, slots=True)
class Move:
    """The way from one placement to a later one, in scale points; below 0 is less."""

    anxiety: float
    avoidance: float

    @property
    def length(self) -> float:
        """Return how far apart the two points lie."""
        return hypot(self.anxiety, self.avoidance)


def move(before: Placement, after: Placement) -> Move:
    """Return the way from ``before`` to ``after``. No threshold for a reliable change is published here.

    >>> round(move(Placement(5.5, 2.0), Placement(4.3, 2.5)).length, 2)
    1.3
    """
    return Move(after.anxiety - before.anxiety, after.avoidance - before.avoidance)
