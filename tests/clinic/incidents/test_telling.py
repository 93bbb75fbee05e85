"""The quick form, and an incident as it is shown: versions, lines, the plane."""

import pytest
from django.db import IntegrityError, transaction

from clinic.courses.actions import begin_session
from clinic.incidents import actions
from clinic.incidents.models import Account, Incident, Turn
from clinic.inventory.models import Relationship
from tests import factories
from tests.clinic.incidents.moments import CODED, LINES, told, typed
from tests.clinic.inventory.people import add
from tests.clinic.safety.test_views import words
from tests.conftest import signed_in
from tests.factories import Case


@pytest.fixture
def sam(case: Case) -> Relationship:
    return add(case, "Sam", "partner", role="partner")


def at(case: Case, rest: str = "") -> str:
    return f"/courses/{case.course.pk}/incidents/{rest}"


def test_without_incidents_the_page_says_what_belongs_here_and_begins_the_form(case, therapist):
    shown = words(therapist.get(at(case)))
    assert "No moment has been gone through yet" in shown and at(case, "new/") in shown


def test_the_quick_form_keeps_who_said_felt_meant_heard_and_the_new_line(case, sam, therapist):
    reply = therapist.post(at(case, "new/"), typed(sam), follow=True)
    account = Account.objects.get()
    lines = account.turns.values_list("place", "number", "speaker", "said", "felt", "meant", "heard")
    assert list(lines) == [
        (1, 1, "other", "Long day. What’s for tea?", "", "", "you do not matter"),
        (2, 2, "patient", "Fine. Whatever.", "hurt", "I was worried", ""),
    ]
    assert (account.relationship, account.version, account.written_by) == (sam, 1, case.therapist)
    assert "I was worried when you did not ring." in words(reply)


def test_another_line_is_added_without_script_and_nothing_is_lost(case, sam, therapist):
    sent = typed(sam, add="1", said_3="(leaves the room)", failures_2=["silence", "timing"], control_2="-0.5")
    reply = therapist.post(at(case, "new/"), sent)
    assert reply.status_code == 200 and not Incident.objects.exists()
    form = reply.context["form"]
    assert form.count == 4 and not form.errors
    assert form["said_3"].value() == "(leaves the room)"
    assert form["failures_2"].value() == ["silence", "timing"]
    assert form["relationship"].value() == str(sam.pk)
    assert 'name="said_4"' in words(reply) and "error-summary" not in words(reply)


def test_eight_lines_are_the_most(case, sam, therapist):
    reply = therapist.post(at(case, "new/"), typed(sam, lines="8", add="1"))
    assert reply.context["form"].count == 8
    assert "Add a line" not in words(reply)


def test_a_page_that_had_grown_is_asked_for_with_its_lines(case, sam, therapist):
    assert therapist.get(at(case, "new/?lines=6")).context["form"].count == 6
    for odd in ("99", "-1", "x", "²"):
        assert therapist.get(at(case, "new/"), {"lines": odd}).context["form"].count in (3, 8)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"relationship": ""}, "Choose who it was with."),
        ({"on": "2026-12-01"}, "This day is still to come."),
        ({"said_1": "", "said_2": "", "heard_1": "", "felt_2": "", "meant_2": ""}, "Write at least one line"),
        ({"said_2": ""}, "Write what was said, or what was done instead."),
        ({"control_2": "0.5"}, "Place the line on both rows, or on neither."),
        ({"control_2": "0.7", "affiliation_2": "0.5"}, "Please choose one of those shown."),
        ({"failures_2": ["lying"]}, "not one of the available choices"),
    ],
)
def test_a_mistake_keeps_what_was_typed(case, sam, therapist, wrong, said):
    reply = therapist.post(at(case, "new/"), typed(sam, **wrong))
    assert reply.status_code == 422
    assert said in words(reply) and "I was worried when you did not ring." in words(reply)
    assert not Incident.objects.exists()


def test_somebody_of_another_course_cannot_be_chosen(case, therapist):
    stranger = add(factories.course(of=case.service), "Pat", "friend")
    assert therapist.post(at(case, "new/"), typed(stranger)).status_code == 422


def test_with_nobody_in_the_inventory_the_form_leads_to_the_circle(case, therapist):
    assert "Nobody is in the inventory yet" in words(therapist.get(at(case, "new/")))


def test_going_through_it_again_writes_the_next_version_and_the_first_stays(case, sam, therapist):
    first = told(case, sam)
    sent = typed(
        sam, based_on="1", number_1="1", number_2="2", said_2="I am fine.", said_3="You sound cross."
    )
    therapist.post(at(case, f"{first.incident_id}/edit/"), sent)
    again = Account.objects.newest().get()
    assert again.version == 2
    assert list(again.turns.values_list("number", "said")) == [
        (1, "Long day. What’s for tea?"), (2, "I am fine."), (3, "You sound cross."),
    ]  # fmt: skip
    assert first.turns.get(number=2).said == "Fine. Whatever."
    old = words(therapist.get(at(case, f"versions/{first.pk}/")))
    assert "Version 1, as it was told then." in old and "Fine. Whatever." in old


def test_a_newer_version_from_another_window_is_not_passed_over(case, sam, therapist):
    first = told(case, sam)
    actions.retell_incident(
        incident=first.incident, relationship=sam, on=first.on, turns=LINES, by=case.supervisor
    )
    reply = therapist.post(
        at(case, f"{first.incident_id}/edit/"), typed(sam, based_on="1", failures_2=["timing", "silence"])
    )
    assert reply.status_code == 422
    assert "Dr Lewis kept a newer version while this page was open." in words(reply)
    assert reply.context["form"]["failures_2"].value() == ["timing", "silence"]
    assert Account.objects.count() == 2


def test_a_line_keeps_its_number_and_a_number_that_was_never_there_is_not_taken(case, sam):
    first = told(case, sam)
    lines = [{"number": 2, **LINES[1]}, {"number": 77, **LINES[0]}]
    again = actions.retell_incident(
        incident=first.incident, relationship=sam, on=first.on, turns=lines, by=case.therapist
    )
    assert list(again.turns.values_list("place", "number")) == [(1, 2), (2, 3)]


def test_the_action_refuses_an_incident_without_lines_and_unknown_codes(case, sam):
    with pytest.raises(ValueError, match="at least one line"):
        told(case, sam, lines=[])
    with pytest.raises(ValueError, match="no failure code lying"):
        told(case, sam, lines=[{**LINES[0], "failures": ["lying"]}])


def test_the_database_refuses_a_line_on_one_axis_alone(case, sam):
    told(case, sam)
    with pytest.raises(IntegrityError), transaction.atomic():
        Turn.objects.update(control=0.5)


def test_placed_lines_are_drawn_and_said_in_words_without_a_verdict(case, sam, therapist):
    account = told(case, sam, CODED)
    shown = words(therapist.get(at(case, f"{account.incident_id}/")))
    assert "leads a little, neither" in shown and "gives way a little, a little cold" in shown
    assert "Line 2 after line 1: much what such a line tends to draw." in shown
    assert "(0.18)" in shown  # 0.5 / sqrt(8)
    assert 'class="plane"' in shown
    assert not [verdict for verdict in ("good reply", " bad ", " correct ") if verdict in shown]


def test_an_incident_without_codes_shows_no_plane(case, sam, therapist):
    assert 'class="plane"' not in words(therapist.get(at(case, f"{told(case, sam).incident_id}/")))


def test_from_a_session_it_is_noted_and_leads_back(case, sam, therapist):
    session = begin_session(course=case.course, by=case.therapist)
    page = at(case, f"new/?session={session.number}")
    assert f"/courses/{case.course.pk}/sessions/1/" in words(therapist.get(page))
    reply = therapist.post(page, typed(sam))
    assert reply["Location"].endswith("?session=1")
    assert Account.objects.get().session_number == 1
    assert "Session 1" in words(therapist.get(reply["Location"]))
    assert "?session=1" in words(therapist.get(f"/courses/{case.course.pk}/sessions/1/"))


def test_incidents_are_found_by_whom_they_are_with_now(case, sam):
    jo = add(case, "Jo", "friend")
    first, with_jo = told(case, sam), told(case, sam, also_there=[jo])
    assert set(Incident.objects.with_person(sam)) == {first.incident, with_jo.incident}
    assert list(Incident.objects.with_person(jo)) == [with_jo.incident]
    actions.retell_incident(
        incident=first.incident, relationship=jo, on=first.on, turns=LINES, by=case.therapist
    )
    assert list(Incident.objects.with_person(sam)) == [with_jo.incident]


def test_the_supervisor_reads_and_does_not_write(case, sam):
    account, supervisor = told(case, sam), signed_in(case.supervisor)
    shown = words(supervisor.get(at(case, f"{account.incident_id}/")))
    assert "Fine. Whatever." in shown and "Play it together" not in shown
    for rest in ("new/", f"{account.incident_id}/edit/", f"{account.incident_id}/role-play/"):
        assert supervisor.get(at(case, rest)).status_code == 403


@pytest.mark.parametrize("many", [1, 8])
def test_the_list_costs_the_same_however_many(case, sam, therapist, many, django_assert_max_num_queries):
    for _ in range(many):
        told(case, sam, CODED)
    with django_assert_max_num_queries(19):
        assert words(therapist.get(at(case))).count('<li class="card">') == many


@pytest.mark.parametrize("again", [0, 5])
def test_one_incident_costs_the_same_however_often_told(
    case, sam, therapist, again, django_assert_max_num_queries
):
    account = told(case, sam, CODED)
    for _ in range(again):
        actions.retell_incident(
            incident=account.incident, relationship=sam, on=account.on, turns=CODED, by=case.therapist
        )
    with django_assert_max_num_queries(27):
        therapist.get(at(case, f"{account.incident_id}/"))


def test_the_small_plane_shows_the_place_chosen_and_none_that_was_not(case, sam, therapist):
    account = told(case, sam, CODED)
    rows = therapist.get(at(case, f"{account.incident_id}/edit/")).context["form"].rows()
    assert [(row.spot.x, row.spot.y) for row in rows] == [(100, 69), (69, 131), (None, None)]
    typed_half = typed(sam, add="1", control_1="0.5", affiliation_1="nowhere")
    [first, *_rest] = therapist.post(at(case, "new/"), typed_half).context["form"].rows()
    assert first.spot.x is None
