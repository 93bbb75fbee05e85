"""The shell is the same for everybody; what is kept is the patient's own and nothing else."""

import json
import os
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from clinic.phone import assets
from clinic.practice.actions import agree_practice
from clinic.questionnaires.actions import ask
from clinic.safety.actions import write_safety_plan
from clinic.techniques.actions import keep_consent, open_or_close
from tests.clinic.practice.agreements import agreed
from tests.clinic.techniques.running import asked_about
from tests.conftest import signed_in
from tests.factories import Case


def test_the_shell_opens_for_everybody_and_names_nobody(client: Client, case: Case) -> None:
    stranger = client.get("/phone/").content
    assert b"Nothing is kept on this phone" in stranger
    at_home = signed_in(case.patient.user).get("/phone/").content.decode()
    assert case.participant.patient.name not in at_home


def test_the_worker_names_every_file_it_keeps_and_its_version(client: Client) -> None:
    reply = client.get("/worker.js")
    assert reply["Content-Type"].startswith("text/javascript")
    said = reply.content.decode()
    assert f'"{assets.version()}"' in said
    for address in assets.addresses():
        assert f'"{address}"' in said
        assert finders.find(address.removeprefix("/static/"))


def test_the_first_screen_says_kith_and_nothing_more(client: Client) -> None:
    reply = client.get("/manifest.webmanifest")
    told = json.loads(reply.content)
    assert told["name"] == told["short_name"] == "Kith"
    assert "description" not in told
    assert {icon["sizes"] for icon in told["icons"]} == {"192x192", "512x512"}


def test_only_the_parts_asked_for_are_given(case: Case) -> None:
    write_safety_plan(participant=case.participant, by=case.therapist, warning_signs="I stop answering.")
    phone = signed_in(case.patient.user)
    told = phone.get("/me/phone/kept/", {"part": ["plan"]}).json()
    assert [part["id"] for part in told["parts"]] == ["plan"]
    assert "I stop answering." in told["parts"][0]["pieces"][0]["html"]
    assert phone.get("/me/phone/kept/").json()["parts"] == []
    assert told["owner"] == str(case.participant.patient_id)


def test_a_practice_and_an_exercise_are_good_for_a_while_and_grounding_and_the_plan_always(
    case: Case,
) -> None:
    write_safety_plan(participant=case.participant, by=case.therapist, warning_signs="I stop answering.")
    asked_about(case)
    keep_consent(participant=case.participant, technique="bodily_work", agreed=True, by=case.therapist)
    for what in ("paced_breathing", "grounding"):
        open_or_close(participant=case.participant, what=what, opened=True, by=case.therapist)
    practice = agreed(case)
    asked = {"part": ["plan", "practice", "exercises"]}
    told = signed_in(case.patient.user).get("/me/phone/kept/", asked).json()
    pieces = {piece["id"]: piece for part in told["parts"] for piece in part["pieces"]}
    for what in ("paced_breathing", str(practice.pk)):
        until = datetime.fromisoformat(pieces[what]["good_until"])
        assert timedelta(days=13) < until - timezone.now() <= timedelta(days=14)
    assert "good_until" not in pieces["grounding"] and "good_until" not in pieces["plan"]


def test_it_costs_the_same_however_much_waits(case: Case, django_assert_max_num_queries: object) -> None:
    phone = signed_in(case.patient.user)
    phone.get("/me/phone/kept/")
    with django_assert_max_num_queries(44):  # type: ignore[operator]
        phone.get("/me/phone/kept/", {"part": ["plan", "questions", "practice", "exercises"]})


def test_staff_keep_nothing(case: Case) -> None:
    desk = signed_in(case.therapist)
    for path in ("/me/phone/", "/me/phone/kept/"):
        assert desk.get(path).status_code == 403


def test_every_file_that_the_shell_imports_is_kept_with_it() -> None:
    kept = {name for name in assets.SCRIPTS if name.endswith(".js")}
    for name in kept:
        folder = Path(name).parent
        code = Path(finders.find(name)).read_text(encoding="utf-8")
        for wanted in re.findall(r"""(?:from|import\() ?["'](\.[^"']+)["']""", code):
            assert os.path.normpath(folder / wanted) in kept, f"{name} imports {wanted}"


def questions_of(case: Case) -> dict[str, dict[str, Any]]:
    told = signed_in(case.patient.user).get("/me/phone/kept/", {"part": ["questions"]}).json()
    return {piece["id"]: piece for piece in told["parts"][0]["pieces"]}


def test_questions_for_a_session_say_their_day_and_open_on_its_eve(case: Case) -> None:
    session_on = timezone.localdate() + timedelta(days=6)
    asked = ask(
        participant=case.participant, measure="phq9", due_on=session_on, session_number=1, by=case.therapist
    )
    piece = questions_of(case)[str(asked.pk)]
    assert piece["title"] == f"For {date_format(session_on, 'j F')}: nine questions"
    assert timezone.localdate(datetime.fromisoformat(piece["opens_at"])) == session_on - timedelta(days=1)
    assert piece["opens_on"] == date_format(session_on - timedelta(days=1), "l j F")


def test_questions_asked_on_their_own_are_open_at_once_and_say_by_when(case: Case) -> None:
    today = timezone.localdate()
    wanted = {"phq9": today + timedelta(days=3), "gad7": today - timedelta(days=1)}
    for measure, day in wanted.items():
        ask(participant=case.participant, measure=measure, due_on=day, by=case.therapist)
    pieces = list(questions_of(case).values())
    assert [piece["title"] for piece in pieces] == [
        "Seven questions",
        f"Nine questions, by {date_format(wanted['phq9'], 'j F')}",
    ]
    assert not any("opens_at" in piece for piece in pieces)


def test_each_piece_names_the_page_it_stands_for(case: Case) -> None:
    patient = signed_in(case.patient.user)
    agree_practice(participant=case.participant, what="Ring Ada", how_often="once", by=case.therapist)
    ask(participant=case.participant, measure="phq9", due_on=timezone.localdate(), by=case.therapist)
    keep_consent(participant=case.participant, technique="bodily_work", agreed=True, by=case.therapist)
    open_or_close(participant=case.participant, what="grounding", opened=True, by=case.therapist)
    parts = patient.get("/me/phone/kept/", {"part": ["plan", "questions", "practice", "exercises"]}).json()[
        "parts"
    ]
    for part in parts:
        for one in (part, *part["pieces"]):
            assert patient.get(one["page"]).status_code == 200
            assert one["page"].startswith("/me/")
