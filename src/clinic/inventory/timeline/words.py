"""How events are called: their kinds, and dates no more exact than they are known."""

import datetime as dt
from collections.abc import Sequence

from django.utils import formats
from django.utils.dates import MONTHS
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

KINDS: dict[str, str | Promise] = {  # in the order of the form and of the lanes
    "onset": gettext_lazy("The low mood began"),
    "loss": gettext_lazy("A loss"),
    "birth": gettext_lazy("A birth"),
    "move": gettext_lazy("A move or change"),
    "dispute": gettext_lazy("A conflict"),
    "episode": gettext_lazy("A low time before"),
    "treatment": gettext_lazy("Treatment"),
    "other": gettext_lazy("Something else"),
}
LANES: dict[str, str | Promise] = {
    "loss": gettext_lazy("Losses"),
    "birth": gettext_lazy("Births"),
    "move": gettext_lazy("Moves"),
    "dispute": gettext_lazy("Conflicts"),
    "episode": gettext_lazy("Low times"),
    "treatment": gettext_lazy("Treatment"),
    "other": gettext_lazy("Other"),
}
SAID_ALREADY = ("onset", "other")  # kinds that say nothing more beside the event
SHAPES = {"day": "j F Y", "month": "F Y", "year": "Y"}
SEASONS = (3, 6, 9, 12)  # the months in which a season begins


def season(first: int) -> str:
    """Name a season by its months, which are the same everywhere: March to May."""
    return _("%(first)s to %(last)s") % {"first": MONTHS[first], "last": MONTHS[(first + 1) % 12 + 1]}


def parts_of_a_year() -> Sequence[tuple[str, str]]:
    """The months, then the seasons, as they are chosen in a form."""
    months = [(str(number), str(name)) for number, name in MONTHS.items()]
    return [("", _("not known")), *months, *((f"s{first}", season(first)) for first in SEASONS)]


def date_in_words(on: dt.date, precision: str) -> str:
    """Write a date no more exactly than it is known."""
    if precision != "season":
        return formats.date_format(on, SHAPES[precision])
    if on.month < 12:
        return f"{season(on.month)} {on.year}"
    return _("%(first)s %(year)s to %(last)s %(next)s") % {
        "first": MONTHS[12],
        "year": on.year,
        "last": MONTHS[2],
        "next": on.year + 1,
    }


def when_in_words(
    on: dt.date,
    precision: str,
    *,
    about: bool = False,
    until: dt.date | None = None,
    until_precision: str = "",
) -> str:
    """Write when something was: about 2014; from March 2019 until summer."""
    said = date_in_words(on, precision)
    said = _("about %(when)s") % {"when": said} if about else said
    if until is None:
        return said
    return _("%(first)s until %(last)s") % {"first": said, "last": date_in_words(until, until_precision)}


def distance(months: int) -> str:
    """How far from the onset, in months and from two years on in years."""
    if months == 0:
        return _("around when the mood went down")
    n = abs(months)
    many = (
        ngettext("%(n)s month", "%(n)s months", n) % {"n": n}
        if n < 24
        else _("%(n)s years") % {"n": round(n / 12)}
    )
    where = _("%(many)s before the mood went down") if months > 0 else _("%(many)s after the mood went down")
    return where % {"many": many}
