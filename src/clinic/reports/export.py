"""The report's figures as CSV, for tables that leave the house: small counts hidden, the rest rounded."""

import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _

from clinic.reports.figures import Rate, Report
from ipt.outcomes import disclosure

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(report: Report) -> str:
    """One row a rate: group, what was counted, how many, of how many, of what, and the share in per cent."""
    out = io.StringIO()
    written = csv.writer(out)
    for row in _rows(report):
        written.writerow([neutral(cell) for cell in row])
    return out.getvalue()


def _rows(report: Report) -> Iterator[list[str]]:
    yield [_("by"), _("group"), _("what"), _("courses"), _("of"), _("of what"), _("per cent")]
    if not report.enough:
        return
    for rate in report.rates:
        yield [_("all"), report.service.name, *_cells(rate)]
    for comparison in report.comparisons:
        for group in comparison.groups:
            for rate in group.rates:
                yield [comparison.what, group.title, *_cells(rate)]


def _cells(rate: Rate) -> list[str]:
    """The share follows from the rounded numbers, or it would give the exact ones away."""
    count, of = disclosure.rounded(rate.count), disclosure.rounded(rate.of)
    share = f"{100 * min(count / of, 1):.0f}" if count is not None and of else ""
    return [rate.title, _count(count), _count(of), rate.of_what, share]


def _count(count: int | None) -> str:
    return _("fewer than 5") if count is None else str(count)


def neutral(cell: str) -> str:
    """A cell that a spreadsheet reads as text, never as a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
