"""The patient's own circle: proposed when they draw alone, the same one while both draw."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from clinic.inventory import actions
from clinic.inventory.models import Circle, Relationship
from clinic.inventory.proposals import pending
from tests import factories
from tests.clinic.inventory.people import NOW as TODAY
from tests.clinic.inventory.people import START, add, draw
from tests.conftest import NOW, signed_in
from tests.factories import Case


@pytest.fixture
def people(case: Case) -> dict[str, Relationship]:
    them = {"Ada": add(case, "Ada", "family"), "Sam": add(case, "Sam", "partner")}
    draw(case, {them["Ada"]: 3, them["Sam"]: 2}, START)
    return them


def rings(circle: Circle) -> dict[str, int]:
    return {place.relationship.pseudonym: place.ring for place in circle.placements.all()}


def standing(case: Case) -> dict[str, int]:
    return rings(case.participant.circles.standing().first())


def edit(case: Case) -> str:
    return f"/courses/{case.course.pk}/circle/edit/"


def proposal(case: Case) -> str:
    return f"/courses/{case.course.pk}/circle/proposal/"


def looked_at(therapist: Client, case: Case, take: Relationship) -> None:
    """Keep the proposal about one person, as the page just loaded shows it."""
    now = therapist.get(proposal(case)).context["form"].now
    therapist.post(proposal(case), {"based_on": now, "take": [str(take.pk)]})


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_an_empty_circle_offers_the_patient_one_way_to_begin(case: Case, patient: Client) -> None:
    assert "No one is here yet" in words(patient.get("/me/circle/"))
    patient.post("/me/circle/people/add/", {"pseudonym": "Jo", "ring": "2", "category": "friend"})
    page = words(patient.get("/me/circle/"))
    assert "Jo" in page and "You drew this alone." in page
    assert not case.participant.circles.standing().exists()


def test_what_a_patient_draws_alone_waits_to_be_looked_at(
    case: Case, patient: Client, therapist: Client, people: dict
) -> None:
    patient.post(f"/me/circle/people/{people['Ada'].pk}/move/", {"ring": "1", "seen": "3"})
    assert standing(case) == {"Ada": 3, "Sam": 2}
    assert rings(pending(case.participant).first()) == {"Ada": 1, "Sam": 2}
    page = words(therapist.get(f"/courses/{case.course.pk}/circle/"))
    assert "drew the circle alone and would change something." in page
    proposal = words(therapist.get(f"/courses/{case.course.pk}/circle/proposal/"))
    assert "from ring 3 to ring 1" in proposal


def test_what_would_change_is_drawn_with_its_arrow_on_a_desk_and_on_a_phone(
    case: Case, patient: Client, therapist: Client, people: dict
) -> None:
    patient.post(f"/me/circle/people/{people['Ada'].pk}/move/", {"ring": "1"})
    page = therapist.get(f"/courses/{case.course.pk}/circle/proposal/")
    assert [(one.id, len(one.arrows)) for one in page.context["pictures"]] == [("desk", 1), ("phone", 1)]
    for picture in page.context["pictures"]:
        assert f'class="circle {picture.id}' in page.content.decode()


def test_looked_at_together_only_what_is_ticked_is_taken_over(
    case: Case, patient: Client, therapist: Client, people: dict
) -> None:
    patient.post(f"/me/circle/people/{people['Ada'].pk}/move/", {"ring": "1"})
    patient.post("/me/circle/people/add/", {"pseudonym": "Jo", "ring": "4"})
    jo = Relationship.objects.get(pseudonym="Jo")
    looked_at(therapist, case, take=jo)
    assert standing(case) == {"Ada": 3, "Sam": 2, "Jo": 4}
    assert not pending(case.participant).exists()
    assert rings(case.participant.circles.proposed().first()) == {"Ada": 1, "Sam": 2, "Jo": 4}  # kept


def test_a_proposal_does_not_undo_what_was_drawn_together_meanwhile(
    case: Case, patient: Client, therapist: Client, people: dict
) -> None:
    patient.post(f"/me/circle/people/{people['Ada'].pk}/move/", {"ring": "1"})
    actions.move_person(relationship=people["Sam"], ring=4, drawn_on=TODAY, by=case.therapist)
    actions.move_person(relationship=people["Ada"], ring=2, drawn_on=TODAY, by=case.therapist)
    page = words(therapist.get(f"/courses/{case.course.pk}/circle/proposal/"))
    assert "Meanwhile moved to ring 2." in page
    looked_at(therapist, case, take=people["Ada"])
    assert standing(case) == {"Ada": 1, "Sam": 4}


def test_a_proposal_drawn_on_while_it_was_looked_at_is_looked_at_again(
    case: Case, patient: Client, therapist: Client, people: dict
) -> None:
    patient.post(f"/me/circle/people/{people['Ada'].pk}/move/", {"ring": "1"})
    page = therapist.get(proposal(case))
    field = f'<input type="hidden" name="based_on" value="{page.context["form"].now}">'
    assert field in page.content.decode()
    seen = {"based_on": page.context["form"].now, "take": [str(people["Ada"].pk)]}
    patient.post(f"/me/circle/people/{people['Ada'].pk}/move/", {"ring": "4"})
    patient.post(f"/me/circle/people/{people['Sam'].pk}/move/", {"ring": "1"})
    answer = therapist.post(proposal(case), seen)
    assert answer.status_code == 422 and "It was drawn again meanwhile." in words(answer)
    ticks = {one.person.pseudonym: ticked for one, ticked in answer.context["form"].rows()}
    assert ticks == {"Ada": True, "Sam": False}
    assert standing(case) == {"Ada": 3, "Sam": 2} and pending(case.participant).exists()


def test_a_circle_drawn_on_while_a_proposal_was_looked_at_is_not_passed_over(
    case: Case, patient: Client, therapist: Client, people: dict
) -> None:
    patient.post(f"/me/circle/people/{people['Ada'].pk}/move/", {"ring": "1"})
    seen = {"based_on": therapist.get(proposal(case)).context["form"].now, "take": [str(people["Ada"].pk)]}
    actions.move_person(relationship=people["Ada"], ring=2, drawn_on=TODAY, by=case.therapist)
    answer = therapist.post(proposal(case), seen)
    assert answer.status_code == 422 and "Meanwhile moved to ring 2." in words(answer)
    assert standing(case)["Ada"] == 2


@pytest.mark.parametrize("act", ["look_at_proposal", "draw_circle"])
def test_what_is_drawn_in_the_same_moment_is_not_passed_over(
    case: Case, patient: Client, therapist: Client, people: dict, monkeypatch, act: str
) -> None:
    patient.post(f"/me/circle/people/{people['Ada'].pk}/move/", {"ring": "1"})
    seen = {"based_on": therapist.get(proposal(case)).context["form"].now, "take": [str(people["Ada"].pk)]}
    listed = {"based_on": "1", f"ring_{people['Ada'].pk}": "4"}
    address, given = (proposal(case), seen) if act == "look_at_proposal" else (edit(case), listed)
    real = getattr(actions, act)

    def overtaken(**drawn):
        monkeypatch.setattr(actions, act, real)
        actions.move_person(relationship=people["Ada"], ring=2, drawn_on=TODAY, by=case.therapist)
        return real(**drawn)

    monkeypatch.setattr(actions, act, overtaken)
    answer = therapist.post(address, given)
    assert answer.status_code == 422 and "drawn again" in words(answer)
    assert standing(case) == {"Ada": 2, "Sam": 2}


def test_a_second_press_finds_that_all_was_looked_at(
    case: Case, patient: Client, therapist: Client, people: dict
) -> None:
    patient.post(f"/me/circle/people/{people['Ada'].pk}/move/", {"ring": "1"})
    looked = pending(case.participant).first()
    looked_at(therapist, case, take=people["Ada"])
    with pytest.raises(actions.DrawnMeanwhile):
        actions.look_at_proposal(
            proposal=looked, people=[people["Ada"].pk], drawn_on=TODAY, by=case.therapist
        )
    assert case.participant.circles.standing().count() == 2


def test_nothing_proposed_leads_back_to_the_circle(case: Case, therapist: Client, people: dict) -> None:
    answer = therapist.get(f"/courses/{case.course.pk}/circle/proposal/")
    assert answer.url == f"/courses/{case.course.pk}/circle/"


def test_a_patient_alone_undoes_their_own_moves_and_never_what_stands(
    case: Case, patient: Client, people: dict
) -> None:
    patient.post(f"/me/circle/people/{people['Ada'].pk}/move/", {"ring": "1"})
    patient.post("/me/circle/undo/")
    assert rings(pending(case.participant).first()) == {"Ada": 3, "Sam": 2}
    patient.post("/me/circle/redo/")
    assert rings(pending(case.participant).first()) == {"Ada": 1, "Sam": 2}
    for _time in range(3):
        patient.post("/me/circle/undo/")
    assert standing(case) == {"Ada": 3, "Sam": 2}


def test_what_was_looked_at_and_left_is_not_done_again(case: Case, patient: Client, people: dict) -> None:
    about = {"participant": case.participant, "drawn_on": TODAY, "by": case.therapist}
    actions.move_person(relationship=people["Ada"], ring=2, drawn_on=TODAY, by=case.therapist)
    actions.undo(**about)
    patient.post(f"/me/circle/people/{people['Ada'].pk}/move/", {"ring": "1"})
    left = pending(case.participant).first()
    actions.look_at_proposal(proposal=left, people=[], drawn_on=TODAY, by=case.therapist)
    assert patient.get("/me/circle/").context["can_redo"] is None
    patient.post("/me/circle/redo/")
    assert not pending(case.participant).exists()
    assert actions.redo(**about) is not None and standing(case)["Ada"] == 2  # the therapist's own move is


def test_while_both_draw_the_patient_moves_the_circle_itself(
    case: Case, patient: Client, therapist: Client, people: dict
) -> None:
    therapist.post(f"/courses/{case.course.pk}/circle/share/")
    patient.post(f"/me/circle/people/{people['Ada'].pk}/move/", {"ring": "1", "seen": "3"})
    newest = case.participant.circles.standing().first()
    assert (rings(newest)["Ada"], newest.written_by) == (1, case.patient.user)
    assert "are moving the same circle now" in words(patient.get("/me/circle/"))
    therapist.post(f"/courses/{case.course.pk}/circle/stop-sharing/")
    patient.post(f"/me/circle/people/{people['Ada'].pk}/move/", {"ring": "4"})
    assert standing(case)["Ada"] == 1


def test_drawing_on_two_devices_ends_by_itself(case: Case, patient: Client, people: dict) -> None:
    actions.share(participant=case.participant, by=case.therapist)
    with time_machine.travel(NOW + timedelta(hours=2, minutes=1), tick=False):
        patient.post(f"/me/circle/people/{people['Ada'].pk}/move/", {"ring": "1"})
    assert standing(case)["Ada"] == 3


def test_the_other_device_is_told_only_of_what_is_new(
    case: Case, patient: Client, therapist: Client, people: dict
) -> None:
    actions.share(participant=case.participant, by=case.therapist)
    desk, phone = f"/courses/{case.course.pk}/circle/live/?seen=1", "/me/circle/live/?seen=1"
    assert {therapist.get(desk).status_code, patient.get(phone).status_code} == {204}
    patient.post(f"/me/circle/people/{people['Ada'].pk}/move/", {"ring": "1"})
    assert "came in from 3" in words(therapist.get(desk))
    assert patient.get(phone).status_code == 200


def test_another_patients_people_are_not_found(case: Case, people: dict) -> None:
    other = factories.course(of=case.service)

    stranger = signed_in(other.patient.user)
    for below in ("move", "take-out"):
        assert (
            stranger.post(f"/me/circle/people/{people['Ada'].pk}/{below}/", {"ring": "1"}).status_code == 404
        )
    assert standing(case) == {"Ada": 3, "Sam": 2}


def test_the_patient_sees_now_the_start_and_what_moved(case: Case, patient: Client, people: dict) -> None:
    draw(case, {people["Ada"]: 1, people["Sam"]: 2}, TODAY)
    assert "came in from 3" in words(patient.get("/me/circle/?see=moved"))
    start = patient.get("/me/circle/?see=start").context
    assert {row.name: row.ring for ring in start["listing"].rings for row in ring.rows} == {
        "Ada": 3,
        "Sam": 2,
    }
    assert not start["newest"]


def test_with_names_hidden_no_name_is_on_the_patients_page(case: Case, patient: Client, people: dict) -> None:
    page = patient.get("/me/circle/?names=hidden").content.decode()
    assert ">Ada<" not in page and ">Sam<" not in page and 'data-name="A"' in page


def test_what_a_device_keeps_is_apart_for_each_person_and_each_course(
    case: Case, patient: Client, therapist: Client, people: dict
) -> None:
    mine = f'data-circle="{case.patient.user.pk}.{case.participant.pk}"'
    assert mine in patient.get("/me/circle/").content.decode()
    desk = therapist.get(f"/courses/{case.course.pk}/circle/").content.decode()
    assert f'data-circle="{case.therapist.pk}"' in desk  # its address names the course


def test_the_patients_page_needs_few_queries(
    case: Case, patient: Client, people: dict, django_assert_max_num_queries
) -> None:
    patient.get("/me/circle/")
    with django_assert_max_num_queries(19):
        patient.get("/me/circle/")


def test_each_of_two_undoes_only_their_own_move(
    case: Case, patient: Client, therapist: Client, people: dict
) -> None:
    circle = f"/courses/{case.course.pk}/circle/"
    therapist.post(f"{circle}share/")
    therapist.post(f"{circle}people/{people['Sam'].pk}/move/", {"ring": "4"})
    patient.post(f"/me/circle/people/{people['Ada'].pk}/move/", {"ring": "1"})
    therapist.post(f"{circle}undo/")
    assert standing(case) == {"Ada": 1, "Sam": 4}
    page = therapist.get(circle)
    assert f"{case.patient.preferred_name} made the last move. You can undo only your own." in words(page)
    assert page.context["can_undo"] is None
    patient.post("/me/circle/undo/")
    assert standing(case) == {"Ada": 3, "Sam": 4}
    assert f"{case.therapist.first_name} made the last move." in words(patient.get("/me/circle/"))
    patient.post("/me/circle/undo/")
    assert standing(case) == {"Ada": 3, "Sam": 4}
    therapist.post(f"{circle}redo/")
    assert standing(case) == {"Ada": 3, "Sam": 4}  # what was undone is the patient's to do again
    therapist.post(f"{circle}undo/")
    assert standing(case) == {"Ada": 3, "Sam": 2}


def test_an_open_page_learns_that_both_draw_now(case: Case, patient: Client, people: dict) -> None:
    page = patient.get("/me/circle/").content.decode()
    [address] = re.findall(r'data-live="([^"]+)"', page)
    address = address.replace("&amp;", "&")
    assert patient.get(address).status_code == 204
    assert "are drawing your circle now" not in words(patient.get("/me/"))
    actions.share(participant=case.participant, by=case.therapist)
    told = patient.get(address)
    assert told.status_code == 200 and "are moving the same circle now" in words(told)
    assert "are drawing your circle now" in words(patient.get("/me/"))


def test_a_wish_shows_where_it_was_wished_with_its_day(case: Case, patient: Client) -> None:
    ada = add(case, "Ada", "family")
    actions.draw_circle(
        participant=case.participant, placements=[(ada, 3, 3)], drawn_on=START, by=case.therapist
    )
    assert "as wished on 17 Sep" in words(patient.get("/me/circle/"))
    patient.post(f"/me/circle/people/{ada.pk}/move/", {"towards": "nearer"})
    assert "wished for on 17 Sep: ring 3" in words(patient.get("/me/circle/"))


def test_a_person_chosen_is_shown_with_the_drawing(case: Case, patient: Client, people: dict) -> None:
    page = patient.get("/me/circle/").content.decode()
    assert f"person={people['Ada'].pk}#circle" in page and "#person" not in page
    moved = patient.post(f"/me/circle/people/{people['Ada'].pk}/move/", {"towards": "nearer"})
    assert moved["Location"].endswith("#circle")


def test_each_proposal_is_ticked_by_hand_and_taking_none_is_said(
    case: Case, patient: Client, therapist: Client, people: dict
) -> None:
    patient.post(f"/me/circle/people/{people['Ada'].pk}/move/", {"ring": "1"})
    page = therapist.get(proposal(case))
    assert [ticked for _one, ticked in page.context["form"].rows()] == [False]
    assert "drew the circle alone" in words(therapist.get(f"/courses/{case.course.pk}/"))
    seen = {"based_on": page.context["form"].now}
    refused = therapist.post(proposal(case), seen)
    assert refused.status_code == 422 and "Take nothing over" in words(refused)
    assert pending(case.participant).exists()
    therapist.post(proposal(case), {**seen, "nothing": "1"})
    assert not pending(case.participant).exists() and standing(case)["Ada"] == 3
    assert "drew the circle alone" not in words(therapist.get(f"/courses/{case.course.pk}/"))
