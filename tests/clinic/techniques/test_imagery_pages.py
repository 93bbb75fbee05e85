"""The clinician's pages of imagery: begun, refused, tapped through, ended, and its check-in."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from uuid_utils.compat import uuid7

from clinic.techniques import actions, stage
from clinic.techniques.models import (
    CheckIn,
    ImageryRun,
    Readiness,
    RunTap,
    TechniqueConsent,
    TechniqueUse,
)
from tests.clinic.techniques.asking import at, before, of, page
from tests.clinic.techniques.running import (
    IMAGERY,
    NOTHING,
    begun,
    finished,
    grounded,
    in_session,
    made_ready,
    raise_risk,
    tapped,
)
from tests.conftest import NOW, signed_in
from tests.factories import Case

JSON = {"headers": {"accept": "application/json"}}


def test_without_an_open_session_it_is_not_begun(case: Case, therapist: Client) -> None:
    made_ready(case)
    assert "begun from an open session" in page(therapist, at(case, "imagery/"))
    assert therapist.post(at(case, "imagery/?session=6"), before()).status_code == 403
    assert not ImageryRun.objects.exists()


def test_it_is_begun_from_the_open_session_with_consent_heard_there(case: Case, therapist: Client) -> None:
    made_ready(case)
    TechniqueConsent.objects.all().delete()
    in_session(case)
    assert "This is the first run." in page(therapist, at(case, "imagery/?session=6"))
    reply = therapist.post(at(case, "imagery/?session=6"), before())
    run = ImageryRun.objects.get()
    assert reply["Location"] == of(run)
    assert TechniqueConsent.objects.get().said == "I want to try."
    assert therapist.get(at(case, "imagery/?session=6"))["Location"] == of(run)  # one at a time


@pytest.mark.parametrize("circumstance", sorted(NOTHING))
def test_one_yes_refuses_the_start_in_plain_words_and_is_kept(
    case: Case, therapist: Client, circumstance: str
) -> None:
    made_ready(case)
    in_session(case)
    reply = therapist.post(at(case, "imagery/?session=6"), before(**{f"asked_{circumstance}": "yes"}))
    reason = next(one.reason for one in IMAGERY.against if one.when == circumstance)
    assert reply.status_code == 403
    assert reason in reply.content.decode()
    assert Readiness.objects.get().answers[circumstance] is True
    assert not ImageryRun.objects.exists()


def test_a_question_left_out_is_asked_for(case: Case, therapist: Client) -> None:
    made_ready(case)
    in_session(case)
    sent = before()
    del sent["asked_unwilling"]
    reply = therapist.post(at(case, "imagery/?session=6"), sent)
    assert "Not asked is not the same as no." in reply.content.decode()
    assert (reply.status_code, Readiness.objects.count()) == (422, 0)


def refuse_by_risk(case: Case) -> None:
    raise_risk(case)


def refuse_by_person(case: Case) -> None:
    actions.keep_precautions(participant=case.participant, present=["mania"], by=case.therapist)


def refuse_by_consent(case: Case) -> None:
    actions.keep_consent(participant=case.participant, technique=IMAGERY.id, agreed=False, by=case.therapist)


def refuse_by_default(case: Case) -> None:
    actions.open_or_close(participant=case.participant, what=IMAGERY.id, opened=False, by=case.therapist)


REFUSALS = [refuse_by_risk, refuse_by_person, refuse_by_default]


@pytest.mark.parametrize("refuse", REFUSALS)
def test_a_hard_stop_refuses_the_start(case: Case, therapist: Client, refuse) -> None:
    made_ready(case)
    in_session(case)
    refuse(case)
    assert "Imagery is not begun now" in page(therapist, at(case, "imagery/?session=6"))
    assert therapist.post(at(case, "imagery/?session=6"), before()).status_code == 403
    assert not ImageryRun.objects.exists()


@pytest.mark.parametrize(("number", "minutes"), [(2, 5), (16, 5), (6, 42)])
def test_the_wrong_time_refuses_the_start(case: Case, therapist: Client, number: int, minutes: int) -> None:
    made_ready(case)
    in_session(case, number, minutes)
    assert therapist.post(at(case, f"imagery/?session={number}"), before()).status_code == 403


@pytest.mark.parametrize("refuse", [*REFUSALS, refuse_by_consent])
def test_what_comes_up_meanwhile_stops_the_run_and_lets_it_be_grounded(
    case: Case, therapist: Client, refuse
) -> None:
    run = begun(case)
    refuse(case)
    seen = page(therapist, of(run))
    assert "data-against>" in seen  # shown, not hidden
    for kind, words in (("step", "step_in"), ("carried_on", "All the same")):
        reply = therapist.post(of(run, "tap/"), {"kind": kind, "words": words}, **JSON)
        assert (reply.status_code, bool(reply.json()["against"])) == (409, True)
    assert not RunTap.objects.exists()
    for sent in ({"kind": "stopped"}, {"kind": "grounded", "value": "1"}):
        assert therapist.post(of(run, "tap/"), sent, **JSON).status_code == 200
    assert therapist.get(of(run, "state/")).json()["grounded"] is True


def test_a_yes_in_a_second_window_stops_the_run_that_began_in_the_first(
    case: Case, therapist: Client
) -> None:
    run = begun(case)
    sent = before() | {"asked_intoxication": "yes"}
    assert therapist.post(at(case, "imagery/?session=6"), sent).url == of(run)
    assert Readiness.objects.filter(answers__intoxication=True).count() == 1
    reply = therapist.post(of(run, "tap/"), {"kind": "step", "words": "step_in"}, **JSON)
    assert (reply.status_code, reply.json()["against"]) == (409, ["Not after alcohol or drugs today."])


def test_every_tap_is_kept_and_a_reload_goes_on_where_it_was(case: Case, therapist: Client) -> None:
    run = begun(case)
    for sent in ({"kind": "step", "words": "step_in"}, {"kind": "distress", "value": "9"}):
        assert therapist.post(of(run, "tap/"), sent).status_code == 302  # without a script
    seen = page(therapist, of(run))
    assert 'data-step="step_in"' in seen
    assert "Said so far:" in seen


def test_a_rating_made_at_once_after_a_slow_step_is_shown_in_that_step(case: Case, therapist: Client) -> None:
    run, step = begun(case), str(uuid7())
    therapist.post(of(run, "tap/"), {"kind": "step", "words": "step_in", "id": step, "ago": "0"}, **JSON)
    rated = {"kind": "distress", "value": "6", "id": str(uuid7()), "after": step, "ago": "5000"}
    assert therapist.post(of(run, "tap/"), rated, **JSON).status_code == 200
    steps = stage.during(run)["steps"]
    assert [(one["step"].id, [tap.value for tap in one["rated"]]) for one in steps[:2]] == [
        ("as_then", []),
        ("step_in", [6]),
    ]


def test_a_tap_that_makes_no_sense_is_said(case: Case, therapist: Client) -> None:
    run = begun(case)
    for sent in ({"kind": "distress"}, {"kind": "dance"}, {"kind": "distress", "value": "11"}, {}):
        assert therapist.post(of(run, "tap/"), sent, **JSON).status_code == 422
        assert therapist.post(of(run, "tap/"), sent).status_code == 422
    assert not RunTap.objects.exists()


def test_it_cannot_be_ended_before_grounding(case: Case, therapist: Client) -> None:
    run = begun(case)
    tapped(run, "stopped")
    assert therapist.post(of(run, "finish/"), ending()).status_code == 409
    assert not TechniqueUse.objects.exists()


def ending(hours: int = 48, **more: object) -> dict[str, object]:
    due = timezone.localtime(timezone.now() + timedelta(hours=hours))
    when = {"on": due.date().isoformat(), "at": due.strftime("%H:%M"), "way": "phone"}
    return when | {"owner": "", "takeaway": "She came in.", "belief_after": "60", "distress": "3", **more}


def test_ending_it_asks_for_a_check_in_and_goes_back_to_the_session(case: Case, therapist: Client) -> None:
    run = grounded(begun(case))
    reply = therapist.post(of(run, "finish/"), ending(owner=str(case.therapist.pk), hours=80))
    assert (reply.status_code, "A check-in comes between" in reply.content.decode()) == (422, True)
    assert "She came in." in reply.content.decode()
    reply = therapist.post(of(run, "finish/"), ending(owner=str(case.therapist.pk)))
    assert reply["Location"] == f"/courses/{case.course.pk}/sessions/6/"
    assert CheckIn.objects.get().owner == case.therapist
    assert TechniqueUse.objects.get().after == {"distress": 3, "unreal": 1}
    use = at(case, f"uses/{run.pk}/")
    assert therapist.get(of(run))["Location"] == use
    assert therapist.post(of(run, "finish/"), ending())["Location"] == use


def test_a_check_in_stands_on_the_caseload_and_the_overview_until_it_is_closed(
    case: Case, therapist: Client
) -> None:
    run = finished(grounded(begun(case)))
    pages = ("/caseload/", f"/courses/{case.course.pk}/", at(case))
    assert all("heck-in after imagery" in page(therapist, one) for one in pages)
    with time_machine.travel(NOW + timedelta(hours=60), tick=False):
        late = signed_in(case.therapist)
        assert "was due" in page(late, "/caseload/")
        reply = late.post(of(run, "check-in/"), {"state": "closed"})
        assert reply.status_code == 422
        assert late.post(of(run, "check-in/"), {"state": "tried"}).status_code == 422
        late.post(of(run, "check-in/"), {"state": "done", "words": "Slept well."})
        assert not any("heck-in after imagery" in page(late, one) for one in pages[:2])


def test_the_supervisor_may_say_what_came_of_a_check_in(case: Case) -> None:
    run = finished(grounded(begun(case)), owner=case.supervisor)
    supervisor = signed_in(case.supervisor)
    assert "heck-in after imagery" in page(supervisor, "/caseload/")
    supervisor.post(of(run, "check-in/"), {"state": "done", "words": "Well."})
    assert CheckIn.objects.first().written_by == case.supervisor


def test_an_unfinished_run_is_said_until_it_is_ended(case: Case, therapist: Client) -> None:
    run = begun(case)
    for one in (f"/courses/{case.course.pk}/", at(case), f"/courses/{case.course.pk}/sessions/6/"):
        assert str(run.pk) in page(therapist, one)


def test_the_patient_finds_no_imagery_and_hears_when_somebody_calls(case: Case, patient: Client) -> None:
    run = finished(grounded(begun(case)))
    assert patient.get(of(run)).status_code in (403, 404)
    seen = page(patient, "/me/")
    assert "rings you to ask how you are" in seen
    assert "magery" not in seen
