"""What a story practises between sessions: agreed in a session, told of on the phone, drafts of messages."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from clinic.demo.between import Drafted, Practised, PractisedOnce
from clinic.demo.clock import Act
from clinic.demo.tale import Tale
from clinic.practice import actions
from clinic.practice.models import Practice


def agree(tale: Tale, number: int) -> None:
    """What a session agrees, lets rest and ends."""
    for practised in tale.story.practices:
        if practised.session == number:
            _agree(tale, practised)
        if practised.rests == number:
            actions.rest_practice(practice=_found(tale, practised), by=tale.therapist)
        if practised.ends == number:
            actions.end_practice(practice=_found(tale, practised), by=tale.therapist)


def _agree(tale: Tale, practised: Practised) -> None:
    once = practised.often == "once"
    actions.agree_practice(
        participant=tale.participant,
        what=practised.what,
        how_often=practised.often,
        on=_first(tale, practised.session, practised.days[0]) if once and practised.days else None,
        weekdays=[] if once else list(practised.days),
        part_of_day=practised.part or "",
        relationship=tale.people[practised.who] if practised.who else None,
        towards=practised.towards or "",
        exercise=practised.exercise or "",
        session_number=practised.session,
        by=tale.therapist,
    )


def _found(tale: Tale, practised: Practised) -> Practice:
    found: Practice = tale.participant.practices.get(terms__what=practised.what, terms__version=1)
    return found


def acts(tale: Tale) -> Iterator[Act]:
    """What the patient does with it on the phone, as far as its day has passed."""
    for practised in tale.story.practices:
        for place, once in enumerate(practised.told):
            on = _first(tale, once.session, once.day)
            if on < tale.today:
                yield Act(tale.at(on, "20:40", place), partial(_tell, tale, practised, once, on))
    for drafted in tale.story.drafts:
        on = _first(tale, drafted.session, drafted.day)
        if on < tale.today:
            yield Act(tale.at(on, "21:20"), partial(_draft, tale, drafted))
    if tale.story.reminded:
        yield Act(tale.session_at(tale.story.practices[0].session, 300), partial(_remind, tale))


def _first(tale: Tale, session: int, day: int) -> date:
    """The first such day of the week after a session."""
    after = tale.days[session] + timedelta(days=1)
    return after + timedelta(days=(day - after.weekday()) % 7)


def _tell(tale: Tale, practised: Practised, once: PractisedOnce, on: date) -> None:
    before, after = once.mood or (None, None)
    actions.log_practice(
        practice=_found(tale, practised),
        how=once.how,
        on=on,
        note=once.note or "",
        shared=once.shared,
        mood_before=before,
        mood_after=after,
        by=tale.patient.user,
    )


def _draft(tale: Tale, drafted: Drafted) -> None:
    actions.write_message(
        participant=tale.participant,
        relationship=tale.people[drafted.who],
        known=drafted.known or "",
        ask=drafted.ask or "",
        heard=drafted.heard or "",
        my_words=drafted.words,
        shared=drafted.shared,
        by=tale.patient.user,
    )


def _remind(tale: Tale) -> None:
    actions.choose_reminder(participant=tale.participant, wanted=True, by=tale.patient.user)
