"""What the record of a course says of each signed session, gathered in a fixed number of queries."""

from collections import Counter, defaultdict
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from clinic.courses.models import Course, Session, TaskDone
from clinic.formulation.models import Contract, Focus
from clinic.incidents.models import Account, RolePlay, Weighing
from clinic.incidents.runs import IPTS_OWN
from clinic.inventory.models import MoodEventLink
from clinic.practice.models import PracticeTerms
from clinic.questionnaires.models import Response
from clinic.techniques.models import TechniqueUse
from ipt.therapy.adherence import SessionAdherence, SessionFacts, read_session
from ipt.therapy.manuals import as_in_manual, phase_at

TIME_LIMIT = (
    "remaining_named",
    "ending_opened",
    "farewell",
)  # tasks in which the sessions left are spoken of


def signed_sessions(course: Course) -> list[Session]:
    """The signed sessions with their records, the newest version of each first."""
    return list(course.sessions.filter(signed_at__isnull=False).prefetch_related("records"))


def adherence_of(course: Course, sessions: list[Session] | None = None) -> list[SessionAdherence]:
    """What the record says of every signed session, in their order."""
    signed = signed_sessions(course) if sessions is None else sessions
    kept = _Kept(course)
    manual = course.in_manual()
    return [
        read_session(
            kept.facts(one, phase_at(manual, as_in_manual(manual, one.number, course.planned_sessions)).id)
        )
        for one in signed
    ]


class _Kept:
    """Everything that was kept in a course, counted by session; ten queries."""

    def __init__(self, course: Course) -> None:
        self.focused_at = (
            Focus.objects.filter(course=course)
            .order_by("version")
            .values_list("written_at", flat=True)
            .first()
        )
        links = MoodEventLink.objects.standing().filter(session__course=course)
        counted = links.values_list("session").annotate(
            links=Count("pk"),
            tied=Count("pk", filter=Q(fits_focus=True)),
            felt=Count("pk", filter=~Q(feeling="")),
        )
        self.links = {session: counts for session, *counts in counted.order_by()}
        self.turns, self.felt = self._lines(course)
        played = RolePlay.objects.standing().filter(
            account__incident__participant__course=course, form__in=IPTS_OWN
        )
        self.played = Counter(played.values_list("session_number", flat=True))
        weighed = Weighing.objects.filter(decision__participant__course=course, came_of_it="")
        days = {
            (decision, timezone.localdate(at))
            for decision, at in weighed.values_list("decision", "written_at")
        }
        self.weighed = Counter(day for _decision, day in days)
        self.measured = set(
            Response.objects.filter(participant__course=course).values_list("session_number", flat=True)
        )
        named = TaskDone.objects.filter(course=course, task__in=TIME_LIMIT)
        self.named = set(named.values_list("session_number", flat=True))
        terms = PracticeTerms.objects.filter(practice__participant__course=course)
        agreed = terms.filter(practice__withdrawn_at=None)
        self.agreed = set(agreed.values_list("session_number", flat=True))
        used = TechniqueUse.objects.standing().filter(session__course=course)
        self.used = defaultdict(set)
        for session, technique in used.values_list("session", "technique").order_by():
            self.used[session].add(technique)
        self.contracted = set(
            _days(Contract.objects.filter(course=course).values_list("written_at", flat=True))
        )

    @staticmethod
    def _lines(course: Course) -> tuple[dict[int, list[int]], Counter[int]]:
        """Lines of each incident gone through in a session, and how many name a feeling."""
        turns: dict[int, list[int]] = defaultdict(list)
        felt: Counter[int] = Counter()
        newest = Account.objects.newest().filter(incident__participant__course=course)
        counted = newest.annotate(lines=Count("turns"), felt=Count("turns", filter=~Q(turns__felt="")))
        for number, lines, named in counted.order_by().values_list("session_number", "lines", "felt"):
            turns[number].append(lines)
            felt[number] += named
        return turns, felt

    def facts(self, session: Session, phase: str) -> SessionFacts:
        """The facts of one session; what no row speaks of stays unsaid."""
        record = next(iter(session.records.all()), None)
        used = sorted(self.used[session.pk])
        links, tied, felt = self.links.get(session.pk, (0, 0, 0))
        day, number = timezone.localdate(session.began_at), session.number
        return SessionFacts(
            number=number,
            phase=phase,
            attended=session.attendance == "attended",
            focus_agreed=self.focused_at is not None and self.focused_at <= session.signed_at,
            techniques=tuple(dict.fromkeys([*(record.techniques if record else ()), *used])),
            links=links,
            focus_links=tied,
            turns=tuple(self.turns.get(number, ())),
            feelings=felt + self.felt[number],
            role_plays=self.played[number],
            decisions=self.weighed[day],
            practice_agreed=bool(record and record.plan) or number in self.agreed,
            measured=number in self.measured,
            time_limit_named=True if number in self.named or day in self.contracted else None,
        )


def _days(moments: Any) -> list[date]:
    return [timezone.localdate(one) for one in moments]
