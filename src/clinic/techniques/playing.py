"""Gathers what a player needs: the exercise as plain data, what may be chosen, and what was done before."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.courses.models import Course, Participant, Session
from clinic.inventory.gathering import today_in
from clinic.inventory.models import Relationship
from clinic.inventory.reach import within_reach
from clinic.techniques.models import TechniqueUse
from clinic.techniques.playing_words import ratings, words
from clinic.techniques.retelling import how_long
from clinic.techniques.standing import Standing
from ipt.therapy import exercises
from ipt.therapy.exercises import Exercise, Form, a_tenth_more, seconds_of

WITH_A_PERSON = ("graded_activity", "listening_to_one_person", "attention_check_in")
OUTSIDE_OF_THE_BODY = "sounds"  # the anchor that is proposed after trauma
NOT_FOR_THE_PLAYER = ("against", "sources", "licence", "longest_alone", "longest_released", "rates", "eyes")


def may_play_alone(stands: Standing, exercise: Exercise) -> bool:
    """Whether a clinician has opened it and nothing stands against it now."""
    return stands.is_opened(exercise.id) and stands.of_exercise(exercise).open


def longest(stands: Standing, exercise: Exercise) -> int:
    """Seconds after which the player ends by itself."""
    return stands.longest_alone(exercise) if stands.alone else exercise.longest_released


def forms_within(exercise: Exercise, seconds: int) -> list[Form]:
    """The forms that are no longer than what is released."""
    return [form for form in exercise.forms if seconds_of(form) <= seconds]


def people_for(exercise: Exercise, participant: Participant) -> list[Relationship]:
    """Whom an exercise can be done with; a check-in can have been set off by anybody, also out of reach."""
    if exercise.id not in WITH_A_PERSON:
        return []
    anybody = exercise.kind == "check_in"
    return list(participant.relationships.all() if anybody else within_reach(participant))


def data_of(
    exercise: Exercise, stands: Standing, participant: Participant, people: Sequence[Relationship]
) -> dict[str, Any]:
    """Everything the player is given; it asks the server nothing more while it runs."""
    cap = longest(stands, exercise)
    known = {name: value for name, value in asdict(exercise).items() if name not in NOT_FOR_THE_PLAYER}
    return {
        **known,
        "forms": [asdict(form) | {"seconds": seconds_of(form)} for form in forms_within(exercise, cap)],
        "longest": cap,
        "rates": ratings(exercise.rates),
        "eyes": exercise.eyes == "open or closed",
        "people": [{"id": str(one.pk), "name": one.pseudonym} for one in people],
        "proposes": proposals(exercise, stands),
        "moved": moved(exercise, stands, participant),
        "grounding": grounding(stands),
        "together": not stands.alone,
        "keeper": str(participant.pk),
        "words": words(participant.course.therapist.first_name, together=not stands.alone),
    }


def waiting(participant: Participant) -> dict[str, Any]:
    """What the list needs to ask about uses that a device has kept and not sent."""
    said = words(participant.course.therapist.first_name, together=False)
    return {
        "keeper": str(participant.pk),
        "words": {name: said[name] for name in ("keep", "leave", "waiting", "waiting_head")},
    }


def proposals(exercise: Exercise, stands: Standing) -> dict[str, Any]:
    """What is chosen beforehand because of what a clinician recorded; the person can choose otherwise."""
    here = stands.circumstances
    found: dict[str, Any] = {}
    if exercise.pace and "panic" in here:
        found["steps_down"] = True
    if "high_blood_pressure" in here and any(form.moments for form in exercise.forms):
        found["gentle"] = True
    if "trauma" in here and exercise.anchors:
        found["anchor"] = OUTSIDE_OF_THE_BODY
    return found


def grounding(stands: Standing) -> dict[str, Any]:
    """Five things seen and so on, as words, and where they are guided if that is open."""
    one = exercises.load("grounding")
    guided = stands.alone and may_play_alone(stands, one)
    return {
        "title": one.title,
        "steps": [moment.say for moment in one.forms[0].moments],
        "path": reverse("techniques:exercise", args=[one.id]) if guided else None,
    }


def moved(exercise: Exercise, stands: Standing, participant: Participant) -> dict[str, Any] | None:
    """What was moved lately, and about a tenth more; no number where moving can become a compulsion."""
    if exercise.kind != "activity" or "eating_disorder" in stands.circumstances:
        return None
    zone = ZoneInfo(participant.service.time_zone)
    today = today_in(participant)
    monday = today - timedelta(days=today.weekday())
    since = timezone.now() - timedelta(days=15)
    uses = TechniqueUse.objects.of(participant).standing().filter(exercise=exercise.id, began_at__gte=since)
    days = [(use, use.began_at.astimezone(zone).date()) for use in uses]
    before = sum(use.seconds for use, on in days if monday - timedelta(days=7) <= on < monday)
    return {
        "last": [_said(use, on, today) for use, on in reversed(days[-3:])],
        "suggestion": _suggestion(before // 60) if before >= 60 else "",
    }


def _said(use: TechniqueUse, on: date, today: date) -> str:
    days = (today - on).days
    when = ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days} if days else _("Today")
    with_whom = _(", with %s") % use.person.pseudonym if use.person else ""
    return f"{when}: {how_long(use.seconds)}{with_whom}"


def _suggestion(minutes: int) -> str:
    facts = {"before": minutes, "now": a_tenth_more(minutes)}
    return (
        _(
            "Last week you moved for %(before)s minutes in all. About a tenth more would be %(now)s minutes "
            "this week. That is Kith’s suggestion and no more: as much as last week, or less, is fine too."
        )
        % facts
    )


def session_of(course: Course, asked: str) -> Session | None:
    """The session whose page led here, or the newest one; only one that is begun and not signed."""
    under_way = course.sessions.select_related("course").filter(signed_at=None, attendance="attended")
    if asked.isdecimal() and len(asked) <= 3:
        return under_way.filter(number=int(asked)).first()
    return under_way.order_by("-number").first()


def session_meant(course: Course, asked: str) -> Session | None:
    """The session that a use was sent to, whatever came of it since."""
    sessions = course.sessions.select_related("course")
    if asked.isdecimal() and len(asked) <= 3:
        return sessions.filter(number=int(asked)).first()
    return sessions.order_by("-number").first()
