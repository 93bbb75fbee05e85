"""What the report of a service says: figures with what each is a share of, put into words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from clinic.access.models import Service
from clinic.courses.models import NOT_RECORDED
from clinic.reports import queries
from ipt.measures.norms import Caseness
from ipt.outcomes import disclosure, rates
from ipt.outcomes.courses import Courses
from ipt.therapy import areas, manuals


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


@dataclass(frozen=True, slots=True)
class Report:
    """All that the page says."""

    service: Service
    whole: rates.Counts
    open: int
    waiting: int
    rates: Sequence[Rate]
    comparisons: Sequence[Comparison]
    thresholds: Sequence[Threshold]
    sessions: Sequence[tuple[str, int]]
    endings: Sequence[tuple[str, int]]

    @property
    def enough(self) -> bool:
        """Whether so many courses have finished that a share says something and betrays nobody."""
        return self.whole.finished >= disclosure.LEAST

    @property
    def finding(self) -> str:
        """The heading: what is true of these courses."""
        if not self.enough:
            return _("Too few courses have finished to give rates")
        said = {"recovered": self.whole.recovered, "cases": self.whole.at_caseness}
        if not self.whole.at_caseness:
            return _("No finished course began at or beyond the cut-off")
        return _("%(recovered)s of %(cases)s courses that began at or beyond the cut-off recovered") % said


def report(service: Service) -> Report:
    """Gather the report in a fixed number of queries."""
    found = queries.courses(service)
    measured = found.first_and_last()
    of = rates.outcomes(measured, finished=found.finished())
    whole = rates.count(of)
    return Report(
        service=service,
        whole=whole,
        open=sum(not known["ended_on"] for known in found.known),
        waiting=queries.waiting(service),
        rates=_rates(whole, missing=True),
        comparisons=[
            _compare(found, of, "manual", _("By manual"), _("Manual"), _manuals()),
            _compare(found, of, "focus", _("By focus"), _("Focus"), _areas()),
            _compare(found, of, "quarter", _("By the quarter in which the course began"), _("Quarter"), {}),
        ],
        thresholds=[_threshold(scores) for scores in measured],
        sessions=_sessions(queries.attendance(service)),
        endings=_endings(queries.endings(service)),
    )


def _rates(counts: rates.Counts, *, missing: bool = False) -> list[Rate]:
    cases, finished = (
        _("finished courses that began at or beyond the cut-off (caseness)"),
        _("finished courses"),
    )
    found = [
        Rate(_("Recovered"), counts.recovered, counts.at_caseness, cases),
        Rate(_("Reliably recovered"), counts.reliably_recovered, counts.at_caseness, cases),
        Rate(_("Reliably improved"), counts.reliably_improved, counts.finished, finished),
        Rate(_("Reliably deteriorated"), counts.reliably_deteriorated, counts.finished, finished),
    ]
    return [*found, Rate(_("Without an outcome"), counts.missing_outcome, counts.finished, finished)][
        : 5 if missing else 4
    ]


def _compare(
    found: Courses, of: rates.Outcomes, by: str, title: str, what: str, names: Mapping[str, str]
) -> Comparison:
    """Split by one thing; groups too small stand together, and where that leaves one there is no split.

    Courses of which it is not known are left out, unless they are so few that they could be worked out.
    """
    among = found.groups(by)
    unknown = among.get("")
    left_out = 0
    if unknown is not None and np.count_nonzero(unknown & of.finished) >= disclosure.LEAST:
        left_out = int(np.count_nonzero(among.pop("")))
    split = disclosure.put_together(among, of.finished)
    if split is None:
        return Comparison(title, what, [], left_out=left_out)
    groups = [_group(_named(name, names), of, among) for name, among in split.shown.items()]
    if split.others is not None:
        groups.append(_group(_("The others together"), of, split.others))
    together = ", ".join(_named(name, names) for name in sorted(split.names))
    return Comparison(title, what, groups, together, left_out)


def _named(name: str, names: Mapping[str, str]) -> str:
    return names.get(name, name) or _("not agreed yet")


def _group(title: str, of: rates.Outcomes, among: np.ndarray) -> Group:
    counts = rates.count(of, among)
    return Group(title, counts, _rates(counts, missing=True))


def _manuals() -> dict[str, str]:
    return {id: manuals.load(id).title for id in manuals.ids()}


def _areas() -> dict[str, str]:
    return {area.id: area.title for area in areas.load_all()}


def _threshold(scores: rates.FirstAndLast) -> Threshold:
    cut, rule = rates.cut_off(scores.measure), rates.reliable_rule(scores.measure)
    return Threshold(
        title=scores.measure.short_title,
        cut=_cut(cut) if cut else _("not known"),
        change=_("%g points") % rule.value if rule else _("not known"),
        paired=int(np.count_nonzero(~np.isnan(scores.last))),
        courses=int(np.count_nonzero(~np.isnan(scores.first))),
    )


def _cut(cut: Caseness) -> str:
    words = {
        ">=": _("%s or more"),
        ">": _("more than %s"),
        "<=": _("%s or less"),
        "<": _("less than %s"),
    }
    return words[cut.op] % f"{cut.value:g}"


def _sessions(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    titles = {
        "attended": _("attended"),
        "missed": _("missed"),
        "cancelled by patient": _("cancelled by the patient"),
        "cancelled by therapist": _("cancelled by the therapist"),
    }
    return [(title, counts.get(kind, 0)) for kind, title in titles.items()]


def _endings(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    titles = {
        "completed": _("as agreed"),
        "agreed early": _("earlier, agreed together"),
        "stopped coming": _("the patient stopped coming"),
        "referred on": _("handed on to other care"),
        NOT_RECORDED: _("not recorded (imported)"),
    }
    return [(titles.get(how, how), number) for how, number in sorted(counts.items())]
