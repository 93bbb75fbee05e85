"""Keeps precautions, consent and openings as versions; records each use once, refuses what must not be."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from uuid_utils.compat import uuid7

from clinic.access.models import User
from clinic.audit.actions import record
from clinic.courses.actions.versions import next_of_participant
from clinic.courses.models import Participant, Session
from clinic.inventory.models import Relationship
from clinic.techniques import standing
from clinic.techniques.models import RATED, STOPPED_BY, Opening, Precautions, TechniqueConsent, TechniqueUse
from ipt.therapy import exercises, techniques
from ipt.therapy.contraindications import OF_TALKING, OF_THE_PERSON, Verdict

TEN = 10  # the highest rating


class Refused(Exception):
    """A technique or an exercise that must not begin now; the verdict says why."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(" ".join(one.reason for one in verdict.reasons))
        self.verdict = verdict


class AlreadyKept(Exception):
    """The same id came again with other content: a conflict for the person to settle."""

    def __init__(self, kept: TechniqueUse) -> None:
        super().__init__("kept already, with other content")
        self.kept = kept


@transaction.atomic
def keep_precautions(
    *, participant: Participant, present: Iterable[str], by: User, note: str = "", seen: int | None = None
) -> Precautions:
    """Keep what speaks against some techniques; ``ValueError`` for what is no circumstance of a person."""
    found = sorted(set(present))
    unknown = set(found) - set(OF_THE_PERSON)
    if unknown:
        raise ValueError(f"no circumstance {', '.join(sorted(unknown))}")
    before = Precautions.objects.filter(participant=participant)
    return next_of_participant(
        before, "kept precautions", by, participant=participant, seen=seen, present=found, note=note
    )


@transaction.atomic
def keep_consent(
    *, participant: Participant, technique: str, agreed: bool, by: User, said: str = ""
) -> TechniqueConsent:
    """Keep whether the patient agrees to an adjunct technique; ``KeyError`` for one that is none."""
    techniques.load(technique)
    before = TechniqueConsent.objects.filter(participant=participant, technique=technique)
    act = "heard consent to a technique" if agreed else "heard that a technique is not wanted"
    return next_of_participant(
        before, act, by, participant=participant, technique=technique, agreed=agreed, said=said
    )


@transaction.atomic
def open_or_close(
    *, participant: Participant, what: str, opened: bool, by: User, reason: str = "", longer: bool = False
) -> Opening:
    """Open a technique, or an exercise for the patient alone, or close it again.

    ``Refused`` where something stands against it that nobody can override, and for an exercise before what
    speaks against it was asked about and consent to its technique is heard; ``ValueError`` where it is off
    and no reason is given. A reason that was given stands while nothing new is off.
    """
    despite, why = _despite(participant, what, reason) if opened else ([], reason)
    before = Opening.objects.filter(participant=participant, what=what)
    act = "opened a technique or an exercise" if opened else "closed a technique or an exercise"
    return next_of_participant(
        before,
        act,
        by,
        participant=participant,
        what=what,
        opened=opened,
        reason=why,
        longer=longer,
        despite=despite,
    )


def _despite(participant: Participant, what: str, reason: str) -> tuple[list[str], str]:
    """For what it is off, and the reason that opens it all the same."""
    everything = standing.now(participant)
    before, stands = everything.openings.get(what), everything.before_opening(what)
    found = {one.id: one for one in exercises.load_all()}.get(what)
    verdict = stands.of_exercise(found) if found else stands.of_technique(techniques.load(what))
    holds = (*OF_THE_PERSON, *OF_TALKING) if found else OF_THE_PERSON
    lasting = [one for one in verdict.refused if one.when in holds]
    if lasting:
        raise Refused(Verdict(tuple(lasting)))
    off = [one.when for one in verdict.off]
    if not reason.strip() and before and before.opened and set(off) <= set(before.despite):
        reason = before.reason
    if off and not reason.strip():
        raise ValueError("off by default: open it with a reason")
    return off, reason


@transaction.atomic
def record_use(
    *,
    participant: Participant,
    technique: str,
    began_at: datetime,
    seconds: int,
    by: User,
    id: UUID | None = None,
    session: Session | None = None,
    exercise: str = "",
    person: Relationship | None = None,
    before: Mapping[str, int] | None = None,
    after: Mapping[str, int] | None = None,
    stopped_by: str = "",
    **facts: Any,
) -> tuple[TechniqueUse, bool]:
    """Record one use, and say whether it is new: the same id with the same content is kept once.

    What has happened is always kept, also where it should not have begun: nothing is refused here but what
    cannot be. ``ValueError`` for an unknown rating, one outside 0 to 10, or an unknown way of stopping;
    ``AlreadyKept`` for an id that was kept with other content.
    """
    _insist_on_ratings(before, after, stopped_by)
    techniques.load(technique)
    content = {
        "session": session,
        "technique": technique,
        "exercise": exercise,
        "person": person,
        "began_at": began_at,
        "seconds": seconds,
        "before": dict(before or {}),
        "after": dict(after or {}),
        "stopped_by": stopped_by,
        **facts,
    }
    key = id or uuid7()
    use, new = TechniqueUse.objects.get_or_create(
        pk=key,
        defaults={
            "service_id": participant.service_id,
            "participant": participant,
            "recorded_by": by,
            **content,
        },
    )
    if not new and (use.participant_id != participant.pk or _differs(use, content)):
        raise AlreadyKept(use)
    if new:
        record(by=by, did="used a technique", on=use, course_id=participant.course_id, technique=technique)
    return use, new


def _differs(use: TechniqueUse, content: dict[str, Any]) -> bool:
    """Whether something else was done; a wrong clock names another beginning each time."""
    return any(getattr(use, name) != value for name, value in content.items() if name != "began_at")


def _insist_on_ratings(
    before: Mapping[str, int] | None, after: Mapping[str, int] | None, stopped_by: str
) -> None:
    for ratings in (before or {}, after or {}):
        for name, value in ratings.items():
            if name not in RATED or type(value) is not int or not 0 <= value <= TEN:
                raise ValueError(f"no rating {name} {value!r}")
    if stopped_by not in ("", *STOPPED_BY):
        raise ValueError(f"nobody stops as {stopped_by}")


@transaction.atomic
def add_after(*, use: TechniqueUse, by: User, **facts: Any) -> TechniqueUse:
    """Add what is said once it is over: ratings after, a takeaway, unwanted effects, the clinician's note."""
    _insist_on_ratings(None, facts.get("after"), use.stopped_by)
    for name, value in facts.items():
        setattr(use, name, value)
    use.save(update_fields=list(facts))
    record(by=by, did="added to a use of a technique", on=use, course_id=use.participant.course_id)
    return use


@transaction.atomic
def withdraw_use(*, use: TechniqueUse, by: User, back: bool = False) -> None:
    """Take a record of a use back, or put it back; it is never deleted."""
    use.withdrawn_at = None if back else timezone.now()
    use.save(update_fields=["withdrawn_at"])
    act = "put a use of a technique back" if back else "took a use of a technique back"
    record(by=by, did=act, on=use, course_id=use.participant.course_id)
