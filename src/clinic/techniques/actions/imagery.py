"""Asks before a run of imagery, begins it, keeps each tap of its log once, and ends it with its check-in."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from uuid_utils.compat import uuid7

from clinic.access.models import User
from clinic.audit.actions import record
from clinic.courses.models import Participant, Session
from clinic.techniques import running, standing
from clinic.techniques.actions import Refused, record_use
from clinic.techniques.actions.check_ins import agree_check_in
from clinic.techniques.models import ImageryRun, Readiness, RunTap
from ipt.therapy import circumstances, imagery
from ipt.therapy.contraindications import Verdict


class NotNow(Exception):
    """Something that a run cannot do where it stands, in words."""


class WhyFirst(NotNow):
    """Further into the image while a stop is proposed: the reason for carrying on comes first."""


class AlreadyRunning(Exception):
    """A run is not finished yet; it is gone on with instead of beginning another."""

    def __init__(self, run: ImageryRun) -> None:
        super().__init__("a run is not finished yet")
        self.run = run


@transaction.atomic
def ask_readiness(
    *, participant: Participant, session: Session, answers: Mapping[str, bool], by: User
) -> Readiness:
    """Keep what was asked before a run, and answered; ``ValueError`` unless every question has its answer."""
    asked = {one.id for one in circumstances.asked_before(running.IMAGERY)}
    if set(answers) != asked:
        raise ValueError(f"not every question was asked: {', '.join(sorted(asked ^ set(answers)))}")
    found = Readiness.objects.create(
        service_id=participant.service_id,
        participant=participant,
        session=session,
        answers=dict(answers),
        asked_by=by,
        asked_at=timezone.now(),
    )
    record(by=by, did="asked before imagery", on=found, course_id=participant.course_id)
    return found


@transaction.atomic
def begin_run(
    *,
    readiness: Readiness,
    label: str,
    stop_word: str,
    by: User,
    steps_in_first: str = "clinician",
    before: Mapping[str, int] | None = None,
    belief_words: str = "",
    belief_before: int | None = None,
) -> ImageryRun:
    """Begin a run in a session that is open.

    ``Refused`` while anything stands against it, ``NotNow`` once the session is signed, ``AlreadyRunning``
    while another is not finished.
    """
    participant, session = readiness.participant, readiness.session
    Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
    _insist_on_nothing_against(readiness)
    if session.signed_at is not None:
        raise NotNow("the session is signed")
    if running_already := ImageryRun.objects.unfinished().filter(participant=participant).first():
        raise AlreadyRunning(running_already)
    run = ImageryRun.objects.create(
        service_id=participant.service_id,
        participant=participant,
        session=session,
        readiness=readiness,
        label=label,
        stop_word=stop_word,
        steps_in_first=steps_in_first,
        before=dict(before or {}),
        belief_words=belief_words,
        belief_before=belief_before,
        begun_by=by,
        began_at=timezone.now(),
    )
    record(by=by, did="began imagery", on=run, course_id=participant.course_id)
    return run


def _insist_on_nothing_against(readiness: Readiness) -> None:
    here = running.said_yes(readiness.participant, readiness.session)
    stands = standing.now(readiness.participant, readiness.session)
    verdict = stands.of_technique(running.IMAGERY, *here)
    if not verdict.open:
        raise Refused(verdict)


@transaction.atomic
def tap(
    *,
    run: ImageryRun,
    kind: str,
    by: User,
    value: int | None = None,
    words: str = "",
    happened_at: datetime | None = None,
    after: UUID | None = None,
    id: UUID | None = None,
) -> tuple[RunTap, bool]:
    """Keep one tap, and say whether it is new; the same id is kept once.

    A rating stands where it was made, and behind the tap ``after`` which the same window sent before it;
    everything else stands after what came before it, so that a slow tap never undoes a stop. What leads
    further into the image is refused while something stands against it (``Refused``) and, while a stop is
    proposed, before a reason for carrying on is given (``WhyFirst``); what a run cannot do where it stands
    always is (``NotNow``). What stops, grounds, leads back or only notes is always kept.
    """
    run = ImageryRun.objects.select_for_update().get(pk=run.pk)
    if id and (kept := RunTap.objects.filter(pk=id).first()):
        if kept.run_id != run.pk:
            raise NotNow("this belongs to another run")
        return kept, False
    _insist_on_sense(kind, value, words)
    if run.finished_at is not None:
        raise NotNow("the run is finished")
    at = _moment_of(run, kind, happened_at or timezone.now(), after)
    _insist_that_it_may(run, kind, words, at)
    try:
        with transaction.atomic():
            kept = RunTap.objects.create(
                pk=id or uuid7(),
                service_id=run.service_id,
                run=run,
                kind=kind,
                value=value,
                words=words,
                happened_at=at,
                recorded_by=by,
            )
    except IntegrityError:  # the same tap from two windows at once
        return RunTap.objects.get(pk=id), False
    if kind in ("stopped", "left"):
        did = "stopped imagery" if kind == "stopped" else "noted that the patient left imagery"
        record(by=by, did=did, on=run, course_id=run.participant.course_id)
    return kept, True


def _moment_of(run: ImageryRun, kind: str, told: datetime, after: UUID | None) -> datetime:
    """When a tap counts as made: within the run, and never before what already moved it.

    A device tells how long it kept a tap, not how long the way took: a rating made at once after a step would
    seem older than a step that was slow to arrive.
    """
    at = min(max(told, run.began_at), timezone.now())
    before = run.taps.filter(pk=after) if kind == "distress" else run.taps.exclude(kind="distress")
    last = before.order_by("-happened_at").first()
    return max(at, last.happened_at + timedelta(microseconds=1)) if last else at


def _insist_on_sense(kind: str, value: int | None, words: str) -> None:
    rated = kind in ("distress", "grounded")
    fits = {
        "step": words in {step.id for step in imagery.led()},
        "distress": value is not None,
        "unreal": value in (0, 1),
        "stepped_in": words in imagery.STEPS_IN,
        "need": True,
        "stopped": True,
        "carried_on": bool(words.strip()),
        "grounded": value is not None,
        "left": bool(words.strip()),
    }
    if not fits.get(kind) or len(words) > running.LONGEST_WORDS or "\0" in words:
        raise ValueError(f"no tap {kind!r}")
    if rated and not 0 <= (value or 0) <= 10:
        raise ValueError(f"no rating {value}")


def _insist_that_it_may(run: ImageryRun, kind: str, words: str, at: datetime) -> None:
    stands = running.add_up(run, until=at)
    if kind == "step" and not stands.may_go_to(words):
        raise NotNow("grounding comes first")
    if kind == "grounded" and stands.step != imagery.GROUND:
        raise NotNow("grounding has its own step")
    if kind == "carried_on" and stands.stopped:
        raise NotNow("it was stopped")
    if kind == "carried_on" or (kind == "step" and words in imagery.AROUSING):
        reasons = running.against(run)
        if reasons:
            raise Refused(Verdict(reasons))
    if kind == "step" and stands.asks_why(words):
        raise WhyFirst("a stop is proposed")


@transaction.atomic
def finish_run(
    *,
    run: ImageryRun,
    by: User,
    due_at: datetime,
    way: str,
    owner: User,
    after: Mapping[str, int] | None = None,
    meaning: str = "",
    belief_after: int | None = None,
    stopped_by: str = "",
    **said: Any,
) -> ImageryRun:
    """End a run: its use with all that was noted, and the check-in; ``NotNow`` before grounding.

    Finished twice is once. ``ValueError`` for a check-in outside of the hours that are agreed.
    """
    run = ImageryRun.objects.select_for_update().get(pk=run.pk)
    if run.finished_at is not None:
        return run
    stands = running.add_up(run)
    if not stands.may_finish:
        raise NotNow("grounding comes first")
    _insist_on_the_hours(due_at, grounded=stands.steady)
    if not stands.stopped:
        said.pop("stop_reason", None)
    now = timezone.now()
    facts = {
        "label": run.label,
        "peak": imagery.highest(run.before.get("distress"), stands.distress),
        "need": stands.need,
        "stepped_in": stands.stepped_in,
        "meaning": meaning,
        "belief_words": run.belief_words,
        "belief_before": run.belief_before,
        "belief_after": belief_after,
        "grounded": stands.grounded,
    }
    use, _new = record_use(
        id=run.pk,
        participant=run.participant,
        technique=imagery.TECHNIQUE,
        session=run.session,
        began_at=run.began_at,
        seconds=int((now - run.began_at).total_seconds()),
        before=run.before,
        after={**(after or {}), **_at_the_end(stands)},
        stopped_by=(stopped_by or stands.stopped_as or "patient") if stands.stopped else "",
        details=facts,
        by=by,
        **said,
    )
    run.use, run.finished_at = use, now
    run.save(update_fields=["use", "finished_at"])
    agree_check_in(run=run, due_at=due_at, way=way, owner=owner, by=by)
    record(by=by, did="finished imagery", on=run, course_id=run.participant.course_id)
    return run


def _at_the_end(stands: imagery.Run) -> dict[str, int]:
    """How unreal it felt once grounded; nothing where that was not asked."""
    return {} if stands.unreal_at_end is None else {"unreal": stands.unreal_at_end}


def _insist_on_the_hours(due_at: datetime, *, grounded: bool) -> None:
    earliest, latest = running.hours(grounded=grounded)
    if not earliest <= due_at <= latest:
        raise ValueError("a check-in comes within the hours agreed")
