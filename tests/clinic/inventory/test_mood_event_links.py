"""A sentence with blanks ties mood to what happened; it can be taken back, and put back."""

import re

import pytest
from django.test import Client

from clinic.access.roles import Role
from clinic.courses.models import Session
from clinic.inventory.models import MoodEventLink
from tests import factories
from tests.clinic.inventory.people import rowans
from tests.conftest import signed_in
from tests.factories import Case

TOLD = {"when": "On Tuesday", "what": "came home late", "feeling": "hurt", "direction": "down"}


@pytest.fixture
def session(case: Case) -> Session:
    return Session.objects.create(service=case.service, course=case.course, number=10)


def url(case: Case) -> str:
    return f"/courses/{case.course.pk}/sessions/10/links/"


def words(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_a_link_reads_as_a_sentence(case: Case, therapist: Client, session: Session) -> None:
    sam = rowans(case)["Sam"]
    therapist.post(url(case), {**TOLD, "relationship": str(sam.pk), "fits_focus": "on"})
    seen = words(therapist.get(url(case)))
    assert "On Tuesday Sam came home late Rowan felt hurt , and mood went down fits the focus" in seen


def test_htmx_gets_the_part_and_nothing_else(case: Case, therapist: Client, session: Session) -> None:
    answer = therapist.post(url(case), TOLD, headers={"HX-Request": "true"})
    assert answer.content.decode().lstrip().startswith('<section id="mood-event-links"')
    assert "came home late" in words(answer)


def test_without_a_script_one_is_back_in_the_session(case: Case, therapist: Client, session: Session) -> None:
    answer = therapist.post(url(case), TOLD)
    assert answer.url == f"/courses/{case.course.pk}/sessions/10/#mood-event-links"


def test_the_feeling_may_come_later_but_not_who_and_what_both(
    case: Case, therapist: Client, session: Session
) -> None:
    answer = therapist.post(url(case), {"feeling": "hurt", "direction": "down"})
    assert answer.status_code == 422 and 'value="hurt"' in answer.content.decode()
    assert "Say what happened, or choose who it was with." in words(answer)
    assert not MoodEventLink.objects.exists()
    therapist.post(url(case), {"what": "came home late", "direction": "down"})
    assert "came home late Mood went down" in words(therapist.get(url(case)))


def test_words_are_added_to_a_link_that_had_none_and_the_earlier_one_is_kept(
    case: Case, therapist: Client, session: Session
) -> None:
    sam = rowans(case)["Sam"]
    therapist.post(url(case), {"relationship": str(sam.pk), "direction": "down"})
    bare = MoodEventLink.objects.get()
    assert "With Sam . Mood went down" in words(therapist.get(url(case)))
    below = f"/courses/{case.course.pk}/links/{bare.pk}/"
    assert 'value="down" selected' in therapist.get(below + "words/").content.decode()
    therapist.post(below + "words/", {**TOLD, "relationship": str(sam.pk), "fits_focus": "on"})
    told = MoodEventLink.objects.standing().get()
    assert (told.what, told.fits_focus, told.replaces) == ("came home late", True, bare)
    therapist.post(below + "put-back/")
    assert MoodEventLink.objects.standing().get() == told


def test_whether_it_fits_the_focus_is_said_with_one_press_and_taken_back_with_another(
    case: Case, therapist: Client, session: Session
) -> None:
    therapist.post(url(case), TOLD)
    for fits in (True, False):
        link = MoodEventLink.objects.standing().get()
        sent = {"fits": "1"} if fits else {}
        part = therapist.post(
            f"/courses/{case.course.pk}/links/{link.pk}/focus/", sent, headers={"HX-Request": "true"}
        )
        assert MoodEventLink.objects.standing().get().fits_focus is fits
        assert f'aria-pressed="{str(fits).lower()}" autofocus' in part.content.decode()
    assert MoodEventLink.objects.count() == 3


def test_what_was_said_otherwise_in_another_window_is_shown_and_nothing_is_doubled(
    case: Case, therapist: Client, session: Session
) -> None:
    therapist.post(url(case), TOLD)
    old = MoodEventLink.objects.get()
    below = f"/courses/{case.course.pk}/links/{old.pk}/"
    therapist.post(below + "words/", {**TOLD, "feeling": "alone"})
    therapist.post(below + "words/", {**TOLD, "feeling": "angry"})
    assert MoodEventLink.objects.standing().get().feeling == "alone"


def test_the_same_words_make_no_new_link(case: Case, therapist: Client, session: Session) -> None:
    therapist.post(url(case), TOLD)
    old = MoodEventLink.objects.get()
    therapist.post(f"/courses/{case.course.pk}/links/{old.pk}/words/", TOLD)
    assert MoodEventLink.objects.get() == old


def test_a_link_is_taken_back_and_put_back(case: Case, therapist: Client, session: Session) -> None:
    therapist.post(url(case), TOLD)
    link = MoodEventLink.objects.get()
    taken = therapist.post(f"/courses/{case.course.pk}/links/{link.pk}/withdraw/")
    assert "Taken back: came home late" in words(taken)
    assert not MoodEventLink.objects.standing().exists()
    therapist.post(f"/courses/{case.course.pk}/links/{link.pk}/put-back/")
    assert MoodEventLink.objects.standing().get() == link


def test_a_person_of_another_course_cannot_be_named(case: Case, therapist: Client, session: Session) -> None:
    other = rowans(factories.course(of=case.service, therapist=case.therapist))["Sam"]
    answer = therapist.post(url(case), {**TOLD, "relationship": str(other.pk)})
    assert answer.status_code == 422


def test_others_find_nothing_here(case: Case, client: Client, session: Session) -> None:
    colleague = signed_in(factories.member(Role.THERAPIST, case.service, name="Ben Frost"))
    assert client.get(url(case)).status_code == 302
    assert colleague.get(url(case)).status_code == 404
    assert signed_in(case.supervisor).get(url(case)).status_code == 403


def test_after_a_link_was_added_the_next_can_be_typed_at_once(
    case: Case, therapist: Client, session: Session
) -> None:
    part = therapist.post(url(case), TOLD, headers={"HX-Request": "true"}).content.decode()
    assert part.count("autofocus") == 1
    assert "autofocus" in part[part.index('name="when"') :].split(">")[0]
