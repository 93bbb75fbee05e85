"""The interpersonal circumplex: what a profile of eight octants has in common, as one curve.

The structural summary lays one cosine over the eight octant scores (Gurtman 1992, J Pers Soc Psychol
63:105-118; Wright, Pincus, Conroy & Hilsenroth 2009, J Pers Assess 91:311-322; Zimmermann & Wright 2017,
Assessment 24:3-23). Angles are degrees, counterclockwise from warmth (0 or 360); dominance is at 90.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Fit = Literal["good", "acceptable", "low", "unknown"]

OCTANTS = 8
GOOD_FIT, ACCEPTABLE_FIT = 0.80, 0.70  # R²: conventions of Wright et al. 2009 and Zimmermann & Wright 2017
FLAT = 1e-9  # scale points: an amplitude below this is rounding, not a direction


@dataclass(frozen=True, slots=True)
class Summary:
    """The structural summary of one profile or of many; all arrays have the profiles' leading shape.

    ``elevation``, ``amplitude``, ``x`` (warmth), ``y`` (dominance) and ``residual`` are in scale points,
    ``angle`` in degrees from 0 up to 360, ``fit`` is R². A profile with a blank is ``nan`` throughout; a
    flat one has no angle and no fit.
    """

    elevation: Floats
    x: Floats
    y: Floats
    amplitude: Floats
    angle: Floats
    fit: Floats
    residual: Floats


def summarize(scores: ArrayLike, angles: ArrayLike) -> Summary:
    """Lay the best cosine over octant scores.

    Elevation is the mean of the scores s; x = 2/8 Σ s cos θ and y = 2/8 Σ s sin θ; the amplitude is
    √(x² + y²) and the angle atan2(y, x). With p = elevation + amplitude · cos(θ - angle), R² is
    1 - Σ(s - p)² / Σ(s - elevation)², and the residual √(Σ(s - p)² / 8).

    Parameters
    ----------
    scores : (..., 8) float
        Octant scores in scale points, in the order of ``angles``; ``nan`` = not scored.
    angles : (8,) float
        Where each octant stands, in degrees; 45 degrees apart in any order.

    Returns
    -------
    Summary
        Arrays of shape (...).

    Raises
    ------
    ValueError
        If there are not eight scores, or the octants are not 45 degrees apart.

    Examples
    --------
    >>> angles = [90, 135, 180, 225, 270, 315, 360, 45]  # dominance first, then round to warmth
    >>> found = summarize([2.0, 1.3, 1.0, 1.3, 2.0, 2.7, 3.0, 2.7], angles)
    >>> float(found.angle), round(float(found.amplitude), 2), round(float(found.fit), 2)
    (0.0, 0.99, 1.0)
    """
    given, theta = np.asarray(scores, dtype=float), _radians(angles)
    if given.shape[-1:] != (OCTANTS,):
        raise ValueError(f"needs {OCTANTS} octant scores on the last axis, not shape {given.shape}")
    elevation = given.mean(axis=-1)
    x, y = (2 / OCTANTS * (given * part).sum(axis=-1) for part in (np.cos(theta), np.sin(theta)))
    amplitude = np.hypot(x, y)
    flat = amplitude < FLAT
    angle = np.where(
        flat, np.nan, np.degrees(np.arctan2(y, x)) % 360 % 360
    )  # a little below 0 is 360 at first
    left = given - elevation[..., None] - x[..., None] * np.cos(theta) - y[..., None] * np.sin(theta)
    about_mean = ((given - elevation[..., None]) ** 2).sum(axis=-1)
    unexplained = (left**2).sum(axis=-1)
    level = about_mean < FLAT**2
    fit = np.where(level, np.nan, 1 - unexplained / np.where(level, 1, about_mean))
    return Summary(elevation, x, y, amplitude, angle, fit, np.sqrt(unexplained / OCTANTS))


def curve(summary: Summary, at: ArrayLike) -> Floats:
    """Return the height of the fitted curve of one profile at angles in degrees, in scale points.

    >>> angles = [90, 135, 180, 225, 270, 315, 360, 45]
    >>> found = summarize([2.0, 1.3, 1.0, 1.3, 2.0, 2.7, 3.0, 2.7], angles)
    >>> curve(found, [0, 90, 180]).round(2)  # warmth, dominance, coldness
    array([2.99, 2.  , 1.01])
    """
    theta = np.radians(np.asarray(at, dtype=float))
    return np.asarray(summary.elevation + summary.x * np.cos(theta) + summary.y * np.sin(theta))


def how_well(fit: float) -> Fit:
    """Say whether one curve describes a profile, by the published convention (.80 good, .70 acceptable).

    >>> how_well(0.85), how_well(0.75), how_well(0.6)
    ('good', 'acceptable', 'low')
    """
    if np.isnan(fit):
        return "unknown"
    return "good" if fit >= GOOD_FIT else "acceptable" if fit >= ACCEPTABLE_FIT else "low"


def nearest(angle: float, angles: ArrayLike) -> int:
    """Return the place of the octant that lies nearest to an angle in degrees; the first of two as near.

    >>> nearest(350, [90, 135, 180, 225, 270, 315, 360, 45])
    6
    """
    around = np.abs(np.asarray(angles, dtype=float) - angle) % 360
    return int(np.argmin(np.minimum(around, 360 - around)))


def turned(before: float, after: float) -> float:
    """Return by how many degrees an angle turned the short way, up to 180; below 0 is clockwise.

    >>> turned(350, 10), turned(10, 350)
    (20, -20)
    """
    way = (after - before) % 360
    return way - 360 if way > 180 else way


def _radians(angles: ArrayLike) -> Floats:
    given = np.asarray(angles, dtype=float)
    apart = np.diff(np.sort(given % 360))
    if given.shape != (OCTANTS,) or not np.allclose(apart, 360 / OCTANTS):
        raise ValueError(f"needs {OCTANTS} octants, 45 degrees apart, not {given.tolist()}")
    return np.asarray(np.radians(given))
