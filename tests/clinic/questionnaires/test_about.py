"""A measure asked about one person of the circle: asked once about each, and kept apart."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from clinic.inventory.actions import add_person
from clinic.inventory.models import Relationship
from clinic.questionnaires.actions import ask, ask_again, enter_for_patient, submit, withdraw
from clinic.questionnaires.conflicts import CannotAsk
from clinic.questionnaires.models import MeasureRequest, Response
from tests import factories
from tests.clinic.questionnaires import ecr_rs
from tests.conftest import NOW
from tests.factories import Case

TODAY = date(2026, 11, 12)


@pytest.fixture(autouse=True)
def _wording(tmp_path: Path) -> Iterator[None]:
    with ecr_rs.loaded(tmp_path):
        yield


@pytest.fixture
def ada(case: Case) -> Relationship:
    return add_person(participant=case.participant, pseudonym="Ada", category="family", by=case.therapist)


@pytest.fixture
def sam(case: Case) -> Relationship:
    return add_person(participant=case.participant, pseudonym="Sam", category="partner", by=case.therapist)


def asked(case: Case, about: Relationship | None = None, **more: Any) -> MeasureRequest:
    said = {"participant": case.participant, "measure": "ecr_rs", "due_on": TODAY, "by": case.therapist}
    return ask(**{**said, "about": about, **more})


def words(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


@pytest.mark.parametrize("session", [None, 3], ids=["for a day", "for a session"])
def test_each_person_is_asked_about_once(
    case: Case, ada: Relationship, sam: Relationship, session: int | None
) -> None:
    first = asked(case, ada, session_number=session)
    assert asked(case, ada, session_number=session) == first
    others = {asked(case, sam, session_number=session), asked(case, session_number=session)}
    assert len({first, *others}) == 3


@pytest.mark.parametrize("session", [None, 3], ids=["for a day", "for a session"])
@pytest.mark.parametrize("somebody", [True, False], ids=["about Ada", "in general"])
def test_the_database_holds_it_too(
    case: Case, ada: Relationship, session: int | None, somebody: bool
) -> None:
    one = asked(case, ada if somebody else None, session_number=session)
    copy = {
        field.attname: getattr(one, field.attname)
        for field in one._meta.concrete_fields
        if field.name not in ("id", "created_at")
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        MeasureRequest.objects.create(**copy)


def test_what_was_taken_back_is_asked_again_about_the_same_person(
    case: Case, ada: Relationship, sam: Relationship
) -> None:
    one, other = asked(case, ada), asked(case, sam)
    withdraw(asked=one, by=case.therapist)
    assert ask_again(asked=one, by=case.therapist) == one and one != other
    withdraw(asked=one, by=case.therapist)
    anew = asked(case, ada)
    assert ask_again(asked=one, by=case.therapist) == anew


def test_a_measure_about_nobody_in_particular_and_a_strangers_person_are_refused(
    case: Case, ada: Relationship
) -> None:
    with pytest.raises(CannotAsk, match="PHQ-9 is not about one person"):
        asked(case, ada, measure="phq9")
    other = factories.course(of=case.service, therapist=case.therapist)
    with pytest.raises(CannotAsk, match="not in the patient"):
        asked(other, ada)


def test_the_desk_asks_about_a_person_of_this_circle_alone(
    case: Case, ada: Relationship, therapist: Client
) -> None:
    where = f"/courses/{case.course.pk}/measures/ask/"
    form = {"measure": "ecr_rs", "due_on": "2026-11-12", "about": str(ada.pk)}
    refused = therapist.post(where, {**form, "measure": "phq9"})
    assert refused.status_code == 422 and "This measure is not about one person." in words(refused)
    other = factories.course(of=case.service, therapist=case.therapist)
    assert therapist.post(f"/courses/{other.course.pk}/measures/ask/", form).status_code == 422
    therapist.post(where, form)
    assert MeasureRequest.objects.get().about == ada
    assert "ECR-RS about Ada" in words(therapist.get(f"/courses/{case.course.pk}/measures/"))


def test_the_patient_reads_whom_it_is_about(case: Case, sam: Relationship, patient: Client) -> None:
    one = asked(case, sam)
    assert "Nine questions about Sam" in words(patient.get("/me/measures/"))
    for below in ("", "?all=1", "review/"):
        assert "About Sam." in words(patient.get(f"/me/measures/{one.pk}/{below}"))
    submit(asked=one, answers=ecr_rs.FIVE_AND_SIX, by=case.patient.user)
    sent = words(patient.get(f"/me/measures/{one.pk}/sent/"))
    assert "Sent." in sent and "add up" not in sent
    list_of_them = words(patient.get("/me/measures/"))
    assert "Questions about Sam" in list_of_them and "attachment" not in list_of_them.lower()


def test_the_answer_keeps_whom_it_is_about_by_every_way(
    case: Case, ada: Relationship, sam: Relationship
) -> None:
    submit(asked=asked(case, ada), answers=ecr_rs.FIVE_AND_SIX, by=case.patient.user)
    entry = {
        "participant": case.participant,
        "measure": "ecr_rs",
        "answers": ecr_rs.FIVE_AND_SIX,
        "given_at": NOW,
        "way": "paper",
        "by": case.therapist,
    }
    one = asked(case, sam)
    enter_for_patient(**entry, asked=one)
    enter_for_patient(**{**entry, "answers": {**ecr_rs.FIVE_AND_SIX, "ecrrs-1": 7.0}}, asked=one)
    enter_for_patient(**entry, about=sam)
    enter_for_patient(**entry)
    kept = [response.about.pseudonym if response.about else "" for response in Response.objects.all()]
    assert sorted(kept) == ["", "Ada", "Sam", "Sam", "Sam"]


def test_the_same_paper_about_somebody_else_is_not_the_same(
    case: Case, ada: Relationship, sam: Relationship
) -> None:
    entry = {
        "participant": case.participant,
        "measure": "ecr_rs",
        "answers": ecr_rs.FIVE_AND_SIX,
        "given_at": NOW,
        "way": "paper",
        "by": case.therapist,
    }
    first = enter_for_patient(**entry, about=ada)
    assert enter_for_patient(**entry, about=ada, id=first.pk) == first
    assert enter_for_patient(**entry, about=sam, id=first.pk) != first


def test_paper_that_nobody_asked_for_says_whom_it_is_about(
    case: Case, ada: Relationship, therapist: Client
) -> None:
    where = f"/courses/{case.course.pk}/measures/enter/?measure=ecr_rs"
    assert "people in general" in words(therapist.get(where))
    form = {
        "id": "01900000-0000-7000-8000-000000000001",
        "way": "paper",
        "given_on": "2026-11-12",
        "about": str(ada.pk),
        **{item: f"{value:g}" for item, value in ecr_rs.FIVE_AND_SIX.items()},
    }
    therapist.post(where, form)
    kept = Response.objects.get()
    assert kept.about == ada and kept.scores["avoidance"] == pytest.approx(35 / 6)


def test_answers_about_different_people_are_different_series(
    case: Case, ada: Relationship, sam: Relationship, therapist: Client
) -> None:
    for about in (ada, sam, None):
        submit(asked=asked(case, about), answers=ecr_rs.FIVE_AND_SIX, by=case.patient.user)
    seen = words(therapist.get(f"/courses/{case.course.pk}/measures/"))
    assert "one target about Ada" in seen and "one target about Sam" in seen
    assert "Avoidance 5.83 , Anxiety 5" in seen
