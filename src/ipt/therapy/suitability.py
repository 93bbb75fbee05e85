"""What to talk about before a course: readiness, barriers, cautions. Points to discuss, never a yes or no."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from ipt.therapy.datafile import DATA, read


@dataclass(frozen=True, slots=True)
class Ruler:
    """A question answered from 0 (``low``) to 10 (``high``)."""

    id: str
    title: str
    ask: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Fit:
    """Something that speaks for IPT."""

    id: str
    title: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Barrier:
    """Something that may get in the way, and what can be done about it."""

    id: str
    kind: Literal["practical", "psychological", "cultural"]
    title: str
    help: str


@dataclass(frozen=True, slots=True)
class Caution:
    """Something to weigh: other care comes first, the course is adapted, or it is talked through."""

    id: str
    title: str
    way: Literal["other_care_first", "adapt", "discuss"]
    meaning: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What a clinician can decide, always with a reason."""

    id: str
    title: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Engagement:
    """The session that is offered when readiness is low."""

    title: str
    meaning: str
    prompts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """A title and what it means."""

    title: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Guide:
    """Everything the review asks and says."""

    version: str
    licence: str
    sources: tuple[str, ...]
    ruler_low_below: int
    adult_from_age: int
    engagement: Engagement
    prevention: Remark
    young: Remark
    rulers: tuple[Ruler, ...]
    fits: tuple[Fit, ...]
    barriers: tuple[Barrier, ...]
    cautions: tuple[Caution, ...]
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """What is known so far; ``rulers`` from 0 to 10 by id, ``None`` = not answered; the others by id."""

    age: int | None = None
    rulers: Mapping[str, int | None] = field(default_factory=dict)
    fits: Collection[str] = ()
    barriers: Collection[str] = ()
    cautions: Collection[str] = ()
    subthreshold: bool = False


Kind = Literal["young", "caution", "engagement", "barrier", "fit", "prevention"]


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to discuss."""

    kind: Kind
    id: str
    title: str
    meaning: str


@cache
def guide() -> Guide:
    """Return everything the review asks and says."""
    return read(DATA / "suitability.toml", Guide)


def decisions() -> tuple[str, ...]:
    """Return the ids a clinician chooses from."""
    return tuple(one.id for one in guide().decisions)


def review(answers: Answers) -> tuple[Point, ...]:
    """Return the points to discuss, the weightiest first; never a verdict.

    Raises
    ------
    ValueError
        If an id is unknown, a ruler is not 0 to 10, or the age is below 0.
    """
    _check(answers)
    return (*_young(answers), *_cautions(answers), *_engagement(answers), *_others(answers))


def low_rulers(rulers: Mapping[str, int | None]) -> tuple[Ruler, ...]:
    """Return the rulers answered below the mark at which an engagement session is offered."""
    given = {id: value for id, value in rulers.items() if value is not None}
    return tuple(one for one in guide().rulers if given.get(one.id, 10) < guide().ruler_low_below)


def _young(answers: Answers) -> list[Point]:
    if answers.age is None or answers.age >= guide().adult_from_age:
        return []
    return [Point("young", "young", guide().young.title, guide().young.meaning)]


def _cautions(answers: Answers) -> list[Point]:
    order = ("other_care_first", "adapt", "discuss")
    chosen = [one for one in guide().cautions if one.id in answers.cautions]
    return [
        Point("caution", one.id, one.title, one.meaning)
        for one in sorted(chosen, key=lambda c: order.index(c.way))
    ]


def _engagement(answers: Answers) -> list[Point]:
    low = low_rulers(answers.rulers)
    if not low:
        return []
    where = ", ".join(ruler.title.lower() for ruler in low)
    offer = guide().engagement
    return [Point("engagement", "engagement", f"{offer.title} ({where})", offer.meaning)]


def _others(answers: Answers) -> list[Point]:
    barriers = [Point("barrier", b.id, b.title, b.help) for b in guide().barriers if b.id in answers.barriers]
    fits = [Point("fit", f.id, f.title, f.meaning) for f in guide().fits if f.id in answers.fits]
    stage = guide().prevention
    prevention = (
        [Point("prevention", "prevention", stage.title, stage.meaning)] if answers.subthreshold else []
    )
    return [*prevention, *barriers, *fits]


def _check(answers: Answers) -> None:
    for name in ("rulers", "fits", "barriers", "cautions"):
        unknown = set(getattr(answers, name)) - {one.id for one in getattr(guide(), name)}
        if unknown:
            raise ValueError(f"{name}: {', '.join(sorted(unknown))} is not known")
    for id, value in answers.rulers.items():
        if value is not None and value not in range(11):
            raise ValueError(f"{id} must be 0 to 10, not {value!r}")
    if answers.age is not None and answers.age < 0:
        raise ValueError(f"age must be at least 0, not {answers.age}")
