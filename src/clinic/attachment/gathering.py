"""Gathers what the pages of attachment show, in a fixed number of queries."""

from collections.abc import Sequence
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from clinic.attachment.models import Conversation, Reading
from clinic.attachment.placed import Placed, name, placed, point_of
from clinic.attachment.plane import BESIDE_THE_FORM, DESK, PHONE, Point, draw
from clinic.attachment.profile import IPIP_IPC, blanks, profile
from clinic.courses.models import Participant
from clinic.courses.progress import Progress
from clinic.inventory.models import Relationship
from clinic.questionnaires.models import MeasureRequest, Response
from ipt.measures import library
from ipt.relationships.attachment import ECR_RS
from ipt.therapy.attachment_guide import Stance, guide, to_discuss


def plane_page(participant: Participant, asked: QueryDict) -> dict[str, Any]:
    """Everything the plane says; ``asked`` can hide the names."""
    hidden = asked.get("names") == "hidden"
    readings = list(
        participant.attachment_readings.select_related("relationship", "written_by")  # type: ignore[attr-defined]
    )
    responses = list(_answers(participant, ECR_RS, IPIP_IPC))
    attached = [one for one in responses if one.measure == ECR_RS]
    them = placed(readings, attached, hidden=hidden)
    points = [one.point for one in them]
    people = list(participant.relationships.all())
    return {
        "participant": participant,
        "hidden": hidden,
        "placed": them,
        "finding": finding(them),
        "general": in_general(them),
        "drawings": [draw(points, sheet) for sheet in (DESK, PHONE)] if them else [],
        "not_scored": [(name(one.about, hidden=hidden), one) for one in attached if point_of(one) is None],
        "signs": {one.source for one in points},
        "went_on": any(one.before for one in points),
        "stances": stances(them),
        "guide": guide(),
        "talk": told(next(iter(_conversations(participant)), None), hidden=hidden),
        "to_place": to_place(people, them, hidden=hidden),
        "people": [(one.pk, name(one, hidden=hidden)) for one in people],
        "ecr": library.load(ECR_RS),
        "waiting": [(name(one.about, hidden=hidden), one) for one in _waiting(participant, ECR_RS)],
        "octant_answers": [one for one in responses if one.measure == IPIP_IPC],
    }


def finding(them: Sequence[Placed]) -> str:
    """The heading of the plane: what is placed in general, or how many people are."""
    general = in_general(them)
    if general:
        return _("In general: %(said)s.") % {"said": general.said[:1].lower() + general.said[1:]}
    people = len({one.about for one in them})
    return _("%(people)s placed; people in general are not yet.") % {"people": people}


def due_again(them: Sequence[Placed], stands: Progress) -> bool:
    """Whether the ending has begun, and what was read before it was not read again since."""
    opens = stands.manual.ending_opens
    read = [one.session or 0 for one in them if one.source == "reading"]
    return bool(read) and stands.number >= opens > max(read)


def in_general(them: Sequence[Placed]) -> Placed | None:
    """What is placed in general: what was answered before what is read, as they stand in the list."""
    return next((one for one in them if one.about is None), None)


def stances(them: Sequence[Placed]) -> list[Stance]:
    """What to discuss: from what is placed in general, or else from every person placed, each hint once.

    The ordinary stance is told only where nothing else is.
    """
    general = [one for one in them if one.about is None] or them
    found = dict.fromkeys(stance for one in general for stance in to_discuss(one.now))
    return [stance for stance in found if stance.id != "secure"] or list(found)


def told(conversation: Conversation | None, *, hidden: bool) -> dict[str, Any] | None:
    """A conversation with its themes' titles; its words may name people, and go with the names."""
    if conversation is None:
        return None
    themes = [(_(theme.title), conversation.notes.get(theme.id, "")) for theme in guide().themes]
    said = [] if hidden else [(title, words) for title, words in themes if words]
    return {"row": conversation, "said": said}


def to_place(people: Sequence[Relationship], them: Sequence[Placed], *, hidden: bool) -> dict[str, Any]:
    """Who has no reading of the therapist's yet, and whether people in general have one."""
    read = {one.about for one in them if one.source == "reading"}
    return {
        "general": None not in read,
        "people": [(one.pk, name(one, hidden=hidden)) for one in people if one not in read],
    }


def conversation_page(participant: Participant) -> dict[str, Any]:
    """The conversation as it was written each time, the newest first, and who is in the circle."""
    versions = list(_conversations(participant))
    return {
        "participant": participant,
        "newest": next(iter(versions), None),
        "versions": [told(one, hidden=False) for one in versions],
        "guide": guide(),
        "people": list(participant.relationships.all()),
    }


def place_page(participant: Participant, about: Relationship | None) -> dict[str, Any]:
    """The readings of one person, or of people in general, the newest first."""
    readings: list[Reading] = list(
        Reading.objects.of(participant, about).select_related("written_by", "relationship")
    )
    newest = next(iter(readings), None)
    before = [Point(_("before"), "reading", newest.placement)] if newest else []
    return {
        "participant": participant,
        "about": about,
        "newest": newest,
        "drawing": draw(before, BESIDE_THE_FORM),
        "versions": [placed([one], [], hidden=False)[0] for one in readings],
    }


def circumplex_page(participant: Participant) -> dict[str, Any]:
    """The profile of octants, what waits for answers, and answers that are not whole."""
    responses = list(_answers(participant, IPIP_IPC))
    return {
        "participant": participant,
        "measure": library.load(IPIP_IPC),
        "profile": profile(responses),
        "waiting": next(iter(_waiting(participant, IPIP_IPC)), None),
        "not_whole": [(one, blanks(one)) for one in responses if blanks(one)],
    }


def _answers(participant: Participant, *measures: str) -> Any:
    found = Response.objects.filter(participant=participant, measure__in=measures)
    return found.select_related("about").order_by("given_at", "created_at")


def _waiting(participant: Participant, measure: str) -> Any:
    return MeasureRequest.objects.filter(participant=participant, measure=measure).unanswered()


def _conversations(participant: Participant) -> Any:
    return participant.attachment_conversations.select_related("written_by")  # type: ignore[attr-defined]
