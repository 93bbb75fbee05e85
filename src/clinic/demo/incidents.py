"""The incidents of a story, gone through, played and tried once the patient was asked; and its decisions."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from clinic.demo.clock import Act
from clinic.demo.story import Alone, Asked, Decided, Incident, Option, Released, Said, Tried
from clinic.demo.tale import Tale
from clinic.demo.techniques import hear_consent
from clinic.incidents import actions
from clinic.incidents.gathering import lines_of
from clinic.incidents.models import Account
from clinic.incidents.runs import BY_ID, DRAMA, RULES
from clinic.incidents.stage import to_give
from clinic.safety import actions as safety

A_RUN = 4  # minutes


def work_on(tale: Tale, number: int) -> None:
    """What a session does with incidents: first what was tried since the last one is told."""
    for asked in tale.story.asked_about:
        if asked.session == number:
            _ask(tale, asked)
    for released in tale.story.released:
        if released.session == number:
            _release(tale, released)
    for incident in tale.story.incidents:
        if incident.tried and _next_held(tale, incident.session) == number:
            _tell_try(tale, incident, incident.tried)
        if incident.session == number:
            _go_through(tale, incident)
    for decided in tale.story.decisions:
        _decide(tale, decided, number)


def _next_held(tale: Tale, number: int) -> int:
    return next(n for n in range(number + 1, number + 99) if n not in tale.story.missed)


def _ask(tale: Tale, asked: Asked) -> None:
    day = None if asked.answer == "not_asked" else tale.days[asked.session]
    safety.keep_private_enquiry(
        relationship=tale.people[asked.who],
        answer=asked.answer,
        asked_on=day,
        asked_alone=day is not None,
        note=asked.note or "",
        by=tale.therapist,
    )


def _release(tale: Tale, released: Released) -> None:
    safety.sign_release(
        relationship=tale.people[released.who],
        reason=released.reason,
        until=tale.days[released.session] + timedelta(weeks=released.weeks),
        by=tale.therapist,
    )


def _go_through(tale: Tale, told: Incident) -> None:
    before, after = told.mood or (None, None)
    account = actions.tell_incident(
        participant=tale.participant,
        relationship=tale.people[told.who],
        on=tale.days[told.session] - timedelta(days=told.days),
        turns=[_line(one) for one in told.lines],
        new_line=told.new or "",
        place=told.place or "",
        aim=told.aim or "",
        mood_before=before,
        mood_after=after,
        wish=told.wish or "",
        response=told.response or "",
        own_response=told.own or "",
        session_number=told.session,
        by=tale.therapist,
    )
    _rehearse(tale, told, account)


def _line(said: Said) -> dict[str, Any]:
    control, affiliation = said.at or (None, None)
    return {
        "speaker": said.by,
        "said": said.said,
        "felt": said.felt or "",
        "meant": said.meant or "",
        "heard": said.heard or "",
        "wanted": said.wanted or "",
        "want_said": said.open,
        "control": control,
        "affiliation": affiliation,
        "failures": list(said.lost),
    }


def _rehearse(tale: Tale, told: Incident, account: Account) -> None:
    """Other words, a run in each role, and a line to try."""
    for number, said in enumerate(told.lines, 1):
        for words in said.new:
            actions.rewrite_lines(incident=account.incident, words={number: words}, by=tale.therapist)
    if told.played:
        _play(tale, told, account)
    if told.alone:
        _practise(tale, told, told.alone, account)
    if told.tried:
        coming = tale.days[_next_held(tale, told.session)]
        actions.agree_to_try(
            incident=account.incident, agreed_for=coming, line=told.tried.line, by=tale.therapist
        )


def _play(tale: Tale, told: Incident, account: Account) -> None:
    """The scene, and a run in each form that the story names; the last tells how sure it left."""
    before, after = told.played or (None, None)
    actions.set_scene(
        incident=account.incident,
        place=told.place or "",
        who_is_there="",
        rules=list(RULES),
        stop_word=told.stop_word or "stop",
        by=tale.therapist,
    )
    session = tale.participant.course.sessions.filter(number=told.session).first()
    for form in told.runs:
        drama = BY_ID[form].adjunct
        if drama:
            hear_consent(tale, DRAMA)
        run = actions.begin_role_play(
            account=account,
            form=form,
            session=session,
            confidence_before=before,
            distress_before=4 if drama else None,
            by=tale.therapist,
        )
        run = actions.end_role_play(role_play=run, by=tale.therapist, stopped=form == told.stopped)
        actions.look_back(
            role_play=run,
            confidence_after=after if form == told.runs[-1] else None,
            distress_after=3 if drama else None,
            learnt=told.learnt or "" if form == "swapped" else told.learnt_beside or "" if drama else "",
            minutes=A_RUN,
            stopped_by="patient" if form == told.stopped else "",
            by=tale.therapist,
        )


def _practise(tale: Tale, told: Incident, alone: Alone, account: Account) -> None:
    """Lines given to practise alone."""
    lines = to_give(lines_of(account, tale.participant), account, tale.patient.preferred_name)
    day = tale.days[told.session]
    actions.give_lines(
        account=account,
        lines=lines,
        note=alone.note or "",
        until=day + timedelta(days=alone.days),
        by=tale.therapist,
    )


def goes(tale: Tale) -> Iterator[Act]:
    """Every time the patient practised lines alone, up to last night."""
    for told in tale.story.incidents:
        for go in told.alone.goes if told.alone and told.session <= tale.held else ():
            day = tale.days[told.session] + timedelta(days=go[0])
            if day < tale.today:
                yield Act(tale.at(day, "19:40"), partial(_go, tale, told, go))


def _go(tale: Tale, told: Incident, go: tuple[int, int, int, str]) -> None:
    _days, before, after, was_like = go
    account = _account_of(tale, told)
    actions.keep_go(
        given=account.lines_given.get(),
        confidence_before=before,
        confidence_after=after,
        was_like=was_like,
        by=tale.patient.user,
    )


def _account_of(tale: Tale, told: Incident) -> Account:
    found: Account = Account.objects.newest().get(
        incident__participant=tale.participant,
        session_number=told.session,
        relationship=tale.people[told.who],
    )
    return found


def _tell_try(tale: Tale, told: Incident, tried: Tried) -> None:
    actions.tell_try(
        incident=_account_of(tale, told).incident,
        how=tried.how,
        what_happened=tried.happened,
        by=tale.therapist,
    )


def _decide(tale: Tale, decided: Decided, number: int) -> None:
    if decided.session == number:
        actions.begin_decision(participant=tale.participant, **_weighed(tale, decided))
    elif decided.came and _next_held(tale, decided.session) == number:
        decision = tale.participant.decisions.get(weighings__question=decided.question)
        actions.weigh(decision=decision, came_of_it=decided.came, **_weighed(tale, decided))


def _weighed(tale: Tale, decided: Decided) -> dict[str, Any]:
    return {
        "question": decided.question,
        "relationship": tale.people[decided.who] if decided.who else None,
        "options": [_option(one) for one in (decided.nothing, *decided.options)],
        "choice": decided.choice,
        "when": decided.when,
        "review_on": tale.days[_next_held(tale, decided.session)],
        "by": tale.therapist,
    }


def _option(one: Option) -> dict[str, str]:
    return {
        "option": one.option,
        "pro": one.pro,
        "contra": one.contra,
        "feelings": one.feelings,
        "effect": one.effect,
    }
