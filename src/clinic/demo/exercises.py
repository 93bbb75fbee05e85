"""The exercises of a story: opened in a session, done alone in the week after it."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from clinic.demo.between import Exercised
from clinic.demo.clock import Act
from clinic.demo.tale import Tale
from clinic.demo.techniques import hear_consent
from clinic.techniques import actions
from ipt.therapy import exercises


def open_for_the_week(tale: Tale, number: int) -> None:
    """What was tried together may now be done alone."""
    for opened in tale.story.opened:
        if opened.session == number:
            for one in opened.exercises:
                hear_consent(tale, exercises.load(one).technique)
                actions.open_or_close(
                    participant=tale.participant,
                    what=one,
                    opened=True,
                    longer=opened.longer,
                    by=tale.therapist,
                )


def practised(tale: Tale) -> Iterator[Act]:
    """Every exercise done alone, up to last night."""
    for done in tale.story.practised:
        day = tale.days[done.session] + timedelta(days=done.days)
        if done.session <= tale.held and day < tale.today:
            yield Act(tale.at(day, done.at), partial(_practise, tale, done))


def _practise(tale: Tale, done: Exercised) -> None:
    one = exercises.load(done.exercise)
    form = next(form for form in one.forms if form.id == done.form)
    day = tale.days[done.session] + timedelta(days=done.days)
    chosen = {"what": done.what, "anchor": done.anchor}
    actions.record_use(
        participant=tale.participant,
        technique=one.technique,
        exercise=one.id,
        form=form.id,
        person=tale.people[done.who] if done.who else None,
        began_at=tale.at(day, done.at),
        seconds=int(done.minutes * 60),
        planned_seconds=exercises.seconds_of(form),
        before=dict(zip(one.rates, done.before, strict=False)),
        after=dict(zip(one.rates, done.after, strict=False)),
        stopped_by="" if done.stopped is None else "patient",
        stop_reason=done.stopped or "",
        unwanted=done.unwanted or "",
        unwanted_lasted=False if done.unwanted else None,
        takeaway=done.takeaway or "",
        details={"version": one.version, **{name: value for name, value in chosen.items() if value}},
        by=tale.patient.user,
    )
