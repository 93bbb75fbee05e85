"""The formulation is written from pieces, read by the patient only when shared, and answered."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from clinic.courses.models import Participant
from clinic.formulation import actions
from clinic.formulation.models import Formulation, FormulationAnswer
from clinic.formulation.pieces import grouped, pieces
from clinic.inventory.timeline import actions as timeline
from tests import factories
from tests.clinic.inventory.people import add
from tests.conftest import signed_in
from tests.factories import Case


def url(case: Case, below: str = "story/") -> str:
    return f"/courses/{case.course.pk}/formulation/{below}"


def words(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


@pytest.fixture
def known(case: Case) -> Case:
    """A move near the onset with Sam in it, a focus, and one line of its workspace."""
    sam = add(case, "Sam", "partner", role="partner")
    about: dict[str, Any] = {"participant": case.participant, "by": case.therapist}
    timeline.add_event(**about, what="Moved to Leeds", on=date(2026, 7, 6), kind="move", people=[sam])
    timeline.add_event(**about, what="Dad died", on=date(2011, 1, 1), precision="year", kind="loss")
    timeline.add_event(**about, what="Low mood began", on=date(2026, 8, 1), precision="month", kind="onset")
    actions.agree_focus(
        course=case.course, area="role_dispute", own_words="We stopped talking.", reason="So.",
        patient_says="agrees", relationship=sam, by=case.therapist,
    )  # fmt: skip
    actions.add_entry(
        course=case.course, area="role_dispute", section="issues", text="Whose move it was", by=case.therapist
    )
    return case


@pytest.fixture
def written(case: Case) -> Formulation:
    return actions.write_formulation(
        course=case.course, crisis="The move.", story="We moved, and I went quiet.", by=case.therapist
    )


def test_the_pieces_are_what_lay_near_the_onset_its_people_the_focus_and_the_lines(known: Case) -> None:
    groups = {
        str(title): [one.words for one in them]
        for title, them in grouped(pieces(known.course, known.participant))
    }
    assert groups == {
        "When it began": ["Low mood began (August 2026)"],
        "Near the onset": ["Moved to Leeds (6 July 2026)"],
        "People": ["Sam, partner"],
        "The focus": ["We stopped talking.", "role dispute with Sam, partner"],
        "From the workspace": ["What we disagree about: Whose move it was"],
    }


def test_ticked_pieces_are_kept_with_the_version_by_reference(known: Case, therapist: Client) -> None:
    (move, *_rest) = pieces(known.course, known.participant)
    given = {"based_on": "0", "story": "We moved.", "pieces": [move.key, "event:made-up"]}
    seen = words(therapist.post(url(known), given, follow=True))
    assert Formulation.objects.get().pieces == [{"key": move.key, "words": "Moved to Leeds (6 July 2026)"}]
    assert "Pieces of the record in it Moved to Leeds (6 July 2026)" in seen
    text = therapist.get(url(known)).content.decode()
    assert re.search(rf'value="{move.key}"[^>]*checked', text)


def test_a_piece_can_be_taken_over_by_button_or_copied_by_hand(known: Case, therapist: Client) -> None:
    text = therapist.get(url(known)).content.decode()
    assert "formulation/pieces.js" in text and text.count("data-piece=") == 6
    assert "Moved to Leeds (6 July 2026)" in words(therapist.get(url(known)))


def test_nobody_but_staff_reads_it_before_it_is_shared(
    written: Formulation, case: Case, patient: Client
) -> None:
    assert "We moved" not in words(patient.get("/me/story/"))
    assert "How it came about" not in words(patient.get("/me/"))
    answer = patient.post("/me/story/", {"story": str(written.pk), "fits": "yes"})
    assert answer.status_code == 422 and not FormulationAnswer.objects.exists()


def test_the_preview_shows_what_the_patient_will_read(
    written: Formulation, case: Case, therapist: Client
) -> None:
    preview = therapist.get(url(case, "story/preview/")).content.decode()
    assert "As Rowan will read it" in preview and "Share it with Rowan" in preview
    therapist.post(url(case, f"story/{written.pk}/share/"))
    theirs = signed_in(case.patient.user).get("/me/story/").content.decode()
    shown = preview[preview.index('class="card own-words"') : preview.index("The move.")]
    assert shown in theirs


def test_a_shared_story_is_answered_and_each_answer_is_kept(
    written: Formulation, case: Case, therapist: Client, patient: Client
) -> None:
    therapist.post(url(case, f"story/{written.pk}/share/"))
    assert "How it came about" in words(patient.get("/me/"))
    bare = patient.post("/me/story/", {"story": str(written.pk), "fits": "no"})
    assert bare.status_code == 422 and "Say in a few words" in words(bare)
    patient.post("/me/story/", {"story": str(written.pk), "fits": "no", "words": "I was pushed."})
    patient.post("/me/story/", {"story": str(written.pk), "fits": "yes"})
    assert list(FormulationAnswer.objects.values_list("version", "fits")) == [(2, True), (1, False)]
    seen = words(therapist.get(url(case, "")))
    assert "Rowan read it and would put it differently." in seen and "“I was pushed.”" in seen
    assert "Rowan read it: this fits." in seen


def test_a_new_version_waits_to_be_shared_and_the_patient_keeps_the_old_one(
    written: Formulation, case: Case, therapist: Client, patient: Client
) -> None:
    therapist.post(url(case, f"story/{written.pk}/share/"))
    newer = actions.write_formulation(
        course=case.course, crisis="", story="We were moved.", by=case.therapist
    )
    assert "We moved, and I went quiet." in words(patient.get("/me/story/"))
    assert "Not shared" in words(therapist.get(url(case, "")))
    therapist.post(url(case, f"story/{newer.pk}/share/"))
    assert "We were moved." in words(patient.get("/me/story/"))


def test_an_answer_to_a_story_that_moved_on_is_not_kept_as_one_to_the_new_one(
    written: Formulation, case: Case, patient: Client
) -> None:
    actions.share_formulation(formulation=written, by=case.therapist)
    newer = actions.write_formulation(
        course=case.course, crisis="", story="We were moved.", by=case.therapist
    )
    actions.share_formulation(formulation=newer, by=case.therapist)
    answer = patient.post("/me/story/", {"story": str(written.pk), "fits": "no", "words": "I was pushed."})
    assert answer.status_code == 422 and "Please read it again" in words(answer)
    assert "I was pushed." in answer.content.decode() and not FormulationAnswer.objects.exists()


def test_sharing_can_be_stopped_and_the_answers_stay(
    written: Formulation, case: Case, therapist: Client, patient: Client
) -> None:
    therapist.post(url(case, f"story/{written.pk}/share/"))
    patient.post("/me/story/", {"story": str(written.pk), "fits": "yes"})
    therapist.post(url(case, f"story/{written.pk}/stop-sharing/"))
    assert "We moved" not in words(patient.get("/me/story/"))
    assert "Rowan read it: this fits." in words(therapist.get(url(case, "")))


def test_when_sharing_is_stopped_no_earlier_version_comes_back(
    written: Formulation, case: Case, therapist: Client, patient: Client
) -> None:
    newer = actions.write_formulation(
        course=case.course, crisis="", story="We were moved.", by=case.therapist
    )
    for one in (written, newer):
        therapist.post(url(case, f"story/{one.pk}/share/"))
    therapist.post(url(case, f"story/{newer.pk}/stop-sharing/"))
    assert "There is nothing here yet" in words(patient.get("/me/story/"))
    therapist.post(url(case, f"story/{newer.pk}/share/"))
    assert "We were moved." in words(patient.get("/me/story/"))


def test_of_two_who_take_part_each_reads_their_own_answers_alone(case: Case, written: Formulation) -> None:
    partner = factories.patient(case.service, case.therapist, name="Sam Tate")
    Participant.objects.create(service=case.service, course=case.course, patient=partner, role="partner")
    actions.share_formulation(formulation=written, by=case.therapist)
    actions.answer_formulation(formulation=written, fits=False, words="I was pushed.", by=case.patient.user)
    for address in ("/me/story/", "/me/my-data/download/"):
        assert "I was pushed." in signed_in(case.patient.user).get(address).content.decode()
        assert "I was pushed." not in signed_in(partner.user).get(address).content.decode()


def test_a_story_that_is_not_shared_is_not_in_the_patients_file_either(
    written: Formulation, case: Case, patient: Client
) -> None:
    def kept() -> str:
        return patient.get("/me/my-data/download/").content.decode()

    assert "I went quiet" not in kept()
    actions.share_formulation(formulation=written, by=case.therapist)
    assert "I went quiet" in kept()
    actions.stop_sharing(formulation=written, by=case.therapist)
    assert "I went quiet" not in kept()


def test_goals_are_charted_over_time_with_a_table(case: Case, therapist: Client) -> None:
    goal = actions.set_goal(participant=case.participant, text="Tell Sam what I need", by=case.therapist)
    assert "Not rated yet." in words(therapist.get(url(case, "goals/")))
    for rating in (2, 5):
        actions.rate_goal(goal=goal, rating=rating, by=case.patient.user)
    text = therapist.get(url(case, "goals/")).content.decode()
    assert "Tell Sam what I need: From 2 of 10 on 12 Nov to 5 on 12 Nov." in text
    assert text.count('class="rated-dot"') == 2


def test_the_story_page_needs_few_queries(
    known: Case, therapist: Client, django_assert_max_num_queries: Any
) -> None:
    actions.write_formulation(course=known.course, crisis="", story="One.", by=known.therapist)
    therapist.get(url(known))
    with django_assert_max_num_queries(19):
        therapist.get(url(known))
    for n in range(4):
        actions.write_formulation(course=known.course, crisis="", story=f"Story {n}", by=known.therapist)
        actions.add_entry(
            course=known.course, area="role_dispute", section="options", text=f"Way {n}", by=known.therapist
        )
    with django_assert_max_num_queries(19):
        therapist.get(url(known))


@pytest.mark.parametrize(("below", "most"), [("", 21), ("goals/", 17), ("story/", 18), ("/me/story/", 12)])
def test_pages_need_few_queries_however_often_it_was_answered_and_rated(
    written: Formulation, case: Case, django_assert_max_num_queries: Any, below: str, most: int
) -> None:
    actions.share_formulation(formulation=written, by=case.therapist)
    mine = below.startswith("/me/")
    browser = signed_in(case.patient.user if mine else case.therapist)
    address = below if mine else url(case, below)

    def goes_on(n: int) -> None:
        goal = actions.set_goal(participant=case.participant, text=f"Goal {n}", by=case.therapist)
        for rating in (3, 4):
            actions.rate_goal(goal=goal, rating=rating, by=case.patient.user)
            actions.answer_formulation(formulation=written, fits=True, words="Yes.", by=case.patient.user)

    goes_on(1)
    browser.get(address)
    with django_assert_max_num_queries(most):
        browser.get(address)
    goes_on(2)
    with django_assert_max_num_queries(most):
        browser.get(address)


def test_kinds_of_pieces_are_folded_but_the_first_and_those_that_were_ticked(
    known, therapist: Client
) -> None:
    page = therapist.get(url(known)).content.decode().split("Pieces from the record")[1]
    folds = re.findall(r"<details( open)?><summary>", page)
    assert len(folds) > 1 and folds[0] == " open" and set(folds[1:]) == {""}
    last = therapist.get(url(known)).context["form"].offered()[-1][1][0][0]
    sent = {"based_on": "0", "story": "We moved.", "pieces": [last.key]}
    therapist.post(url(known), sent)
    page = therapist.get(url(known)).content.decode().split("Pieces from the record")[1]
    assert re.findall(r"<details( open)?><summary>", page)[-1] == " open"
