"""The structural summary over people: of means, groups, contrasts and correlations, with bootstrap intervals.

Zimmermann J, Wright AGC (2017). Beyond description in interpersonal construct validation: methodological
advances in the circumplex structural summary approach. Assessment 24:3-23. The summary of one profile, with
its formulas, is `ipt.relationships.circumplex`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ipt.outcomes.columns import BadScores, finite
from ipt.relationships.circumplex import OCTANTS, Summary, summarize

Floats = NDArray[np.float64]
ANGLES = (90.0, 135.0, 180.0, 225.0, 270.0, 315.0, 360.0, 45.0)  # dominance first, as octants are lettered
CELLS = 1 << 22  # counts held at a time: about 32 MB
FEWEST = 3  # people in a group: fewer have no interval worth showing


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate between two bounds, in scale points, correlations or degrees; nan where there is none.

    >>> rng = np.random.default_rng(2)
    >>> elevation = analyze(rng.normal(2, 1, (40, 8)), rng=rng).profiles[0].elevation
    >>> round(elevation.estimate, 2), round(elevation.low, 2), round(elevation.high, 2)
    (1.96, 1.86, 2.05)
    """

    estimate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Profile:
    """The structural summary of one mean or correlation profile, or of a contrast of two.

    ``scores`` (8,) is the profile itself. ``angle`` is in degrees from 0 up to 360; in a contrast it is how
    far the second lies from the first, -180 to 180, and its bounds may reach beyond. ``fit`` is R² (in a
    contrast, the difference of two).

    >>> rng = np.random.default_rng(1)
    >>> warm = 2 + np.cos(np.radians(ANGLES))  # one curve with its top at warmth
    >>> everybody = analyze(warm + rng.normal(0, 0.5, (30, 8)), rng=rng).profiles[0]
    >>> everybody.scores.round(1)
    array([2. , 1.2, 0.8, 1.3, 1.9, 2.7, 2.9, 2.7])
    >>> round(everybody.elevation.estimate, 1), round(everybody.amplitude.estimate, 1)
    (2.0, 1.0)
    >>> round(everybody.fit, 2)
    1.0
    """

    name: str
    n: int
    scores: Floats
    elevation: Interval
    x: Interval
    y: Interval
    amplitude: Interval
    angle: Interval
    fit: float


@dataclass(frozen=True)
class Analysis:
    """Profiles of each group and outside measure, then contrasts where there are two of either.

    >>> rng = np.random.default_rng(1)
    >>> people = rng.normal(2, 1, (12, 8))
    >>> people[3, 0] = np.nan
    >>> found = analyze(people, rng=rng, groups=["before", "after"] * 6)
    >>> [one.name for one in found.profiles], [one.name for one in found.contrasts]
    (['after', 'before'], ['before minus after'])
    >>> found.n, found.n_left_out, found.resamples, found.level
    (11, 1, 2000, 0.95)
    """

    profiles: tuple[Profile, ...]
    contrasts: tuple[Profile, ...]
    n: int
    n_left_out: int
    resamples: int
    level: float


def analyze(
    octants: ArrayLike,
    *,
    rng: np.random.Generator,
    angles: ArrayLike = ANGLES,
    groups: Sequence[str] | NDArray[Any] | None = None,
    measures: Mapping[str, ArrayLike] | None = None,
    resamples: int = 2000,
    level: float = 0.95,
) -> Analysis:
    """Summarise profiles of many people, with percentile intervals of a bootstrap stratified by group.

    Parameters
    ----------
    octants : (n, 8) float
        Scores in the order of ``angles``; a person with a missing score or measure is left out and counted.
    groups : (n,) text, optional
        A profile for each group; with two groups also their contrast, the second in order minus the first.
    measures : {name: (n,) float}, optional
        Profiles of the octants' correlations with each, in place of their means; with two measures and no
        groups also their contrast.
    resamples, level
        How often people are drawn again, and how much the intervals hold. An amplitude cannot be negative, so
        that where it is about zero its interval lies above the estimate, and the angle means nothing.

    Raises
    ------
    BadScores
        If a group has fewer than three people, or an octant or measure is the same for all of a group;
        ValueError if a number is text or infinite.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> warm = 2 + np.cos(np.radians(ANGLES))  # the angle is 0, the amplitude 1
    >>> people = warm + rng.normal(0, 0.5, (30, 8))
    >>> found = analyze(people, rng=rng)
    >>> one = found.profiles[0]
    >>> tuple(round(part, 1) for part in (one.angle.estimate, one.angle.low, one.angle.high))
    (359.6, 355.5, 4.2)
    >>> tuple(round(part, 2) for part in (one.amplitude.estimate, one.amplitude.low, one.amplitude.high))
    (1.05, 0.97, 1.13)
    """
    scores, beside = finite(octants, "an octant"), dict(measures or {})
    if scores.ndim != 2 or scores.shape[1] != OCTANTS:
        raise BadScores(f"needs {OCTANTS} octants, not {scores.shape[-1] if scores.ndim else 0}")
    columns = np.column_stack([scores, *(finite(one, name) for name, one in beside.items())])
    known = ~np.isnan(columns).any(axis=1)
    whose = np.asarray(groups, dtype=str)[known] if groups is not None else np.full(int(known.sum()), "")
    found = []
    for group in np.unique(whose):
        people = columns[known][whose == group]
        _require(people, group, list(beside), needs_spread=bool(beside))
        found += _of_group(str(group), people, list(beside), np.asarray(angles), rng, resamples)
    if not found:
        raise BadScores("nobody has all octants")
    cut = ((1 - level) / 2, (1 + level) / 2)
    return Analysis(
        tuple(_told(name, n, profile, one, drawn, cut) for name, n, profile, one, drawn in found),
        tuple(_contrasts(found, list(beside), len(np.unique(whose)), cut)),
        int(known.sum()),
        int((~known).sum()),
        resamples,
        level,
    )


_Found = tuple[str, int, Floats, Summary, Summary]


def _require(people: Floats, group: str, beside: list[str], *, needs_spread: bool) -> None:
    of = f" of {group}" if group else ""
    if len(people) < FEWEST:
        raise BadScores(f"too few people{of}: {len(people)}; {FEWEST} are needed")
    if needs_spread and (people.min(axis=0) == people.max(axis=0)).any():
        at = int(np.flatnonzero(people.min(axis=0) == people.max(axis=0))[0])
        what = beside[at - OCTANTS] if at >= OCTANTS else f"octant {at + 1}"
        raise BadScores(f"{what} is the same for everybody{of}: it goes with nothing")


def _of_group(
    group: str, people: Floats, beside: list[str], angles: Floats, rng: np.random.Generator, resamples: int
) -> list[_Found]:
    """The profile of a group's means, or one of correlations for each measure, observed and drawn again."""
    people = people[np.lexsort(people.T)]  # so that the same seed draws the same people in any order of rows
    moments = _Moments(people, len(beside))
    observed = moments.profiles(np.ones((1, len(people))))
    drawn = np.concatenate(
        [moments.profiles(counts) for counts in _draws(len(people), resamples, rng)], axis=1
    )
    names = [f"{group}, {one}" if group else one for one in beside] or [group or "everybody"]
    return [
        (name, len(people), observed[at, 0], summarize(observed[at, 0], angles), summarize(drawn[at], angles))
        for at, name in enumerate(names)
    ]


class _Moments:
    """Profiles for weights on people, by one matrix product with centred columns, squares and products."""

    def __init__(self, people: Floats, n_measures: int) -> None:
        self.middle = people.mean(axis=0)
        centred = people - self.middle
        octants, beside = centred[:, :OCTANTS], centred[:, OCTANTS:]
        products = [octants * beside[:, [place]] for place in range(n_measures)]
        self.n_measures = n_measures
        self.columns = np.column_stack([centred, centred**2, *products] if n_measures else [octants])

    def profiles(self, weights: Floats) -> Floats:
        """Profiles (max(1, n_measures), b, 8) for weights (b, n)."""
        sums = weights @ self.columns / weights.sum(axis=1, keepdims=True)
        if not self.n_measures:
            return np.asarray(sums[None] + self.middle[:OCTANTS])
        width = OCTANTS + self.n_measures
        mean, square = sums[:, :width], sums[:, width : 2 * width]
        spread = np.sqrt(np.maximum(square - mean**2, 0))
        found = []
        for place in range(self.n_measures):
            product = sums[:, 2 * width + OCTANTS * place :][:, :OCTANTS]
            at = OCTANTS + place
            together = product - mean[:, :OCTANTS] * mean[:, [at]]
            with np.errstate(invalid="ignore", divide="ignore"):  # a resample of one person over and over
                found.append(together / (spread[:, :OCTANTS] * spread[:, [at]]))
        return np.asarray(found)


def _draws(n: int, resamples: int, rng: np.random.Generator) -> Iterator[Floats]:
    """How often each of n people was drawn, (b, n), in blocks of bounded memory."""
    step = max(1, CELLS // n)
    for begin in range(0, resamples, step):
        many = min(step, resamples - begin)
        drawn = rng.integers(0, n, (many, n), dtype=np.int64)
        drawn += n * np.arange(many)[:, None]
        yield np.bincount(drawn.ravel(), minlength=many * n).reshape(many, n).astype(np.float64)


# What is told of it


def circular_quantiles(angles: ArrayLike, at: Sequence[float]) -> Floats:
    """Quantiles of angles in degrees: of the way from their mean direction, turned back; nan are passed over.

    As the R package circumplex does (Zimmermann & Wright 2017). Returns (len(at),) from 0 up to 360, or nan
    where there is no angle.

    >>> circular_quantiles([350, 355, 0, 5, 10], (0, 0.5, 1))  # across 0, not around 180
    array([350.,   0.,  10.])
    """
    given = finite(angles, "an angle")
    given = given[~np.isnan(given)]
    if not given.size:
        return np.full(len(at), np.nan)
    radians = np.radians(given)
    middle = np.degrees(np.arctan2(np.sin(radians).mean(), np.cos(radians).mean()))
    away = (given - middle + 180) % 360 - 180
    return np.asarray((np.quantile(away, at) + middle) % 360 % 360)  # a little below 0 is 360 at first


def _told(
    name: str, n: int, profile: Floats, one: Summary, drawn: Summary, cut: tuple[float, float]
) -> Profile:
    plain = {part: _interval(getattr(one, part), getattr(drawn, part), cut) for part in _PLAIN}
    low, high = circular_quantiles(drawn.angle, cut) if not np.isnan(one.angle) else (np.nan, np.nan)
    angle = Interval(float(one.angle), float(low), float(high))
    return Profile(name, n, profile, **plain, angle=angle, fit=float(one.fit))


_PLAIN = ("elevation", "x", "y", "amplitude")


def _interval(one: Floats, drawn: Floats, cut: tuple[float, float]) -> Interval:
    low, high = np.nanquantile(drawn, cut)
    return Interval(float(one), float(low), float(high))


def _contrasts(
    found: list[_Found], beside: list[str], n_groups: int, cut: tuple[float, float]
) -> Iterator[Profile]:
    if n_groups == 2:
        each = max(1, len(beside))
        pairs = [(found[at], found[each + at]) for at in range(each)]
    elif n_groups == 1 and len(beside) == 2:
        pairs = [(found[0], found[1])]
    else:
        pairs = []
    for first, second in pairs:
        observed, drawn = _difference(first[3], second[3]), _difference(first[4], second[4])
        name = f"{second[0]} minus {first[0]}"
        plain = {part: _interval(getattr(observed, part), getattr(drawn, part), cut) for part in _PLAIN}
        turned = _turned(float(observed.angle), drawn.angle, cut)
        n = first[1] + second[1] if n_groups == 2 else first[1]
        yield Profile(name, n, second[2] - first[2], **plain, angle=turned, fit=float(observed.fit))


def _turned(one: float, drawn: Floats, cut: tuple[float, float]) -> Interval:
    """Bounds of a turn, counted from the turn itself: one of 175 degrees may lie between 160 and 190."""
    away = (drawn[~np.isnan(drawn)] - one + 180) % 360 - 180
    if np.isnan(one) or not away.size:
        return Interval(one, np.nan, np.nan)
    low, high = np.quantile(away, cut)
    return Interval(one, one + float(low), one + float(high))


def _difference(first: Summary, second: Summary) -> Summary:
    """The second minus the first; angles the short way round, -180 to 180."""
    parts = {one.name: getattr(second, one.name) - getattr(first, one.name) for one in fields(Summary)}
    parts["angle"] = (parts["angle"] + 180) % 360 - 180
    return Summary(**parts)
