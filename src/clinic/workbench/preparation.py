"""The minute before a session: what moved, what was agreed and came of it, who is in play, what is due."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from clinic.access.models import User
from clinic.courses.models import Course, Participant, Session
from clinic.courses.progress import Progress, progress
from clinic.courses.templatetags.courses import head
from clinic.formulation.drift import held_to_focus
from clinic.formulation.focus import banner_of
from clinic.incidents import words as incident_words
from clinic.incidents.models import TriedForReal, Weighing
from clinic.inventory.gathering import participant_of
from clinic.inventory.models import Circle, MoodEventLink, Relationship
from clinic.practice import gathering as practices
from clinic.questionnaires.models import Response
from clinic.questionnaires.scores import followed
from clinic.safety.models import Alert
from clinic.signals import gathering as signals
from clinic.workbench import overview, scores
from clinic.workbench.in_play import people_in_play
from ipt.therapy.focus_drift import SOURCE

SOON = timedelta(days=3)  # how far ahead of its day a decision is looked at again


@dataclass(frozen=True, slots=True)
class ItemMoved:
    """One question answered otherwise than the time before, ready for its answers, in their own words."""

    words: str
    before: str
    after: str
    higher: bool


@dataclass(frozen=True, slots=True)
class InPlay:
    """Somebody in play: the latest link with them, and whether they moved in the circle since last time."""

    person: Relationship
    link: MoodEventLink | None
    ring: int | None
    ring_before: int | None
    is_new: bool

    @property
    def nearer(self) -> bool:
        return self.ring is not None and self.ring_before is not None and self.ring < self.ring_before

    @property
    def further(self) -> bool:
        return self.ring is not None and self.ring_before is not None and self.ring > self.ring_before


@dataclass(frozen=True, slots=True)
class Tried:
    """A line agreed on, and what came of it in words, once that was told."""

    row: TriedForReal
    how: str


def survey(course: Course, reader: User, here: str) -> dict[str, Any]:
    """The context of the page, in a fixed number of queries."""
    participant, stands = participant_of(course), progress(course, overview.with_small(course.sessions.all()))
    focuses = list(course.focuses.select_related("relationship"))
    focus, last = banner_of(focuses), _last_held(stands)
    alerts = list(Alert.objects.filter(course=course).open().with_people())
    return {
        "course": course,
        "tab": "overview",
        "participant": participant,
        "head": head(course, here, "overview", gathered=stands, reader=reader),
        "focus": focus,
        "held": held_to_focus(course, stands.sessions, focuses[-1] if focuses else None),
        "held_source": SOURCE,
        "last": overview.last_record(course),
        "last_session": last,
        "practised": practices.came_of_it(participant, last, reader),
        "tried": tried_since(participant, last),
        "decisions": decisions_to_see(participant),
        "alerts": alerts,
        "people": in_play(participant, focus.focus.relationship if focus else None, last),
        "drawn_alone": Circle.objects.filter(participant=participant, looked_at=None).proposed().exists(),
        "proposed": course.sessions_agreements.filter(answer="").first(),
        "signals": signals.beside_alerts(signals.of_course(course), {one.participant_id for one in alerts}),
        **score(course),
        **overview.tasks_of(course, stands),
    }


def _last_held(stands: Progress) -> Session | None:
    """The last signed session that took place."""
    held = [one for one in stands.sessions if one.signed_at and one.attendance == "attended"]
    return held[-1] if held else None


def score(course: Course) -> dict[str, Any]:
    """The score the course is followed by, its direction, and the questions that moved since last time."""
    responses = list(Response.objects.of(course))
    seen = scores.of_course(responses, followed(responses))
    words, flagged = scores.risk_words(seen.measure, seen.last) if seen.last else ("", False)
    return {
        "seen": seen,
        "spark": scores.spark(seen, course.planned_sessions),
        "since_start": scores.since_the_start(seen),
        "since_last": scores.since_the_last(seen),
        "moved": items_moved(seen),
        "risk_words": words,
        "risk_flagged": flagged,
    }


def items_moved(seen: scores.Scores) -> list[ItemMoved]:
    """The questions answered otherwise than the time before, those that moved most first.

    A blank is not compared, and where only totals are known there is nothing to compare.
    """
    now, before = seen.last, seen.before_last
    if now is None or before is None:
        return []
    if not isinstance(now.answers, list) or not isinstance(before.answers, list):
        return []
    pairs = zip(seen.measure.items, before.answers, now.answers, strict=False)
    moved = [one for one in pairs if None not in one[1:] and one[1] != one[2]]
    moved.sort(key=lambda one: -abs(one[2] - one[1]))
    return [
        ItemMoved(_leading_in(item.label), _answer(item, was), _answer(item, is_now), is_now > was)
        for item, was, is_now in moved
    ]


def _leading_in(words: str) -> str:
    """A wording with a colon before its answers; one that ends as a sentence has its own mark."""
    return words if words.endswith((".", "?", "!", ":", "…")) else f"{words}:"


def _answer(item: Any, value: float) -> str:
    """The answer in its own words; a number where the question has none."""
    option = item.option(value)
    return option.label if option and option.label else f"{value:g}"


def tried_since(participant: Participant, last: Session | None) -> list[Tried]:
    """What was to be tried for real and has not been told of yet, or was told of since the last session."""
    tries = TriedForReal.objects.filter(incident__participant=participant).order_by("incident", "version")
    newest = {one.incident_id: one for one in tries}.values()
    return [
        Tried(one, str(incident_words.HOW.get(one.how, "")))
        for one in newest
        if not one.how or last is None or one.written_at >= last.began_at
    ]


def decisions_to_see(participant: Participant) -> list[Weighing]:
    """Decisions that were to be looked at again by now, with nothing said yet of what came of them."""
    by = timezone.localdate() + SOON
    weighed = Weighing.objects.newest().filter(decision__participant=participant, came_of_it="")
    return list(weighed.filter(review_on__lte=by).order_by("review_on"))


def in_play(
    participant: Participant, focus_person: Relationship | None, last: Session | None
) -> list[InPlay]:
    """Who is in play, each with the latest link and how they stand in the circle."""
    people = people_in_play(participant, focus_person)
    links = MoodEventLink.objects.standing().filter(relationship__in=people).select_related("session")
    latest = {one.relationship_id: one for one in links.order_by("created_at")}
    circles = list(Circle.objects.filter(participant=participant).standing().with_people())
    now, before = _rings(circles[:1]), _rings(_drawn_before(circles, last))
    return [
        InPlay(
            person=one,
            link=latest.get(one.pk),
            ring=now.get(one.pk),
            ring_before=before.get(one.pk),
            is_new=bool(before) and one.pk in now and one.pk not in before,
        )
        for one in people
    ]


def _drawn_before(circles: Sequence[Circle], last: Session | None) -> Iterable[Circle]:
    """The newest circle from before the last session, if there is one."""
    if last is None:
        return ()
    day = timezone.localdate(last.began_at)
    return [one for one in circles if one.drawn_on < day][:1]


def _rings(circles: Iterable[Circle]) -> dict[Any, int]:
    return {place.relationship_id: place.ring for one in circles for place in one.placements.all()}
