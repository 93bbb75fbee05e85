"""A run of imagery as it stands now: its log added up, what must stop it, and the time that is left."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from clinic.courses.models import Participant, Session
from clinic.safety.hours import is_open, next_open
from clinic.techniques import standing
from clinic.techniques.models import ImageryRun, Readiness, RunTap
from ipt.therapy import imagery, techniques
from ipt.therapy.contraindications import LITTLE_TIME, ContraIndication
from ipt.therapy.imagery import Run, Tap
from ipt.therapy.imagery_stops import proposed

LONGEST_WORDS = 300  # of one tap
IMAGERY = techniques.load(imagery.TECHNIQUE)


def add_up(run: ImageryRun, taps: Iterable[RunTap] | None = None, until: datetime | None = None) -> Run:
    """What the log of a run adds up to; distress that was rated high lasts until it is rated anew."""
    logged = run.taps.all() if taps is None else taps
    return imagery.add_up(_told(run, logged), until=_seconds(run, until or timezone.now()))


def _told(run: ImageryRun, logged: Iterable[RunTap]) -> list[Tap]:
    return [Tap(one.kind, _seconds(run, one.happened_at), one.value, one.words) for one in logged]  # type: ignore[arg-type]


def stops_proposed(run: ImageryRun) -> list[dict[str, Any]]:
    """Each stop that was proposed in a run: when and in which part, why, and what was decided."""
    titles = {step.id: step.title for step in imagery.led()}
    return [
        {"told": one, "at": run.began_at + timedelta(seconds=one.at), "part": titles[one.step]}
        for one in proposed(_told(run, run.taps.all()))
    ]


def _seconds(run: ImageryRun, at: datetime) -> float:
    return (at - run.began_at).total_seconds()


def high_for(run: ImageryRun, stands: Run) -> int | None:
    """For how many seconds distress is high by now; none where it is not."""
    return None if stands.high_since is None else int(_seconds(run, timezone.now()) - stands.high_since)


def said_yes(participant: Participant, session: Session) -> set[Any]:
    """What was said to hold when it was asked about in a session; one "yes" holds all through it."""
    asked = Readiness.objects.filter(participant=participant, session=session)
    return {name for one in asked for name, holds in one.answers.items() if holds}


def against(run: ImageryRun) -> tuple[ContraIndication, ...]:
    """What now stands against going on; that time runs short is a warning, not a reason."""
    here = said_yes(run.participant, run.session)
    verdict = standing.now(run.participant, run.session).of_technique(IMAGERY, *here)
    refused = tuple(one for one in verdict.refused if one.when != "little_time")
    return refused or verdict.off


def state(run: ImageryRun) -> dict[str, Any]:
    """What another window needs to know of a run."""
    stands = add_up(run)
    left = standing.minutes_left(run.session)
    return {
        "step": stands.step,
        "seconds": int((timezone.now() - run.began_at).total_seconds() - stands.since),
        "stopped": stands.stopped,
        "finished": run.finished_at is not None,
        "grounded": stands.may_finish,
        "unreal": stands.unreal,
        "proposal": stands.proposal,
        "high_for": high_for(run, stands),
        "distress": stands.last_distress,
        "stepped_in": stands.stepped_in,
        "need": stands.need,
        "against": [one.reason for one in against(run)] if run.finished_at is None else [],
        "left": left,
        "short": left < LITTLE_TIME,
    }


def hours(*, grounded: bool) -> tuple[datetime, datetime]:
    """Between which moments a check-in is agreed now: sooner for somebody who left before grounding."""
    first, last = imagery.CHECK_IN_HOURS if grounded else imagery.CHECK_IN_HOURS_UNGROUNDED
    now = timezone.now()
    return now + timedelta(hours=first), now + timedelta(hours=last)


def usual_check_in(run: ImageryRun) -> datetime:
    """Two days after a run, or where nobody is at work then, the first full hour of work in its time."""
    first, last = (run.began_at + timedelta(hours=many) for many in imagery.CHECK_IN_HOURS)
    two_days = timezone.localtime(run.began_at + timedelta(days=2)).replace(minute=0, second=0, microsecond=0)
    open_at = next_open(run.service, first + timedelta(hours=2))  # the run itself takes its time
    full_hour = timezone.localtime(open_at + timedelta(minutes=59)).replace(minute=0, second=0, microsecond=0)
    in_time = is_open(run.service, full_hour) and full_hour <= last
    return full_hour if in_time and not is_open(run.service, two_days) else two_days
