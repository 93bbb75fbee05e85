"""The facts behind the reports of a service, each in a fixed number of queries."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from math import nan
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from clinic.access.models import Service
from clinic.courses.models import NOT_RECORDED, Absence, Course, Session
from clinic.formulation.models import Focus
from clinic.patients.models import Enquiry
from clinic.questionnaires.models import Response
from ipt.outcomes.courses import Courses

STEP = 5000  # rows fetched at a time
KNOWN = ("pk", "manual", "began_on", "ended_on", "ended_how", "service__name", "therapist__name")


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
    known = {str(row["pk"]): _known(row) for row in _courses(service).iterator(STEP)}
    return Courses.of(_scores(service), known)


def _courses(service: Service | None) -> QuerySet[Any]:
    found = Course.objects.all() if service is None else Course.objects.filter(service=service)
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
        "quarter": quarter(row["began_on"]),
        "started_on": row["began_on"].isoformat(),
        "ended_on": row["ended_on"].isoformat() if row["ended_on"] else "",
        "finished": "yes" if _finished(row) else "no",
    }


def _finished(row: dict[str, Any]) -> bool:
    """Ended after two attended sessions; of an imported course nobody recorded which were attended."""
    return bool(row["ended_on"]) and (row["attended"] >= 2 or row["ended_how"] == NOT_RECORDED)


def quarter(on: date) -> str:
    """The quarter of a year, in letters that sort: 2026 Q3."""
    return f"{on.year} Q{(on.month + 2) // 3}"


def _scores(service: Service | None) -> Iterator[Scored]:
    """The scores of each course in order, from its first session on; none that is about one person."""
    found = Response.objects.filter(total__isnull=False, about=None)
    found = found if service is None else found.filter(service=service)
    rows = found.order_by("participant__course", "measure", "given_at", "created_at").values_list(
        "participant__course", "measure", "total", "session_number"
    )
    for (course, measure), given in groupby(rows.iterator(STEP), key=lambda row: row[:2]):
        for place, total in enumerate(_of_the_course([row[2:] for row in given])):
            yield Scored(str(course), place, measure, nan if total is None else total)


def _of_the_course(given: list[tuple[float, int | None]]) -> list[float]:
    """The same rule as in the charts: the course begins with its first session's score."""
    start = next((place for place, (_, session) in enumerate(given) if session), 0)
    return [total for total, _ in given[start:]]


def attendance(service: Service) -> dict[str, int]:
    """Signed sessions and absences by what became of them."""
    held = Session.objects.filter(service=service, signed_at__isnull=False).values("attendance")
    counts = dict(held.annotate(n=Count("pk")).values_list("attendance", "n").order_by())
    away = Absence.objects.filter(service=service).values("kind")
    for kind, n in away.annotate(n=Count("pk")).values_list("kind", "n").order_by():
        counts[kind] = counts.get(kind, 0) + n
    return counts


def waiting(service: Service) -> int:
    """Enquiries that nobody has answered yet."""
    return Enquiry.objects.filter(service=service, state="new").count()


def endings(service: Service) -> dict[str, int]:
    """Ended courses by how they ended."""
    ended = Course.objects.filter(service=service).ended().values("ended_how")
    return dict(ended.annotate(n=Count("pk")).values_list("ended_how", "n").order_by())
