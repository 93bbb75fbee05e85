"""Gathers what the circle's pages show, in a fixed number of queries."""

import datetime as dt
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, prefetch_related_objects
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.courses.models import Course, Participant, Session
from clinic.inventory import lineage, versions
from clinic.inventory.listing import listing
from clinic.inventory.models import Circle, Placement, Relationship, SharedSitting, Tie
from clinic.inventory.picture import picture
from clinic.inventory.proposals import differences, pending
from clinic.inventory.sentence import LinkForm
from clinic.inventory.words import figures, inventory_of, sentences
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
    standing = [one for one in circles if one.would_change is None]
    waiting = any(one.would_change is not None and one.looked_at is None for one in circles)
    page = {"participant": participant, "shared": shared(participant), "waiting": waiting}
    if not standing:
        return {**page, "circle": None, "version": 0}
    days = versions.by_day(standing)
    shown = versions.choose(standing, asked.get("version"), days[0])
    start = versions.choose(standing, asked.get("since"), days[-1])
    since = start if start.version < shown.version else None
    today = today_in(participant)
    return {
        **page,
        "version": standing[0].version,
        "circle": shown,
        "newest": shown == days[0],
        "since": since,
        "since_name": _since_name(since, days),
        "tabs": versions.tabs(standing, shown),
        "circles": standing,
        "can_undo": lineage.before(circles, today),
        "can_redo": lineage.after(circles, today),
        **_drawn(participant, shown, since, asked, _then(since, days)),
        **_ways(f"/courses/{participant.course_id}/circle/", asked, opens=True),
        "not_placed": _not_placed(participant, shown) if shown == days[0] else [],
    }


def _drawn(
    participant: Participant, shown: Circle, since: Circle | None, asked: QueryDict, then: str
) -> dict[str, Any]:
    """One circle in pictures, sentences, figures and as a list."""
    _with_people(shown, since)
    ties = list(Tie.objects.among(participant))
    hidden = asked.get("names") == "hidden"
    names = _names(shown, since, hidden=hidden)
    chosen = asked.get("person", "")
    them = listing(shown, since, names, chosen)
    draw = {"centre": participant.patient.preferred_name, "hidden": hidden, "selected": chosen}
    now = inventory_of(shown, ties)
    before = inventory_of(since, ties) if since else None
    return {
        "hidden": hidden,
        "keep_names": "&names=hidden" if hidden else "",
        "here": f"version={shown.version}{'&names=hidden' if hidden else ''}&",
        "pictures": (
            picture(shown, since=since, sheet=drawing.DESK, id="desk", **draw),
            picture(shown, sheet=drawing.PHONE, roles=False, id="phone", **draw),
        ),
        "sentences": sentences(now, before, names, then, trust_asked=trust_asked(shown)),
        "figures": figures(now, before),
        "listing": them,
        "chosen": next((row for ring in them.rings for row in ring.rows if row.selected), None),
    }


def trust_asked(circle: Circle) -> bool:
    """Whether it was asked of anybody in it if they can be confided in."""
    return any(place.can_confide is not None for place in circle.placements.all())


def _ways(circle: str, asked: QueryDict, *, opens: bool) -> dict[str, str]:
    """Where the buttons of a circle lead, with names hidden as they are; PERSON stands for anybody."""
    kept = "?names=hidden" if asked.get("names") == "hidden" else ""
    person = f"{circle}people/{asked.get('person', '')}/"
    return {
        "undo": f"{circle}undo/{kept}",
        "redo": f"{circle}redo/{kept}",
        "move_anybody": f"{circle}people/PERSON/move/{kept}",
        "move": f"{person}move/{kept}",
        "take_out": f"{person}take-out/{kept}",
        "opens": person if opens else "",
    }


def my_circle(participant: Participant, asked: QueryDict) -> dict[str, Any]:
    """The circle on the patient's own phone: what both draw, or what they propose and nobody has seen yet."""
    circles = list(participant.circles.all())
    together = shared(participant)
    alone = together is None
    now = lineage.present(circles, proposed=alone)
    today = today_in(participant)
    page = {
        "participant": participant,
        "shared": together,
        "circle": now,
        "version": now.version if now else 0,
        "proposes": now is not None and now.would_change is not None,
        "may_edit": True,
        "newest": True,
        "can_undo": lineage.before(circles, today, proposed=alone),
        "can_redo": lineage.after(circles, today, proposed=alone),
        **_ways(reverse("inventory:my-circle"), asked, opens=False),
    }
    if now is None:
        return page
    see = asked.get("see") if asked.get("see") in ("start", "moved") else "now"
    start = next((one for one in reversed(circles) if one.would_change is None), now)
    shown, since = (start, None) if see == "start" else (now, start if see == "moved" else None)
    since = None if since == now else since
    _with_people(shown, since)
    hidden, chosen = asked.get("names") == "hidden", asked.get("person", "")
    them = listing(shown, since, _names(shown, since, hidden=hidden), chosen)
    draw = {"centre": _("Me"), "hidden": hidden, "selected": chosen, "sheet": drawing.PHONE}
    return {
        **page,
        "see": see,
        "newest": shown == now,
        "hidden": hidden,
        "keep_names": "&names=hidden" if hidden else "",
        "here": f"see={see}{'&names=hidden' if hidden else ''}&",
        "listing": them,
        "picture": picture(shown, since=since, roles=False, id="mine", **draw),
        "chosen": next((row for ring in them.rings for row in ring.rows if row.selected), None),
        "not_placed": _not_placed(participant, now),
    }


def _not_placed(participant: Participant, circle: Circle | None) -> list[Relationship]:
    """People of the inventory who do not stand in a circle."""
    here = {place.relationship_id for place in circle.placements.all()} if circle else set()
    return [one for one in participant.relationships.all() if one.pk not in here]


def proposal_page(participant: Participant) -> dict[str, Any] | None:
    """What the patient would change, beside the circle as it stands; ``None`` when nothing waits."""
    proposed = pending(participant).with_people().first()
    if proposed is None:
        return None
    standing = participant.circles.standing().with_people().first()
    base = participant.circles.with_people().filter(version=proposed.would_change).first()
    draw = {"since": base, "centre": participant.patient.preferred_name}
    return {
        "participant": participant,
        "proposal": proposed,
        "standing": standing.version if standing else 0,
        "differences": differences(base, proposed, standing),
        "pictures": (
            picture(proposed, id="desk", **draw),
            picture(proposed, sheet=drawing.PHONE, roles=False, id="phone", **draw),
        ),
    }


def shared(participant: Participant) -> SharedSitting | None:
    """The while in which the patient moves the same circle on a device of their own, if one goes on."""
    return participant.shared_sittings.filter(until__gt=timezone.now()).first()


def ring_of(person: Relationship, *, proposed: bool = False) -> int | None:
    """The ring in which a person stands now; ``None`` when they are not in the circle."""
    mine = pending(person.participant).values_list("version", flat=True).first() if proposed else None
    standing = person.participant.circles.standing().values_list("version", flat=True).first()
    placed = person.placements.filter(circle__version=mine or standing)
    return placed.values_list("ring", flat=True).first()


def known_to(person: Relationship) -> list[UUID]:
    """The keys of the people of the inventory whom this person knows."""
    ties = Tie.objects.of(person).standing()
    return [one.other_id if one.one_id == person.pk else one.one_id for one in ties]


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
