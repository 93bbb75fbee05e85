"""What only drama has to obey, what role play is free of, and what closes both."""

from datetime import timedelta

import pytest
import time_machine

from clinic.incidents import actions
from clinic.incidents.models import RolePlay
from clinic.safety.lock import Closed
from clinic.techniques.actions import Refused, keep_consent, keep_precautions
from clinic.techniques.models import TechniqueUse
from tests.clinic.incidents.moments import opened, told_again
from tests.clinic.incidents.staging import DRAMA, at, begun, of, sitting
from tests.clinic.inventory.people import add
from tests.clinic.safety.test_views import words
from tests.clinic.techniques.running import raise_risk
from tests.conftest import NOW

CORE = ["as_it_was", "swapped", "replay"]


def test_only_drama_writes_a_use_of_an_adjunct(case, account, scene, therapist):
    session = sitting(case)
    for form in CORE:
        actions.end_role_play(role_play=begun(account, case, form=form), by=case.therapist)
    assert not TechniqueUse.objects.exists()
    run = begun(account, case, form="doubling", session=session, distress_before=4)
    with time_machine.travel(NOW + timedelta(minutes=3), tick=False):
        therapist.post(of(run, "end/"), {"stop": "1"})
    therapist.post(of(run, "after/"), {"distress_after": "3", "learnt": "Afraid.", "stopped_by": "patient"})
    use = TechniqueUse.objects.get()
    assert (use.technique, use.form, use.seconds, use.session) == ("drama", "doubling", 180, session)
    assert (use.before, use.after) == ({"distress": 4}, {"distress": 3})
    assert (use.stopped_by, use.takeaway) == ("patient", "Afraid.")


@pytest.mark.parametrize("circumstance", ["mania", "psychosis", "dissociation"])
@pytest.mark.parametrize("form", DRAMA)
def test_drama_is_refused_with_its_reason_and_role_play_stays_open(
    case, account, scene, therapist, circumstance, form
):
    keep_precautions(participant=case.participant, present=[circumstance], by=case.therapist)
    sitting(case)
    reply = therapist.post(at(account, "role-play/"), {"form": form})
    assert reply.status_code == 403 and "Not while" in words(reply)
    with pytest.raises(Refused):
        begun(account, case, form=form)
    assert not RolePlay.objects.exists()
    assert therapist.post(at(account, "role-play/"), {"form": "swapped"}).status_code == 302


def test_drama_does_not_begin_in_the_last_ten_minutes_but_is_kept_when_it_ran_into_them(
    case, account, scene, therapist
):
    sitting(case)
    with time_machine.travel(NOW + timedelta(minutes=39), tick=False):
        reply = therapist.post(at(account, "role-play/"), {"form": "doubling"})
        assert reply.status_code == 302
    with time_machine.travel(NOW + timedelta(minutes=42), tick=False):
        reply = therapist.post(at(account, "role-play/"), {"form": "doubling"})
        assert reply.status_code == 403 and "Fewer than ten minutes" in words(reply)
        therapist.post(of(RolePlay.objects.get(), "end/"))
    assert TechniqueUse.objects.get().seconds == 180


def refuse_by_person(case):
    keep_precautions(participant=case.participant, present=["psychosis"], by=case.therapist)


@pytest.mark.parametrize("refuse", [raise_risk, refuse_by_person])
@pytest.mark.parametrize("form", DRAMA)
def test_what_comes_up_meanwhile_leaves_stop_and_ground_alone(case, account, scene, therapist, form, refuse):
    run, core = begun(account, case, form=form), begun(account, case)
    refuse(case)
    shown = words(therapist.get(of(run)))
    assert "This run does not go on now." in shown and "Put both feet on the floor." in shown
    assert "Fine. Whatever." not in shown and "psychosis" not in shown and "risk" not in shown.lower()
    assert "Fine. Whatever." in words(therapist.get(of(core)))
    actions.end_role_play(role_play=core, by=case.therapist)
    before = words(therapist.get(at(account, "role-play/")))
    assert "Come back from it" in before and "Go on with it" not in before
    assert "It is stopped" in words(therapist.post(of(run, "end/"), {"stop": "1"}, follow=True))


@pytest.mark.parametrize("refuse", [raise_risk, refuse_by_person])
@pytest.mark.parametrize("form", DRAMA)
def test_an_open_stage_asks_by_itself_and_goes_when_something_comes_up(
    case, account, scene, therapist, form, refuse
):
    run = begun(account, case, form=form)
    assert f'hx-get="{of(run, "still/")}" hx-trigger="every 15s"' in therapist.get(of(run)).content.decode()
    assert therapist.get(of(run, "still/")).status_code == 204
    refuse(case)
    assert therapist.get(of(run, "still/"))["HX-Refresh"] == "true"


def test_an_open_stage_goes_when_its_run_ended_or_was_closed_elsewhere(case, sam, account, scene, therapist):
    ended, closed = begun(account, case), begun(account, case)
    actions.end_role_play(role_play=ended, by=case.therapist)
    assert therapist.get(of(ended, "still/"))["HX-Refresh"] == "true"
    assert therapist.get(of(closed, "still/")).status_code == 204
    opened(case, sam, "not_safe")
    assert therapist.get(of(closed, "still/"))["HX-Refresh"] == "true"


def test_a_run_of_an_older_telling_does_not_go_on_with_somebody_closed(case, account, scene, therapist):
    run = begun(account, case)
    told_again(case, account, add(case, "Alex", "family"))
    assert "This is closed for now" in words(therapist.get(of(run)))
    assert therapist.get(of(run, "still/"))["HX-Refresh"] == "true"
    with pytest.raises(Closed):
        begun(account, case)


@pytest.mark.parametrize("form", DRAMA)
def test_drama_begins_only_in_a_session_under_way_and_once_agreed_to(case, account, scene, therapist, form):
    reply = therapist.post(at(account, "role-play/"), {"form": form})
    assert reply.status_code == 403 and "begin the session first" in words(reply)
    assert "has not agreed to it yet" in words(reply)
    session = sitting(case)
    session.signed_at = NOW
    session.save()
    for none in (None, session):
        with pytest.raises(Refused, match="begin the session first"):
            actions.begin_role_play(account=account, by=case.therapist, form=form, session=none)
    session.signed_at = None
    session.save()
    keep_consent(participant=case.participant, technique="drama", agreed=False, by=case.therapist)
    with pytest.raises(Refused, match="do not want it"):
        actions.begin_role_play(account=account, by=case.therapist, form=form, session=session)
    assert not RolePlay.objects.exists()
    assert therapist.post(at(account, "role-play/"), {"form": "swapped"}).status_code == 302


def test_time_running_short_stops_no_run(case, account, scene, therapist):
    run = begun(account, case, form="empty_chair")
    with time_machine.travel(NOW + timedelta(minutes=42), tick=False):
        assert "Fine. Whatever." in words(therapist.get(of(run)))


@pytest.mark.parametrize("form", CORE + DRAMA)
@pytest.mark.parametrize("answer", ["not_safe", "not_sure"])
def test_no_form_is_played_where_the_lock_is_closed(case, sam, account, scene, therapist, answer, form):
    opened(case, sam, answer)
    assert therapist.post(at(account, "role-play/"), {"form": form}).status_code == 403
    assert "This is closed for now" in words(therapist.get(at(account, "scene/")))
    with pytest.raises(Closed):
        begun(account, case, form=form)


def test_the_page_before_a_run_costs_the_same_however_many(
    case, account, scene, therapist, django_assert_max_num_queries
):
    for _ in range(4):
        actions.end_role_play(role_play=begun(account, case), by=case.therapist)
    with django_assert_max_num_queries(32):
        therapist.get(at(account, "role-play/"))
