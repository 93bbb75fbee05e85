"""What was typed when a sign-in ended: kept for whoever typed it, and shown to nobody else."""

import pytest

from tests import factories
from tests.conftest import signed_in

TYPED = {"name": "Cried about the move", "prescriber": "Dr Singh"}


@pytest.fixture
def page(case: factories.Case) -> str:
    return f"/courses/{case.course.pk}/medication/add/"


def test_after_signing_out_in_another_tab_it_is_shown_to_nobody_else(case: factories.Case, page: str) -> None:
    client = signed_in(case.therapist)
    client.get("/caseload/")
    client.post("/sign-out/")
    client.post(page, TYPED)
    client.force_login(case.patient.user)
    assert client.get("/sign-in/held/")["Location"] == "/home/"


def test_after_signing_out_in_another_tab_it_is_kept_for_whoever_typed_it(
    case: factories.Case, page: str
) -> None:
    client = signed_in(case.therapist)
    client.get("/caseload/")
    client.post("/sign-out/")
    client.post(page, TYPED)
    client.force_login(case.therapist)
    assert "Cried about the move" in client.get("/sign-in/held/").content.decode()


def test_what_was_typed_in_supervision_is_shown_to_no_patient_who_signs_in_next(
    case: factories.Case,
) -> None:
    """Also when it is no longer known who typed it."""
    client = signed_in(case.supervisor)
    client.cookies.clear()
    client.post("/supervision/talks/new/", {"discussed": "About her therapist."})
    client.force_login(case.patient.user)
    assert client.get("/sign-in/held/")["Location"] == "/home/"
