"""The facts behind the reports of a service, each in a fixed number of queries."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from math import nan
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, OuterRef, Q, QuerySet, Subquery, When

from clinic.access.models import Service
from clinic.audit.models import AuditEvent
from clinic.courses.models import NOT_RECORDED, Course
from clinic.formulation.models import Focus
from clinic.patients.models import Enquiry
from clinic.questionnaires.models import Response
from clinic.reports.models import Standing
from clinic.reports.tallies import rules
from ipt.measures import library
from ipt.outcomes.courses import Courses
from ipt.outcomes.said import quarter

STEP = 5000  # rows fetched at a time
KNOWN = (
    "pk", "manual", "planned_sessions", "began_on", "ended_on", "ended_how", "service__name",
    "therapist__name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scored:
    """One score of a course, as `ipt.outcomes` wants it; the session is counted from the first score."""

    course: str
    session: float
    measure: str
    score: float
    others: Mapping[str, str] = field(default_factory=dict)


def courses(service: Service | None = None) -> Courses:
    """Every course with what is known of it and its scores; of all services when none is named."""
    found = Course.objects.all() if service is None else Course.objects.filter(service=service)
    given = Response.objects.all() if service is None else Response.objects.filter(service=service)
    known = {str(row["pk"]): _known(row) for row in with_what_is_known(found).iterator(STEP)}
    return Courses.of(_scores(given), known)


def with_what_is_known(found: QuerySet[Course]) -> QuerySet[Any]:
    """The courses as rows of `KNOWN`, with the newest focus and the number of attended sessions."""
    newest = Focus.objects.filter(course=OuterRef("pk")).order_by("-version").values("area")[:1]
    attended = Count("sessions", Q(sessions__attendance="attended", sessions__signed_at__isnull=False))
    return (  # type: ignore[no-any-return]
        found.annotate(focus=Subquery(newest), attended=attended)
        .order_by("began_on", "pk")
        .values(*KNOWN, "focus", "attended")
    )


def _known(row: dict[str, Any]) -> dict[str, str]:
    return {
        "service": row["service__name"],
        "therapist": row["therapist__name"],
        "focus": row["focus"] or "",
        "manual": row["manual"],
        "quarter": quarter(row["began_on"].isoformat()),
        "started_on": row["began_on"].isoformat(),
        "ended_on": row["ended_on"].isoformat() if row["ended_on"] else "",
        "finished": "yes" if finished(row) else "no",
    }


def finished(row: dict[str, Any]) -> bool:
    """Ended after two attended sessions; of an imported course nobody recorded which were attended."""
    return bool(row["ended_on"]) and (row["attended"] >= 2 or row["ended_how"] == NOT_RECORDED)


def _scores(given: QuerySet[Response]) -> Iterator[Scored]:
    for course, measure, scores in scores_by_course(given):
        for place, (total, _session) in enumerate(scores):
            yield Scored(str(course), place, measure, nan if total is None else total)


def scores_by_course(given: QuerySet[Response]) -> Iterator[tuple[UUID, str, list[tuple[float, int | None]]]]:
    """Each course and measure with its totals and their sessions, from its first session on.

    None that is about one person; those are left out here, or the embedded database would find the scores by
    that. The same rule as in the charts: the course begins with its first session's score.
    """
    found = given.order_by("participant__course", "measure", "given_at", "created_at", "pk")
    rows = found.values_list("participant__course", "measure", "total", "session_number", "about")
    own = (row[:4] for row in rows.iterator(STEP) if row[2] is not None and row[4] is None)
    for (course, measure), alike in groupby(own, key=lambda row: row[:2]):
        scores = [row[2:] for row in alike]
        start = next((place for place, (_, session) in enumerate(scores) if session), 0)
        yield course, measure, scores[start:]


def measures_scored(service: Service) -> list[str]:
    """The measures of which the service's courses have scores, by id."""
    given = Response.objects.filter(service=service, total__isnull=False, about__isnull=True)
    known = set(library.ids())
    return sorted(set(given.order_by().values_list("measure", flat=True).distinct()) & known)


def enquiries_waiting(service: Service) -> int:
    """Enquiries that nobody has answered yet."""
    return Enquiry.objects.filter(service=service, state="new").count()


START = UUID(int=0)  # before every course
CHANGES_NOTHING = (
    "opened",
    "watched",
    "was refused",
    "saved an answer",
)  # what leaves every figure as it was


def newest_event(service: UUID) -> int:
    """The number of the newest event in the audit of a service; 0 when there is none."""
    numbers = AuditEvent.objects.filter(service_id=service).order_by("-seq").values_list("seq", flat=True)
    return numbers.first() or 0


def events_after(standing: Standing) -> QuerySet[Any]:
    """What happened since: number, moment, and the course where one may have changed."""
    events = AuditEvent.objects.filter(service_id=standing.service_id, seq__gt=standing.seq)
    course = Case(When(did__in=CHANGES_NOTHING, then=None), default="course_id")
    return events.order_by("seq").annotate(changed=course).values_list("seq", "at", "changed")


def behind() -> list[Service]:
    """The services in which something happened since their figures were refreshed."""
    newest = AuditEvent.objects.filter(service_id=OuterRef("pk")).order_by("-seq").values("seq")[:1]
    taken = Standing.objects.filter(service=OuterRef("pk"), rules=rules(), counted_to=None).values("seq")
    services = Service.objects.annotate(newest=Subquery(newest), taken=Subquery(taken))
    return [one for one in services if one.taken is None or one.taken < (one.newest or 0)]


def courses_changed(standing: Standing) -> int:
    """How many courses may have changed since their figures were refreshed."""
    events = AuditEvent.objects.filter(service_id=standing.service_id, seq__gt=standing.seq)
    changed = events.exclude(did__in=CHANGES_NOTHING).aggregate(n=Count("course_id", distinct=True))
    return int(changed["n"])


def courses_counted(service: Service, standing: Standing | None) -> tuple[int, int]:
    """How many courses a count from the start has reached, and of how many."""
    courses = Course.objects.filter(service=service)
    to = standing.counted_to if standing else START
    counted = courses.filter(pk__lte=to).count() if to else courses.count()
    return counted, courses.count()


def standing_of(service: Service) -> Standing | None:
    """How far a service's figures have come; None before the first count, or by the rules of another day."""
    return Standing.objects.filter(service=service, rules=rules()).first()
