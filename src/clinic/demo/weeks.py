"""The weeks of a story: what is booked and asked, what is answered, what does not take place."""

from datetime import date
from zoneinfo import ZoneInfo

from clinic.appointments import actions as appointments
from clinic.courses import actions as courses
from clinic.demo import scores
from clinic.demo.dates import WEEK
from clinic.demo.story import Off, Watch
from clinic.demo.tale import Tale
from clinic.questionnaires.actions import schedule, submit, withdraw
from clinic.workbench.actions import record_absence


def look_ahead(tale: Tale, number: int) -> None:
    """Book a session and ask for it what the manual asks."""
    if tale.story.days is None and number == tale.story.next and not tale.story.ended:
        return
    falls_out = any(off.before == number for off in tale.story.off)
    book(tale, number, tale.days[number] - falls_out * WEEK)
    tale.asked[number] = schedule(
        course=tale.course, number=number, due_on=tale.days[number], by=tale.therapist
    )


def book_the_week_after(tale: Tale) -> None:
    """The hour is kept: the session after the next one is booked as well, but not yet asked for."""
    after = tale.story.next + 1
    if after in tale.days:
        book(tale, after, tale.days[after])
        if tale.story.along:
            who = tale.people[tale.story.along]
            appointments.plan_company(appointment=tale.booked[after], relationship=who, by=tale.therapist)


def book(tale: Tale, number: int, day: date) -> None:
    story, zone = tale.story, ZoneInfo(tale.cast.service.time_zone)
    tale.booked[number] = appointments.book(
        course=tale.course,
        session_number=number,
        on=tale.at(day, story.at).astimezone(zone).replace(tzinfo=None),
        mode=story.mode,
        place=story.place if story.mode == "room" else "",
        by=tale.therapist,
    )


def answer(tale: Tale, number: int) -> None:
    """The patient answers what was asked for a session, on the phone."""
    watch = watched(tale, number)
    total = tale.scores[number - 1]
    given = {
        "phq9": scores.phq9(total, watch.answer if watch else 0, tale.rng),
        "gad7": scores.gad7(round(total * tale.story.worry) + tale.rng.choice((-1, 0, 1)), tale.rng),
    }
    for asked in tale.asked.pop(number):
        submit(asked=asked, by=tale.patient.user, answers=given[asked.measure])


def watched(tale: Tale, number: int) -> Watch | None:
    return next((one for one in tale.story.watch if one.session == number), None)


def fall_out(tale: Tale, off: Off) -> None:
    """A week without a session: what was booked is cancelled, and booked for the week after."""
    appointments.cancel(appointment=tale.booked[off.before], by=tale.therapist)
    session = courses.begin_session(course=tale.course, by=tale.therapist, mode=tale.story.mode)
    courses.record_absence(session=session, kind=off.kind, reason=off.reason, by=tale.therapist)
    book(tale, off.before, tale.days[off.before])


def miss(tale: Tale, number: int) -> None:
    """Nobody came, and the contract counts it."""
    session = courses.begin_session(course=tale.course, by=tale.therapist, mode=tale.story.mode)
    record_absence(
        session=session, kind="missed", reason="Did not come; rang and left a message.", by=tale.therapist
    )
    put_away(tale, number)


def put_away(tale: Tale, number: int) -> None:
    """What was not answered for a session that is over is no longer asked."""
    for asked in tale.asked.pop(number, ()):
        withdraw(asked=asked, by=tale.therapist)
