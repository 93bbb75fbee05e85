"""The dashboard's figures as CSV, for tables that leave the house: small counts hidden, the rest rounded."""

import csv
import io
from collections.abc import Iterator, Sequence

from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _

from clinic.reports import findings
from clinic.reports.aims import Aim
from clinic.reports.dashboard import Dashboard
from clinic.reports.figures import Rate
from clinic.reports.trajectories import Trajectory
from clinic.reports.waits import Waits
from ipt.outcomes import disclosure

FORMULA = ("=", "+", "-", "@", "\t", "\r")
Row = list[str]  # table, group, what, value, of, of what, per cent


def as_csv(of: Dashboard) -> str:
    """One row a figure: its table, its group, what it is, its value, of how many, of what, and the per cent.

    The first rows say which service, which courses, and up to when they are counted.
    """
    out = io.StringIO()
    written = csv.writer(out)
    for row in _rows(of):
        written.writerow([neutral(cell) for cell in row])
    return out.getvalue()


def _rows(of: Dashboard) -> Iterator[Row]:
    yield [_("table"), _("group"), _("what"), _("value"), _("of"), _("of what"), _("per cent")]
    yield [_("chosen"), "", _("Service"), of.service.name, "", "", ""]
    for title, words in findings.chosen(of.filters, of.choices):
        yield [_("chosen"), "", title, words, "", "", ""]
    if of.freshness.as_of:
        at = of.freshness.as_of.isoformat(timespec="minutes")
        yield [_("chosen"), "", _("Counted up to"), at, "", "", ""]
    if not of.enough:
        return
    for rate in of.rates:
        yield _rate(_("Recovery and change"), _("all"), rate)
    for comparison in of.comparisons:
        for group in comparison.groups:
            yield from (_rate(comparison.title, group.title, rate) for rate in group.rates)
    for trajectory in of.trajectories:
        yield from _trajectory(trajectory)
    for aim in of.aims:
        yield from _aim(aim)
    yield from _waits(of.waits) if of.waits else ()
    yield from _counts(_("Sessions"), of.sessions)
    if of.attended:
        yield _rate(_("Sessions"), _("all"), of.attended)
    yield from _counts(_("Endings"), of.endings)
    for one in of.thresholds:
        yield [_("What was used"), one.title, _("Case"), one.cut, "", "", ""]
        yield [_("What was used"), one.title, _("Reliable change"), one.change, "", "", ""]


def _rate(table: str, group: str, rate: Rate) -> Row:
    """The share follows from the rounded numbers, or it would give the exact ones away."""
    count, of = disclosure.rounded(rate.count), disclosure.rounded(rate.of)
    share = f"{100 * min(count / of, 1):.0f}" if count is not None and of else ""
    return [table, group, rate.title, _count(rate.count), _count(rate.of), rate.of_what, share]


def _trajectory(of: Trajectory) -> Iterator[Row]:
    table = _("%s by session") % of.measure
    for line in of.lines:
        for point in line.points:
            what, mean = _("mean at session %s") % point.session, floatformat(point.mean, 1)
            yield [table, line.title, what, mean, _count(point.n), _("courses with a score"), ""]


def _aim(aim: Aim) -> Iterator[Row]:
    """What is known of too few has no figures."""
    table, known = _("First and last"), _("finished courses in which both are known")
    if aim.first is not None:
        for what, mean in ((_("mean at first"), aim.first), (_("mean at last"), aim.last)):
            yield [table, aim.what, what, floatformat(mean, 1), _count(aim.known), known, ""]
        for what, count in ((_("better"), aim.better), (_("same"), aim.same), (_("worse"), aim.worse)):
            yield _rate(table, aim.what, Rate(what, count, aim.known, known))
    yield [table, aim.what, _("not known"), _count(aim.unknown), "", "", ""]


def _waits(of: Waits) -> Iterator[Row]:
    """Weeks one by one would be small counts: what leaves is the median and the shares."""
    table = _("Waiting")
    if of.median is not None:
        what = _("median weeks from the enquiry to the first session")
        yield [table, _("all"), what, str(of.median), _count(of.known), _("courses"), ""]
    yield from (_rate(table, _("all"), rate) for rate in of.within)
    yield [table, _("all"), _("not known"), _count(of.unknown), "", "", ""]


def _counts(table: str, counts: Sequence[tuple[str, int]]) -> Iterator[Row]:
    for title, number in counts:
        yield [table, _("all"), title, _count(number), "", "", ""]


def _count(number: int) -> str:
    """Rounded to 5; a small one, nought too, is hidden."""
    rounded = disclosure.rounded(number)
    return _("fewer than 5") if rounded is None else str(rounded)


def neutral(cell: str) -> str:
    """A cell that a spreadsheet reads as text, never as a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
