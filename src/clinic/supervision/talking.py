"""Who talks with whom in supervision, what waits for somebody, and the log of talks."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from clinic.access.models import User
from clinic.access.scope import supervised_by, treated_by
from clinic.courses.models import Course
from clinic.safety.models import Alert
from clinic.signals.gathering import to_supervise
from clinic.supervision.comparing import both_rated, trends
from clinic.supervision.models import ChosenSession, SupervisionTalk, TalkRecord

A_PAGE = 20
LATEST = 12  # chosen sessions rated by both that are listed


@dataclass(frozen=True, slots=True)
class Pairing:
    """A supervisor and a therapist who share courses, as one of the two sees it."""

    supervisor: User
    therapist: User
    supervises: bool  # the reader is the supervisor
    courses: list[Course]

    @property
    def other(self) -> User:
        return self.therapist if self.supervises else self.supervisor

    @property
    def still_open(self) -> list[Course]:
        return [one for one in self.courses if one.ended_on is None]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A chosen session as it stands for the reader: rate it, wait for the other, or read both."""

    chosen: ChosenSession
    course: Course
    name: str
    state: str  # mine, theirs, both


def named(course: Course) -> str:
    """Everybody a course is for; their rows were fetched with it."""
    people = sorted(course.participants.all(), key=lambda one: one.created_at)
    return " & ".join(one.patient.short_name for one in people)


def pairings(user: User) -> list[Pairing]:
    """Everybody with whom this person shares supervised courses, those they supervise first, by name."""
    mine = Course.objects.filter(supervised_by(user, "") | (treated_by(user, "") & ~Q(supervisor=None)))
    found: dict[tuple[Any, Any], list[Course]] = {}
    shared = mine.exclude(supervisor=user, therapist=user).select_related("supervisor", "therapist")
    for course in shared.prefetch_related("participants__patient").order_by("began_on"):
        course.called = named(course)
        found.setdefault((course.supervisor_id, course.therapist_id), []).append(course)
    for of in found.values():
        of.sort(key=lambda one: one.called)
    pairs = [
        Pairing(of[0].supervisor, of[0].therapist, of[0].supervisor_id == user.pk, of)
        for of in found.values()
    ]
    return sorted(pairs, key=lambda one: (not one.supervises, one.other.name))


def pairing_with(pairs: list[Pairing], other: str) -> Pairing | None:
    """The one asked for in an address; the only one where there is no other."""
    if not other and len(pairs) == 1:
        return pairs[0]
    return next((one for one in pairs if str(one.other.pk) == other), None)


def courses_of(talk: SupervisionTalk, newest: TalkRecord) -> list[Course]:
    """What an amendment may be about: the courses the two share, and those it was about before."""
    shared = Q(supervisor=talk.supervisor_id, therapist=talk.therapist_id, service=talk.service_id)
    before = Q(pk__in=newest.points.values("course"))
    found = list(Course.objects.filter(shared | before).prefetch_related("participants__patient"))
    for course in found:
        course.called = named(course)
    return sorted(found, key=lambda one: (one.ended_on is not None, one.called))


def survey(user: User, asked: dict[str, str]) -> dict[str, Any]:
    """The context of the first page of supervision."""
    pairs = pairings(user)
    waiting = [_stands(one, user) for one in _chosen(user)]
    both = [one for one in waiting if one.state == "both"]
    return {
        "pairs": pairs,
        "supervises": [one for one in pairs if one.supervises],
        "is_supervised": [one for one in pairs if not one.supervises],
        "to_rate": [one for one in waiting if one.state == "mine"],
        "wait_for_other": [one for one in waiting if one.state == "theirs"],
        "rated": both[-LATEST:][::-1],
        "signals": _called(to_supervise(user)),
        "alerts": Alert.objects.waiting_for(user).exclude(owner=user).count(),
        **log(user, pairs, asked),
    }


def _called(found: list[Any]) -> list[tuple[Any, str]]:
    """Signals, each with the name of its course."""
    return [(one, named(one.course)) for one in found]


def _chosen(user: User) -> QuerySet[ChosenSession]:
    standing = ChosenSession.objects.standing()
    to = "session__course__"
    mine = standing.filter(treated_by(user, to) | supervised_by(user, to)).with_ratings()
    found: QuerySet[ChosenSession] = mine.select_related("session__course__therapist").prefetch_related(
        "session__course__participants__patient"
    )
    return found


def _stands(chosen: ChosenSession, user: User) -> Waiting:
    course = chosen.session.course
    mine = "therapist" if course.therapist_id == user.pk else "supervisor"
    state = "mine" if chosen.newest(mine) is None else "both" if chosen.opened_at else "theirs"
    return Waiting(chosen, course, named(course), state)


def log(user: User, pairs: list[Pairing], asked: dict[str, str]) -> dict[str, Any]:
    """The talks of this person, the newest first, perhaps with one other; with their number and minutes."""
    talks = TalkRecord.objects.newest().of(user)
    other = pairing_with(pairs, asked["with"]) if asked["with"] else None
    if other:
        talks = talks.filter(talk__supervisor=other.supervisor, talk__therapist=other.therapist)
    ordered = talks.with_points().order_by("-on", "-written_at")
    page = Paginator(ordered, A_PAGE).get_page(asked["page"])
    for record in page:
        for point in record.points.all():
            point.course.called = named(point.course)
    minutes = talks.aggregate(total=Sum("minutes"))["total"] or 0
    return {"page": page, "of": other, "talks": page.paginator.count, "time": hours(minutes)}


def hours(minutes: int) -> str:
    """Write 90 minutes as "1 h 30 min"."""
    whole, rest = divmod(minutes, 60)
    if not whole:
        return _("%d min") % rest
    return _("%(hours)d h %(rest)d min") % {"hours": whole, "rest": rest} if rest else _("%d h") % whole


def trends_with(user: User, other: str) -> dict[str, Any]:
    """Each item over the sessions of one therapist: of a supervisee's for their supervisor, or one's own."""
    pairs = [one for one in pairings(user) if one.supervises]
    of = next((one for one in pairs if str(one.therapist.pk) == other), None)
    to = "session__course__"
    whose = (
        supervised_by(user, to) & Q(session__course__therapist=of.therapist) if of else treated_by(user, to)
    )
    found = ChosenSession.objects.standing().filter(whose).with_ratings()
    found = found.select_related("session__course").prefetch_related("session__course__participants__patient")
    rated = both_rated(list(found))
    called = {one.pk: f"{named(one.session.course)}, {one.session.number}" for one in rated}
    return {
        "pairs": pairs,
        "of": of,
        "rated": [(one, called[one.pk]) for one in rated],
        "trends": trends(rated, lambda one: called[one.pk]) if len(rated) > 1 else [],
    }
