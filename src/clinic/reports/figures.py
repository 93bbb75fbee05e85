"""Figures with what each is a share of, and the courses split by one thing known of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from clinic.reports.cells import Cells, Truths
from clinic.reports.tallies import MEASURE, Counts
from ipt.measures import library
from ipt.measures.norms import Caseness
from ipt.outcomes import disclosure, rates
from ipt.outcomes.change import reliable_rule
from ipt.outcomes.which_measures import Judged


@dataclass(frozen=True, slots=True)
class Rate:
    """A number of courses, what it is a share of, and that share in per cent; None of fewer than five."""

    title: str
    count: int
    of: int
    of_what: str

    @property
    def share(self) -> float | None:
        return 100 * self.count / self.of if self.of >= disclosure.LEAST else None


@dataclass(frozen=True, slots=True)
class Group:
    """One line of a comparison, and the groups it stands for when they are too small to stand alone."""

    title: str
    counts: rates.Counts
    rates: Sequence[Rate]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The courses split by one thing known of them; no groups where they would be too small."""

    title: str
    what: str
    groups: Sequence[Group]
    together: str = ""
    left_out: int = 0  # courses of which it is not known


@dataclass(frozen=True, slots=True)
class Threshold:
    """What was used for one measure, and for how many courses it could be."""

    title: str
    cut: str
    change: str
    paired: int
    courses: int


def rates_of(counts: rates.Counts) -> list[Rate]:
    """The rates of some courses, each with its denominator; at the end those without an outcome."""
    cases, finished = (
        _("finished courses that began at or beyond the cut-off (caseness)"),
        _("finished courses"),
    )
    return [
        Rate(_("Recovered"), counts.recovered, counts.at_caseness, cases),
        Rate(_("Reliably recovered"), counts.reliably_recovered, counts.at_caseness, cases),
        Rate(_("Reliably improved"), counts.reliably_improved, counts.finished, finished),
        Rate(_("Reliably deteriorated"), counts.reliably_deteriorated, counts.finished, finished),
        Rate(_("Without an outcome"), counts.missing_outcome, counts.finished, finished),
    ]


def compare(
    cells: Cells, shown: Truths, by: str, title: str, what: str, names: Mapping[str, str]
) -> Comparison:
    """Split what is shown by one thing; blocks that lie in two groups stand together as the others.

    Courses of which it is not known are left out, unless they stand in such a block. Where one group would be
    left, there is no split.
    """
    of_each = {str(name): cells.names[by] == name for name in np.unique(cells.names[by][shown])}
    alone = {name: cells.shown(shown & here) for name, here in of_each.items()}
    alone = {name: here for name, here in alone.items() if cells.how_many("finished", here)}
    others = np.logical_and.reduce([shown, *(~here for here in alone.values())])
    unknown = alone.pop("", None)
    left_out = 0 if unknown is None else cells.how_many("courses", unknown)
    in_part = {name for name, here in of_each.items() if np.any(here & others & cells.names["finished"])}
    groups = []
    for name, here in alone.items():
        title_of_it = _named(name, names)
        if name in in_part:
            title_of_it = _("%(group)s, in part") % {"group": title_of_it}
        groups.append(_group(title_of_it, cells.count(here)))
    if cells.how_many("finished", others):
        groups.append(_group(_("The others together"), cells.count(others)))
    if len(groups) < 2:
        return Comparison(title, what, [], left_out=left_out)
    together = ", ".join(_named(name, names) for name in sorted(in_part))
    return Comparison(title, what, groups, together, left_out)


def _group(title: str, counts: rates.Counts) -> Group:
    return Group(title, counts, rates_of(counts))


def _named(name: str, names: Mapping[str, str]) -> str:
    return names.get(name, name) or _("not agreed yet")


def thresholds(sums: Mapping[str, Counts], judged: Judged) -> list[Threshold]:
    """What was used for each measure by which these courses are judged, in the order of the rule."""
    there = (id for id in in_order(sums, judged) if id in judged.measures)
    return [_threshold(id, sums[f"measure:{id}"]) for id in there]


def in_order(sums: Mapping[str, Counts], judged: Judged) -> list[str]:
    """The measures of these courses: those they are judged by first, PHQ-9 before all; then the others."""
    there = {what.removeprefix("measure:") for what in sums if what.startswith("measure:")}
    return [id for id in judged.measures if id in there] + sorted(there - set(judged.measures))


def aside(sums: Mapping[str, Counts], judged: Judged) -> list[str]:
    """The measures of these courses that are no part of the outcome."""
    return [library.load(id).short_title for id in in_order(sums, judged) if id not in judged.measures]


def _threshold(id: str, counts: Counts) -> Threshold:
    measure = library.load(id)
    cut, rule = rates.cut_off(measure), reliable_rule(measure)
    return Threshold(
        title=measure.short_title,
        cut=_cut(cut) if cut else _("not known"),
        change=_("%g points") % rule.value if rule else _("not known"),
        paired=int(counts[MEASURE.index("paired")]),
        courses=int(counts[MEASURE.index("begun")]),
    )


def _cut(cut: Caseness) -> str:
    words = {
        ">=": _("%s or more"),
        ">": _("more than %s"),
        "<=": _("%s or less"),
        "<": _("less than %s"),
    }
    return words[cut.op] % f"{cut.value:g}"
