"""A session of a story: what is done in it, and what is written when it is signed."""

from typing import Any

from clinic.courses import actions as courses
from clinic.courses.models import Session
from clinic.demo import (
    attachment,
    beginning,
    circle,
    exercises,
    incidents,
    lifetime,
    meaning,
    midpoint,
    practice,
    records,
    workspace,
)
from clinic.demo.safety import risk_status, speak_of_risk
from clinic.demo.story import Link
from clinic.demo.tale import Tale
from clinic.demo.weeks import put_away
from clinic.inventory.actions import link_mood_to_event

RATED_EVERY = 2  # sessions between two ratings of the goals
TICKED = {  # pages whose tasks are ticked by hand; the others show by themselves what was done
    "attachment", "consent", "ending", "incidents", "medication", "practice", "review", "session",
}  # fmt: skip


def begin(tale: Tale, number: int) -> None:
    """Begin the session and do in it what the manual has for it."""
    put_away(tale, number)
    session = courses.begin_session(course=tale.course, by=tale.therapist, mode=tale.story.mode)
    if number == 1:
        beginning.first_session(tale)
    _people(tale, number)
    attachment.look_at(tale, number)
    if number == tale.last_due("focus"):
        meaning.agree(tale, number)
    if number == tale.manual.midpoint_review and tale.story.moved_to:
        meaning.agree_focus(tale, number, tale.story.moved_to)
    workspace.gather(tale, number)
    if number >= tale.last_due("goals") and (number - tale.last_due("goals")) % RATED_EVERY == 0:
        meaning.rate(tale, number)
        workspace.rate(tale, number)
    meaning.write_ending(tale, number)
    _links(tale, session)
    midpoint.look_back(tale, session)
    midpoint.number(tale, session)
    incidents.work_on(tale, number)
    exercises.open_for_the_week(tale, number)


def _people(tale: Tale, number: int) -> None:
    """The inventory is begun with the timeline; what happens later goes on it as it is heard of."""
    begun = tale.last_due("timeline")
    if number == begun:
        circle.meet_everybody(tale)
        lifetime.tell(tale)
    for event in tale.story.events:
        heard = max(begun, _session_after(tale, event))
        if heard == number:
            circle.put_on_timeline(tale, event)
    if number in circle.sittings(tale):
        circle.draw(tale, number)


def _session_after(tale: Tale, event: Any) -> int:
    day = circle.day_of(tale, event)
    coming = [n for n, held_on in tale.days.items() if held_on >= day and n not in tale.story.missed]
    return min(coming, default=tale.manual.planned_sessions + 1)


def _links(tale: Tale, session: Session) -> None:
    moment = tale.in_middle(session.number)
    for link in moment.links if moment else ():
        _link(tale, session, link)


def _link(tale: Tale, session: Session, link: Link) -> None:
    link_mood_to_event(
        session=session,
        when=link.when,
        what=link.what,
        feeling=link.feeling,
        direction=link.mood,
        relationship=tale.people.get(link.who) if link.who else None,
        fits_focus=not link.off_focus,
        by=tale.therapist,
    )


def sign(tale: Tale, number: int) -> None:
    """Speak of risk when it was raised, tick what was done, and sign."""
    speak_of_risk(tale, number)
    practice.agree(tale, number)
    session = tale.course.sessions.get(number=number)
    for task in tale.manual.tasks:
        if (task.page == "attachment" and tale.story.attachment) or (
            task.page == "review" and tale.story.review
        ):
            continue
        if task.page == "practice" and any(one.towards == "say" for one in tale.story.practices):
            continue
        if task.page in TICKED and _done_in(tale, task.sessions) == number:
            courses.tick_task(course=tale.course, task=task.id, session_number=number, by=tale.therapist)
    moment = tale.in_middle(number)
    courses.sign_session(
        session=session,
        mode=tale.story.mode,
        private=(moment.private or "") if moment else "",
        risk_status=risk_status(tale, number),
        by=tale.therapist,
        **records.record(tale, number),
    )


def _done_in(tale: Tale, window: tuple[int, int]) -> int:
    """The session in which a task of this window was done: its last but for what was missed."""
    first, last = window
    kept = [n for n in range(first, last + 1) if n not in tale.story.missed]
    return max(kept, default=0)
