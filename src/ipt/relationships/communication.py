"""What was said between two people: where a line stands on Kiesler's plane, and where a message failed.

Sources: Kiesler 1983, Psychol Rev 90:185 (the plane; control pulls its opposite, affiliation the same);
Klerman, Weissman, Rounsaville & Chevron 1984 (communication analysis and its list of failures). The five
points of each axis, the figure for complementarity and the words for it are Kith's own and not validated.
"""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

DATA = Path(__file__).parent / "data" / "communication.toml"
POINTS = (-1.0, -0.5, 0.0, 0.5, 1.0)  # of either axis, as coded by hand
DEMAND_WITHDRAW = "demand_withdraw"
FITS, FITS_PARTLY = 0.25, 0.5  # errors up to which a reply fits, or fits in part; not validated


@dataclass(frozen=True, slots=True)
class FailureCode:
    """One way in which a message fails, with where it is from."""

    id: str
    title: str
    meaning: str
    source: str


@dataclass(frozen=True, slots=True)
class Theme:
    """Something wished for, or a way to respond; its title ends a sentence."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Codes:
    """The data file: failures, wishes, and how the other and oneself responded."""

    failures: tuple[FailureCode, ...]
    wishes: tuple[Theme, ...]
    responses: tuple[Theme, ...]
    own_responses: tuple[Theme, ...]


@cache
def codes() -> Codes:
    """Return every code there is, in the order of the file."""
    raw: dict[str, Any] = tomllib.loads(DATA.read_text(encoding="utf-8"))
    themes = {
        name: tuple(Theme(**row) for row in raw[name]) for name in ("wishes", "responses", "own_responses")
    }
    return Codes(failures=tuple(FailureCode(**row) for row in raw["failures"]), **themes)


class Fit(StrEnum):
    """How a reply meets the line before it; none is better than another."""

    FITS = "fits"
    PARTLY = "partly"
    OTHER = "other"


def complementarity_error(line: ArrayLike, reply: ArrayLike) -> NDArray[np.float64]:
    """Say how far a reply is from what the line before it pulls for.

    sqrt((c1 + c2)^2 + (a1 - a2)^2) / sqrt(8), after Kiesler 1983: control pulls the opposite, affiliation
    the same.

    Parameters
    ----------
    line, reply : (..., 2) float
        Control (-1 gives way .. +1 leads) and affiliation (-1 cold .. +1 warm); ``nan`` = not placed.

    Returns
    -------
    (...) float
        0 = fully complementary, 1 = as far from it as can be; ``nan`` where a line is not placed.

    Raises
    ------
    ValueError
        If the last axis does not hold two numbers, or one lies outside -1..+1.
    """
    first, second = _placed(line), _placed(reply)
    control = first[..., 0] + second[..., 0]
    affiliation = first[..., 1] - second[..., 1]
    return np.asarray(np.minimum(np.hypot(control, affiliation) / np.sqrt(8.0), 1.0))  # 1, not a hair more


def _placed(line: ArrayLike) -> NDArray[np.float64]:
    placed = np.asarray(line, dtype=np.float64)
    if placed.ndim == 0 or placed.shape[-1] != 2:
        raise ValueError("a place is two numbers: control and affiliation")
    if np.any(np.abs(placed) > 1):
        raise ValueError("control and affiliation lie between -1 and +1")
    return placed


def fit(error: float) -> Fit:
    """Put an error into one of three words; ``ValueError`` when it is none (nan) or outside 0..1."""
    if not 0 <= error <= 1:
        raise ValueError(f"{error} is no complementarity error")
    if error <= FITS:
        return Fit.FITS
    return Fit.PARTLY if error <= FITS_PARTLY else Fit.OTHER
