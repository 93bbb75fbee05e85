"""The scene, the forms of a run, its stop and its ground, and looking back."""

import re
from datetime import timedelta

import pytest
import time_machine

from clinic.audit.models import AuditEvent
from clinic.incidents import actions
from clinic.incidents.models import RolePlay, Scene
from clinic.techniques.actions import keep_consent
from clinic.techniques.models import TechniqueUse
from tests.clinic.incidents.moments import opened, told
from tests.clinic.incidents.staging import DRAMA, at, begun, of
from tests.clinic.inventory.people import add
from tests.clinic.safety.test_views import words
from tests.conftest import NOW

SCENE = {"based_on": "0", "place": "The hall", "rules": ["stop"], "stop_word": "teapot"}

CORE = ["as_it_was", "swapped", "replay"]


# The scene


def test_the_scene_is_set_before_the_first_run(case, account, therapist):
    reply = therapist.get(at(account, "role-play/"))
    assert reply.status_code == 302 and reply.headers["Location"].endswith("/scene/")
    assert 'value="stop"' in therapist.get(at(account, "scene/")).content.decode()
    reply = therapist.post(at(account, "scene/"), SCENE, follow=True)
    shown = words(reply)
    assert "“teapot”" in shown and "Anybody can stop it, and nobody asks why" in shown


def test_a_scene_set_anew_is_the_next_version_and_runs_keep_theirs(case, account, scene, therapist):
    run = begun(account, case)
    therapist.post(at(account, "scene/"), {**SCENE, "based_on": "1", "other_played_by": "Jo"})
    assert list(Scene.objects.values_list("version", "other_played_by")) == [(2, "Jo"), (1, "")]
    assert "Maya plays Sam" in words(therapist.get(of(run)))
    assert "Jo plays Sam" in words(therapist.get(of(begun(account, case))))


def test_a_scene_from_another_window_is_not_passed_over(case, account, scene, therapist):
    reply = therapist.post(at(account, "scene/"), {**SCENE, "stop_word": "enough"})
    assert reply.status_code == 422 and "teapot" in words(reply)
    assert 'value="enough"' in reply.content.decode()
    assert Scene.objects.count() == 1


def test_a_rule_that_is_none_is_refused(case, account):
    with pytest.raises(ValueError, match="no rule"):
        actions.set_scene(incident=account.incident, rules=["shout"], by=case.therapist)


# A run


def test_the_stage_says_who_plays_whom_and_which_word_stops_it(case, account, scene, therapist):
    reply = therapist.post(
        at(account, "role-play/"), {"form": "as_it_was", "confidence_before": "3"}, follow=True
    )
    shown = words(reply)
    assert "Rowan plays Rowan; Maya plays Sam." in shown
    assert "Any of you can say “teapot”." in shown
    assert "Fine. Whatever." in shown and "I was worried when" not in shown
    assert RolePlay.objects.get().confidence_before == 3


def test_no_page_of_a_run_holds_the_clinical_head_and_each_leads_back(case, account, scene, therapist):
    run = begun(account, case, form="doubling")
    stage = words(therapist.get(of(run)))
    keep_consent(participant=case.participant, technique="drama", agreed=False, by=case.therapist)
    not_on = words(therapist.get(of(run)))
    therapist.post(of(run, "end/"))
    ground = words(therapist.get(of(run, "grounding/")))
    for shown in (stage, not_on, ground):
        assert "Back to session 1" in shown and "minutes left" in shown
        assert "Parts of the course" not in shown and "Caseload" not in shown
    assert "This run does not go on now." in not_on and "teapot" not in ground
    alone = words(therapist.get(of(begun(account, case))))
    assert f'href="{at(account, "")}"' in alone and "Back to session" not in alone


def test_roles_are_swapped_and_the_newest_words_are_said(case, account, scene, therapist):
    actions.rewrite_lines(incident=account.incident, words={2: "I was worried."}, by=case.therapist)
    shown = words(therapist.get(of(begun(account, case, form="swapped"))))
    assert "Rowan plays Sam; Maya plays Rowan." in shown
    assert "said by Maya" in shown[shown.index('<li class="mine">') :].split("</li>")[0]
    assert "I was worried." in shown and "Fine. Whatever." not in shown


def test_one_line_at_a_time(case, account, scene, therapist):
    run = of(begun(account, case))
    first = words(therapist.get(run + "?line=1"))
    assert "Long day." in first and "Fine. Whatever." not in first and "?line=2" in first
    last = words(therapist.get(run + "?line=2"))
    assert "Fine. Whatever." in last and "Next line" not in last
    for odd in ("0", "9", "x", "²"):
        assert "Fine. Whatever." in words(therapist.get(run, {"line": odd}))


def test_doubling_says_what_may_be_felt_and_the_chair_stands_for_the_dead(case, scene, account, therapist):
    shown = words(therapist.get(of(begun(account, case, form="doubling"))))
    assert "Stand beside Rowan, half a step behind" in shown and "hurt, it was told" in shown
    assert "If not, Rowan says it their own way." in shown and "he patient" not in shown
    gone = add(case, "Dad", "family", died_year=2021)
    chair = begun(told(case, gone), case, form="empty_chair")
    assert "Rowan speaks to Dad, who sits in the empty chair" in words(therapist.get(of(chair)))


def test_a_run_ends_on_the_ground_and_is_looked_back_at(case, account, scene, therapist):
    run = begun(account, case, confidence_before=3)
    with time_machine.travel(NOW + timedelta(minutes=4), tick=False):
        reply = therapist.post(of(run, "end/"), follow=True)
        assert "Put both feet on the floor." in words(reply)
        sent = {"confidence_after": "6", "learnt": "He looked tired.", "minutes": "4", "then": "try"}
        reply = therapist.post(of(run, "after/"), sent)
    assert reply.headers["Location"].endswith("/tried/")
    run.refresh_from_db()
    assert (run.minutes, run.stopped, run.confidence_after, run.distress_after) == (4, False, 6, None)
    assert "confidence 3, then 6" in words(therapist.get(at(account, "")))


def test_each_run_of_an_incident_is_taken_back_and_looked_back_at_by_a_name_of_its_own(
    case, account, scene, therapist
):
    for form in ("as_it_was", "swapped", "swapped", "replay"):
        therapist.post(of(begun(account, case, form=form), "end/"))
    shown = therapist.get(at(account, "")).content.decode()
    names = re.findall(r'aria-label="((?:Take back|Look back)[^"]*)"', shown)
    assert len(names) == 8 == len(set(names))
    assert any(name.startswith("Take back run 2: roles swapped, ") for name in names)


@pytest.mark.parametrize("form", CORE + DRAMA)
def test_one_touch_stops_every_form_at_once_and_nobody_has_to_say_why(case, account, scene, therapist, form):
    run = begun(account, case, form=form)
    page = therapist.get(of(run)).content.decode()
    assert page.count("data-stop") == 1 and page.index("data-stop") < page.index('class="stage')
    shown = words(therapist.post(of(run, "end/"), {"stop": "1"}, follow=True))
    assert "It is stopped" in shown and "Nobody has to say why." in shown
    run.refresh_from_db()
    assert (run.stopped, run.stopped_by, run.stop_reason) == (True, "", "")
    therapist.post(of(run, "after/"), {"stopped_by": "patient", "stop_reason": "Too near."})
    run.refresh_from_db()
    assert (run.stopped_by, run.stop_reason) == ("patient", "Too near.")


def test_a_stop_is_never_refused_also_where_the_work_was_closed_meanwhile(
    case, sam, account, scene, therapist
):
    run = begun(account, case)
    opened(case, sam, "not_safe")
    assert "This is closed for now" in words(therapist.get(of(run)))
    assert "It is stopped" in words(therapist.post(of(run, "end/"), {"stop": "1"}, follow=True))


def test_ending_twice_changes_nothing(case, account, scene, therapist):
    run = begun(account, case)
    therapist.post(of(run, "end/"), {"stop": "1"})
    therapist.post(of(run, "end/"))
    run.refresh_from_db()
    assert run.stopped
    assert AuditEvent.objects.filter(did="stopped a role play").count() == 1


def test_a_run_that_nobody_ended_has_no_minutes(case, account, scene):
    run = begun(account, case)
    with time_machine.travel(NOW + timedelta(hours=5), tick=False):
        assert actions.end_role_play(role_play=run, by=case.therapist).minutes is None


@pytest.mark.parametrize(
    ("distress", "leads_to"), [("8", "grounding"), ("7", "role-play"), ("", "role-play")]
)
def test_high_distress_leads_back_to_the_ground_and_not_to_another_run(
    case, account, scene, therapist, distress, leads_to
):
    run = begun(account, case)
    therapist.post(of(run, "end/"))
    reply = therapist.post(of(run, "after/"), {"distress_after": distress, "then": "again"})
    assert reply.headers["Location"].endswith(f"/{leads_to}/")


def test_a_rating_that_was_not_given_is_not_zero(case, account, scene, therapist):
    run = begun(account, case)
    therapist.post(of(run, "end/"))
    reply = therapist.post(of(run, "after/"), {"confidence_after": "0"}, follow=True)
    assert "confidence not asked, then 0" in words(reply)


def test_a_rating_beyond_ten_is_refused_and_the_words_stay(case, account, scene, therapist):
    run = begun(account, case)
    therapist.post(of(run, "end/"))
    reply = therapist.post(of(run, "after/"), {"learnt": "He looked tired.", "confidence_after": "11"})
    assert reply.status_code == 422 and "He looked tired." in words(reply)


def test_a_run_is_taken_back_and_put_back_with_its_use(case, account, scene, therapist):
    run = actions.end_role_play(
        role_play=begun(account, case, form="doubling", confidence_before=3), by=case.therapist
    )
    reply = therapist.post(of(run, "withdraw/"), follow=True)
    assert "One run was taken back." in words(reply) and "confidence 3" not in words(reply)
    assert TechniqueUse.objects.get().withdrawn_at
    assert "confidence 3" in words(therapist.post(of(run, "put-back/"), follow=True))
    assert not TechniqueUse.objects.get().withdrawn_at
