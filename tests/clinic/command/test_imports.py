"""kith import csv: a spreadsheet becomes courses, once, wholly or not at all."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from clinic.access.roles import Role
from clinic.audit.chain import faults
from clinic.audit.models import AuditEvent
from clinic.command import imports, kith
from clinic.courses.models import Course
from clinic.patients.models import Patient
from clinic.questionnaires.models import Response
from clinic.safety.models import Alert
from tests import factories
from tests.conftest import signed_in

DATA = Path(__file__).parents[2] / "data"
TRIAL = ("--leave-out", "month=Post-Rx", "--leave-out", "phq9=-0.24854609370231628")
HEADER = "course,session,measure,score\n"
SMALL = HEADER + "1,1,phq9,18\n1,2,phq9,\n1,3,phq9,9\n2,1,gad7,12\n"


@pytest.fixture
def therapist(db, monkeypatch):
    monkeypatch.setattr(imports, "existing_home", lambda: None)
    return factories.member(Role.THERAPIST)


@pytest.fixture
def bring(therapist, tmp_path):
    def run(*arguments, text=None, name="scores.csv", **how):
        made = tmp_path / name
        if text is not None:
            made.write_text(text)
            arguments = (str(made), *arguments)
        return CliRunner().invoke(kith, ["import", "csv", *arguments], **how)

    return run


def test_a_spreadsheet_becomes_courses_with_their_scores(bring, therapist):
    run = bring("--yes", text=SMALL)
    assert run.exit_code == 0, run.output
    assert "Courses: 2 new, 0 known." in run.output
    assert "Scores: 3 new, 0 known, 1 missing in the file. Rows left out as asked: 0." in run.output
    course = Course.objects.get(participants__patient__external_id="scores 1")
    assert course.therapist == therapist
    assert (course.ended_on, course.ended_how) == (date(2026, 11, 12), "not recorded")
    kept = Response.objects.of(course)
    assert [(one.total, one.session_number, one.way) for one in kept] == [(18, 1, "import"), (9, 3, "import")]
    assert kept[0].bands == {"total": "moderately severe"}
    assert (kept[0].given_at.date(), kept[1].given_at.date()) == (date(2026, 10, 29), date(2026, 11, 12))
    assert not Alert.objects.exists()


def test_twice_is_once_and_rows_added_later_are_added(bring):
    bring("--yes", text=SMALL)
    again = bring("--yes", text=SMALL)
    assert "Scores: 0 new, 3 known" in again.output
    assert "Nothing is new in this file" in again.output
    assert Response.objects.count() == 3
    more = bring("--yes", text=SMALL + "1,4,phq9,7\n3,1,phq9,20\n")
    assert "Courses: 1 new, 2 known." in more.output
    assert "Dated today, because they would lie ahead: 1." in more.output
    assert (Response.objects.count(), Patient.objects.count()) == (5, 3)


def test_a_score_that_changed_since_is_refused(bring):
    bring("--yes", text=SMALL)
    run = bring("--yes", text=SMALL.replace(",18", ",17"))
    assert run.exit_code == 2
    assert "row 2: phq9 of 1 at 1 is 17, but 18 was imported before" in run.output


@pytest.mark.parametrize("row", ["1,2,phq9,99", "1,2,phq99,9", "1,2,phq9", "1,x,phq9,9", "1,9e9,phq9,9"])
def test_one_wrong_row_and_nothing_is_imported(bring, row):
    run = bring("--yes", text=SMALL + row + "\n")
    assert run.exit_code == 2
    assert "row 6: " in run.output
    assert "nothing was taken from it" in run.output
    assert not Patient.objects.exists()


def test_a_fault_while_writing_leaves_nothing_behind(bring, monkeypatch):
    def breaks(*_):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("clinic.exchange.actions._keep", breaks)
    assert bring("--yes", text=SMALL).exit_code != 0
    assert not Patient.objects.exists()
    assert not AuditEvent.objects.filter(did="registered a patient").exists()


def test_a_dry_run_says_all_and_does_nothing(bring):
    run = bring("--dry-run", text=SMALL)
    assert "Scores: 3 new" in run.output
    assert "this was a dry run" in run.output
    assert not Patient.objects.exists()


def test_a_guess_is_shown_and_needs_a_yes(bring):
    run = bring(text=SMALL)
    assert run.exit_code == 2
    assert "course is the course, session counts sessions" in run.output
    assert "scores 1" in run.output
    assert "the columns are a guess" in run.output
    assert not Patient.objects.exists()
    told = bring("--course", "course", "--session", "session", "--score", "score", text=SMALL)
    assert told.exit_code == 0
    assert Patient.objects.count() == 2


def test_a_person_at_the_keyboard_is_asked(bring, monkeypatch):
    monkeypatch.setattr(imports, "_at_a_keyboard", lambda: True)
    asked = bring(text=SMALL, input="n\n").output
    assert "Is this right?" in asked
    assert "Nothing was imported." in asked
    assert not Patient.objects.exists()
    bring(text=SMALL, input="y\n")
    assert Patient.objects.count() == 2


def test_courses_begin_on_the_day_given_and_may_be_open(bring):
    run = bring(
        "--yes", "--began-on", "2026-01-05", "--open", "--unit", "week", "--name", "spring", text=SMALL
    )
    assert run.exit_code == 0, run.output
    course = Course.objects.get(participants__patient__external_id="spring 1")
    assert (course.began_on, course.ended_on) == (date(2026, 1, 5), None)
    dated = [one.given_at.date() for one in Response.objects.of(course)]
    assert dated == [date(2026, 1, 12), date(2026, 1, 26)]


def test_scores_that_would_lie_ahead_are_refused(bring):
    run = bring("--yes", "--began-on", "2026-11-10", "--unit", "week", text=SMALL)
    assert run.exit_code == 2
    assert "row 4: 3 would be on 2026-12-01, which lies ahead" in run.output


WRONG = [
    (("--name", "two words"), "one word of letters"),
    (("--manual", "dep99"), "--manual: there is"),
    (("--service", "Nowhere"), "say with --service which of: Riverside"),
    (("--therapist", "nobody@clinic.example"), "nobody@clinic.example is no therapist of Riverside"),
]


@pytest.mark.parametrize(("arguments", "reason"), WRONG)
def test_what_cannot_be_used_is_refused_in_a_line(bring, arguments, reason):
    run = bring("--yes", *arguments, text=SMALL)
    assert run.exit_code == 2
    assert reason in run.output


def test_a_service_without_a_therapist_says_where_to_make_one(bring, therapist):
    therapist.memberships.update(role=Role.LEAD)
    assert "has no therapist yet; an administrator" in bring("--yes", text=SMALL).output


def test_the_trial_comes_in_and_the_audit_stays_whole(bring, therapist):
    run = bring(str(DATA / "reframed.csv"), *TRIAL, "--yes")
    assert run.exit_code == 0, run.output
    assert "Courses: 250 new, 0 known." in run.output
    assert "Scores: 2432 new, 0 known, 194 missing in the file. Rows left out as asked: 199." in run.output
    assert Response.objects.filter(measure="phq9").count() == 2432
    assert AuditEvent.objects.filter(did="imported scores").count() == 250
    assert not list(faults())
    page = signed_in(therapist).get("/caseload/?state=ended&named=10011").content.decode()
    assert "reframed 10011" in page


FILES = [
    ("reframed.csv", TRIAL, "reframed 10008", "PHQ-9"),
    (
        "antidepressant_data.csv",
        ("--course", "PATIENT", "--session", "RELDAYS", "--score", "HAMDTL17", "--measure", "hamd17"),
        "antidepressant_data 1503",
        "HAMD-17",
    ),
    ("sgdata.csv", ("--measure", "bdi"), "sgdata 1", "BDI-II"),
]


@pytest.mark.parametrize(("file", "arguments", "patient", "measure"), FILES, ids=[one[0] for one in FILES])
def test_the_course_of_an_imported_patient_opens(bring, therapist, file, arguments, patient, measure):
    run = bring(str(DATA / file), *arguments, "--yes")
    assert run.exit_code == 0, run.output
    course = Course.objects.get(participants__patient__external_id=patient)
    client = signed_in(therapist)
    page = client.get(f"/courses/{course.pk}/").content.decode()
    assert patient in page
    assert f"{measure} is " in page
    listed = client.get(f"/caseload/?state=ended&named={patient}").content.decode()
    assert "none yet" not in listed
    assert (f"<small>{measure}</small>" in listed) is (measure != "PHQ-9")
    assert measure in client.get(f"/courses/{course.pk}/measures/").content.decode()


def test_an_imported_total_says_that_the_answer_about_safety_is_not_known(bring, therapist):
    run = bring("--yes", text=SMALL)
    assert "what was answered to questions about safety stays unknown" in run.output
    course = Course.objects.get(participants__patient__external_id="scores 1")
    page = signed_in(therapist).get(f"/courses/{course.pk}/").content.decode()
    assert "Item 9: not known, only the total was imported" in page


def test_what_came_in_is_reported_with_what_is_missing(bring, monkeypatch):
    monkeypatch.setattr("clinic.command.report.existing_home", lambda: None)
    bring(str(DATA / "reframed.csv"), *TRIAL, "--yes")
    said = CliRunner().invoke(kith, ["outcomes", "report"]).output
    assert "250 courses, 250 finished" in said
    for words in ("61 of     236", "54 of     236", "88 of     250", "5 of     250", "31 of     250"):
        assert words in said
