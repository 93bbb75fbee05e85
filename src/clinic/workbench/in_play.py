"""Who is in play now: the person of the focus, and those of the latest links and incidents."""

from collections.abc import Iterable
from uuid import UUID

from clinic.courses.models import Participant
from clinic.incidents.models import Account
from clinic.inventory.models import Circle, MoodEventLink, Placement, Relationship

MOST = 6
LATEST = 40  # links and incidents that are looked through


def people_in_play(participant: Participant, focus_person: Relationship | None) -> list[Relationship]:
    """At most six people, the focus first, then the latest; in three queries."""
    return _named(participant, _in_play(participant, focus_person))


def people_to_choose(participant: Participant, focus_person: Relationship | None) -> list[Relationship]:
    """The same, made up to six with those who stand closest in the circle; in five queries."""
    circle = Circle.objects.filter(participant=participant).standing().values("pk")[:1]
    near = Placement.objects.filter(circle__in=list(circle.values_list("pk", flat=True))).order_by("ring")
    keys = [*_in_play(participant, focus_person), *near.values_list("relationship", flat=True)]
    return _named(participant, keys, fill=True)


def _in_play(participant: Participant, focus_person: Relationship | None) -> list[UUID]:
    links = MoodEventLink.objects.standing().filter(session__course=participant.course_id)
    linked = links.exclude(relationship=None).order_by("-created_at").values_list("relationship", flat=True)
    told = Account.objects.newest().filter(incident__participant=participant).order_by("-written_at")
    first = [focus_person.pk] if focus_person else []
    return [*first, *linked[:LATEST], *told.values_list("relationship", flat=True)[:LATEST]]


def _named(participant: Participant, keys: Iterable[UUID], *, fill: bool = False) -> list[Relationship]:
    """The people of these keys, each once; with ``fill`` the others of the inventory come after them."""
    everybody = {one.pk: one for one in participant.relationships.all()}
    wanted = dict.fromkeys([*keys, *(everybody if fill else ())])
    return [everybody[key] for key in wanted if key in everybody][:MOST]
