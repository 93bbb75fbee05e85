"""A run of imagery led on: past a proposed stop with a reason, in the words agreed, back to grounding."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from clinic.techniques import running
from clinic.techniques.actions import imagery as runs
from tests.clinic.techniques.asking import at, of, page
from tests.clinic.techniques.running import begun, finished, grounded, tapped
from tests.conftest import NOW
from tests.factories import Case

JSON = {"headers": {"accept": "application/json"}}


def test_further_into_the_image_asks_for_a_reason_while_a_stop_is_proposed(case: Case) -> None:
    run = begun(case)
    tapped(run, "step", "step_in")
    tapped(run, "unreal", value=1)
    with pytest.raises(runs.WhyFirst):
        tapped(run, "step", "receive")
    tapped(run, "step", "as_then")  # back is free
    with pytest.raises(runs.WhyFirst):
        tapped(run, "step", "step_in")
    tapped(run, "carried_on", "She says it passed.")
    tapped(run, "step", "step_in")
    tapped(run, "unreal", value=1)
    tapped(run, "step", "ground")  # and so is coming back to the room
    assert running.add_up(run).step == "ground"


def test_a_step_made_before_a_stop_was_proposed_may_arrive_after_it(case: Case) -> None:
    run = begun(case)
    tapped(run, "distress", value=9)
    with time_machine.travel(NOW + timedelta(seconds=300), tick=False):
        tapped(run, "step", "step_in", happened_at=NOW + timedelta(seconds=110))
        assert running.state(run)["proposal"] == "high_distress"
        with pytest.raises(runs.WhyFirst):
            tapped(run, "step", "receive")


def test_next_is_not_open_while_a_stop_is_proposed_with_and_without_a_script(
    case: Case, therapist: Client
) -> None:
    run, further = begun(case), {"kind": "step", "words": "step_in"}
    assert 'aria-disabled="true"' not in page(therapist, of(run))
    tapped(run, "unreal", value=1)
    assert 'value="step_in" data-go="after" aria-disabled="true"' in page(therapist, of(run))
    for how in (JSON, {}):
        reply = therapist.post(of(run, "tap/"), further, **how)
        said = reply.json()["said"] if how else reply.content.decode()
        assert (reply.status_code, "say why you carry on." in said) == (409, True)
    assert therapist.get(of(run, "state/")).json()["step"] == "as_then"
    therapist.post(of(run, "tap/"), {"kind": "carried_on", "words": "She says it passed."})
    assert 'aria-disabled="true"' not in page(therapist, of(run))
    assert therapist.post(of(run, "tap/"), further).status_code == 302


def test_the_use_says_when_a_stop_was_proposed_and_what_was_decided(case: Case, therapist: Client) -> None:
    run = begun(case)
    tapped(run, "unreal", value=1)
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        tapped(run, "carried_on", "She says it passed.")
        tapped(run, "unreal", value=1)
        tapped(run, "stopped", "rule")
        tapped(run, "grounded", value=1)
        finished(run)
    said = " ".join(page(therapist, at(case, f"uses/{run.pk}/")).split())
    assert "First part: as you were then. It felt unreal or far away." in said
    assert "Carried on: “She says it passed.”" in said
    assert "It was stopped." in said
    assert "feeling unreal at its end 1" in said and "unreal not asked" not in said  # asked once, not missed


def test_the_use_says_that_no_stop_was_proposed(case: Case, therapist: Client) -> None:
    run = finished(grounded(begun(case)))
    said = page(therapist, at(case, f"uses/{run.pk}/"))
    assert '<dt>A stop was proposed</dt><dd><span class="soft">no</span>' in said


@pytest.mark.parametrize(
    ("agreed", "tapped_as", "said"),
    [
        ("clinician", "", "it is me."),
        ("patient", "", "it is you as you are today."),
        ("patient", "clinician", "it is me."),
        ("clinician", "both", "you as you are today, and me beside you."),
    ],
)
def test_the_second_part_is_said_as_who_steps_in_was_agreed(
    case: Case, therapist: Client, agreed: str, tapped_as: str, said: str
) -> None:
    run = begun(case)
    run.steps_in_first = agreed
    run.save()
    if tapped_as:
        tapped(run, "stepped_in", tapped_as)
    shown = re.findall(r'<li data-if-steps-in="\w+">(.*?)</li>', page(therapist, of(run)))
    assert len(shown) == 1
    assert shown[0].endswith(said)


def test_a_slip_of_the_finger_does_not_end_grounding(case: Case, therapist: Client) -> None:
    run = grounded(begun(case))
    assert "Back to grounding" in page(therapist, of(run))
    assert therapist.post(of(run, "tap/"), {"kind": "step", "words": "ground"}).status_code == 302
    assert 'data-step="ground"' in page(therapist, of(run))
    with pytest.raises(runs.NotNow):
        finished(run)
    tapped(run, "grounded", value=6)
    tapped(run, "grounded", value=2)
    assert finished(run).use.after["unreal"] == 2
    kept = [(one.kind, one.value) for one in run.taps.all()]
    assert kept == [("step", None), ("grounded", 1), ("step", None), ("grounded", 6), ("grounded", 2)]
