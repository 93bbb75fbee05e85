"""Every move in the circle is kept, undone and done again; two who move the same person are both told."""

from datetime import date

import pytest
from django.test import Client

from clinic.inventory import actions
from clinic.inventory.models import Circle, Relationship
from tests.clinic.inventory.people import START, add, draw
from tests.factories import Case

TODAY = date(2026, 11, 12)


@pytest.fixture
def people(case: Case) -> dict[str, Relationship]:
    them = {"Ada": add(case, "Ada", "family"), "Sam": add(case, "Sam", "partner")}
    draw(case, {them["Ada"]: 3, them["Sam"]: 2}, START)
    return them


def rings(case: Case) -> dict[str, int]:
    newest = case.participant.circles.standing().first()
    return {place.relationship.pseudonym: place.ring for place in newest.placements.all()}


def move(case: Case, person: Relationship, ring: int, **more: object) -> Circle | None:
    return actions.move_person(relationship=person, ring=ring, drawn_on=TODAY, by=case.therapist, **more)


def undo(case: Case) -> Circle | None:
    return actions.undo(participant=case.participant, drawn_on=TODAY, by=case.therapist)


def redo(case: Case) -> Circle | None:
    return actions.redo(participant=case.participant, drawn_on=TODAY, by=case.therapist)


def post(client: Client, case: Case, below: str, **given: object):
    return client.post(f"/courses/{case.course.pk}/circle/{below}", given)


def test_a_move_is_a_version_and_the_same_move_again_is_none(case: Case, people: dict) -> None:
    assert move(case, people["Ada"], 1).version == 2
    assert move(case, people["Ada"], 1) is None
    assert rings(case) == {"Ada": 1, "Sam": 2}


def test_moves_are_undone_one_by_one_and_done_again(case: Case, people: dict) -> None:
    move(case, people["Ada"], 2)
    move(case, people["Sam"], 1)
    undo(case)
    assert rings(case) == {"Ada": 2, "Sam": 2}
    undo(case)
    assert rings(case) == {"Ada": 3, "Sam": 2}
    redo(case)
    assert rings(case) == {"Ada": 2, "Sam": 2}
    redo(case)
    assert rings(case) == {"Ada": 2, "Sam": 1}
    assert redo(case) is None
    assert case.participant.circles.count() == 7  # nothing drawn before was touched


def test_after_another_move_nothing_is_left_to_do_again(case: Case, people: dict) -> None:
    move(case, people["Ada"], 2)
    undo(case)
    move(case, people["Sam"], 4)
    assert redo(case) is None
    undo(case)
    redo(case)
    assert rings(case) == {"Ada": 3, "Sam": 4}  # the last branch, not the one before it


def test_undo_stops_at_what_was_drawn_on_another_day(case: Case, people: dict) -> None:
    move(case, people["Ada"], 1)
    assert undo(case) is not None
    assert undo(case) is None
    assert rings(case) == {"Ada": 3, "Sam": 2}


def test_a_person_taken_out_stays_in_the_inventory_and_can_be_put_back(
    case: Case, therapist: Client, people: dict
) -> None:
    post(therapist, case, f"people/{people['Sam'].pk}/take-out/")
    assert rings(case) == {"Ada": 3}
    page = therapist.get(f"/courses/{case.course.pk}/circle/").content.decode()
    assert "1 person not in the circle" in page
    post(therapist, case, f"people/{people['Sam'].pk}/move/", ring=3)
    assert rings(case) == {"Ada": 3, "Sam": 3}


def test_somebody_added_can_be_undone(case: Case, therapist: Client, people: dict) -> None:
    post(therapist, case, "people/add/", pseudonym="Jo", ring=2, category="friend")
    assert rings(case) == {"Ada": 3, "Sam": 2, "Jo": 2}
    post(therapist, case, "undo/")
    assert rings(case) == {"Ada": 3, "Sam": 2}
    post(therapist, case, "redo/")
    assert rings(case)["Jo"] == 2


def test_two_who_moved_the_same_person_are_shown_both_rings(
    case: Case, therapist: Client, people: dict
) -> None:
    move(case, people["Ada"], 1)
    answer = post(therapist, case, f"people/{people['Ada'].pk}/move/", ring=4, seen=3)
    page = " ".join(answer.content.decode().split())
    assert answer.status_code == 409
    assert "they were put in ring 1." in page and "Here they were put in ring 4." in page
    assert rings(case)["Ada"] == 1
    assert post(therapist, case, f"people/{people['Ada'].pk}/move/", ring=4, seen=1).status_code == 302
    assert rings(case)["Ada"] == 4


def test_two_who_moved_a_person_to_the_same_ring_need_no_question(
    case: Case, therapist: Client, people: dict
) -> None:
    move(case, people["Ada"], 1)
    assert post(therapist, case, f"people/{people['Ada'].pk}/move/", ring=1, seen=3).status_code == 302


@pytest.mark.parametrize("given", [{}, {"ring": "7"}, {"ring": "x"}, {"towards": "sideways"}])
def test_a_move_to_nowhere_changes_nothing(case: Case, therapist: Client, people: dict, given: dict) -> None:
    assert post(therapist, case, f"people/{people['Ada'].pk}/move/", **given).status_code == 302
    assert case.participant.circles.count() == 1


def test_no_action_moves_anybody_out_of_the_four_rings(case: Case, people: dict) -> None:
    with pytest.raises(ValueError, match="no ring 5"):
        move(case, people["Ada"], 5)


def test_the_drawing_is_a_file_of_its_own_without_names_when_they_are_hidden(
    case: Case, therapist: Client, people: dict
) -> None:
    address = f"/courses/{case.course.pk}/circle/drawing.svg"
    drawn = therapist.get(address)
    assert drawn["Content-Type"] == "image/svg+xml"
    assert "attachment" in drawn["Content-Disposition"]
    assert ">Ada<" in drawn.content.decode()
    hidden = therapist.get(f"{address}?names=hidden").content.decode()
    assert ">Ada<" not in hidden and "<a " not in hidden


def test_a_move_that_waited_is_shown_beside_moves_there_and_back_meanwhile(
    case: Case, therapist: Client, people: dict
) -> None:
    move(case, people["Ada"], 1)
    move(case, people["Ada"], 3)  # the ring from which the waiting move was made
    waited = {"ring": 4, "seen": 3, "version": 1, "made_at": "2026-11-09T09:10:00.000Z"}
    answer = post(therapist, case, f"people/{people['Ada'].pk}/move/", **waited)
    page = " ".join(answer.content.decode().split())
    assert answer.status_code == 409 and rings(case)["Ada"] == 3
    assert "they were put in ring 3." in page and "today at " in page
    assert "On this device, Monday 9 November, 09:10." in page
    chosen = {"ring": 4, "seen": 3, "version": 3}  # what the question's own button sends
    assert 'name="version" value="3"' in page
    assert post(therapist, case, f"people/{people['Ada'].pk}/move/", **chosen).status_code == 302
    assert rings(case)["Ada"] == 4


def test_a_move_that_waited_for_somebody_taken_out_meanwhile_is_a_question(
    case: Case, therapist: Client, people: dict
) -> None:
    actions.take_out(relationship=people["Ada"], drawn_on=TODAY, by=case.therapist)
    answer = post(therapist, case, f"people/{people['Ada'].pk}/move/", ring=1, seen=3, version=1)
    assert answer.status_code == 409 and "Leave out" in answer.content.decode()
    assert rings(case) == {"Sam": 2}


def test_a_move_that_waited_goes_in_when_only_others_were_moved_meanwhile(
    case: Case, therapist: Client, people: dict
) -> None:
    move(case, people["Sam"], 4)
    waited = {"ring": 1, "seen": 3, "version": 1, "made_at": "the day before yesterday"}
    assert post(therapist, case, f"people/{people['Ada'].pk}/move/", **waited).status_code == 302
    assert rings(case) == {"Ada": 1, "Sam": 4}
