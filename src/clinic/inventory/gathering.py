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

from clinic.access.models import User
from clinic.courses.models import Course, Participant, Session
from clinic.inventory import lineage, versions
from clinic.inventory.figures import figures
from clinic.inventory.listing import Wishes, listing
from clinic.inventory.marks import told_apart
from clinic.inventory.models import Circle, Placement, Relationship, SharedSitting, Tie
from clinic.inventory.picture import picture
from clinic.inventory.proposals import differences, pending
from clinic.inventory.sentence import LinkForm
from clinic.inventory.words import inventory_of, sentences
from clinic.ui.templatetags.ui import short_day
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


def circle_page(participant: Participant, asked: QueryDict, by: User) -> dict[str, Any]:
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
    return {
        **page,
        "version": standing[0].version,
        "circle": shown,
        "newest": shown == days[0],
        "since": since,
        "since_name": _since_name(since, days),
        "tabs": versions.tabs(standing, shown),
        "circles": standing,
        **_steps(circles, participant, by),
        **_drawn(participant, shown, since, asked, _then(since, days)),
        **_address(shown, days[0], asked),
        **_ways(f"/courses/{participant.course_id}/circle/", asked, opens=True),
        "not_placed": _not_placed(participant, shown) if shown == days[0] else [],
    }


def _steps(
    circles: list[Circle], participant: Participant, by: User, *, proposed: bool = False
) -> dict[str, Any]:
    """What this person can undo and redo, or whose the last move is."""
    today = today_in(participant)
    another = lineage.moved_by(circles, today, by, proposed=proposed)
    return {
        "can_undo": lineage.before(circles, today, by, proposed=proposed),
        "can_redo": lineage.after(circles, today, by, proposed=proposed),
        "moved_by": _called(another, participant) if another else "",
    }


def conflict(person: Relationship, *, drawn: Circle | None, wanted: int, made_at: Any) -> dict[str, Any]:
    """Both moves of a person moved in two places, each with its ring and time, and who made the other."""
    alone = drawn is not None and drawn.would_change is not None
    return {
        "person": person,
        "ring": ring_of(person, proposed=alone),
        "drawn_at": drawn.written_at if drawn else None,
        "who": _called(drawn.written_by, person.participant) if drawn else "",
        "wanted": wanted,
        "made_at": made_at,
        "version": person.participant.circles.values_list("version", flat=True).first(),
    }


def _called(somebody: User, participant: Participant) -> str:
    own = somebody.pk == participant.patient.user_id
    return participant.patient.preferred_name if own else somebody.first_name


def _drawn(
    participant: Participant, shown: Circle, since: Circle | None, asked: QueryDict, then: str
) -> dict[str, Any]:
    """One circle in pictures, sentences, figures and as a list."""
    _with_people(shown, since)
    ties = list(Tie.objects.among(participant))
    hidden = asked.get("names") == "hidden"
    names = _names(shown, since, hidden=hidden)
    chosen = asked.get("person", "")
    them = listing(shown, since, names, chosen, _wished_on(participant))
    draw = {"centre": participant.patient.preferred_name, "hidden": hidden, "selected": chosen}
    now = inventory_of(shown, ties)
    before = inventory_of(since, ties) if since else None
    return {
        "hidden": hidden,
        "keep_names": "&names=hidden" if hidden else "",
        "pictures": (
            picture(shown, since=since, sheet=drawing.DESK, id="desk", **draw),
            picture(shown, sheet=drawing.PHONE, roles=False, id="phone", **draw),
        ),
        "sentences": sentences(now, before, names, then),
        "figures": figures(now, before),
        "listing": them,
        "chosen": next((row for ring in them.rings for row in ring.rows if row.selected), None),
    }


def _address(shown: Circle, newest: Circle, asked: QueryDict) -> dict[str, str]:
    """Which circle the page's addresses name: none on the newest, which is another one after a move."""
    at = "" if shown == newest else f"version={shown.version}&"
    return {"at": at, "here": f"{at}{'names=hidden&' if asked.get('names') == 'hidden' else ''}"}


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


def my_circle(participant: Participant, asked: QueryDict, by: User) -> dict[str, Any]:
    """The circle on the patient's own phone: what both draw, or what they propose and nobody has seen yet."""
    circles = list(participant.circles.select_related("written_by"))
    together = shared(participant)
    alone = together is None
    now = lineage.present(circles, proposed=alone)
    page = {
        "participant": participant,
        "shared": together,
        "circle": now,
        "version": now.version if now else 0,
        "proposes": now is not None and now.would_change is not None,
        "may_edit": True,
        "newest": True,
        **_steps(circles, participant, by, proposed=alone),
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
    names = _names(shown, since, hidden=hidden)
    them = listing(shown, since, names, chosen, _wished_on(participant))
    draw = {"centre": _("Me"), "hidden": hidden, "selected": chosen, "sheet": drawing.PHONE}
    return {
        **page,
        "see": see,
        "newest": shown == now,
        "hidden": hidden,
        "keep_names": "&names=hidden" if hidden else "",
        "here": f"see={see}{'&names=hidden' if hidden else ''}&",
        "shows": "circle",  # where a person chosen is looked at: with the drawing, above the buttons
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
    placed = place_of(person, proposed=proposed)
    return placed.ring if placed else None


def place_of(person: Relationship, *, proposed: bool = False) -> Placement | None:
    """Where a person stands now, with the ring wished for."""
    mine = pending(person.participant).values_list("version", flat=True).first() if proposed else None
    standing = person.participant.circles.standing().values_list("version", flat=True).first()
    return person.placements.filter(circle__version=mine or standing).first()


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
    return told_apart(dict.fromkeys(everyone)) if hidden else {str(p.pk): p.pseudonym for p in everyone}


def _wished_on(participant: Participant) -> Wishes:
    """The day on which each ring was last wished for, by person and ring."""
    wishes = Placement.objects.filter(circle__participant=participant, circle__would_change=None)
    found: Wishes = {}
    before: dict[UUID, int | None] = {}
    for person, wish, on in wishes.order_by("circle__version").values_list(
        "relationship_id", "ideal_ring", "circle__drawn_on"
    ):
        if wish is not None and wish != before.get(person):
            found[person, wish] = on
        before[person] = wish
    return found


def _since_name(since: Circle | None, days: list[Circle]) -> str:
    if since is None:
        return ""
    return _("the start") if since == days[-1] else short_day(since.drawn_on)


def _then(since: Circle | None, days: list[Circle]) -> str:
    if since is None or since == days[-1]:
        return _("at the start")
    return _("on %(day)s") % {"day": short_day(since.drawn_on)}
