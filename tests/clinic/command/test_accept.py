"""kith outcomes accept: a lead relies on a model that passed; nobody relies on another."""

from dataclasses import replace

import pytest
from click.testing import CliRunner, Result

from clinic.access.roles import Role
from clinic.audit.models import AuditEvent
from clinic.command import accept as command
from clinic.command import kith
from clinic.questionnaires import accepted
from ipt.outcomes.forecast import demo_model, read, write
from ipt.outcomes.forecast.conformal import Check
from ipt.outcomes.forecast.judging import CRITERIA
from tests import factories

SIMULATED = demo_model(demo=True)


@pytest.fixture
def lead(db, settings, tmp_path, monkeypatch):
    monkeypatch.setattr(command, "existing_home", lambda: None)
    monkeypatch.setattr(command, "set_up_django", lambda: None)
    settings.KITH_DEMO = False
    settings.KITH_HOME = replace(settings.KITH_HOME, folder=tmp_path)
    return factories.member(Role.LEAD)


def model(tmp_path, *, failed: str = ""):
    checks = tuple(Check(what, what != failed, "seen") for what in CRITERIA)
    calibration = replace(SIMULATED.calibration, simulated=False, checks=checks)
    file = tmp_path / "model.json"
    write(replace(SIMULATED, calibration=calibration, about="Our archive, 2019 to 2025."), file)
    return file


def accept(file, email) -> Result:
    return CliRunner().invoke(kith, ["outcomes", "accept", str(file), "--by", email])


def test_a_model_that_passed_speaks_from_then_on_in_the_leads_name(lead, tmp_path):
    run = accept(model(tmp_path), lead.email)
    assert run.exit_code == 0, run.output
    assert "Charts of PHQ-9 now show the expected range" in run.output
    assert accepted.model_for("phq9").about == "Our archive, 2019 to 2025."
    kept = AuditEvent.objects.get(did="accepted a forecast model")
    assert (kept.by_id, kept.detail["measure"]) == (lead.pk, "phq9")


def test_a_model_that_did_not_pass_is_refused_with_what_failed(lead, tmp_path):
    run = accept(model(tmp_path, failed=CRITERIA[1]), lead.email)
    assert (run.exit_code, run.stdout) == (2, "")
    assert f"its report did not pass, so nobody should rely on it: {CRITERIA[1]}" in run.stderr
    assert accepted.model_for("phq9") is None


def test_a_model_that_counts_weeks_is_refused(lead, tmp_path):
    file = model(tmp_path)
    write(replace(read(file), unit="week"), file)
    run = accept(file, lead.email)
    assert run.exit_code == 2
    assert "its times are weeks; charts of a course count sessions" in run.stderr


def test_an_accepted_file_that_was_damaged_is_passed_over(lead, tmp_path, caplog):
    accept(model(tmp_path), lead.email)
    accepted.file_of("phq9").write_text("{")
    assert accepted.model_for("phq9") is None
    assert "the forecast model is not used: phq9.json: is not JSON" in caplog.text


def test_a_simulated_one_is_refused(lead, tmp_path):
    file = tmp_path / "simulated.json"
    write(SIMULATED, file)
    run = accept(file, lead.email)
    assert run.exit_code == 2
    assert "never for a real service" in run.stderr


def test_whoever_leads_no_service_accepts_nothing(lead, tmp_path):
    therapist = factories.member(Role.THERAPIST)
    run = accept(model(tmp_path), therapist.email)
    assert run.exit_code == 2
    assert f"No service lead signs in as {therapist.email}." in run.stderr
    assert not AuditEvent.objects.filter(did="accepted a forecast model").exists()


@pytest.mark.parametrize(("text", "reason"), [("{}", "model.json"), ("no", "is not JSON")])
def test_an_odd_file_is_one_clear_line(lead, tmp_path, text, reason):
    file = tmp_path / "model.json"
    file.write_text(text)
    run = accept(file, lead.email)
    assert (run.exit_code, run.stdout) == (2, "")
    assert reason in run.stderr


def test_a_file_that_is_not_there_is_said(lead, tmp_path):
    run = accept(tmp_path / "none.json", lead.email)
    assert run.exit_code == 2
    assert "cannot be read" in run.stderr
