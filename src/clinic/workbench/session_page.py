"""What the session page shows: the clock, the agenda, today's score, the draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from clinic.access.models import User
from clinic.appointments.models import Appointment
from clinic.courses.models import Session, SessionDraft
from clinic.courses.private import notes_of, read_draft
from clinic.courses.progress import progress
from clinic.courses.templatetags.courses import names
from clinic.formulation.drift import held_to_focus
from clinic.formulation.focus import banner_of
from clinic.incidents.models import Account
from clinic.inventory.gathering import participant_of
from clinic.inventory.models import MoodEventLink
from clinic.questionnaires.models import Response
from clinic.safety.models import Alert
from clinic.techniques.although import of_sessions
from clinic.workbench import overview, scores
from clinic.workbench.in_play import people_to_choose
from ipt.therapy import techniques
from ipt.therapy.focus_drift import SOURCE
from ipt.therapy.manuals import AgendaStep, Manual, agenda_of

WRITTEN = ("line", "summary", "remember", "plan", "techniques", "risk_status")  # what a record says
SOON = timedelta(hours=2)  # a session may begin early; its own appointment is not the next one
AFTERWARDS = timedelta(minutes=30)  # how long after its agreed length a session still counts as going on
TYPED = (*WRITTEN, "although", "although_sure", "attendance", "mode")


@dataclass(frozen=True, slots=True)
class Clock:
    """Minutes in and left, or over; gentle, and never below nothing."""

    began_at: datetime
    minutes: int
    planned: int

    @property
    def left(self) -> int:
        return max(self.planned - self.minutes, 0)

    @property
    def over(self) -> int:
        return max(self.minutes - self.planned, 0)


@dataclass(frozen=True, slots=True)
class Mark:
    """One step of the agenda, with whether its time has come."""

    step: AgendaStep
    state: str


def path(session: Session) -> str:
    return reverse("workbench:session", args=(session.course_id, session.number))


def clock(session: Session, manual: Manual, now: datetime) -> Clock:
    return Clock(
        session.began_at, int((now - session.began_at).total_seconds() // 60), manual.session_minutes
    )


def goes_on_until(session: Session, reader: User) -> datetime | None:
    """Until when this session keeps its own therapist signed in: begun today, not signed, not long over."""
    own = session.course.therapist_id == reader.pk and session.signed_at is None
    if not own or timezone.localdate(session.began_at) != timezone.localdate():
        return None
    until = session.began_at + timedelta(minutes=session.course.in_manual().session_minutes) + AFTERWARDS
    return until if timezone.now() < until else None


def marks(steps: Sequence[AgendaStep], minute: int) -> list[Mark]:
    """The steps of the session, by the time that has passed."""
    return [Mark(step, _state(step, minute, last=step == steps[-1])) for step in steps]


def _state(step: AgendaStep, minute: int, *, last: bool) -> str:
    first, end = step.minutes
    if minute < first:
        return "coming"
    return "now" if minute < end or last else "done"


def initial(session: Session, draft: SessionDraft | None, reader: User) -> dict[str, Any]:
    """What the form begins with: the draft as it was typed."""
    if draft is None:
        return {"mode": session.mode}
    return {**draft.content, "private": read_draft(draft, reader)}


def typed(data: Any) -> dict[str, Any]:
    """What a draft keeps of a form, as it was typed, checked or not; the private part goes its own way."""
    content = {name: _storable(data.get(name, "")) for name in TYPED if name != "techniques"}
    return {**content, "techniques": [_storable(one) for one in data.getlist("techniques")]}


def _storable(text: str) -> str:
    """PostgreSQL keeps no NUL, and nobody types one."""
    return text.replace("\0", "")


def says_the_same(session: Session, data: Any, reader: User) -> bool:
    """Whether all that was typed is in the signed record and the reader's own notes already."""
    newest, given = session.records.first(), typed(data)
    private = data.get("private", "").strip()
    noted = not private or private in [text for _note, text in notes_of(session, reader)]
    return noted and all(_bare(given[name]) == _bare(getattr(newest, name)) for name in WRITTEN)


def _bare(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def surroundings(session: Session, reader: User) -> dict[str, Any]:
    """Everything around the form of a session that is going on."""
    course = session.course
    stands = progress(course, course.sessions.all())
    now = clock(session, stands.manual, timezone.now())
    participant = participant_of(course)
    focuses = list(course.focuses.select_related("relationship"))
    focus = banner_of(focuses)
    person = focus.focus.relationship if focus else None
    held = held_to_focus(course, stands.sessions, focuses[-1] if focuses else None)
    steps = agenda_of(stands.manual, session.number, focus_agreed=focus is not None)
    return {
        "course": course,
        "session": session,
        "name": names(course),
        "called": participant.patient.preferred_name,
        "clock": now,
        "marks": marks(steps, now.minutes),
        "to_choose": people_to_choose(participant, person),
        "worked_on": worked_on(session),
        "held": held,
        "held_source": SOURCE,
        "asks_for_focus": session.number in held.sessions,
        "closing_at": steps[-1].minutes[0],
        "after_this": course.planned_sessions - session.number,
        "focus": focus,
        "has_links": MoodEventLink.objects.standing().filter(session=session).exists(),
        "agreed_last": overview.last_record(course),
        "adjuncts": {one.id for one in techniques.adjunct()},
        "alert": Alert.objects.filter(course=course).open().with_people().first(),
        "may_edit": True,
        "at_work": reverse("workbench:at-work", args=(course.pk, session.number)),
        **meetings(session),
        **today(session),
        **overview.tasks_of(course, stands),
    }


def worked_on(session: Session) -> list[Account]:
    """The incidents gone through in this session, with their lines."""
    told = Account.objects.newest().filter(incident__participant__course=session.course_id)
    return list(told.filter(session_number=session.number).with_lines().order_by("written_at"))


def meetings(session: Session) -> dict[str, Any]:
    """This session's own meeting, and the one after; whether the diary had none for the day this began."""
    began = timezone.localtime(session.began_at)
    day = began.replace(hour=0, minute=0, second=0, microsecond=0)
    standing = Appointment.objects.standing().select_related("comes_along")
    booked = list(standing.filter(course=session.course_id, starts_at__gte=day))
    that_day = [one for one in booked if timezone.localdate(one.starts_at) == began.date()]
    own = [one for one in that_day[:1] if one.created_at <= session.began_at]  # this session, however early
    after = next((one for one in booked if one.starts_at > began + SOON and one not in own), None)
    booked_before = after is not None and after.created_at <= session.began_at  # not the next, booked in it
    here = next(iter(own), None)
    return {"own_meeting": here, "meeting": after, "another_day": booked_before and not that_day}


def alert_is_open(session: Session) -> bool:
    return bool(Alert.objects.filter(course=session.course_id).open().exists())


def differing(here: Any, there: dict[str, Any], labels: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(label, this window, the other) of each field in which two drafts differ."""
    mine = {**typed(here), "private": here.get("private", "")}
    return [
        (str(labels[name]), _words(mine.get(name)), _words(there.get(name)))
        for name in labels
        if _words(mine.get(name)) != _words(there.get(name))
    ]


def _words(value: Any) -> str:
    if not isinstance(value, list):
        return str(value or "")
    titles = {one.id: one.title for one in techniques.load_all()}
    return ", ".join(titles.get(one, one) for one in value)


def today(session: Session) -> dict[str, Any]:
    """Today's score beside the one before, and what the risk question was answered."""
    seen = scores.of_course(list(Response.objects.of(session.course, scores.OUTCOME)))
    answered = seen.last is not None and _for_today(seen.last, session)
    words, flagged = scores.risk_words(seen.measure, seen.last) if seen.last and answered else ("", False)
    return {
        "seen": seen,
        "spark": scores.spark(seen, session.course.planned_sessions),
        "answered_today": answered,
        "risk_words": words,
        "risk_flagged": flagged,
    }


def _for_today(last: Response, session: Session) -> bool:
    """Whether a score belongs to this session: asked for it, or given on its day."""
    same_day = timezone.localdate(last.given_at) == timezone.localdate(session.began_at)
    return last.session_number == session.number or same_day


def signed(session: Session, reader: User) -> dict[str, Any]:
    """A signed session: every version of its record, and the reader's own notes."""
    titles = {one.id: one.title for one in techniques.load_all()}
    records = list(session.records.select_related("written_by"))
    although = of_sessions([session]).get(session.pk, [])
    focuses = list(session.course.focuses.all())
    held = held_to_focus(session.course, session.course.sessions.all(), focuses[-1] if focuses else None)
    for record in records:
        record.although = [one for one in although if one[1].technique in record.techniques]  # type: ignore[attr-defined]
        record.technique_titles = [titles.get(one, one) for one in record.techniques]  # type: ignore[attr-defined]
    return {
        "course": session.course,
        "tab": "sessions",
        "session": session,
        "records": records,
        "newest": records[0],
        "older": records[1:],
        "notes": notes_of(session, reader),
        "has_links": MoodEventLink.objects.standing().filter(session=session).exists(),
        "held": held,
        "held_source": SOURCE,
        "drifted": session.number in held.without,
    }
