"""Finds the lowest point of a smooth function of a few numbers: by scoring, or by BFGS and Newton's steps.

Nocedal J, Wright SJ (2006). Numerical Optimization, 2nd ed., algorithm 6.1 with the line search of chapter 3.
The deviance is even in each standard deviation, so that a variance of zero is a lowest point like any other
and no bound is needed.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Function = Callable[[Floats], tuple[float, Floats]]
Curvature = Callable[[Floats], Floats]

MOST_STEPS = 200
MOST_SCORED = 12
FLAT = 1e-8  # of the largest curvature: where one is below, its inverse tells no step
ARMIJO, WOLFE = 1e-4, 0.9
ROUNDING = 1e-12  # of the value: what its last digits may say by chance
SMALLEST_STEP = 1e-12
DIFFERENCE = 1e-5  # of theta, to read the curvature off the gradient


@dataclass(frozen=True, slots=True)
class Optimum:
    """Where it is lowest, how low, and whether the way there ended by itself."""

    at: Floats
    value: float
    converged: bool
    evaluations: int


class _Counted:
    def __init__(self, function: Function) -> None:
        self.function, self.evaluations = function, 0

    def __call__(self, at: Floats) -> tuple[float, Floats]:
        self.evaluations += 1
        return self.function(at)


def lowest(
    function: Function, start: Floats, *, tolerance: float, polish: bool, expected: Curvature | None = None
) -> Optimum:
    """Go down from ``start`` until the foreseen fall is below ``tolerance``.

    Parameters
    ----------
    function
        Gives value and gradient (k,).
    tolerance
        In units of the value; the bottom is nearer than its root in units of a standard error.
    polish
        Whether to end exact to the last digits: by Newton steps of six evaluations each where scoring failed.
    expected
        The curvature (k, k) to be expected at a point, where it is known: each step is then by it, until it
        is flat in some direction, as it is where a variance is zero.
    """
    count = _Counted(function)
    at, (value, slope) = np.asarray(start, dtype=np.float64), count(start)
    if expected is not None:
        at, value, slope, there = _scored(count, expected, at, value, slope, tolerance, last=polish)
        if there:
            return Optimum(at, value, True, count.evaluations)
    inverse: Floats = np.eye(len(at)) * _first_step(at, slope)
    fresh, converged = True, False
    for _ in range(MOST_STEPS):
        way = -inverse @ slope
        foreseen = -float(way @ slope)
        if foreseen <= tolerance:
            converged = True
            break
        step, reached, new_value, new_slope = _search(count, at, way, value, slope)
        if step < SMALLEST_STEP:
            if fresh:
                break
            inverse, fresh = np.eye(len(at)) * _first_step(at, slope), True
            continue
        moved, bent = reached - at, new_slope - slope
        inverse = _updated(inverse, moved, bent, first=fresh)
        at, value, slope, fresh = reached, new_value, new_slope, False
    if polish:
        at, value, settled = _polished(count, at, value, slope, tolerance)
        converged = converged or settled
    return Optimum(at, value, converged, count.evaluations)


def _scored(
    function: Function,
    expected: Curvature,
    at: Floats,
    value: float,
    slope: Floats,
    tolerance: float,
    *,
    last: bool,
) -> tuple[Floats, float, Floats, bool]:
    """Steps by the expected curvature (Fisher's scoring), one more at the ``last``; whether they led down."""
    for _ in range(MOST_SCORED):
        spread, axes = np.linalg.eigh(expected(at))
        if not spread[0] > FLAT * spread[-1]:
            break
        way = -axes @ ((axes.T @ slope) / spread)
        if -float(way @ slope) <= tolerance:
            new_value, new_slope = function(at + way) if last else (value, slope)
            if new_value <= value + tolerance:
                at, value, slope = at + way, new_value, new_slope
            return at, value, slope, True
        step, at, value, slope = _search(function, at, way, value, slope)
        if step < SMALLEST_STEP:
            break
    return at, value, slope, False


def _first_step(at: Floats, slope: Floats) -> float:
    return 0.1 * max(1.0, float(np.linalg.norm(at))) / max(float(np.linalg.norm(slope)), 1e-300)


def _search(
    function: Function, at: Floats, way: Floats, value: float, slope: Floats
) -> tuple[float, Floats, float, Floats]:
    """A step that falls enough and has left the steep part: halve or go on until both hold.

    Where a fall is too small to be seen in so large a value, the slopes at both ends tell it (Hager and Zhang
    2005, SIAM J Optim 16:170-192: the approximate Wolfe condition).
    """
    down, low, high, step = float(way @ slope), 0.0, np.inf, 1.0
    best: tuple[float, Floats, float, Floats] = (0.0, at, value, slope)
    for _ in range(40):
        there = at + step * way
        new_value, new_slope = function(there)
        rise, end = new_value - value, float(way @ new_slope)
        unseen = abs(rise) <= ROUNDING * abs(value) and end <= (2 * ARMIJO - 1) * down
        if not np.isfinite(new_value) or (rise > ARMIJO * step * down and not unseen):
            high = step
        else:
            best = (step, there, new_value, new_slope)
            if end >= WOLFE * down:
                return best
            low = step
        step = (low + high) / 2 if np.isfinite(high) else 2 * step
        if best[0] and high - low < 0.1 * best[0]:
            return best
    return best


def _updated(inverse: Floats, moved: Floats, bent: Floats, *, first: bool) -> Floats:
    along = float(moved @ bent)
    if along <= 1e-300:
        return inverse
    if first:
        inverse = np.eye(len(moved)) * along / float(bent @ bent)
    turn = np.eye(len(moved)) - np.outer(moved, bent) / along
    return np.asarray(turn @ inverse @ turn.T + np.outer(moved, moved) / along)


def _polished(
    function: Function, at: Floats, value: float, slope: Floats, tolerance: float
) -> tuple[Floats, float, bool]:
    """Newton steps with the curvature read off the gradient; kept only where they do not rise."""
    settled = False
    for _ in range(4):
        curvature = _curvature(function, at)
        spread, axes = np.linalg.eigh(curvature)
        if spread[-1] <= 0:
            break
        firm = spread > 1e-9 * spread[-1]
        way = -axes[:, firm] @ ((axes[:, firm].T @ slope) / spread[firm])
        foreseen = -float(way @ slope)
        if foreseen <= tolerance * 1e-3:
            settled = True
            break
        new_value, new_slope = function(at + way)
        if not new_value <= value + tolerance:
            break
        at, value, slope = at + way, new_value, new_slope
        settled = settled or foreseen <= tolerance
    return at, value, settled


def _curvature(function: Function, at: Floats) -> Floats:
    lines = []
    for place in range(len(at)):
        aside = np.zeros(len(at))
        aside[place] = DIFFERENCE * max(1.0, abs(at[place]))
        lines.append((function(at + aside)[1] - function(at - aside)[1]) / (2 * aside[place]))
    found = np.array(lines)
    return np.asarray((found + found.T) / 2)
