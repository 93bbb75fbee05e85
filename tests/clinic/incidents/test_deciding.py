"""Decisions: every option, doing nothing too, and the patient's own choice."""

import pytest

from clinic.incidents import actions
from clinic.incidents.models import Decision, Weighing
from tests.clinic.inventory.people import add
from tests.clinic.safety.test_views import words

TYPED = {
    "based_on": "0", "lines": "3", "question": "Do I go home for Christmas?", "pro_0": "Quiet.",
    "option_1": "Go for one day", "pro_1": "See Mum.", "contra_1": "The drive.", "feelings_1": "Torn.",
    "effect_1": "She is glad.", "choice": "1", "when": "Tell her on Sunday", "review_on": "2026-12-01",
}  # fmt: skip


def at(case, rest=""):
    return f"/courses/{case.course.pk}/incidents/decisions/{rest}"


def test_without_decisions_the_page_says_what_belongs_here(case, therapist):
    assert "No decision has been weighed yet" in words(therapist.get(at(case)))


def test_doing_nothing_is_always_an_option_and_nothing_is_chosen_beforehand(case, therapist):
    reply = therapist.get(at(case, "new/"))
    assert "Do nothing for now" in words(reply)
    assert reply.context["form"]["choice"].value() is None


def test_a_decision_is_kept_with_its_options_and_the_patients_choice(case, therapist):
    mum = add(case, "Mum", "family")
    reply = therapist.post(at(case, "new/"), {**TYPED, "relationship": str(mum.pk)}, follow=True)
    kept = Weighing.objects.get()
    assert [one["option"] for one in kept.options] == ["Do nothing for now", "Go for one day"]
    assert kept.options[0]["pro"] == "Quiet."
    assert kept.chosen == {
        "option": "Go for one day", "pro": "See Mum.", "contra": "The drive.",
        "feelings": "Torn.", "effect": "She is glad.",
    }  # fmt: skip
    assert "Do I go home for Christmas?" in words(reply) and "Tell her on Sunday" in words(reply)
    assert "Go for one day" in words(therapist.get(at(case)))


def test_another_option_is_added_without_script_and_nothing_is_lost(case, therapist):
    reply = therapist.post(at(case, "new/"), {**TYPED, "add": "1"})
    form = reply.context["form"]
    assert (form.count, form["contra_1"].value(), form["choice"].value()) == (4, "The drive.", "1")
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"question": ""}, "Please fill this in."),
        ({"pro_2": "Cheap."}, "Give this option a name."),
        ({"choice": "2"}, "That option has no name yet."),
        ({"choice": "9"}, "Please choose one of those shown."),
    ],
)
def test_a_mistake_keeps_what_was_typed(case, therapist, wrong, said):
    reply = therapist.post(at(case, "new/"), {**TYPED, **wrong})
    assert reply.status_code == 422
    assert said in words(reply) and "The drive." in words(reply)


def test_weighing_it_again_writes_the_next_version_and_the_first_stays(case, therapist):
    therapist.post(at(case, "new/"), TYPED)
    first = Weighing.objects.get()
    page = at(case, f"{first.decision_id}/edit/")
    assert therapist.get(page).context["form"]["choice"].value() == 1
    therapist.post(page, {**TYPED, "based_on": "1", "choice": "", "came_of_it": "She rang first."})
    newest = Weighing.objects.newest().get()
    assert (newest.version, newest.choice, newest.came_of_it) == (2, None, "She rang first.")
    listed = words(therapist.get(at(case)))
    assert "She rang first." in listed and "Look at it again" not in listed
    assert "Version 1, as it was weighed then" in words(therapist.get(at(case, f"versions/{first.pk}/")))
    assert therapist.post(page, {**TYPED, "based_on": "1"}).status_code == 422


def test_a_choice_is_one_of_the_options(case):
    with pytest.raises(ValueError, match="one of the options"):
        actions.begin_decision(
            participant=case.participant,
            question="?",
            options=[{"option": "Wait"}],
            choice=1,
            by=case.therapist,
        )


@pytest.mark.parametrize("many", [1, 6])
def test_the_list_costs_the_same_however_many(case, therapist, many, django_assert_max_num_queries):
    for _ in range(many):
        therapist.post(at(case, "new/"), TYPED)
    with django_assert_max_num_queries(14):
        therapist.get(at(case))


def test_a_day_to_look_again_that_has_come_is_marked_until_it_is_told(case, therapist):
    for day, due in (("2026-11-10", True), ("2026-12-01", False)):
        reply = therapist.post(at(case, "new/"), {**TYPED, "review_on": day}, follow=True)
        assert (">due<" in reply.content.decode()) is due
        TYPED["based_on"] = "1"
    listed = words(therapist.get(at(case)))
    assert listed.count("To be looked at again since") == 1 and listed.count("Look at it again on") == 1
    TYPED["based_on"] = "0"
