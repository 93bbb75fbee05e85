"""After a run of imagery: what is noted of it, and the check-in that is asked for."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from clinic.audit.models import AuditEvent
from clinic.techniques import actions, running
from clinic.techniques.actions import check_ins
from clinic.techniques.actions import imagery as runs
from clinic.techniques.models import CheckIn, ImageryRun, TechniqueUse
from tests.clinic.techniques.running import (
    begun,
    finished,
    grounded,
    tapped,
)
from tests.factories import Case


def test_a_run_to_its_end_is_one_use_with_everything_noted(case: Case) -> None:
    run = begun(case)
    tapped(run, "distress", value=9)
    tapped(run, "need", "Somebody who stays")
    tapped(run, "step", "step_in")
    tapped(run, "stepped_in", "clinician")
    grounded(run)
    finished(
        run,
        after={"distress": 4, "vividness": 5},
        meaning="I was a child",
        belief_after=60,
        takeaway="She came in.",
    )
    use = TechniqueUse.objects.get()
    assert use.pk == run.pk
    assert (use.before, use.after) == (
        {"distress": 7, "vividness": 8},
        {"distress": 4, "vividness": 5, "unreal": 1},
    )
    assert use.details == {
        "label": "The stairs",
        "peak": 9,
        "need": "Somebody who stays",
        "stepped_in": "clinician",
        "meaning": "I was a child",
        "belief_words": "I was to blame",
        "belief_before": 90,
        "belief_after": 60,
        "grounded": True,
    }
    assert (use.stopped_by, use.takeaway) == ("", "She came in.")
    again = finished(ImageryRun.objects.get(), takeaway="Something else")
    assert (TechniqueUse.objects.count(), CheckIn.objects.count(), again.use.takeaway) == (
        1,
        1,
        "She came in.",
    )
    with pytest.raises(runs.NotNow):
        tapped(run, "distress", value=2)


@pytest.mark.parametrize("hours", [23, 73])
def test_a_check_in_comes_between_one_day_and_three(case: Case, hours: int) -> None:
    run = grounded(begun(case))
    with pytest.raises(ValueError, match="hours agreed"):
        finished(run, due_at=timezone.now() + timedelta(hours=hours))
    assert not TechniqueUse.objects.exists()


@pytest.mark.parametrize(
    ("begun_at", "offered"),
    [
        ("Tuesday 10 November, 10:20", "Thursday 12 November, 10:00"),
        ("Thursday 12 November, 10:20", "Friday 13 November, 13:00"),  # two days on it is Saturday
        ("Friday 13 November, 10:20", "Monday 16 November, 09:00"),
        ("Thursday 12 November, 16:20", "Saturday 14 November, 16:00"),  # nobody is at work in its time
    ],
)
def test_the_check_in_is_offered_at_a_time_when_somebody_is_at_work(
    case: Case, begun_at: str, offered: str
) -> None:
    when = "%Y %A %d %B, %H:%M"
    with time_machine.travel(datetime.strptime(f"2026 {begun_at}", when).replace(tzinfo=UTC), tick=False):
        assert f"{running.usual_check_in(begun(case)):{when}}" == f"2026 {offered}"


def test_whoever_left_before_grounding_is_not_called_grounded_and_asked_within_a_day(case: Case) -> None:
    run = begun(case)
    tapped(run, "left", "Went out; I rang at once.")
    with pytest.raises(ValueError, match="hours agreed"):
        finished(run, due_at=timezone.now() + timedelta(hours=48))
    finished(run, due_at=timezone.now() + timedelta(hours=3))
    use = TechniqueUse.objects.get()
    assert (use.details["grounded"], use.stopped_by) == (False, "patient")
    assert "unreal" not in use.after


def test_a_check_in_stays_open_until_somebody_says_what_came_of_it(case: Case) -> None:
    run = finished(grounded(begun(case)))
    assert CheckIn.objects.open().count() == 1
    later = timezone.now() + timedelta(hours=50)
    say = {"run": run, "by": case.therapist}
    check_ins.say_what_came_of_it(state="tried", due_at=later, words="No answer.", **say)
    assert CheckIn.objects.open().get().due_at == later
    with pytest.raises(ValueError, match="without a reason"):
        check_ins.say_what_came_of_it(state="closed", **say)
    with pytest.raises(ValueError, match="when"):
        check_ins.say_what_came_of_it(state="tried", **say)
    check_ins.say_what_came_of_it(state="done", words="Slept well.", **say)
    assert not CheckIn.objects.open().exists()
    assert [one.version for one in CheckIn.objects.all()] == [3, 2, 1]


def test_taking_the_use_back_leaves_its_check_in(case: Case) -> None:
    run = finished(grounded(begun(case)))
    actions.withdraw_use(use=run.use, by=case.therapist)
    assert CheckIn.objects.open().count() == 1


def test_what_was_done_is_in_the_audit(case: Case) -> None:
    run = begun(case)
    tapped(run, "stopped")
    tapped(run, "grounded", value=0)
    finished(run)
    did = set(AuditEvent.objects.values_list("did", flat=True))
    assert did >= {
        "asked before imagery",
        "began imagery",
        "stopped imagery",
        "finished imagery",
        "agreed on a check-in after imagery",
    }
