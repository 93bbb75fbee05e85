"""A profile of octants in words: what leans where, how well one curve describes it, and what changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.utils.translation import gettext as _

from clinic.attachment.octants import DESK, PHONE, Drawing, draw
from clinic.questionnaires.models import Response
from ipt.measures import library
from ipt.measures.measure import Measure, Score
from ipt.relationships.circumplex import (
    ACCEPTABLE_FIT,
    GOOD_FIT,
    Summary,
    how_well,
    nearest,
    summarize,
    turned,
)

IPIP_IPC = "ipip_ipc"


@dataclass(frozen=True, slots=True)
class Row:
    """One octant: its score now and at first."""

    name: str
    now: float
    first: float | None

    @property
    def change(self) -> str:
        return "" if self.first is None else signed(self.now - self.first)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the summary: now and at first, in plain words, and how it is worked out."""

    name: str
    now: str
    first: str
    words: str
    formula: str


@dataclass(frozen=True, slots=True)
class Profile:
    """The newest whole profile, the first beside it, and everything said about them."""

    measure: Measure
    at: datetime
    first_at: datetime | None
    rows: tuple[Row, ...]
    figures: tuple[Figure, ...]
    finding: str
    fit_words: str
    change_words: str
    drawings: tuple[Drawing, ...]


def octants(measure: Measure) -> list[Score]:
    """The scores that stand on the circle, in the measure's order."""
    return [score for score in measure.scores if score.angle is not None]


def blanks(response: Response) -> list[str]:
    """The octants that have no score because something was left blank."""
    return [one.name for one in octants(response.loaded) if response.scores.get(one.id) is None]


def profile(responses: Sequence[Response]) -> Profile | None:
    """Describe the newest of the whole profiles; nothing while there is none. The oldest comes first."""
    whole = [one for one in responses if not blanks(one)]
    if not whole:
        return None
    measure = library.load(IPIP_IPC)
    them, last = octants(measure), whole[-1]
    first = whole[0] if len(whole) > 1 else None
    now, then = _values(last, them), _values(first, them) if first else None
    angles = [float(one.angle or 0) for one in them]
    summary = summarize(now, angles)
    before = summarize(then, angles) if then else None
    leans = how_well(float(summary.fit)) in ("good", "acceptable")
    return Profile(
        measure=measure,
        at=last.given_at,
        first_at=first.given_at if first else None,
        rows=tuple(Row(one.name, now[n], then[n] if then else None) for n, one in enumerate(them)),
        figures=_figures(summary, before),
        finding=_finding(summary, them),
        fit_words=_fit_words(float(summary.fit)),
        change_words=_change_words(summary, before),
        drawings=tuple(draw(them, now, then, summary, sheet, leans=leans) for sheet in (DESK, PHONE)),
    )


def _values(response: Response, them: Sequence[Score]) -> list[float]:
    return [float(response.scores[one.id]) for one in them]


def _finding(summary: Summary, them: Sequence[Score]) -> str:
    fit = how_well(float(summary.fit))
    if fit == "unknown":
        return _("All octants are the same: there is no theme.")
    if fit == "low":
        return _("No single theme stands out.")
    near = them[nearest(float(summary.angle), [float(one.angle or 0) for one in them])]
    return _("The answers lean towards “%(octant)s”.") % {"octant": near.name}


def _fit_words(fit: float) -> str:
    told = {"fit": f"{fit:.2f}", "good": f"{GOOD_FIT:.2f}", "some": f"{ACCEPTABLE_FIT:.2f}"}
    words = {
        "good": _("One curve describes the profile well: R² is %(fit)s, and from %(good)s is called good."),
        "acceptable": _(
            "One curve describes the profile acceptably: R² is %(fit)s; from %(some)s is called acceptable, "
            "from %(good)s good."
        ),
        "low": _(
            "R² is %(fit)s, below the %(some)s from which one curve is called acceptable. Read the octants "
            "one by one, and not the lean."
        ),
        "unknown": _("R² cannot be worked out when all octants are the same."),
    }
    convention = _("A published convention (Wright et al. 2009; Zimmermann & Wright 2017), not a test.")
    return f"{words[how_well(fit)] % told} {convention}"


def _change_words(now: Summary, first: Summary | None) -> str:
    if first is None:
        return ""
    told = {"before": _two(first.amplitude), "after": _two(now.amplitude)}
    parts = [_("The lean was %(before)s at first and is %(after)s now.") % told]
    if "low" not in (how_well(float(now.fit)), how_well(float(first.fit))):
        by = turned(float(first.angle), float(now.angle))
        parts.append(_("Its direction turned by %(by)s degrees.") % {"by": f"{abs(by):.0f}"})
    parts.append(_("No threshold is published for when that is more than chance."))
    return " ".join(parts)


def _figures(now: Summary, first: Summary | None) -> tuple[Figure, ...]:
    """Every figure with what it means and its formula; s are the octant scores, θ their angles."""
    rows = [
        (
            _("Elevation"),
            _two(now.elevation),
            _two(first.elevation) if first else "",
            _("How much the statements were agreed with altogether, whatever they say."),
            "e = Σ s / 8",
        ),
        (
            _("Amplitude, the lean"),
            _two(now.amplitude),
            _two(first.amplitude) if first else "",
            _("How far the profile leans to one side, in scale points. Near 0 there is no side."),
            "a = √(x² + y²), x = 2/8 · Σ s cos θ, y = 2/8 · Σ s sin θ",
        ),
        (
            _("Angle"),
            _degrees(now.angle),
            _degrees(first.angle) if first else "",
            _("To which side: 0° is warmth, 90° taking the lead, 180° coldness, 270° giving way."),
            "δ = atan2(y, x)",
        ),
        (
            "R²",
            _two(now.fit),
            _two(first.fit) if first else "",
            _("How much of the ups and downs one smooth curve explains, from 0 to 1."),
            "R² = 1 - Σ (s - p)² / Σ (s - e)², p = e + a cos(θ - δ)",
        ),
        (
            _("Residual"),
            _two(now.residual),
            _two(first.residual) if first else "",
            _("How far the octants lie from that curve on the whole, in scale points."),
            "√(Σ (s - p)² / 8)",
        ),
    ]
    return tuple(Figure(*row) for row in rows)


def _two(value: np.floating | np.ndarray) -> str:
    return _("none") if np.isnan(value) else f"{float(value):.2f}"


def _degrees(value: np.floating | np.ndarray) -> str:
    return _("none") if np.isnan(value) else f"{float(value):.0f}°"


def signed(value: float) -> str:
    """Write a difference with its sign."""
    return f"{value:+.2f}".replace("-", "−") if abs(value) >= 0.005 else "0.00"
