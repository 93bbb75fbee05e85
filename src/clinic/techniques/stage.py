"""What the pages around a run of imagery show: before, during, and the check-in after it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from clinic.courses.models import Course, Participant, Session
from clinic.techniques import room, running, standing
from clinic.techniques.models import CheckIn, ImageryRun
from clinic.ui.navigation import answers
from ipt.therapy import imagery


def before(course: Course, participant: Participant, session: Session | None) -> dict[str, Any]:
    """What is known before the questions are asked; without a session nothing is begun."""
    earlier = room.earlier_runs(participant)
    page = {
        "course": course,
        "participant": participant,
        "session": session,
        "technique": running.IMAGERY,
        "earlier": earlier,
        "first": imagery.who_steps_in(earlier),
        "heard": False,
        "reasons": (),
    }
    if session is None:
        return page
    stands = standing.now(participant, session)
    verdict = stands.of_technique(running.IMAGERY, *running.said_yes(participant, session))
    lasting = tuple(one for one in verdict.refused if one.when != "no_consent")
    return page | {
        "stands": stands,
        "heard": stands.has_agreed(running.IMAGERY),
        "consent": stands.consents.get(running.IMAGERY.id),
        "opening": stands.openings.get(running.IMAGERY.id),
        "reasons": lasting or verdict.off,
        "not_wanted": any(one.when == "not_wanted" for one in lasting),
        "choose": running.IMAGERY.led[0],
    }


def during(run: ImageryRun) -> dict[str, Any]:
    """The page of a run: every step, the one that is on, and what there is to know about it."""
    participant, session = run.participant, run.session
    taps = list(run.taps.all())
    stands = running.add_up(run, taps)
    against = running.against(run)
    at_work = f"/courses/{participant.course_id}/sessions/{session.number}/at-work/"
    ends_at = session.began_at + timedelta(minutes=participant.course.in_manual().session_minutes)
    left = standing.minutes_left(session)
    return {
        "course": participant.course,
        "participant": participant,
        "session": session,
        "run": run,
        "stands": stands,
        "against": against,
        "chosen": running.IMAGERY.led[0],
        "steps": _steps(stands, taps),
        "steps_in": stands.stepped_in or run.steps_in_first,
        "aroused": stands.step in imagery.AROUSING,
        "may_go_back": not stands.stopped and not against,
        "proposal": stands.proposal if not against else "",
        "high_for": running.high_for(run, stands),
        "earlier": room.earlier_runs(participant),
        "ends_at": ends_at,
        "left": left,
        "short": left < running.LITTLE_TIME,
        "little": running.LITTLE_TIME,
        "numbers": range(11),
        "rule": {"high": imagery.HIGH, "lasting": imagery.LASTING, "still": imagery.STILL_UNREAL},
        "at_work": at_work if answers(at_work) and session.signed_at is None else "",
        "seconds": int((timezone.now() - run.began_at).total_seconds() - stands.since),
    }


def _steps(stands: imagery.Run, taps: Sequence[Any]) -> list[dict[str, Any]]:
    """Each step with where it stands in the row, and what was rated in it."""
    led = imagery.led()
    places = [step.id for step in led]
    here = places.index(stands.step)
    rated: dict[str, list[Any]] = {step.id: [] for step in led}
    at = led[0].id
    seen = {at}
    for tap in taps:
        if tap.kind == "step":
            at = tap.words
        elif tap.kind in ("stopped", "left", "grounded"):
            at = imagery.GROUND if tap.kind == "stopped" else imagery.TALK
        elif tap.kind == "distress":
            rated[at].append(tap)
        seen.add(at)
    return [
        {
            "step": step,
            "first": [(who, getattr(step.first, who)) for who in imagery.STEPS_IN] if step.first else [],
            "place": place + 2,  # the first was to choose the image
            "state": "now" if place == here else "done" if step.id in seen and place < here else "coming",
            "rated": rated[step.id],
            "before": led[place - 1].id if 0 < place <= len(imagery.AROUSING) - 1 else "",
            "after": led[place + 1].id if place + 1 < len(led) - 1 else "",
        }
        for place, step in enumerate(led)
    ]


def checking_in(run: ImageryRun, versions: Sequence[CheckIn]) -> dict[str, Any]:
    """The contact agreed, and all that was said of it."""
    return {
        "course": run.participant.course,
        "participant": run.participant,
        "run": run,
        "newest": versions[0],
        "versions": versions,
        "overdue": versions[0].is_open and versions[0].due_at < timezone.now(),
    }
