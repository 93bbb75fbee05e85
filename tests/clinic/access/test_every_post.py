"""Whatever anybody sends to any address: it is answered, and writes no more than their role may."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import F, ForeignKey, Q
from django.forms import BaseForm, CharField, HiddenInput
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils.html import escape

from clinic.access.models import ClinicalRow
from clinic.access.roles import MAY, Permission, Role, Standing
from clinic.courses.actions import save_draft
from clinic.courses.models import Session
from clinic.formulation.actions import agree_contract
from clinic.inventory.actions import add_person, draw_circle
from clinic.inventory.models import Relationship
from clinic.questionnaires.actions import ask
from clinic.techniques.running import IMAGERY
from ipt.therapy import manuals, suitability
from ipt.therapy.circumstances import asked_before
from tests import factories
from tests.clinic.access.test_every_address import Rows, filled, rows
from tests.conftest import signed_in

__all__ = ["rows"]

Sent = Mapping[str, object]

FORM = "application/x-www-form-urlencoded"
CHOSEN_NOT_TYPED = {  # what comes back there is a question, a goal or a contract
    "me/measures/<uuid:measurerequest>/",
    "me/contract/",
    "courses/<uuid:course>/formulation/goals/<uuid:goal>/rate/",
    "courses/<uuid:course>/techniques/imagery/<uuid:imageryrun>/tap/",
}
WRITTEN_BY_A_REFUSAL = {"audit_auditevent", "django_session"}
WRITES = re.compile(r'(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM) "(\w+)"')

# What every form together asks for, by kind; an address takes what it knows and leaves the rest.
WORDS = [
    "name", "preferred_name", "phone", "place", "cover", "reason", "barriers", "preference",
    "explanation", "code", "eased", "eased_by", "undertaking", "dose", "prescriber", "own_words",
    "rivals", "why_changed", "crisis", "vulnerability", "support", "story", "text", "rhythm",
    "between_sessions", "brought", "did", "change", "feelings", "warning_signs", "what_then",
    "remember", "way_back", "pseudonym", "what", "when", "feeling", "page", "action", "thoughts",
    "plan", "means", "intent", "protection", "coping", "distraction", "helpers", "professionals",
    "safer_means", "reasons_for_living", "about", "line", "summary", "risk_status", "private",
    "general_practitioner", "website", "why_amended", "known", "ask", "heard", "my_words", "to_whom", "note",
    "discussed", "agreed", "to_discuss", "why", "helps", "helps_not", "patient_sees", "therapist_sees",
    "said", "stop_word", "label", "takeaway", "meaning", "stop_reason", "belief_words",
]  # fmt: skip
NUMBERS = {
    "minutes": "50", "alert_minutes": "60", "based_on": "1", "sessions": "16", "died_year": "2000",
    "year": "2020", "month": "3", "revision": "1", "number": "2", "value": "1", "rating": "3",
    "to_sessions": "20",
}  # fmt: skip
DAYS = {
    "day": "2026-11-20", "time": "10:00", "opens_at": "09:00", "closes_at": "17:00",
    "closed_on": "2026-12-25", "explained_on": "2026-11-01", "until": "2026-12-01",
    "started_on": "2026-11-01", "stopped_on": "2026-11-02", "due_on": "2026-11-20",
    "given_on": "2026-11-10", "review_by": "2026-11-30", "review_on": "2026-12-01",
    "look_again_on": "2026-11-26",
    "on": "2026-11-14", "at": "14:00", "born_on": "1980-01-01", "began_on": "2026-11-12",
}  # fmt: skip
CHOICES: dict[str, object] = {
    "email": "new@clinic.example", "role": "lead", "country": "GB", "time_zone": "Europe/London",
    "working_days": ["0", "1"], "mode": "room", "anyway": "1", "area": "grief",
    "decision": suitability.guide().decisions[0].id, "task": manuals.load("dep16").tasks[0].id,
    "patient_agrees": "yes", "agrees": "yes", "focus_fits": "yes", "patient_says": "agrees",
    "missed_count": "yes", "how": "completed", "sure": "on", "ring": "2",
    "category": "family", "conflict": "none", "ideal_ring": "1", "towards": "nearer", "kind": "event",
    "direction": "up", "measure": "gad7", "item": "gad7-1", "way": "paper", "level": "1",
    "contact_by": "phone", "contact": "0113 496 0000", "adult": "yes", "consent": "on", "manual": "dep16",
    "technique": "bodily_work", "opened": "yes", "none_found": "on", "state": "done",
    "steps_in_first": "clinician", "distress": "3", "stopped_by": "patient",
    **{f"asked_{one.id}": "no" for one in asked_before(IMAGERY)},
    "stage": "acute", "attendance": "attended", "blanks_seen": "",
    **{f"gad7-{number}": "1" for number in range(1, 9)},
    "understood": "yes", "mattered": "mostly", "rests_on": "notes", "item_focus": "2", "session": "1",
}  # fmt: skip
ODD: dict[str, tuple[object, ...]] = {
    "words": ("a\0b" + "🧨\u202e" * 300,),
    "numbers": ("-1", "9" * 5_000),
    "days": ("0001-01-01", "9999-12-31"),
    "choices": (["no such choice", "2"],),
    "ids": ("00000000-0000-0000-0000-000000000000",),
}
QUERY = (
    "page version since person names question all after then state country whose named sort measure back from"
)
ODD_QUERIES = ("%00%ED%A0%80", "9" * 5_000)  # a NUL with half a character, and a number with no end


@dataclass(frozen=True)
class Address:
    """A pattern of the URLconf and what may be done there."""

    route: str
    needs: Permission | None


def addresses() -> list[Address]:
    def walk(patterns: list[Any], before: str = "") -> Iterator[Address]:
        for pattern in patterns:
            route = before + str(pattern.pattern)
            if isinstance(pattern, URLPattern):
                yield Address(route, getattr(pattern.callback, "opened_by_gate", None))
            else:
                yield from walk(pattern.url_patterns, route)

    return list(walk(get_resolver().url_patterns))


@dataclass
class Room:
    """One course with a row of every kind, everybody around it, and what they may send."""

    rows: Rows
    people: dict[str, tuple[Client, set[Standing]]]
    sent: dict[str, dict[str, object]]  # what every form asks for, filled in plausibly, by kind

    def plausible(self, route: str, **instead: Mapping[str, object]) -> dict[str, object]:
        merged = {name: value for kind in (self.sent | instead).values() for name, value in kind.items()}
        return merged | ({"day": "3"} if "timeline" in route and "days" not in instead else {})

    def posts(self, route: str) -> Iterator[tuple[str, dict[str, object]]]:
        """Nothing; and what is plausible with one kind of field odd, each time in another way."""
        yield "nothing", {}
        for kind, ways in ODD.items():
            for odd in ways:
                yield kind, self.plausible(route, **{kind: dict.fromkeys(self.sent[kind], odd)})


@pytest.fixture
def room(rows: Rows, case: factories.Case) -> Room:
    waits = ask(participant=case.participant, measure="gad7", due_on=date(2026, 11, 12), by=case.therapist)
    open_one = Session.objects.get(course=case.course, signed_at=None)
    save_draft(session=open_one, content={"line": "began"}, revision=0, by=case.therapist)
    somebody = Relationship.objects.get(pk=rows["relationship"])
    drawn: dict[str, Any] = {"participant": case.participant, "drawn_on": date(2026, 11, 5)}
    draw_circle(**drawn, placements=[(somebody, 2, None)], by=case.therapist)
    people: dict[str, tuple[Client, set[Standing]]] = {
        "nobody": (Client(), set()),
        "patient": (signed_in(case.patient.user), {Standing.PATIENT}),
        "therapist": (signed_in(case.therapist), {Standing.TREATING, Standing.THERAPIST}),
        "supervisor": (signed_in(case.supervisor), {Standing.SUPERVISING, Standing.SUPERVISOR}),
    }
    for role in (Role.LEAD, Role.ADMINISTRATOR, Role.RECEPTION):
        people[role] = (signed_in(factories.member(role, case.service)), {Standing(role)})
    words: dict[str, object] = {name: f"typed {name}" for name in WORDS}
    numbers: dict[str, object] = {**NUMBERS, f"{rows['goal']}-rating": "4", str(rows["goal"]): "5"}
    ids: dict[str, object] = {
        "course": case.course.pk,
        "relationship": rows["relationship"],
        "therapist": case.therapist.pk,
        "supervisor": case.supervisor.pk,
        "contract": rows["contract"],
        "id": "01a00000-0000-7000-8000-000000000001",
    }
    sent = {"words": words, "numbers": numbers, "days": dict(DAYS), "choices": dict(CHOICES), "ids": ids}
    return Room(rows | {"measurerequest": waits.pk, "token": "t", "role": "lead", "pk": 1}, people, sent)


@contextmanager
def undone() -> Iterator[set[str]]:
    """The tables that are written to meanwhile; afterwards nothing has happened."""
    tables: set[str] = set()

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        tables.update(WRITES.findall(sql))
        return execute(sql, params, many, context)

    with transaction.atomic(), connection.execute_wrapper(watch):
        yield tables
        transaction.set_rollback(True)


@contextmanager
def signed_in_after(browser: Client) -> Iterator[None]:
    """Whatever an address does to the sign-in, it is there again."""
    kept = {name: morsel.value for name, morsel in browser.cookies.items()}
    yield
    browser.cookies.clear()
    for name, value in kept.items():
        browser.cookies[name] = value


def post(browser: Client, address: str, sent: Sent) -> HttpResponse:
    browser.raise_request_exception = False
    with signed_in_after(browser):
        return browser.post(address, urlencode(sent, doseq=True), content_type=FORM)


def lost(reply: HttpResponse) -> list[str]:
    """The words that a form which came back does not show again."""
    page = reply.content.decode()
    held = {id(one): one for layer in reply.context or () for part in layer for one in part.values()}
    forms = [one for one in held.values() if isinstance(one, BaseForm) and one.is_bound]
    words = {
        name for form in forms for name, field in form.fields.items()
        if type(field) is CharField and not isinstance(field.widget, HiddenInput)
    }  # fmt: skip
    missing = [name for name in words & set(WORDS) if escape(f"typed {name}") not in page]
    return missing if forms or not reply.context else ["every form"]


def faults(reply: HttpResponse, tables: set[str], at: Address, permitted: bool) -> Iterator[str]:
    """What is wrong with an answer to a plausible post."""
    status = reply.status_code
    to_sign_in = reply.headers.get("Location", "").startswith("/sign-in/")
    refused = status in (403, 404, 405) or to_sign_in
    if status >= 500:
        yield f"failed: {status}"
    if at.needs is None:
        return
    if not permitted and not refused:
        yield f"let them in: {status}"
    if refused and tables - WRITTEN_BY_A_REFUSAL:
        yield f"wrote {tables}"
    if not permitted and status in (403, 404) and "audit_auditevent" not in tables:
        yield "left no trace in the audit"


def permitted_to(standings: set[Standing]) -> list[Address]:
    """Where somebody who stands so may do something."""
    may = {permission for standing in standings for permission in MAY[standing]}
    return [at for at in addresses() if at.needs in may]


def worth_trying(who: str, standings: set[Standing]) -> list[Address]:
    """What is permitted, and what no permission guards: twice is enough for that."""
    open_to_all = [at for at in addresses() if at.needs is None and who in ("nobody", "administrator")]
    return permitted_to(standings) + open_to_all


OF_A_COURSE = ["patient", "therapist", "supervisor"]
EVERYBODY = ["nobody", *OF_A_COURSE, "lead", "administrator", "reception"]


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_refused_post_writes_nothing_and_is_recorded(room: Room, who: str) -> None:
    browser, standings = room.people[who]
    permitted = permitted_to(standings)
    found = []
    for at in addresses():
        with undone() as tables:
            reply = post(browser, filled(at.route, room.rows), room.plausible(at.route))
        found += [f"{at.route} {fault}" for fault in faults(reply, tables, at, at in permitted)]
    assert found == []


@pytest.mark.parametrize("who", EVERYBODY)
def test_an_odd_post_is_answered_and_loses_no_word(room: Room, who: str) -> None:
    browser, standings = room.people[who]
    found = []
    browser.post(filled("courses/<uuid:course>/safety/people/open/", room.rows))  # shut, it shows no form
    for at in worth_trying(who, standings):
        address, found_here = filled(at.route, room.rows), set()
        for label, sent in room.posts(at.route):
            with undone():
                reply = post(browser, address, sent)
            if reply.status_code == 405:
                break
            if reply.status_code >= 500:
                found_here.add(f"{at.route} {label}: {reply.status_code}")
            typed = label not in ("nothing", "words") and at.needs and at.route not in CHOSEN_NOT_TYPED
            if reply.status_code == 422 and typed:
                found_here |= {f"{at.route} {label} loses {name}" for name in lost(reply)}
        found += sorted(found_here)
    assert found == []


@pytest.mark.parametrize("who", EVERYBODY)
def test_an_odd_query_is_answered(room: Room, who: str) -> None:
    browser, standings = room.people[who]
    found = []
    for at in worth_trying(who, standings):
        for odd in ODD_QUERIES:
            with undone(), signed_in_after(browser):
                query = "&".join(f"{name}={odd}" for name in QUERY.split())
                reply = browser.get(f"{filled(at.route, room.rows)}?{query}")
            if reply.status_code >= 500:
                found.append(f"{at.route}?…={odd[:10]}: {reply.status_code}")
    assert found == []


@pytest.mark.parametrize("who", EVERYBODY[1:])
def test_the_ids_of_another_course_join_nothing_to_it(room: Room, case: factories.Case, who: str) -> None:
    """A course of the same service for those who see their own alone, else one of another service."""
    browser, standings = room.people[who]
    of_whom = case.service if who in OF_A_COURSE else factories.service(name="Hillside Psychology")
    ids = ids_of(factories.course(of=of_whom))
    found = []
    for at in permitted_to(standings):
        with undone() as tables:
            post(browser, filled(at.route, room.rows), room.plausible(at.route, ids=ids))
            if tables - WRITTEN_BY_A_REFUSAL:
                found += [f"{at.route}: {joined}" for joined in crossings()]
    assert found == []


def ids_of(case: factories.Case) -> dict[str, object]:
    about: dict[str, Any] = {"participant": case.participant, "by": case.therapist}
    return {
        "course": case.course.pk,
        "relationship": add_person(**about, pseudonym="Zed", category="family").pk,
        "therapist": case.therapist.pk,
        "supervisor": case.supervisor.pk,
        "contract": agree_contract(course=case.course, sessions=12, by=case.therapist).pk,
        "id": ask(participant=case.participant, measure="gad7", due_on=date(2026, 11, 12), by=None).pk,
    }


def crossings() -> list[str]:
    """Every column in which a row of one course points to a row of another, or of another service."""
    kinds = [kind for kind in apps.get_models() if issubclass(kind, ClinicalRow)]
    found = []
    for kind in kinds:
        for link in kind._meta.get_fields():
            to = link.related_model if isinstance(link, ForeignKey) else None
            if to not in kinds:
                continue
            apart = ~Q(**{f"{link.name}__service": F("service")})
            if kind.to_course and to.to_course:
                apart |= ~Q(**{f"{link.name}__{to.to_course}": F(kind.to_course)})
            if kind.objects.filter(apart, **{f"{link.name}__isnull": False}).exists():
                found.append(f"{kind.__name__}.{link.name}")
    return found
