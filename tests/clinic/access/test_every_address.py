"""Nobody reaches a course that is not theirs, by any address."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from clinic.access.roles import Role
from clinic.appointments.actions import book
from clinic.courses.actions import add_medication, begin_session, propose_sessions, sign_session
from clinic.courses.models import Session
from clinic.formulation.actions import (
    add_entry,
    agree_contract,
    review_midpoint,
    set_goal,
    write_formulation,
)
from clinic.incidents.actions import (
    begin_decision,
    begin_role_play,
    give_lines,
    share_recording,
    tell_incident,
)
from clinic.inventory.actions import add_person, link_mood_to_event
from clinic.inventory.models import Relationship
from clinic.inventory.timeline.actions import add_event, remember_mood
from clinic.patients.actions import receive_enquiry
from clinic.practice.actions import agree_practice, log_practice, write_message
from clinic.questionnaires.actions import ask, submit
from clinic.safety.actions import sign_release, write_safety_plan
from clinic.safety.models import Alert
from clinic.signals.actions import call_for_alliance
from clinic.supervision.actions import choose_session, sign_talk
from clinic.techniques.actions import record_use
from clinic.techniques.actions.imagery import ask_readiness
from clinic.techniques.models import ImageryRun
from clinic.techniques.running import IMAGERY
from ipt.therapy.circumstances import asked_before
from tests import factories
from tests.conftest import signed_in

NAMED = re.compile(r"<(?:(\w+):)?(\w+)>")
OF_NOBODY = {"token", "role"}  # a patient's link and the demo's doors
OF_THE_SERVICE = {"enquiry", "membership"}  # rows that hang from no course
OF_WHOEVER_ASKS = {  # name one's own session or an exercise; staff have none and are refused
    "me/sessions/<int:number>/",
    "me/sessions/<int:number>/check/",
    "me/practice/exercises/<slug:exercise>/",
}
OF_THE_PROGRAM = {"exercise"}  # names no row
NOT_OURS = ("sign-in/",)  # allauth's pages, about the person signed in alone

MONDAY = datetime.fromisoformat("2026-11-16T14:00")  # a place's own time, without a zone

Rows = dict[str, object]


@dataclass(frozen=True)
class Somebody:
    """Who knocks, and a browser in which they are signed in."""

    who: str
    browser: Client

    def replies(self, address: str) -> set[int]:
        return {self.browser.get(address).status_code, self.browser.post(address).status_code}

    def doors_open(self, routes: list[str], rows: Rows) -> list[str]:
        """Where they find anything; 404, or 405 where the method is for nobody, is nothing."""
        found = {route: self.replies(filled(route, rows)) for route in routes}
        return [
            f"{self.who}: {route} {got}"
            for route, got in found.items()
            if 404 not in got or not got <= {404, 405}
        ]


def addresses() -> list[str]:
    """Every pattern in the URLconf that names something."""

    def walk(patterns: list, before: str = "") -> Iterator[str]:
        for pattern in patterns:
            route = before + str(pattern.pattern)
            yield from [route] if isinstance(pattern, URLPattern) else walk(pattern.url_patterns, route)

    named = {route for route in walk(get_resolver().url_patterns) if NAMED.search(route)}
    return sorted(route for route in named if not route.startswith(NOT_OURS))


def names(route: str) -> set[str]:
    return {name for _kind, name in NAMED.findall(route)}


THEIRS = [route for route in addresses() if not names(route) & OF_NOBODY and route not in OF_WHOEVER_ASKS]
OF_A_COURSE = [route for route in THEIRS if not names(route) & OF_THE_SERVICE]


@pytest.fixture
def rows(case: factories.Case) -> Rows:
    """One row of every kind that an address can name, of one course."""
    about: dict[str, object] = {"participant": case.participant, "by": case.therapist}
    held = begin_session(course=case.course, by=case.therapist)
    sign_session(session=held, by=case.therapist, line="The first.")
    session = begin_session(course=case.course, by=case.therapist)
    response = _answered_with_risk(case)
    plan = write_safety_plan(**about, warning_signs="I stop answering.")
    ada = add_person(**about, pseudonym="Ada", category="family", ring=2)
    return {
        "course": case.course.pk,
        "number": session.number,
        "version": plan.version,
        "response": response.pk,
        "measurerequest": response.asked_id,
        "alert": Alert.objects.get(course=case.course).pk,
        "relationship": ada.pk,
        "release": sign_release(
            relationship=ada, reason="Agreed.", until=date(2026, 12, 1), by=case.therapist
        ).pk,
        "timelineevent": add_event(**about, what="Moved", on=date(2026, 7, 1)).pk,
        "rememberedmood": remember_mood(**about, on=date(2001, 1, 1), level=7).pk,
        "moodeventlink": link_mood_to_event(
            session=session, what="rang", feeling="known", direction="up", by=case.therapist
        ).pk,
        "goal": set_goal(**about, text="See one friend").pk,
        "formulation": write_formulation(
            course=case.course, crisis="", story="We moved.", by=case.therapist
        ).pk,
        "workspaceentry": add_entry(
            course=case.course, area="grief", section="missed", text="Her laugh", by=case.therapist
        ).pk,
        "contract": agree_contract(course=case.course, sessions=16, by=case.therapist).pk,
        "sessionsagreement": propose_sessions(
            course=case.course, to_sessions=18, why="Two weeks ill.", by=case.therapist
        ).pk,
        "midpointreview": review_midpoint(
            course=case.course,
            focus_fits="yes",
            decision="continue",
            reason="It helps.",
            patient_says="agrees",
            by=case.therapist,
        ).pk,
        "medication": add_medication(course=case.course, name="Sertraline", by=case.therapist).pk,
        "appointment": book(
            course=case.course, on=datetime.fromisoformat("2026-11-16T14:00"), by=case.therapist
        ).pk,
        **_incidents(about, ada),
        **_practice(about),
        "chosensession": choose_session(session=held, by=case.therapist).pk,
        "supervisiontalk": sign_talk(
            service=case.service,
            supervisor=case.supervisor,
            therapist=case.therapist,
            by=case.supervisor,
            on=MONDAY.date(),
            minutes=60,
            way="room",
            points=[(case.course, "", "Wait longer.")],
        ).talk_id,
        "signal": call_for_alliance(**about, said=[1.0, 0.5], session_number=1, at=timezone.now())[0].pk,
        "exercise": "paced_breathing",
        **_imagery(case, session),
        "enquiry": receive_enquiry(service=case.service, name="Kim", contact_by="phone", adult=True).pk,
        "membership": case.therapist.memberships.get().pk,
    }


def _incidents(about: dict[str, object], ada: Relationship) -> Rows:
    """An incident with Ada, played once and practised alone, and a decision."""
    line = {"speaker": "patient", "said": "Fine."}
    account = tell_incident(**about, relationship=ada, on=date(2026, 11, 10), turns=[line])
    played = begin_role_play(account=account, by=about["by"])
    mine = [{"by": "patient", "who": "Rowan", "words": "Fine."}]
    given = give_lines(account=account, lines=mine, until=date(2026, 11, 20), by=about["by"])
    recording = share_recording(
        given=given,
        place=1,
        recording=b"OggS and sound",
        consent="I agree.",
        delete_on=date(2026, 11, 20),
        by=about["by"],
    )
    weighing = begin_decision(**about, question="Ask her?", options=[{"option": "Do nothing for now"}])
    return {
        "incident": account.incident_id,
        "account": account.pk,
        "roleplay": played.pk,
        "linesgiven": given.pk,
        "sharedrecording": recording.pk,
        "decision": weighing.decision_id,
        "weighing": weighing.pk,
    }


def _practice(about: dict[str, object]) -> Rows:
    """Something agreed, told of once, and a draft of a message."""
    practice = agree_practice(**about, what="Ring Ada", how_often="once").practice
    entry, _new = log_practice(practice=practice, how="partly", by=about["by"])
    draft = write_message(**about, my_words="Can we talk?").draft
    return {"practice": practice.pk, "practiceentry": entry.pk, "messagedraft": draft.pk}


def _imagery(case: factories.Case, session: Session) -> Rows:
    """A run of imagery that goes on, and a use of an exercise."""
    about: dict[str, object] = {"participant": case.participant, "by": case.therapist}
    readiness = ask_readiness(
        **about, session=session, answers={one.id: False for one in asked_before(IMAGERY)}
    )
    run = ImageryRun.objects.create(
        service=case.service,
        participant=case.participant,
        session=session,
        readiness=readiness,
        label="The stairs",
        stop_word="red",
        steps_in_first="clinician",
        begun_by=case.therapist,
    )
    use, _new = record_use(
        **about, technique="bodily_work", exercise="grounding", began_at=timezone.now(), seconds=60
    )
    return {"imageryrun": run.pk, "techniqueuse": use.pk}


def _answered_with_risk(case: factories.Case):
    asked = ask(participant=case.participant, measure="phq9", due_on=date(2026, 11, 12), by=case.therapist)
    answers = {item.id: 1.0 for item in asked.loaded.items}
    return submit(asked=asked, answers=answers, by=case.patient.user)


def filled(route: str, rows: Rows) -> str:
    return "/" + NAMED.sub(lambda found: str(rows[found[2]]), route)


def colleagues(case: factories.Case) -> list[Somebody]:
    """Staff of the same service who neither treat nor supervise the patient, nor have a service-wide role."""
    people = [factories.member(role, case.service) for role in (Role.THERAPIST, Role.SUPERVISOR)]
    return [Somebody(f"a colleague, {person.memberships.get().role}", signed_in(person)) for person in people]


def strangers() -> list[Somebody]:
    """Staff of another service, whatever their role, and a patient of another course."""
    elsewhere = factories.service(name="Hillside Psychology")
    staff = [(role, factories.member(role, elsewhere)) for role in Role]
    other = factories.course(of=elsewhere)
    return [Somebody(f"{role} of another service", signed_in(person)) for role, person in staff] + [
        Somebody("a patient of another service", signed_in(other.patient.user))
    ]


def test_there_is_a_row_for_every_name_in_an_address(rows: Rows) -> None:
    named = {name for route in addresses() for name in names(route)}
    assert named - OF_NOBODY == set(rows)


def test_colleagues_who_do_not_treat_the_patient_find_nothing(rows: Rows, case: factories.Case) -> None:
    assert [door for who in colleagues(case) for door in who.doors_open(OF_A_COURSE, rows)] == []


def test_strangers_find_nothing(rows: Rows) -> None:
    assert [door for who in strangers() for door in who.doors_open(THEIRS, rows)] == []


def test_another_patient_of_the_same_therapist_finds_nothing(rows: Rows, case: factories.Case) -> None:
    other = factories.course(of=case.service, therapist=case.therapist)
    somebody = Somebody("another patient", signed_in(other.patient.user))
    assert somebody.doors_open(THEIRS, rows) == []


def test_the_patient_finds_none_of_the_staffs_pages(rows: Rows, case: factories.Case) -> None:
    somebody = Somebody("the patient", signed_in(case.patient.user))
    seen = {route: somebody.replies(filled(route, rows)) for route in OF_A_COURSE if "courses/" in route}
    assert {route: got for route, got in seen.items() if not got <= {403, 404, 405}} == {}


def test_whoever_is_not_signed_in_is_asked_to(rows: Rows, client: Client) -> None:
    replies = {route: client.get(filled(route, rows)) for route in THEIRS}
    assert [
        route
        for route, reply in replies.items()
        if reply.status_code != 405 and not reply.headers.get("Location", "").startswith("/sign-in/")
    ] == []


def test_a_row_of_one_course_is_not_found_below_another(
    rows: Rows, case: factories.Case, therapist: Client
) -> None:
    """Not even by the therapist of both."""
    other = factories.course(of=case.service, therapist=case.therapist)
    mixed = [
        route for route in OF_A_COURSE if "course" in (of := names(route) - OF_THE_PROGRAM) and len(of) > 1
    ]
    somebody = Somebody("the therapist of both", therapist)
    assert somebody.doors_open(mixed, rows | {"course": other.course.pk}) == []
