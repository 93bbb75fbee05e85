"""Who does nothing is signed out, is told before, and stays with one touch."""

from datetime import timedelta

import time_machine
from django.test import Client

from tests import factories
from tests.conftest import NOW, signed_in


def after(minutes: float):
    return time_machine.travel(NOW + timedelta(minutes=minutes), tick=False)


def left(client: Client) -> int | None:
    """Seconds until the sign-out; ``None`` for whoever is signed out."""
    answer = client.get("/sign-in/left/")
    return answer.json()["left"] if answer.status_code == 200 else None


def test_a_page_asks_how_long_is_left_and_that_makes_it_no_longer(therapist: Client) -> None:
    therapist.get("/caseload/")
    assert left(therapist) == 20 * 60
    with after(19):
        assert left(therapist) == 60
    with after(21):
        assert left(therapist) is None


def test_one_touch_begins_the_time_anew(therapist: Client) -> None:
    therapist.get("/caseload/")
    with after(19):
        assert therapist.post("/sign-in/stay/").json() == {"left": 20 * 60}
    with after(38):
        assert left(therapist) == 60


def test_staying_is_no_way_back_in(therapist: Client) -> None:
    therapist.get("/caseload/")
    with after(21):
        assert therapist.post("/sign-in/stay/").status_code == 302


def test_a_page_carries_the_warning_for_whoever_is_signed_in(case: factories.Case) -> None:
    for person, page in ((case.therapist, "/caseload/"), (case.patient.user, "/me/")):
        seen = signed_in(person).get(page).content.decode()
        assert 'data-idle="1200" data-left="/sign-in/left/"' in seen
        assert "Stay signed in" in seen
    assert "data-idle" not in Client().get("/").content.decode()


def test_a_screen_handed_over_is_not_told_that_it_is_signed_out(therapist: Client) -> None:
    session = therapist.session
    session["handed_over"] = "/me/measures/1/"
    session.save()
    assert therapist.get("/caseload/").status_code == 302
    assert left(therapist) is not None
