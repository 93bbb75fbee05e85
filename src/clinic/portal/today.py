"""What the patient's first page shows: what is due, when we meet, how many are left, own words, goals."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinic.courses.models import Course, Participant, SessionRecord, SessionsAgreement
from clinic.courses.progress import Progress, progress
from clinic.formulation.models import Contract, Ending, Focus, Formulation, Goal, MidpointReview
from clinic.formulation.ratings import goal_line
from clinic.inventory.gathering import shared
from clinic.questionnaires import waiting
from clinic.questionnaires.plain import NUMBERS
from clinic.safety.models import SafetyPlan
from clinic.ui.marks import GoalScale, SessionCell
from clinic.ui.ratings import RatingLine

A_MEETING = timedelta(hours=1)
A_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Wanted:
    """A goal in the patient's words, with its scale."""

    goal: Goal
    scale: GoalScale

    @property
    def line(self) -> RatingLine:
        """How far it was reached, over time."""
        return goal_line(self.goal)


def of(participant: Participant) -> dict[str, Any]:
    """The context of the page, in a fixed number of queries."""
    course, today = participant.course, timezone.localdate()
    stands = progress(course, course.sessions.all())
    coming = [] if course.ended_on else list(course.appointments.coming()[:2])  # type: ignore[attr-defined]
    appointment = next(iter(coming), None)
    found = waiting.of(participant, stands, appointment)
    due, days = found.now, found.days
    later = [asked for asked in found.later if days[asked] == days[found.later[0]]]  # the next day's
    records = standing_records(course)
    return {
        "participant": participant,
        "course": course,
        "therapist": course.therapist.first_name,
        "greeting": greeting(participant),
        "first_due": due[0] if due else None,
        "first_which": found.which(due[0]) if due else "",
        "then_due": [(asked, found.which(asked)) for asked in due[1:]],
        "due_when": when(days[due[0]], today) if due else "",
        "later": later,
        "later_when": date_format(days[later[0]], "l j F") if later else "",
        "appointment": next_meeting(coming),
        "place": place_in(stands),
        "drawing": shared(participant),
        "record": last_said(records),
        "agreed_last": records[0] if records and records[0].plan and not course.ended_on else None,
        "shared": any(shares(one) for one in records),
        "goals": wanted(participant),
        "plan": SafetyPlan.objects.of(participant).exists(),
        "proposed": None if course.ended_on else proposed(course),
        **to_keep(course),
    }


def next_meeting(coming: list[Any]) -> Any:
    """The first that is to come or going on; one that is over by the clock is not named any more."""
    going_on = timezone.now() - A_MEETING
    return next((one for one in coming if one.starts_at > going_on), None)


def to_keep(course: Course) -> dict[str, Any]:
    """What is there to be read: focus, story and review once shared, the sheet to keep, the contract."""
    contract = Contract.objects.filter(course=course).first()
    return {
        "focus": Focus.objects.filter(course=course).exists(),
        "story": Formulation.objects.filter(course=course)
        .exclude(shared_at=None)
        .order_by("-shared_at")
        .first(),
        "review": MidpointReview.objects.filter(course=course).exclude(shared_at=None).exists(),
        "sheet": Ending.objects.filter(course=course).exists(),
        "agreed": contract is not None,
        "to_sign": bool(contract and not contract.signed_by_patient_at and not course.ended_on),
    }


def proposed(course: Course) -> SessionsAgreement | None:
    """Another number of sessions that waits for the patient's answer."""
    return SessionsAgreement.objects.filter(course=course, answer="").first()


def greeting(participant: Participant) -> str:
    """Good morning, afternoon or evening, by the clock on the wall."""
    hour, name = timezone.localtime().hour, participant.patient.preferred_name
    morning, afternoon, evening = _("Good morning"), _("Good afternoon"), _("Good evening")
    return f"{morning if hour < 12 else afternoon if hour < 18 else evening}, {name}"


def when(day: date, today: date) -> str:
    """ "today", "tomorrow" or the day of the week; nothing for a day that has passed."""
    if day < today:
        return ""
    near = {0: _("today"), 1: _("tomorrow")}
    return near.get((day - today).days) or date_format(day, "l" if day - today < A_WEEK else "j F")


def place_in(stands: Progress) -> dict[str, Any]:
    """Which session it is, and how many come after it."""
    after = max(stands.planned - stands.number, 0)
    return {
        "cells": [_cell(stands, number) for number in range(1, stands.planned + 1)],
        "number": stands.number,
        "planned": stands.planned,
        "after": after,
        "after_words": NUMBERS[after].capitalize() if 0 < after < len(NUMBERS) else str(after),
        "all_used": stands.all_used,
    }


def _cell(stands: Any, number: int) -> SessionCell:
    if number <= stands.begun and stands.sessions[number - 1] != stands.open:
        attended = stands.sessions[number - 1].attendance == "attended"
        return SessionCell(number, "done" if attended else "missed")
    return SessionCell(number, "now" if number == stands.number else "to come")


def standing_records(course: Course) -> list[SessionRecord]:
    """Every signed session's record as it now stands, the newest session first."""
    newer = SessionRecord.objects.filter(session=OuterRef("session"), version__gt=OuterRef("version"))
    standing = SessionRecord.objects.filter(session__course=course).exclude(Exists(newer))
    return list(standing.select_related("session").order_by("-session__number"))


def shares(record: SessionRecord) -> bool:
    """Whether a record says anything to the patient."""
    return bool(record.summary or record.remember or record.plan)


def last_said(records: list[SessionRecord]) -> SessionRecord | None:
    """What the last session says to the patient; else the last line to remember."""
    said = (one for one in records if one.remember or (one.summary and one == records[0]))
    return next(said, None)


def wanted(participant: Participant, *also: str) -> list[Wanted]:
    """The goals that stand, each with its first rating and its last, and what else is read with them."""
    return [Wanted(goal, _scale(goal)) for goal in Goal.objects.current(participant).prefetch_related(*also)]


def _scale(goal: Goal) -> GoalScale:
    ratings = [rating.rating for rating in goal.ratings.all()]
    return GoalScale(ratings[0] if ratings else None, ratings[-1] if len(ratings) > 1 else None)
