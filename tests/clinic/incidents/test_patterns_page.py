"""What repeats, as sentences with their instances and a question."""

import pytest

from clinic.incidents import actions
from tests.clinic.incidents.moments import CODED, told
from tests.clinic.inventory.people import add
from tests.clinic.safety.test_views import words

PRESSED = [{**CODED[0], "failures": ["demand_withdraw"]}, CODED[1]]


@pytest.fixture
def page(case):
    return f"/courses/{case.course.pk}/incidents/patterns/"


def test_nothing_repeats_in_one_incident(case, therapist, page):
    told(case, add(case, "Sam", "partner"), CODED, wish="heard")
    assert "Nothing repeats so far" in words(therapist.get(page))


def test_each_repeat_is_a_sentence_with_its_count_its_instances_and_a_question(case, therapist, page):
    sam, mum = add(case, "Sam", "partner"), add(case, "Mum", "family")
    first = told(case, sam, CODED, wish="heard", own_response="quiet")
    second = told(case, mum, CODED, wish="heard")
    shown = words(therapist.get(page))
    card = shown[shown.index("In 2 incidents Rowan wished to be heard.") :].split("</li>")[0]
    for account in (first, second):
        assert f"/incidents/{account.incident_id}/" in card
    assert "Has this been said to anybody, in these words?" in card
    assert "a line of Rowan’s is noted as “silence”" in shown
    assert "is Sam." not in shown and "goes quiet" not in shown


def test_the_figures_say_what_they_are_of_and_what_is_not_coded(case, therapist, page):
    sam = add(case, "Sam", "partner")
    told(case, sam, PRESSED)
    told(case, sam, CODED)
    told(case, sam)
    shown = words(therapist.get(page))
    assert "said openly in 0 of 2 of the patient’s lines for which it was noted" in shown
    assert "The message got lost in 2.0 places an incident, over 2 incidents with notes." in shown
    assert "One presses and the other draws back: noted in 1 incident." in shown
    assert shown.count("not coded") == 2
    assert "not validated" in shown


def test_of_one_incident_there_is_no_mean_and_what_was_not_noted_is_not_counted(case, therapist, page):
    told(case, add(case, "Sam", "partner"), CODED)
    shown = words(therapist.get(page))
    assert "In the one incident with notes, the message got lost in 2 places." in shown
    assert "One presses and the other draws back:" not in shown and "of 1 incident" not in shown


def test_a_newer_version_replaces_the_one_before_in_the_count(case, therapist, page):
    sam = add(case, "Sam", "partner")
    told(case, sam, wish="heard")
    second = told(case, sam, wish="heard")
    assert "wished to be heard" in words(therapist.get(page))
    actions.retell_incident(
        incident=second.incident, relationship=sam, on=second.on, turns=CODED, wish="close", by=case.therapist
    )
    assert "wished to be heard" not in words(therapist.get(page))


@pytest.mark.parametrize("many", [2, 9])
def test_more_incidents_ask_no_more_of_the_database(
    case, therapist, page, many, django_assert_max_num_queries
):
    sam = add(case, "Sam", "partner")
    for _ in range(many):
        told(case, sam, PRESSED)
    with django_assert_max_num_queries(19):
        therapist.get(page)
