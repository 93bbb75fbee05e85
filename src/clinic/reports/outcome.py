"""Works out what became of courses, many at a time, from the record as it stands."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import nan
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
from django.utils import timezone

from clinic.access.models import Service
from clinic.courses.models import Absence, Course, Participant, Session
from clinic.formulation.models import FocusRating, GoalRating
from clinic.inventory.models import Circle
from clinic.inventory.words import inventory_of
from clinic.patients.models import Enquiry
from clinic.questionnaires.models import Response
from clinic.reports.models import CourseOutcome
from clinic.reports.queries import finished, scores_by_course, with_what_is_known
from clinic.reports.tallies import HUNDREDTHS
from ipt.measures import library
from ipt.measures.measure import Measure
from ipt.outcomes import rates
from ipt.outcomes.change import directions, reliable_rule
from ipt.outcomes.said import quarter
from ipt.relationships.inventory import SUPPORT, Inventory
from ipt.relationships.network import asked, confidants, support

Pair = list[int]  # first and last, in hundredths
Given = list[tuple[float, int | None]]  # totals and their sessions, in order of time


def work_out(service: Service, wanted: Sequence[UUID], measures: Sequence[str]) -> list[CourseOutcome]:
    """Give what became of these courses of a service, unsaved, in a fixed number of queries.

    ``measures`` are those of which the service has scores: which of them count is decided once for all.
    """
    found = Course.objects.filter(service=service, pk__in=wanted)
    rows = list(with_what_is_known(found))
    courses = [row["pk"] for row in rows]
    scores = _scores(courses)
    of = _outcomes(rows, scores, measures)
    attendance, waits, aims = _attendance(courses), _waits(service, courses), _aims(rows)
    return [
        CourseOutcome(
            service=service,
            course_id=row["pk"],
            quarter=quarter(row["began_on"].isoformat()),
            manual=row["manual"],
            focus=row["focus"] or "",
            ended_how=row["ended_how"],
            open=row["ended_on"] is None,
            planned=row["planned_sessions"],
            attended=row["attended"],
            missed=attendance[row["pk"], "missed"],
            cancelled_by_patient=attendance[row["pk"], "cancelled by patient"],
            cancelled_by_therapist=attendance[row["pk"], "cancelled by therapist"],
            waited_days=waits.get(row["pk"]),
            scores={measure: _kept(given) for measure, given in sorted(scores.get(row["pk"], {}).items())},
            aims=aims[row["pk"]],
            **{name: bool(getattr(of, name)[place]) for name in rates.Outcomes.__dataclass_fields__},
        )
        for place, row in enumerate(rows)
    ]


@dataclass(slots=True)
class Scores:
    """One measure in one course: every score from the first session on, and which way it went."""

    given: Given
    way: int = 0


def _scores(courses: Sequence[UUID]) -> dict[UUID, dict[str, Scores]]:
    given, known = Response.objects.filter(participant__course__in=courses), set(library.ids())
    found: dict[UUID, dict[str, Scores]] = defaultdict(dict)
    for course, measure, scores in scores_by_course(given):
        if measure in known:
            found[course][measure] = Scores(scores)
    return found


def _outcomes(
    rows: Sequence[dict[str, Any]], scores: dict[UUID, dict[str, Scores]], there: Sequence[str]
) -> rates.Outcomes:
    """What `ipt.outcomes.rates` says of them; the way of each measure is noted on the way."""
    measures = []
    for id in sorted({measure for given in scores.values() for measure in given} | set(there)):
        of_it = [scores.get(row["pk"], {}).get(id) for row in rows]
        first = np.array([one.given[0][0] if one else nan for one in of_it])
        last = np.array([one.given[-1][0] if one and len(one.given) > 1 else nan for one in of_it])
        measures.append(rates.FirstAndLast(library.load(id), first, last))
        for one, way in zip(of_it, _ways(measures[-1]), strict=True):
            if one:
                one.way = int(way)
    return rates.outcomes(measures, finished=[finished(row) for row in rows])


def _ways(scores: rates.FirstAndLast) -> np.ndarray[Any, np.dtype[np.float64]]:
    """1 where it went the better way, -1 the worse, 0 neither: reliably, where it is known what that is."""
    rule = reliable_rule(scores.measure)
    if rule is not None:
        way = directions(scores.measure, scores.first, scores.last, rule=rule)
    else:
        way = np.sign(scores.last - scores.first) * _wanted(scores.measure)
    return np.nan_to_num(way)


def _wanted(measure: Measure) -> int:
    return {"better": 1, "worse": -1}.get(measure.score(measure.main_score).higher_is, 0)


def _kept(one: Scores) -> dict[str, Any]:
    """As the row keeps it; of two scores in one session the first, as at the start of the course."""
    by_session: dict[int, int] = {}
    for total, session in one.given:
        if session:
            by_session.setdefault(session, _hundredths(total))
    return {
        "first": _hundredths(one.given[0][0]),
        "last": _hundredths(one.given[-1][0]) if len(one.given) > 1 else None,
        "way": one.way,
        "by_session": sorted(map(list, by_session.items())),
    }


def _hundredths(value: float) -> int:
    return round(value * HUNDREDTHS)


def _attendance(courses: Sequence[UUID]) -> Counter[tuple[UUID, str]]:
    """Signed sessions and absences of each course by what became of them."""
    held = Session.objects.filter(course__in=courses, signed_at__isnull=False)
    away = Absence.objects.filter(course__in=courses)
    kinds = [*held.values_list("course", "attendance"), *away.order_by().values_list("course", "kind")]
    return Counter(kinds)


def _waits(service: Service, courses: Sequence[UUID]) -> dict[UUID, int]:
    """Days from the enquiry to the first attended session, where both are known and in this order.

    An enquiry belongs to the patient's first course that began on its day or later, or to the last of all;
    of several, the first is the one that counts.
    """
    zone = ZoneInfo(service.time_zone)
    mine = Participant.objects.filter(course__in=courses).values("patient")
    asked_on: dict[UUID, list[date]] = defaultdict(list)
    for patient, at in Enquiry.objects.filter(patient__in=mine).values_list("patient", "created_at"):
        asked_on[patient].append(timezone.localdate(at, zone))
    begun: dict[UUID, list[tuple[date, UUID]]] = defaultdict(list)
    theirs = Participant.objects.filter(patient__in=list(asked_on))
    for patient, began_on, course in theirs.values_list("patient", "course__began_on", "course"):
        begun[patient].append((began_on, course))
    enquired: dict[UUID, date] = {}
    for patient, days in asked_on.items():
        own = sorted(begun[patient])
        for day in sorted(days):
            course = next((course for began_on, course in own if began_on >= day), own[-1][1])
            enquired.setdefault(course, day)
    first: dict[UUID, date] = {}
    attended = Session.objects.filter(
        course__in=[one for one in courses if one in enquired], attendance="attended", signed_at__isnull=False
    )
    for course, at in attended.order_by("began_at").values_list("course", "began_at"):
        first.setdefault(course, timezone.localdate(at, zone))
    waited = {course: (on - enquired[course]).days for course, on in first.items()}
    return {course: days for course, days in waited.items() if days >= 0}


def _aims(rows: Sequence[dict[str, Any]]) -> dict[UUID, dict[str, Pair]]:
    """First and last of what the therapy is for, where both are known."""
    found: dict[UUID, dict[str, Pair]] = {row["pk"]: {} for row in rows}
    for course, pairs in _people(list(found)).items():
        found[course] |= pairs
    focus = {row["pk"]: row["focus"] for row in rows}
    rated = FocusRating.objects.filter(participant__course__in=list(found)).order_by("rated_at", "pk")
    on_focus = [
        (course, question, rating)
        for course, area, question, rating in rated.values_list(
            "participant__course", "area", "question", "rating"
        )
        if area == focus[course]
    ]
    goals = GoalRating.objects.filter(goal__participant__course__in=list(found)).order_by("rated_at", "pk")
    of_goals = goals.values_list("goal__participant__course", "goal", "rating")
    for name, ratings in (("focus", on_focus), ("goals", of_goals)):
        for course, pair in _first_and_last(ratings).items():
            found[course][name] = pair
    return found


def _first_and_last(ratings: Iterable[tuple[UUID, Any, int]]) -> dict[UUID, Pair]:
    """The mean first and last rating of each course, over what was rated at least twice."""
    rated: dict[UUID, dict[Any, list[int]]] = defaultdict(lambda: defaultdict(list))
    for course, what, rating in ratings:
        rated[course][what].append(rating)
    twice = {course: [one for one in of.values() if len(one) > 1] for course, of in rated.items()}
    return {
        course: [_mean([one[0] for one in of]), _mean([one[-1] for one in of])]
        for course, of in twice.items()
        if of
    }


def _mean(ratings: Sequence[int]) -> int:
    return _hundredths(sum(ratings) / len(ratings))


def _people(courses: Sequence[UUID]) -> dict[UUID, dict[str, Pair]]:
    """People to confide in and kinds of help from nobody, in the first and the last circle that stands."""
    drawn = (
        Circle.objects.filter(participant__course__in=courses).standing().order_by("participant", "version")
    )
    ends: dict[UUID, list[UUID]] = {}
    whose: dict[UUID, UUID] = {}
    for course, participant, circle in drawn.values_list("participant__course", "participant", "pk"):
        if whose.setdefault(course, participant) == participant:  # in a couple, those of who came first
            ends[course] = [*ends.get(course, [])[:1], circle]
    ends = {course: circles for course, circles in ends.items() if len(circles) == 2}
    wanted = [circle for circles in ends.values() for circle in circles]
    inventories = {one.pk: inventory_of(one) for one in Circle.objects.filter(pk__in=wanted).with_people()}
    found: dict[UUID, dict[str, Pair]] = {}
    for course, circles in ends.items():
        pairs = {
            "confidants": [_confidants(inventories[one]) for one in circles],
            "gaps": [_gaps(inventories[one]) for one in circles],
        }
        found[course] = {
            name: [value * HUNDREDTHS for value in pair if value is not None]
            for name, pair in pairs.items()
            if None not in pair
        }
    return found


def _confidants(inventory: Inventory) -> int | None:
    """People to confide in; None unless it was asked of everybody counted."""
    people = inventory.counted()
    return confidants(people) if asked(people)["can_confide"] == len(people) else None


def _gaps(inventory: Inventory) -> int | None:
    """Kinds of help that come from nobody; None unless it was asked of everybody counted."""
    people = inventory.counted()
    if asked(people)["support_received"] < len(people):
        return None
    return sum(support(people)[kind] == 0 for kind in SUPPORT)
