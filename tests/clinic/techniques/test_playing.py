"""The exercises' pages: what is offered, what is refused and how, and what is kept of a use."""

import gzip
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone
from uuid_utils.compat import uuid7

from clinic.inventory.actions import add_person
from clinic.techniques import actions
from clinic.techniques.models import TechniqueUse
from ipt.therapy import exercises
from tests.clinic.techniques.test_standing import opened
from tests.factories import Case, course

MINE = "/me/practice/exercises/"
ALL = exercises.ORDER


def sent(**more: object) -> dict[str, object]:
    """What a player sends of a use that has just ended."""
    began = timezone.now() - timedelta(minutes=4)
    return {"id": uuid7(), "began_at": began.isoformat(), "seconds": 180, "form": "three_minutes", **more}


def given(page: Any) -> dict[str, Any]:
    """What the page gives its player."""
    found = re.search(r'<script id="exercise"[^>]*>(.*?)</script>', page.content.decode(), re.DOTALL)
    assert found
    return json.loads(found[1])  # type: ignore[no-any-return]


def precautions(case: Case, *present: str) -> None:
    actions.keep_precautions(participant=case.participant, present=present, by=case.therapist)


# What is offered


def test_the_list_shows_what_was_opened_and_says_where_the_rest_comes_from(
    patient: Client, case: Case
) -> None:
    assert "Nothing is opened yet" in patient.get(MINE).content.decode()
    opened(case, "body_scan")
    page = patient.get(MINE).content.decode()
    assert "Through the body" in page
    assert "Slow breathing" not in page


@pytest.mark.parametrize("name", ALL)
def test_every_exercise_opens_with_its_steps_its_form_and_its_data(
    name: str, patient: Client, case: Case
) -> None:
    opened(case, name)
    page = patient.get(f"{MINE}{name}/")
    one = exercises.load(name)
    assert page.status_code == 200
    assert given(page)["title"] == one.title
    for form in given(page)["forms"]:
        for moment in form["moments"]:
            assert moment["title"] in page.content.decode()
    for rate in one.rates:
        assert f'name="before_{rate}"' in page.content.decode()
    assert 'href="/urgent-help/"' in page.content.decode()
    assert "data-quick-exit" in page.content.decode()


def test_a_page_with_all_its_files_weighs_less_than_60_kb(patient: Client, case: Case) -> None:
    modules = [Path(finders.find(f"techniques/{file}")) for file in ("play.js",)]
    scripts = [*modules[0].parent.glob("*.js"), *modules[0].parent.glob("kinds/*.js")]
    for name in ALL:
        opened(case, name)
        page = patient.get(f"{MINE}{name}/").content
        named = re.findall(r'(?:src|href)="/static/([^"]+)"', page.decode())
        files = {Path(finders.find(file)) for file in named} | set(scripts)
        files.add(Path(finders.find("phone/store.js")))
        weight = len(gzip.compress(page)) + sum(len(gzip.compress(file.read_bytes())) for file in files)
        assert weight < 60_000, f"{name}: {weight}"


def test_what_was_not_opened_says_so_and_does_not_play(patient: Client) -> None:
    page = patient.get(f"{MINE}paced_breathing/").content.decode()
    assert "Maya has not opened this one" in page
    assert "data-player" not in page


def test_what_became_closed_says_so_without_a_diagnosis(patient: Client, case: Case) -> None:
    opened(case, "body_scan")
    precautions(case, "psychosis")
    page = patient.get(f"{MINE}body_scan/").content.decode()
    assert "closed for now" in page
    assert "psychosis" not in page.lower()
    assert "data-player" not in page
    assert "Through the body" not in patient.get(MINE).content.decode()


def test_moving_prompts_nothing_where_it_can_become_a_compulsion(patient: Client, case: Case) -> None:
    opened(case, "graded_activity")
    actions.record_use(**about(case), began_at=timezone.now() - timedelta(days=5), seconds=2400)
    assert "44 minutes this week" in given(patient.get(f"{MINE}graded_activity/"))["moved"]["suggestion"]
    precautions(case, "eating_disorder")
    opened(case, "graded_activity", reason="A short walk with Sam, agreed with the team.")
    assert given(patient.get(f"{MINE}graded_activity/"))["moved"] is None


def about(case: Case) -> dict[str, Any]:
    return {
        "participant": case.participant,
        "by": case.patient.user,
        "technique": "bodily_work",
        "exercise": "graded_activity",
    }


def test_longer_forms_wait_for_the_clinicians_release(patient: Client, case: Case) -> None:
    opened(case, "breath_focus")
    forms = [form["id"] for form in given(patient.get(f"{MINE}breath_focus/"))["forms"]]
    assert forms == ["three_minutes", "five_minutes", "ten_minutes"]
    opened(case, "breath_focus", longer=True)
    data = given(patient.get(f"{MINE}breath_focus/"))
    assert data["longest"] == 900
    assert "fifteen_minutes" in [form["id"] for form in data["forms"]]


def test_what_a_clinician_recorded_changes_what_is_proposed(patient: Client, case: Case) -> None:
    opened(case, "paced_breathing")
    opened(case, "breathing_space")
    precautions(case, "panic", "trauma")
    assert given(patient.get(f"{MINE}paced_breathing/"))["proposes"] == {"steps_down": True}
    assert given(patient.get(f"{MINE}breathing_space/"))["proposes"] == {"anchor": "sounds"}
    assert "panic" not in patient.get(f"{MINE}paced_breathing/").content.decode().lower()


def test_people_are_named_where_an_exercise_has_somebody_in_it(patient: Client, case: Case) -> None:
    add_person(participant=case.participant, pseudonym="Ada", category="family", by=case.therapist)
    for name, people in (("listening_to_one_person", ["Ada"]), ("paced_breathing", [])):
        opened(case, name)
        assert [one["name"] for one in given(patient.get(f"{MINE}{name}/"))["people"]] == people


@pytest.mark.parametrize(("name", "most"), [("", 19), ("graded_activity/", 21), ("body_scan/", 18)])
def test_a_page_asks_a_fixed_number_of_questions(
    patient: Client, case: Case, django_assert_max_num_queries: Any, name: str, most: int
) -> None:
    for one in ALL:
        opened(case, one)
    for days in range(6):
        actions.record_use(**about(case), began_at=timezone.now() - timedelta(days=days), seconds=600)
    with django_assert_max_num_queries(most):
        patient.get(f"{MINE}{name}")


# What is kept


def test_a_use_alone_is_kept_once_with_what_was_left_out_missing(patient: Client, case: Case) -> None:
    details = json.dumps({"rate": 5.5, "still": True, "answers": {"far": ["too", {"deep": 1}]}})
    one = sent(before_tension="7", after_distress="0", details=details, planned_seconds=180)
    for _twice in range(2):
        reply = patient.post(f"{MINE}paced_breathing/", one, headers={"accept": "application/json"})
        assert reply.json() == {"to": f"{MINE}kept/{one['id']}/"}
    use = TechniqueUse.objects.get()
    assert (use.session, use.recorded_by, use.seconds) == (None, case.patient.user, 180)
    assert (use.before, use.after) == ({"tension": 7}, {"distress": 0})
    assert use.details == {"version": "1.0", "rate": 5.5, "still": True, "answers": {"far": ["too", None]}}
    assert use.unwanted_lasted is None


def test_a_use_is_kept_also_when_it_has_been_closed_meanwhile(patient: Client, case: Case) -> None:
    actions.open_or_close(
        participant=case.participant, what="paced_breathing", opened=False, by=case.therapist
    )
    assert patient.post(f"{MINE}paced_breathing/", sent()).status_code == 302
    assert TechniqueUse.objects.count() == 1


def test_without_a_script_the_minutes_are_asked_and_the_rest_may_be_left(patient: Client, case: Case) -> None:
    opened(case, "muscle_relaxation")
    form = {
        "id": uuid7(),
        "began_at": timezone.now().isoformat(),
        "form": "seven_groups",
        "takeaway": "Warm.",
    }
    page = patient.post(f"{MINE}muscle_relaxation/", form)
    assert page.status_code == 422
    assert "Say about how many minutes it was." in page.content.decode()
    assert "Warm." in page.content.decode()
    assert patient.post(f"{MINE}muscle_relaxation/", form | {"minutes": "9"}).status_code == 302
    assert TechniqueUse.objects.get().seconds == 540


@pytest.mark.parametrize("answers", [5, [1], "a word", None])
def test_answers_that_are_none_leave_the_rest_of_a_check_in(
    answers: Any, patient: Client, case: Case
) -> None:
    opened(case, "attention_check_in")
    details = json.dumps({"answers": answers, "rate": 5})
    reply = patient.post(
        f"{MINE}attention_check_in/",
        sent(form="", details=details, takeaway="A walk.", answer_emotion="shame"),
    )
    use = TechniqueUse.objects.get()
    assert use.takeaway == "A walk."
    assert use.details["answers"] == {"emotion": "shame"}
    assert use.details["rate"] == 5
    assert patient.get(reply.url).status_code == 200
    TechniqueUse.objects.update(details={"answers": answers})  # as an earlier version kept it
    page = patient.get(reply.url)
    assert page.status_code == 200
    assert "A walk." in page.content.decode()


def test_a_check_in_works_as_a_form(patient: Client, case: Case) -> None:
    opened(case, "attention_check_in")
    mum = add_person(participant=case.participant, pseudonym="Mum", category="family", by=case.therapist)
    answered = {
        "minutes": "3",
        "answer_posture": ["drawn in"],
        "answer_signals": ["breath", "heart"],
        "answer_signals_own": "a hum",
        "answer_emotion": "shame",
        "answer_strength": "0",
        "person": str(mum.pk),
        "answer_trigger": "a silence",
    }
    reply = patient.post(f"{MINE}attention_check_in/", sent(seconds="", form="", **answered))
    use = TechniqueUse.objects.get()
    assert use.person == mum
    assert use.form == "check_in"
    assert use.details["answers"] == {
        "posture": ["drawn in"],
        "signals": ["breath", "heart", "a hum"],
        "emotion": "shame",
        "strength": 0,
        "trigger": "a silence",
    }
    page = patient.get(reply.url).content.decode()
    assert "breath, heart, a hum" in page
    assert "Mum" in page


@pytest.mark.parametrize(
    "odd",
    [
        {"before_tension": "11"},
        {"form": "no_such_form"},
        {"began_at": "soon"},
        {"details": "{"},
        {"stopped_by": "somebody"},
        {"seconds": "-1"},
        {"id": "7"},
    ],
)
def test_what_cannot_be_is_refused_to_the_player_and_nothing_kept(
    patient: Client, odd: dict[str, str]
) -> None:
    reply = patient.post(f"{MINE}paced_breathing/", sent(**odd), headers={"accept": "application/json"})
    assert reply.status_code == 422
    assert next(iter(odd)) in reply.json()["errors"]
    assert not TechniqueUse.objects.exists()


@pytest.mark.parametrize("wrong", ["1970-01-01T10:00:00Z", "2027-01-01T10:00:00Z"])
def test_a_clock_that_is_wrong_loses_no_use(patient: Client, wrong: str) -> None:
    again = sent(began_at=wrong)
    for _time in range(2):
        reply = patient.post(f"{MINE}paced_breathing/", again, headers={"accept": "application/json"})
        assert reply.status_code == 200
    kept = TechniqueUse.objects.get().began_at
    assert timezone.now() - timedelta(minutes=1) < kept <= timezone.now()


def test_another_patients_person_or_use_is_out_of_reach(patient: Client, case: Case) -> None:
    other = course(of=case.service, therapist=case.therapist)
    zed = add_person(participant=other.participant, pseudonym="Zed", category="family", by=case.therapist)
    add_person(participant=case.participant, pseudonym="Ada", category="family", by=case.therapist)
    reply = patient.post(f"{MINE}listening_to_one_person/", sent(form="five_minutes", person=str(zed.pk)))
    assert reply.status_code == 422
    theirs, _new = actions.record_use(**about(other), began_at=timezone.now(), seconds=60)
    assert patient.post(f"{MINE}paced_breathing/", sent(id=theirs.pk)).status_code == 404
    assert patient.get(f"{MINE}kept/{theirs.pk}/").status_code == 404


def test_what_was_kept_can_be_taken_back_and_put_back(patient: Client, case: Case) -> None:
    opened(case, "paced_breathing")
    kept = patient.post(
        f"{MINE}paced_breathing/",
        sent(stopped_by="patient", stop_reason="The bus came.", unwanted="dizzy", unwanted_lasted="yes"),
    ).url
    page = patient.get(kept).content.decode()
    assert "The bus came." in page
    assert "Something unpleasant is still there." in page
    patient.post(f"{kept}take-back/")
    assert TechniqueUse.objects.standing().count() == 0
    assert "Taken back" in patient.get(kept).content.decode()
    assert "Last:" not in patient.get(MINE).content.decode()
    patient.post(f"{kept}put-back/")
    assert TechniqueUse.objects.standing().count() == 1
