"""What the therapy is for: symptoms, and beside them people, the focus and the patient's goals."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from clinic.reports.tallies import AIMS, CHANGE, HUNDREDTHS, MEASURE, Counts
from clinic.reports.trajectories import follows
from ipt.measures import library
from ipt.outcomes.change import reliable_rule
from ipt.outcomes.disclosure import LEAST

MORE = {"confidants": True, "gaps": False, "focus": True, "goals": True}  # whether more is wished for


@dataclass(frozen=True, slots=True)
class Aim:
    """What the therapy is for, first and last, over finished courses in which both are known.

    Symptoms come first, one aim a measure; then people to confide in, kinds of help that come from nobody,
    the work on the focus and the goals. ``first`` and ``last`` are means in ``unit``; None of fewer than
    five. ``known`` of ``known + unknown`` finished courses have both; of those ``better`` moved the way that
    is wished for (``wanted`` is "more" or "less"), ``worse`` the other way, ``same`` not at all. For a
    measure with a threshold of reliable change, better and worse are reliable, and ``reliable`` is true.
    """

    what: str
    unit: str
    wanted: str
    first: float | None
    last: float | None
    better: int
    same: int
    worse: int
    known: int
    unknown: int
    reliable: bool = False


def aims(sums: Mapping[str, Counts], measures: Iterable[str], finished: int) -> list[Aim]:
    """Every measure that was given twice, in the order of the measures; then the four others."""
    found = [_measured(id, sums[f"measure:{id}"], finished) for id in measures if follows(library.load(id))]
    measured = [one for one in found if one.known]
    counts = sums.get("aims", np.zeros(len(AIMS) * len(CHANGE), dtype=np.int64))
    of_each = counts.reshape(len(AIMS), len(CHANGE)).tolist()
    return [*measured, *(_aim(id, of_it, finished) for id, of_it in zip(AIMS, of_each, strict=True))]


def _measured(id: str, counts: Counts, finished: int) -> Aim:
    measure = library.load(id)
    of = dict(zip(MEASURE, counts.tolist(), strict=True))
    return Aim(
        what=measure.short_title,
        unit=_("points"),
        wanted="less" if measure.score(measure.main_score).higher_is == "worse" else "more",
        first=_mean(of["first"], of["known"]),
        last=_mean(of["last"], of["known"]),
        better=of["better"],
        same=of["same"],
        worse=of["worse"],
        known=of["known"],
        unknown=finished - of["known"],
        reliable=reliable_rule(measure) is not None,
    )


def _aim(id: str, of_it: list[int], finished: int) -> Aim:
    known, first, last, up, same, down = of_it
    titles = {
        "confidants": (_("People to confide in"), _("how many")),
        "gaps": (_("Kinds of help that come from nobody"), _("of four kinds")),
        "focus": (_("The work on the focus"), _("of 10")),
        "goals": (_("The patient's goals"), _("of 10")),
    }
    what, unit = titles[id]
    return Aim(
        what=what,
        unit=unit,
        wanted="more" if MORE[id] else "less",
        first=_mean(first, known),
        last=_mean(last, known),
        better=up if MORE[id] else down,
        same=same,
        worse=down if MORE[id] else up,
        known=known,
        unknown=finished - known,
    )


def _mean(total: int, n: int) -> float | None:
    return total / n / HUNDREDTHS if n >= LEAST else None
