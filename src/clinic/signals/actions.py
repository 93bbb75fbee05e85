"""Keeps each call of a rule in its thread, the readings and notes that follow, and who closed it and why."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.access.meanwhile import insist_newest
from clinic.access.models import User
from clinic.audit.actions import record, take_turn
from clinic.courses.models import Course, Participant
from clinic.signals import looking
from clinic.signals.models import Signal, SignalCall, SignalNote, SignalReading
from ipt.outcomes import signals as rules_of
from ipt.outcomes.signals import Rule


class Refused(Exception):
    """It cannot be done as things stand; the message says why."""


@transaction.atomic
def call(
    *,
    participant: Participant,
    found: Iterable[rules_of.Signal],
    at: datetime,
    by: User | None,
    measure: str = "",
    response_id: UUID | None = None,
    session_number: int | None = None,
    looked: Iterable[str] = (),
    standing: str = "",
) -> list[Signal]:
    """Keep what rules call for: in the open thread of the same rule, or as a new signal.

    A rule that calls soon, not now, joins its last, closed thread while the day to look again is still to
    come, and opens none. The same score calls once. Of the rules that ``looked``, those that call no more
    are noted as quiet, and stay open: nothing closes itself. ``standing`` says how far the rule was tested,
    where that is not what stands with the rules.
    """
    take_turn(participant.service_id)  # two that call at once are calls of one thread
    kept = []
    for one in found:
        thread = _thread(participant, one.rule, measure, at, standing or rules_of.load().standing)
        if response_id and thread.calls.filter(response_id=response_id).exists():
            continue
        SignalCall.objects.create(
            service_id=participant.service_id,
            signal=thread,
            called_at=at,
            session_number=session_number,
            response_id=response_id,
            because=one.because,
            basis=one.basis,
        )
        record(
            by=by, did="called for a look", on=thread, course_id=participant.course_id, rule=one.rule.id,
            rule_version=one.rule.version,
        )  # fmt: skip
        kept.append(thread)
    for thread in Signal.objects.open().filter(participant=participant, measure=measure, rule__in=looked):
        _note_quiet(thread, None if thread in kept else thread.quiet_since or at)
    return kept


def _note_quiet(signal: Signal, since: datetime | None) -> None:
    if signal.quiet_since != since:
        signal.quiet_since = since
        signal.save(update_fields=["quiet_since"])


def _thread(participant: Participant, rule: Rule, measure: str, at: datetime, standing: str) -> Signal:
    same = Signal.objects.filter(participant=participant, rule=rule.id, measure=measure)
    thread = same.open().first() or _quiet(same.exclude(closed_at=None).first(), rule, at)
    if thread is not None:
        return thread
    return Signal.objects.create(
        service_id=participant.service_id,
        course_id=participant.course_id,
        participant=participant,
        rule=rule.id,
        rule_version=rule.version,
        level=rule.level,
        title=rule.title,
        source=rule.source,
        standing=standing,
        measure=measure,
        called_at=at,
    )


def _quiet(closed: Signal | None, rule: Rule, at: datetime) -> Signal | None:
    """The closed thread that a repeat joins, while what was planned in it still holds."""
    newest = closed.newest if closed else None
    holds = newest is not None and newest.look_again_on > timezone.localdate(at)
    return closed if holds and rule.level == "review_soon" else None


def call_for_missed(*, course: Course, at: datetime, by: User) -> list[Signal]:
    """Look at the sessions missed so far; called in the act that keeps a missed one."""
    return [
        signal
        for participant in course.participants.all()
        for signal in call(
            participant=participant, found=looking.at_missed(course), at=at, by=by,
            session_number=course.sessions.count() or None,
        )
    ]  # fmt: skip


def call_for_risk(*, participant: Participant, levels: Sequence[int], at: datetime, by: User) -> list[Signal]:
    """Look at the levels of risk that clinicians found, the newest last; called in the act of a review."""
    return call(participant=participant, found=looking.at_risk(levels), at=at, by=by)


def call_for_alliance(
    *, participant: Participant, said: Sequence[float], session_number: int, at: datetime, by: User
) -> list[Signal]:
    """Look at what a patient said of working together, 0 to 1, the newest last."""
    found = looking.at_alliance(said)
    return call(participant=participant, found=found, at=at, by=by, session_number=session_number)


@transaction.atomic
def read(
    *,
    signal: Signal,
    reasons: Sequence[str],
    plan: str,
    look_again_on: date,
    by: User,
    words: str = "",
    seen: int | None = None,
) -> SignalReading:
    """Keep what the therapist sees and plans as the next version; until the signal is closed."""
    if unknown := set(reasons) - {one.id for one in rules_of.load().reasons}:
        raise ValueError(f"no such reason: {', '.join(sorted(unknown))}")
    held = _open(signal)
    before = held.readings.count()
    insist_newest(seen, before)
    kept = SignalReading.objects.create(
        service_id=held.service_id,
        signal=held,
        version=before + 1,
        written_by=by,
        written_at=timezone.now(),
        reasons=list(reasons),
        words=words,
        plan=plan,
        look_again_on=look_again_on,
    )
    record(by=by, did="read a signal", on=kept, course_id=held.course_id, version=kept.version)
    return kept


@transaction.atomic
def add_note(*, signal: Signal, words: str, by: User) -> SignalNote:
    """Keep a note beside a signal; also after it was closed."""
    note = SignalNote.objects.create(
        service_id=signal.service_id, signal=signal, words=words, written_by=by, written_at=timezone.now()
    )
    record(by=by, did="wrote a note on a signal", on=note, course_id=signal.course_id)
    return note


@transaction.atomic
def close(*, signal: Signal, why: str, by: User, seen: int | None = None) -> Signal:
    """Close a signal with the reason; refused before the therapist has said what they see.

    ``seen`` is how many calls the person had before them: one that came meanwhile is not closed unseen.
    """
    if not why.strip():
        raise ValueError("A signal is closed with a reason.")
    held = _open(signal)
    if seen not in (None, held.calls.count()):
        raise Refused(
            _("The rule called again while this page was open. Look at that first; it stands above.")
        )
    if not held.readings.exists():
        raise Refused(_("Nobody has said yet what is behind it. Write that first; a line is enough."))
    held.closed_at, held.closed_by, held.why_closed = timezone.now(), by, why.strip()
    held.save(update_fields=["closed_at", "closed_by", "why_closed"])
    record(by=by, did="closed a signal", on=held, course_id=held.course_id)
    return held


def _open(signal: Signal) -> Any:
    take_turn(signal.service_id)  # a score that calls in this moment has called, or opens a new signal
    held = Signal.objects.select_for_update().get(pk=signal.pk)
    if held.closed_at:
        raise Refused(_("It is closed. If the rule calls again, a new one is opened."))
    return held
