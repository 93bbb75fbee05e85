"""Whether a service may rely on a model: the criteria of docs/adr/0025, held against its training report.

They were chosen for Kith; no study has validated them.
"""

from collections.abc import Iterable

from ipt.outcomes.forecast import accuracy
from ipt.outcomes.forecast.conformal import Check
from ipt.outcomes.forecast.model import LEVEL
from ipt.outcomes.forecast.report import Covered, Foretold, Report

Judged = tuple[bool, str]  # whether a criterion holds, and what was seen
A_THIRD = 200  # courses in each third by first score (docs/adr/0025)
ENOUGH = 50  # test courses, for a group's coverage to be judged
TOO_LOW, TOO_HIGH = 0.05, 0.10  # how far coverage may lie below and above what was promised
LEAST_AUC = 0.6  # of the lower limit
OFF = 0.05  # how far the mean chance may lie from what happened, beyond its interval
FAMILY = 0.05  # the chance that any interval of the coverage criteria misses by itself
GROUPS = ("next score, by session", "next score, by third", "end score, by session", "end score, by third")
CRITERIA = (  # what each asks, as a model file keeps it: one that was judged by others is refused
    f"at least {A_THIRD} courses in each third by first score",
    *(f"the {LEVEL:.0%} range holds as promised: {name}" for name in GROUPS),
    f"the AUC for no reliable improvement has a lower limit of {LEAST_AUC} or more",
    "scores after the first add to the AUC that the first alone has",
    "chances of no reliable improvement are met on average",
)


def judge(report: Report) -> tuple[Check, ...]:
    """The criteria of docs/adr/0025, each with what was seen; a service relies on a model if all hold."""
    groups = (report.next_by_session, report.next_by_third, report.end_by_session, report.end_by_third)
    found = (
        (min(report.thirds) >= A_THIRD, ", ".join(map(str, report.thirds))),
        *(_coverage(among, report.level) for among in groups),
        *_discrimination(report.foretold),
    )
    return tuple(Check(what, holds, seen) for what, (holds, seen) in zip(CRITERIA, found, strict=True))


def _coverage(groups: Iterable[Covered], level: float) -> Judged:
    """No group's interval, widened for how many there are, lies outside what was promised."""
    judged = [one for one in groups if one.covered.n >= ENOUGH]
    confidence = 1 - FAMILY / max(len(judged), 1)
    again = [(one, accuracy.share(one.covered.hits, one.covered.n, confidence)) for one in judged]
    missed = [
        f"{one.group}: {wide.share:.3f} of {wide.n}"
        for one, wide in again
        if wide.high < level - TOO_LOW or wide.low > level + TOO_HIGH
    ]
    shares = [wide.share for _, wide in again]
    seen = (
        f"{min(shares):.3f} to {max(shares):.3f} in {len(shares)} groups"
        if shares
        else "no group is large enough"
    )
    return bool(judged) and not missed, "; ".join(missed) or seen


def _discrimination(foretold: Iterable[Foretold]) -> tuple[Judged, ...]:
    one = next((one for one in foretold if one.outcome == "no_reliable_improvement"), None)
    area, more = (one.auc, one.gain) if one else (None, None)
    unknown = "too few had it, or had it not" if one else "no reliable change has been published"
    tells = (
        area is not None and area.low >= LEAST_AUC,
        unknown if area is None else f"{area.auc:.3f} ({area.low:.3f} to {area.high:.3f})",
    )
    adds = (
        more is not None and more.low > 0,
        unknown if more is None else f"{more.more:.3f} ({more.low:.3f} to {more.high:.3f})",
    )
    met = one is not None and one.happened.low - OFF <= one.mean <= one.happened.high + OFF
    said = f"foretold {one.mean:.3f}, happened {one.happened.share:.3f} of {one.n}" if one else unknown
    return tells, adds, (met, said)
