"""The incidents of a story, gone through, played and tried once the patient was asked; and its decisions."""

from datetime import timedelta
from typing import Any

from clinic.demo.story import Asked, Decided, Incident, Option, Released, Said, Tried
from clinic.demo.tale import Tale
from clinic.incidents import actions
from clinic.incidents.models import Account
from clinic.safety import actions as safety


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
            actions.rewrite_line(
                incident=account.incident, turn_number=number, words=words, by=tale.therapist
            )
    if told.played:
        run = {"account": account, "session_number": told.session, "by": tale.therapist}
        before, after = told.played
        actions.record_role_play(**run, swapped=True, confidence_before=before, learnt=told.learnt or "")
        actions.record_role_play(**run, confidence_before=before, confidence_after=after)
    if told.tried:
        coming = tale.days[_next_held(tale, told.session)]
        actions.agree_to_try(
            incident=account.incident, agreed_for=coming, line=told.tried.line, by=tale.therapist
        )


def _tell_try(tale: Tale, told: Incident, tried: Tried) -> None:
    account = Account.objects.newest().get(
        incident__participant=tale.participant,
        session_number=told.session,
        relationship=tale.people[told.who],
    )
    actions.tell_try(
        incident=account.incident, how=tried.how, what_happened=tried.happened, by=tale.therapist
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
