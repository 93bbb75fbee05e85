"""The adjunct techniques of a story: asked about, heard, opened, used, and what came of a check-in."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from clinic.courses.models import Session
from clinic.demo.adjuncts import Imagined, Used
from clinic.demo.clock import Act, now_is
from clinic.demo.tale import Tale
from clinic.techniques import actions, running
from clinic.techniques.actions import check_ins
from clinic.techniques.actions import imagery as runs
from clinic.techniques.models import ImageryRun, Precautions, TechniqueConsent
from ipt.therapy import circumstances, exercises, imagery

AGREES = {
    "drama": "All right. If it gets silly I say stop.",
    "bodily_work": "We can try that.",
    "mindfulness": "With my eyes open, yes.",
    "restructuring_attention": "Yes, I would like to see what sets it off.",
}
MINUTES = {"as_then": 9, "step_in": 16, "receive": 28, "ground": 36, "talk_it_over": 41}  # of the session
TECHNIQUE_OF = {one.id: one.technique for one in exercises.load_all()}
CALLS_AT = "10:30"


def acts(tale: Tale, number: int) -> Iterator[Act]:
    """What a session does with adjunct techniques, and what is done alone in the days after it."""
    told = tale.story.adjuncts
    if any(one.session == number for one in (*told.asked, *told.heard, *told.opened)):
        yield Act(tale.session_at(number, 2), partial(_decide, tale, number))
    for used in told.used:
        if used.session == number and (at := _used_at(tale, used)) < tale.at(tale.today, "00:00"):
            yield Act(at + timedelta(minutes=used.minutes), partial(_use, tale, used, at))
    for imagined in told.imagined:
        if imagined.session == number:
            yield Act(tale.session_at(number, 5), partial(_imagine, tale, imagined))
            calls = _calls_at(tale, number)
            if calls < tale.at(tale.today, "00:00"):
                yield Act(
                    calls, partial(_check_in, tale, number, imagined.came or "Slept well; nothing new.")
                )


def _decide(tale: Tale, number: int) -> None:
    about = {"participant": tale.participant, "by": tale.therapist}
    for asked in tale.story.adjuncts.asked:
        if asked.session == number:
            actions.keep_precautions(present=asked.found, note=asked.note or "", **about)
    for heard in tale.story.adjuncts.heard:
        if heard.session == number:
            actions.keep_consent(technique=heard.technique, agreed=heard.agreed, said=heard.said, **about)
    for one in tale.story.adjuncts.opened:
        if one.session == number:
            if one.what in TECHNIQUE_OF:
                hear_consent(tale, TECHNIQUE_OF[one.what])
            actions.open_or_close(
                what=one.what, opened=True, reason=one.reason or "", longer=one.longer, **about
            )


def hear_consent(tale: Tale, technique: str) -> None:
    """What the patient says when asked for the first time; whoever has answered before is not asked again."""
    if not Precautions.objects.filter(participant=tale.participant).exists():
        actions.keep_precautions(participant=tale.participant, present=(), by=tale.therapist)
    if not TechniqueConsent.objects.filter(participant=tale.participant, technique=technique).exists():
        actions.keep_consent(
            participant=tale.participant,
            technique=technique,
            agreed=True,
            said=AGREES[technique],
            by=tale.therapist,
        )


def _used_at(tale: Tale, used: Used) -> datetime:
    if used.days is None:
        return tale.session_at(used.session, 30)
    return tale.at(tale.days[used.session] + timedelta(days=used.days), used.at)


def _use(tale: Tale, used: Used, at: datetime) -> None:
    alone = used.days is not None
    if not alone:
        hear_consent(tale, TECHNIQUE_OF[used.exercise])
    rated = {"before": used.before, "after": used.after}
    given = {when: {} if value is None else {used.rates: value} for when, value in rated.items()}
    actions.record_use(
        participant=tale.participant,
        technique=TECHNIQUE_OF[used.exercise],
        exercise=used.exercise,
        session=None if alone else _session(tale, used.session),
        began_at=at,
        seconds=used.minutes * 60,
        stopped_by=used.stopped or "",
        stop_reason=used.why or "",
        takeaway=used.takeaway or "",
        unwanted=used.unwanted or "",
        by=tale.patient.user if alone else tale.therapist,
        **given,
    )


def _session(tale: Tale, number: int) -> Session:
    return Session.objects.get(course=tale.course, number=number)


def _imagine(tale: Tale, told: Imagined) -> None:
    """One run, from the questions to the check-in, each tap at its minute of the session."""
    readiness = runs.ask_readiness(
        participant=tale.participant,
        session=_session(tale, told.session),
        answers={one.id: False for one in circumstances.asked_before(running.IMAGERY)},
        by=tale.therapist,
    )
    run = runs.begin_run(
        readiness=readiness,
        label=told.label,
        stop_word=told.stop_word,
        steps_in_first=told.stepped_in,
        before={"distress": told.distress[0], "vividness": told.vivid[0]},
        belief_words=told.says,
        belief_before=told.believed[0],
        by=tale.therapist,
    )
    _go_through(tale, told, run)
    with now_is(tale.session_at(told.session, 46)):
        runs.finish_run(
            run=run,
            by=tale.therapist,
            due_at=_calls_at(tale, told.session),
            way="phone",
            owner=tale.therapist,
            after={"distress": told.distress[1], "vividness": told.vivid[1]},
            meaning=told.meaning,
            belief_after=told.believed[1],
            takeaway=told.takeaway,
            stop_reason="Too close; said the word." if told.stopped else "",
        )


def _go_through(tale: Tale, told: Imagined, run: ImageryRun) -> None:
    for step, rated in zip([*imagery.AROUSING, imagery.GROUND], told.rated, strict=False):
        if step == "step_in" and told.carried_on:
            _tap(tale, told, run, step, "carried_on", words=told.carried_on)
        _tap(tale, told, run, step, "step", words=step)
        _tap(tale, told, run, step, "distress", value=rated, later=2)
        if step == "as_then":
            _tap(tale, told, run, step, "need", words=told.need, later=3)
        if step == told.stopped:
            _tap(tale, told, run, step, "stopped", words="patient", later=4)
            break
        if step == "step_in":
            _tap(tale, told, run, step, "stepped_in", words=told.stepped_in, later=3)
    if told.stopped:
        _tap(tale, told, run, imagery.GROUND, "distress", value=told.rated[-1])
    _tap(tale, told, run, imagery.TALK, "grounded", value=1)


def _tap(
    tale: Tale, told: Imagined, run: ImageryRun, step: str, kind: str, *,
    words: str = "", value: int | None = None, later: int = 0,
) -> None:  # fmt: skip
    with now_is(tale.session_at(told.session, MINUTES[step] + later)):
        runs.tap(run=run, kind=kind, words=words, value=value, by=tale.therapist)


def _calls_at(tale: Tale, number: int) -> datetime:
    """Tomorrow where that is within three days of the session; else two days after it."""
    tomorrow = tale.at(tale.today + timedelta(days=1), CALLS_AT)
    after = (tomorrow - tale.session_at(number, 46)) / timedelta(hours=1)
    first, last = imagery.CHECK_IN_HOURS
    if first <= after <= last:
        return tomorrow
    return tale.at(tale.days[number] + timedelta(days=2), tale.story.at, 45)


def _check_in(tale: Tale, number: int, came: str) -> None:
    run = ImageryRun.objects.get(participant=tale.participant, session__number=number)
    check_ins.say_what_came_of_it(run=run, state="done", words=came, by=tale.therapist)
