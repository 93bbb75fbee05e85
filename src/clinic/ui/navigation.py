"""The places a header can lead to; a place shows when its page exists and this user may open it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Place:
    """A page by its fixed address, and the permissions of which one is enough to be shown it.

    ``also`` is where else one is still at this place: a course is part of the caseload.
    """

    path: str
    label: str | Promise
    icon: str = ""
    needs: frozenset[str] = frozenset()
    exact: bool = False
    current: bool = False
    also: str = ""


def needing(*permissions: str) -> frozenset[str]:
    """Any one of these permissions, in the words of the table of roles."""
    return frozenset(permissions)


PLACES: dict[str, Sequence[Place]] = {
    "public": (
        Place("/", _("What to expect"), exact=True),
        Place("/is-it-for-me/", _("Is it for me?")),
        Place("/privacy/", _("Privacy")),
    ),
    "footer": (
        Place("/enquire/", _("Ask for a first talk")),
        Place("/urgent-help/", _("Urgent help")),
        Place("/privacy/", _("Privacy")),
        Place("/accessibility/", _("Accessibility")),
    ),
    "desk": (
        Place("/caseload/", _("Caseload"), needs=needing("caseload_view"), also="/courses/"),
        Place("/appointments/", _("Appointments"), needs=needing("diary_view")),
        Place("/alerts/", _("Alerts"), needs=needing("alert_list")),
        Place("/enquiries/", _("Enquiries"), needs=needing("enquiry_handle")),
        Place("/supervision/", _("Supervision"), needs=needing("supervision_view")),
        Place("/reports/", _("Reports"), needs=needing("report_view")),
        Place("/settings/", _("Settings"), needs=needing("settings_edit")),
    ),
    "person": (
        Place("/sign-in/sessions/", _("Where I am signed in")),
        Place("/sign-in/security/", _("How I sign in")),
    ),
    "portal": (
        Place("/me/", _("Today"), "home", exact=True),
        Place("/me/circle/", _("My people"), "circle"),
        Place("/me/practice/", _("Practice"), "leaf"),
        Place("/me/my-data/", _("Me"), "person"),
    ),
}


def answers(path: str) -> bool:
    """Whether any part of the program answers at an address."""
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def places(where: str, *, here: str, may: Collection[str] | None) -> list[Place]:
    """Give the places of one header that exist and that this person may open.

    Hiding a link is a kindness; the gate is the guard. ``may`` is None where nobody's permissions are known.
    """
    return [
        replace(place, current=is_here(place, here))
        for place in PLACES[where]
        if answers(place.path) and (may is None or not place.needs or place.needs & set(may))
    ]


def is_here(place: Place, path: str) -> bool:
    """Whether an address belongs to a place: itself or, unless exact, anything below it."""
    if place.exact:
        return path == place.path
    return path.startswith(place.path) or bool(place.also and path.startswith(place.also))
