"""What the service dashboard says: every figure with what it is a share of and what is missing.

All of it is read from sums that `clinic.reports.actions` keeps up to date; nothing here reads a course.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from clinic.access.models import Service
from clinic.reports import waits as waiting
from clinic.reports.aims import Aim, aims
from clinic.reports.cells import Cells, Truths, cells_of, sums_of
from clinic.reports.figures import Comparison, Rate, Threshold, aside, compare, in_order, rates_of, thresholds
from clinic.reports.filters import NOT_AGREED, Choices, Filters, Option, refuse_unknown
from clinic.reports.freshness import Freshness, freshness_of
from clinic.reports.models import Standing
from clinic.reports.queries import enquiries_waiting, standing_of
from clinic.reports.trajectories import Line, Point, Trajectory, trajectories
from clinic.reports.waits import Waits
from ipt.outcomes import disclosure, rates
from ipt.outcomes.which_measures import judged_by
from ipt.therapy import areas, manuals

__all__ = [
    "Aim", "Dashboard", "Freshness", "Line", "Point", "Trajectory", "Waits", "dashboard", "offered",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dashboard:
    """All that the page says.

    ``whole`` counts the courses shown. ``left_out`` courses that match the filters are not among them,
    because they stand in groups too small to be shown apart (docs/adr/0029). ``open`` counts all that match:
    how many courses there are is no secret, what became of a few is.
    """

    service: Service
    filters: Filters
    choices: Choices
    freshness: Freshness
    whole: rates.Counts
    open: int
    waiting: int  # enquiries that nobody has answered yet; of the whole service, whatever the filter
    rates: Sequence[Rate]
    comparisons: Sequence[Comparison]  # by manual, focus and quarter, or year
    thresholds: Sequence[Threshold]
    aside: Sequence[str] = ()  # measures that are no part of the outcome
    left_out: int = 0
    trajectories: Sequence[Trajectory] = field(default_factory=list)
    aims: Sequence[Aim] = field(default_factory=list)
    waits: Waits | None = None
    sessions: Sequence[tuple[str, int]] = field(default_factory=list)
    attended: Rate | None = None  # sessions attended of those planned, in five ended courses or more
    endings: Sequence[tuple[str, int]] = field(default_factory=list)

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


def dashboard(service: Service, filters: Filters = Filters()) -> Dashboard:  # noqa: B008 - it is frozen
    """Read the figures in a fixed number of queries.

    Raises
    ------
    Refused
        If a filter names what no course of the service has, or the quarters stand the wrong way round.
    """
    standing = standing_of(service)
    cells = _cells(standing)
    choices = _choices(cells)
    refuse_unknown(filters, choices)
    among = cells.among(filters)
    shown = cells.shown(among)
    sums = sums_of(standing, cells, shown)
    whole = cells.count(shown)
    judged = judged_by(standing.measures if standing else ())
    measures = in_order(sums, judged)
    return Dashboard(
        service=service,
        filters=filters,
        choices=choices,
        freshness=freshness_of(service, standing),
        whole=whole,
        open=cells.how_many("open", among),
        waiting=enquiries_waiting(service),
        rates=rates_of(whole),
        comparisons=_comparisons(cells, shown, choices),
        thresholds=thresholds(sums, judged),
        aside=aside(sums, judged),
        left_out=cells.how_many("courses", among) - whole.courses,
        trajectories=trajectories(sums, measures, whole.courses),
        aims=aims(sums, measures, whole.finished),
        waits=waiting.waits(sums),
        sessions=waiting.sessions(sums),
        attended=waiting.attended(sums),
        endings=waiting.endings(sums),
    )


def offered(service: Service) -> Choices:
    """What may be chosen in a service."""
    return _choices(_cells(standing_of(service)))


def _cells(standing: Standing | None) -> Cells:
    return cells_of(standing, {id: manuals.load(id).condition for id in manuals.ids()})


def _comparisons(cells: Cells, shown: Truths, choices: Choices) -> list[Comparison]:
    focuses, titles = dict(choices.focuses), dict(choices.manuals)
    by_quarter = compare(
        cells, shown, "quarter", _("By the quarter in which the course began"), _("Quarter"), {}
    )
    by_year = compare(cells, shown, "year", _("By the year in which the course began"), _("Year"), {})
    return [
        compare(cells, shown, "manual", _("By manual"), _("Manual"), titles),
        compare(cells, shown, "focus", _("By focus"), _("Focus"), focuses),
        by_quarter if by_quarter.groups else by_year,
    ]


def _choices(cells: Cells) -> Choices:
    titles = {id: manuals.load(id).title for id in manuals.ids()}
    here = {name: sorted(set(values.tolist())) for name, values in cells.names.items() if name != "finished"}
    focuses: list[Option] = [(area.id, area.title) for area in areas.load_all() if area.id in here["focus"]]
    if "" in here["focus"]:
        focuses.append((NOT_AGREED, _("not agreed yet")))
    return Choices(
        quarters=[(quarter, quarter) for quarter in here["quarter"]],
        manuals=[(manual, titles.get(manual, manual)) for manual in here["manual"]],
        focuses=focuses,
        conditions=[(condition, condition) for condition in here["condition"] if condition],
    )
