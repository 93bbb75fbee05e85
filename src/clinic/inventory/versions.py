"""Which versions of the circle a page shows, and how they are called."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from clinic.inventory.models import Circle
from clinic.ui.templatetags.ui import short_day

MOST_TABS = 4


@dataclass(frozen=True, slots=True)
class Tab:
    """One version to choose, and whether it is the one shown."""

    version: int
    label: str
    current: bool


def by_day(circles: Sequence[Circle]) -> list[Circle]:
    """Keep the last version of each day, newest first: a sitting may leave many."""
    kept: dict[object, Circle] = {}
    for circle in sorted(circles, key=lambda one: one.version, reverse=True):
        kept.setdefault(circle.drawn_on, circle)
    return list(kept.values())


def tabs(circles: Sequence[Circle], shown: Circle) -> list[Tab]:
    """Offer now, the start and what lies nearest before now; what is shown is always among them."""
    days = by_day(circles)
    few = days if len(days) <= MOST_TABS else [*days[: MOST_TABS - 1], days[-1]]
    if shown not in few:
        few = sorted([*few, shown], key=lambda one: one.version, reverse=True)
    return [Tab(one.version, called(one, days), one == shown) for one in few]


def called(circle: Circle, days: Sequence[Circle]) -> str:
    """Name a version: Now, Start, the session it was drawn in, or its day."""
    on = short_day(circle.drawn_on)
    if circle == days[0]:
        return _("Now, %(on)s") % {"on": on}
    if circle == days[-1]:
        return _("Start, %(on)s") % {"on": on}
    if circle.session_number and circle in days:
        return _("Session %(number)s") % {"number": circle.session_number}
    return _("%(on)s, version %(version)s") % {"on": on, "version": circle.version}


def choose(circles: Sequence[Circle], version: str | None, otherwise: Circle) -> Circle:
    """Find the version asked for; ``otherwise`` when none, or one that does not exist, is."""
    return next((one for one in circles if str(one.version) == version), otherwise)
