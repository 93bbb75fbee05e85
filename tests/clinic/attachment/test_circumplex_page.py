"""The circle of octants: asked from its page, drawn, told in a table, first and last compared."""

import re
from typing import Any

from django.test import Client

from clinic.attachment.profile import octants
from clinic.questionnaires.actions import enter_for_patient
from clinic.questionnaires.models import MeasureRequest
from ipt.measures import library
from tests.conftest import NOW, signed_in
from tests.factories import Case

QUIET = (1.75, 1.5, 2.25, 4.25, 4.25, 3.25, 3.0, 1.75)  # R² .88, angle 272
LATER = (2.0, 1.5, 1.75, 3.5, 3.75, 3.5, 3.75, 2.5)  # R² .88, angle 305
MIXED = (3.5, 2.0, 3.25, 2.25, 3.5, 2.5, 3.75, 2.5)  # R² .09


def answers(means: tuple[float, ...]) -> dict[str, float | None]:
    """Answers of which the four to each octant have these means."""
    given: dict[str, float | None] = {}
    for octant, mean in zip(octants(library.load("ipip_ipc")), means, strict=True):
        for place, item in enumerate(octant.items):
            given[item] = float(mean * 4 // 4 + (place < mean * 4 % 4))
    return given


def url(case: Case) -> str:
    return f"/courses/{case.course.pk}/attachment/circumplex/"


def words(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def give(case: Case, means: tuple[float, ...], **blank: None) -> None:
    enter_for_patient(
        participant=case.participant,
        measure="ipip_ipc",
        answers={**answers(means), **blank},
        given_at=NOW,
        way="paper",
        by=case.therapist,
    )


def test_before_it_was_answered_it_can_be_asked_here(case: Case, therapist: Client) -> None:
    page = therapist.get(url(case))
    assert "IPIP-IPC has not been answered yet" in words(page) and "Ask it now" in words(page)
    form = dict(re.findall(r'name="(measure|due_on|participant)" value="([^"]+)"', page.content.decode()))
    asked = therapist.post(f"/courses/{case.course.pk}/measures/ask/", form)
    assert asked.status_code == 302 and MeasureRequest.objects.get().measure == "ipip_ipc"
    seen = words(therapist.get(url(case)))
    assert "IPIP-IPC waits for answers" in seen and "Ask it now" not in seen


def test_a_profile_with_a_theme_says_where_it_leans(case: Case, therapist: Client) -> None:
    give(case, QUIET)
    seen = words(therapist.get(url(case)))
    assert "The answers lean towards “Unassured-Submissive”." in seen
    assert "R² is 0.88, and from 0.80 is called good." in seen and "A published convention" in seen
    assert "Aloof-Introverted 4.25" in seen and "Angle 272°" in seen and "Residual 0.36" in seen
    assert "δ = atan2(y, x)" in seen


def test_a_profile_without_one_says_so_and_draws_no_direction(case: Case, therapist: Client) -> None:
    give(case, MIXED)
    page = therapist.get(url(case))
    assert "No single theme stands out." in words(page) and "below the 0.70" in words(page)
    assert 'class="lean"' not in page.content.decode()


def test_first_and_last_stand_beside_each_other(case: Case, therapist: Client) -> None:
    give(case, QUIET)
    give(case, LATER)
    seen = words(therapist.get(url(case)))
    assert "Aloof-Introverted 4.25 3.50 −0.75" in seen and "Arrogant-Calculating 1.50 1.50 0.00" in seen
    assert "The lean was 1.38 at first and is 1.18 now. Its direction turned by 33 degrees." in seen
    assert "No threshold is published" in seen


def test_a_blank_leaves_the_profile_out_and_says_which_octant_it_is(case: Case, therapist: Client) -> None:
    give(case, QUIET)
    give(case, LATER, **{"ipipipc-6": None})
    seen = words(therapist.get(url(case)))
    assert "there is no score for Assured-Dominant" in seen
    assert "The answers lean towards “Unassured-Submissive”." in seen and "at first" not in seen


def test_octants_that_are_all_the_same_have_no_theme(case: Case, therapist: Client) -> None:
    give(case, (3.0,) * 8)
    seen = words(therapist.get(url(case)))
    assert "All octants are the same: there is no theme." in seen and "Angle none" in seen


def test_the_drawings_names_are_the_measures_own(case: Case, therapist: Client) -> None:
    give(case, QUIET)
    drawn = therapist.get(url(case)).content.decode()
    for octant in octants(library.load("ipip_ipc")):
        for half in octant.name.split("-"):
            assert re.search(rf"<text[^>]*>{half}-?</text>", drawn)


def test_a_supervisor_reads_it_and_cannot_ask(case: Case) -> None:
    assert "Ask it now" not in words(signed_in(case.supervisor).get(url(case)))


def test_the_page_takes_a_fixed_number_of_queries(
    case: Case, therapist: Client, django_assert_max_num_queries: Any
) -> None:
    give(case, QUIET)
    therapist.get(url(case))
    with django_assert_max_num_queries(15):
        therapist.get(url(case))
    give(case, LATER)
    give(case, MIXED)
    with django_assert_max_num_queries(15):
        therapist.get(url(case))
