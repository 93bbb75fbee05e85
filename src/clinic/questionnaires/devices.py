"""Tells the kind of device an answer comes from, in words a patient uses."""

import hashlib

from django.http import HttpRequest
from django.utils.translation import gettext as _

from clinic.questionnaires.conflicts import Place

LONGEST_MOMENT = 15  # digits of milliseconds


def place_of(request: HttpRequest) -> Place:
    """Where an answer comes from: the page as opened, the kind of device, and a mark of its sign-in."""
    key = request.session.session_key or ""
    mark = hashlib.sha256(f"place of {key}".encode()).hexdigest()[:12] if key else ""
    touched = request.POST.get("touched", "")
    return Place(
        page=request.POST.get("page", "").replace("\0", "")[:40],
        device=kind(request),
        session=mark,
        touched=int(touched) if touched.isdecimal() and len(touched) <= LONGEST_MOMENT else 0,
    )


def kind(request: HttpRequest) -> str:
    """ "phone", "tablet" or "computer"."""
    agent = request.headers.get("User-Agent", "")
    if "iPad" in agent or "Tablet" in agent or ("Android" in agent and "Mobile" not in agent):
        return "tablet"
    return "phone" if "Mobi" in agent or "iPhone" in agent else "computer"


def named(device: str, *, this: bool, page: bool = True) -> str:
    """ "This phone", "This phone, another page" or "Phone"."""
    words = {
        "phone": (_("This phone"), _("This phone, another page"), _("Phone")),
        "tablet": (_("This tablet"), _("This tablet, another page"), _("Tablet")),
        "computer": (_("This computer"), _("This computer, another page"), _("Computer")),
    }
    screen = (_("This screen"), _("This screen, another page"), _("Another screen"))
    here, other_page, elsewhere = words.get(device, screen)
    return elsewhere if not this else here if page else other_page
