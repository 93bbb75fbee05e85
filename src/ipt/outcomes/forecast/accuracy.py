"""How well chances tell two outcomes apart, and shares with their intervals."""

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ipt.outcomes.columns import finite

Floats = NDArray[np.float64]
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Share:
    """``hits`` of ``n``, and Wilson's interval; all nan without anybody."""

    hits: int
    n: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Auc:
    """The chance that a course with the event had the higher risk than one without, and DeLong's interval."""

    auc: float
    low: float
    high: float
    events: int
    others: int


@dataclass(frozen=True, slots=True)
class Gain:
    """By how much one area exceeds another on the same courses, and its interval."""

    more: float
    low: float
    high: float


def share(hits: int, n: int, confidence: float = CONFIDENCE) -> Share:
    """A share with its score interval.

    ``(p + z²/2n ± z sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n)`` (Wilson EB (1927). J Am Stat Assoc 22:209-212).

    Raises
    ------
    ValueError
        If there are more hits than n, or the confidence is not between 0 and 1.

    Examples
    --------
    >>> held = share(43, 50)
    >>> held.share, round(held.low, 2), round(held.high, 2)
    (0.86, 0.74, 0.93)
    """
    if not 0 <= hits <= n or not 0 < confidence < 1:
        raise ValueError(f"{hits} of {n} with a confidence of {confidence} is no share")
    if not n:
        return Share(0, 0, math.nan, math.nan, math.nan)
    z, p = NormalDist().inv_cdf((1 + confidence) / 2), hits / n
    middle, reach = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    low, high = ((middle + sign * reach) / (1 + z * z / n) for sign in (-1, 1))
    return Share(hits, n, p, max(low, 0.0) if hits else 0.0, min(high, 1.0) if hits < n else 1.0)


def auc(risk: ArrayLike, event: ArrayLike, confidence: float = CONFIDENCE) -> Auc:
    """The area under the ROC curve with its interval, by mid-ranks.

    DeLong ER, DeLong DM, Clarke-Pearson DL (1988). Biometrics 44:837-845, in the ranked form of Sun X, Xu W
    (2014). IEEE Signal Process Lett 21:1389-1393. Ties count half. The interval is clipped to 0 and 1.

    Parameters
    ----------
    risk : (n,) float
        Higher means that the event is more likely; no nan.
    event : (n,) bool

    Raises
    ------
    ValueError
        If there are fewer than two courses with or without the event: there is no spread to tell.

    Examples
    --------
    >>> found = auc([0.9, 0.7, 0.6, 0.4, 0.3, 0.2], [True, True, False, True, False, False])
    >>> round(found.auc, 2), round(found.low, 2), round(found.high, 2)  # eight of nine pairs in order
    (0.89, 0.58, 1.0)
    """
    values, happened = finite(risk, "a risk"), np.asarray(event, dtype=bool)
    if values.ndim != 1 or values.shape != happened.shape:
        raise ValueError("risk and event must be lists of the same length")
    if np.isnan(values).any():
        raise ValueError("a risk is missing")
    with_event, without = values[happened], values[~happened]
    m, n = len(with_event), len(without)
    if m < 2 or n < 2:
        raise ValueError(f"{m} courses with and {n} without the event tell no area")
    area, reach = _told(*_components(with_event, without), confidence)
    return Auc(area, max(area - reach, 0.0), min(area + reach, 1.0), m, n)


def gain(risk: ArrayLike, before: ArrayLike, event: ArrayLike, confidence: float = CONFIDENCE) -> Gain:
    """How much larger the area of a risk is than that of another, of the same courses.

    DeLong et al. 1988 for paired areas, as `auc`. Parameters and errors as there.

    >>> event = [True, True, False, True, False, False]
    >>> found = gain([0.9, 0.7, 0.6, 0.8, 0.3, 0.2], [0.5, 0.7, 0.6, 0.4, 0.3, 0.2], event)
    >>> round(found.more, 2), round(found.low, 2), round(found.high, 2)
    (0.22, -0.26, 0.71)
    """
    happened = np.asarray(event, dtype=bool)
    one, two = auc(risk, happened, confidence), auc(before, happened, confidence)
    parts = [
        _components(values[happened], values[~happened])
        for values in (np.asarray(risk, dtype=np.float64), np.asarray(before, dtype=np.float64))
    ]
    _, reach = _told(parts[0][0] - parts[1][0], parts[0][1] - parts[1][1], confidence)
    more = one.auc - two.auc
    return Gain(more, more - reach, more + reach)


def _components(with_event: Floats, without: Floats) -> tuple[Floats, Floats]:
    """For each course with the event the share of others it outranks; for each other the share above it."""
    m, n = len(with_event), len(without)
    ranks = _midranks(np.concatenate([with_event, without]))
    of_events = (ranks[:m] - _midranks(with_event)) / n
    return of_events, 1 - (ranks[m:] - _midranks(without)) / m


def _told(of_events: Floats, of_others: Floats, confidence: float) -> tuple[float, float]:
    """The mean, and how far its interval reaches to either side."""
    error = of_events.var(ddof=1) / len(of_events) + of_others.var(ddof=1) / len(of_others)
    return float(of_events.mean()), NormalDist().inv_cdf((1 + confidence) / 2) * math.sqrt(float(error))


def _midranks(values: Floats) -> Floats:
    """Ranks from 1, ties sharing the mean of theirs."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[place.reshape(-1)])
