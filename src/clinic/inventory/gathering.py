"""Gathers what the circle's pages show, in a fixed number of queries."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, prefetch_related_objects
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.courses.models import Course, Participant, Session
from clinic.inventory import versions
from clinic.inventory.listing import listing
from clinic.inventory.models import Circle, Placement
from clinic.inventory.picture import picture
from clinic.inventory.sentence import LinkForm
from clinic.inventory.words import figures, sentences
from clinic.ui.templatetags.ui import initials, short_day
from ipt.relationships import drawing


def participant_of(course: Course) -> Participant:
    """The patient whose people these are; a course of one has one."""
    return course.participants.select_related("patient", "service").earliest("created_at")


def sitting(participant: Participant) -> dict[str, Any]:
    """The day, and the session begun on it, with which a new version is kept."""
    today = today_in(participant)
    begun = participant.course.sessions.order_by("-number").first()
    zone = ZoneInfo(participant.service.time_zone)
    is_today = begun is not None and begun.began_at.astimezone(zone).date() == today
    return {"drawn_on": today, "session_number": begun.number if begun and is_today else None}


def today_in(participant: Participant) -> dt.date:
    """Today, where the service is."""
    return timezone.localdate(timezone=ZoneInfo(participant.service.time_zone))


def circle_page(participant: Participant, asked: QueryDict) -> dict[str, Any]:
    """Everything the circle's page says; ``asked`` chooses version, comparison, person and hidden names."""
    circles = list(participant.circles.select_related("written_by"))
    if not circles:
        return {"participant": participant, "circle": None}
    days = versions.by_day(circles)
    shown = versions.choose(circles, asked.get("version"), days[0])
    start = versions.choose(circles, asked.get("since"), days[-1])
    since = start if start.version < shown.version else None
    _with_people(shown, since)
    hidden = asked.get("names") == "hidden"
    names = _names(shown, since, hidden=hidden)
    chosen = asked.get("person", "")
    them = listing(shown, since, names, chosen)
    draw = {
        "centre": participant.patient.preferred_name,
        "hidden": hidden,
        "selected": chosen,
    }
    return {
        "participant": participant,
        "circle": shown,
        "newest": shown == days[0],
        "since": since,
        "since_name": _since_name(since, days),
        "tabs": versions.tabs(circles, shown),
        "circles": circles,
        "hidden": hidden,
        "keep_names": "&names=hidden" if hidden else "",
        "here": f"version={shown.version}{'&names=hidden' if hidden else ''}&",
        "pictures": (
            picture(shown, since=since, sheet=drawing.DESK, id="desk", **draw),
            picture(shown, sheet=drawing.PHONE, roles=False, id="phone", **draw),
        ),
        "sentences": sentences(shown, since, names, _then(since, days)),
        "figures": figures(shown, since),
        "listing": them,
        "chosen": next((row for ring in them.rings for row in ring.rows if row.selected), None),
    }


def links_of(session: Session) -> dict[str, Any]:
    """What a session's mood-event links are shown with."""
    participant = participant_of(session.course)
    return {
        "session": session,
        "participant": participant,
        "links": session.mood_event_links.standing().select_related("relationship"),
        "form": LinkForm(people=participant.relationships.all()),
    }


def _with_people(*circles: Circle | None) -> None:
    people = Prefetch("placements", Placement.objects.select_related("relationship"))
    prefetch_related_objects([one for one in circles if one], people)


def _names(*circles: Circle | None, hidden: bool) -> dict[str, str]:
    everyone = [place.relationship for one in circles if one for place in one.placements.all()]
    return {str(p.pk): initials(p.pseudonym) if hidden else p.pseudonym for p in everyone}


def _since_name(since: Circle | None, days: list[Circle]) -> str:
    if since is None:
        return ""
    return _("the start") if since == days[-1] else short_day(since.drawn_on)


def _then(since: Circle | None, days: list[Circle]) -> str:
    if since is None or since == days[-1]:
        return _("at the start")
    return _("on %(day)s") % {"day": short_day(since.drawn_on)}
