"""The acts of one story, each with its moment, from the enquiry to today."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from clinic.demo import (
    beginning,
    circle,
    exercises,
    incidents,
    meaning,
    practice,
    safety,
    sessions,
    techniques,
    weeks,
    workspace,
)
from clinic.demo.clock import Act
from clinic.demo.dates import working_day
from clinic.demo.tale import Tale

LONG_KNOWN = timedelta(days=500)  # how long ago the demo's patient was registered: before everybody else


def acts(tale: Tale, first: bool = False) -> Iterator[Act]:
    """Everything that happens in a story, up to last night."""
    yield from _beginning(tale, first)
    for number in range(1, tale.held + 1):
        yield from _week(tale, number)
    yield from practice.acts(tale)
    if tale.story.ended:
        yield Act(tale.session_at(tale.held, 70), partial(meaning.end, tale))
    elif tale.story.days is not None:
        yield from _coming(tale, tale.story.next)
        yield Act(_last_time(tale, tale.story.next), partial(weeks.book_the_week_after, tale))
    yield from exercises.practised(tale)
    yield from incidents.goes(tale)
    if tale.story.proposed:
        on = circle.proposed_on(tale, tale.story.proposed)
        yield Act(tale.at(on, "21:05"), partial(circle.propose, tale))


def _beginning(tale: Tale, first: bool) -> Iterator[Act]:
    start = tale.days[1]
    registered = start - (LONG_KNOWN if first else timedelta(days=19))
    asked = min(registered, start - timedelta(days=tale.waited))
    yield Act(tale.at(asked, "18:35"), partial(beginning.enquire, tale))
    yield Act(tale.at(registered, "18:40"), partial(beginning.register, tale))
    yield Act(tale.at(start - timedelta(days=18), "10:30"), partial(beginning.invite, tale))
    yield Act(tale.at(beginning.agreed_on(tale), "11:00"), partial(beginning.accept, tale))
    yield Act(tale.at(beginning.agreed_on(tale), "12:20"), partial(beginning.answer_at_enquiry, tale))


def _week(tale: Tale, number: int) -> Iterator[Act]:
    """What happens around one session that lies behind."""
    yield from _coming(tale, number)
    if number in tale.story.missed:
        yield Act(tale.session_at(number, 20), partial(weeks.miss, tale, number))
    else:
        yield Act(tale.session_at(number), partial(sessions.begin, tale, number))
        yield from techniques.acts(tale, number)
        yield Act(tale.session_at(number, 52), partial(sessions.sign, tale, number))
        if number == tale.last_due("focus"):
            yield Act(tale.at(tale.days[number], "20:15"), partial(workspace.answer_story, tale))


def _coming(tale: Tale, number: int) -> Iterator[Act]:
    """A session is booked and asked for; a week may fall out; the evening before, answers come."""
    yield Act(_last_time(tale, number), partial(weeks.look_ahead, tale, number))
    for off in tale.story.off:
        if off.before == number:
            yield Act(tale.session_at(number, -7 * 24 * 60 + 30), partial(weeks.fall_out, tale, off))
    if number not in tale.story.quiet:
        yield from _answers(tale, number)


def _last_time(tale: Tale, number: int) -> datetime:
    """When a session is agreed: at the end of the one before, the first in the first talk."""
    if number == 1:
        return tale.at(beginning.agreed_on(tale), "11:30")
    return tale.session_at(number - 1, 55)


def _answers(tale: Tale, number: int) -> Iterator[Act]:
    early, clock = safety.answered_when(tale, number)
    day = tale.days[number] - timedelta(days=early)
    if day >= tale.today:
        return
    yield Act(tale.at(day, clock), partial(weeks.answer, tale, number))
    watch = weeks.watched(tale, number)
    if watch and watch.then == "reviewed":
        yield Act(tale.at(tale.days[number], "09:15"), partial(safety.look, tale))
    if watch and watch.then == "with supervisor":
        passed = working_day(tale.today, -1)
        yield Act(tale.at(passed, "12:11"), partial(safety.pass_on, tale))
        yield Act(tale.at(passed, "12:40"), partial(safety.supervisor_looks, tale))
