"""Agrees on something small for outside, changes it, lets it rest, takes it up again, and ends it."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from clinic.access.meanwhile import insist_newest
from clinic.access.models import User
from clinic.audit.actions import record
from clinic.courses.models import Participant
from clinic.practice.models import Practice, PracticeTerms
from clinic.practice.words import AGREED, ENDED, HOW_OFTEN, PARTS_OF_DAY, RESTING, SAY, TOWARDS
from clinic.safety.lock import insist_open
from ipt.relationships.fear_and_violence import Act

KEPT = (  # what the next version takes over unless it says otherwise
    *("what", "how_often", "on", "weekdays", "part_of_day", "relationship", "towards", "exercise"),
    *("stands", "session_number"),
)


@transaction.atomic
def agree_practice(
    *, participant: Participant, what: str, how_often: str, by: User, **terms: Any
) -> PracticeTerms:
    """Agree on a practice; refused while saying something to this person is closed."""
    practice = Practice.objects.create(service_id=participant.service_id, participant=participant)
    given = {"what": what, "how_often": how_often, **terms}
    return _next(practice, "agreed a practice", by, given)


@transaction.atomic
def change_practice(*, practice: Practice, by: User, **terms: Any) -> PracticeTerms:
    """Keep other terms as the next version; refused as agreeing on them is."""
    return _next(practice, "changed a practice", by, terms)


@transaction.atomic
def rest_practice(*, practice: Practice, by: User) -> PracticeTerms:
    """Let it rest; patient or therapist may, at any time."""
    return _next(practice, "let a practice rest", by, {"stands": RESTING})


@transaction.atomic
def take_practice_up(*, practice: Practice, by: User) -> PracticeTerms:
    """Take up again what rested or had ended; refused as agreeing on it is."""
    return _next(practice, "took a practice up again", by, {"stands": AGREED})


@transaction.atomic
def end_practice(*, practice: Practice, by: User) -> PracticeTerms:
    """End it; what was agreed and told stays."""
    return _next(practice, "ended a practice", by, {"stands": ENDED})


@transaction.atomic
def withdraw_practice(*, practice: Practice, by: User) -> None:
    """Take back what was noted as agreed by mistake; it stays and can be put back."""
    _set_withdrawn(practice, timezone.now(), "took a practice back", by)


@transaction.atomic
def put_practice_back(*, practice: Practice, by: User) -> None:
    """Undo taking it back; refused as agreeing on it is."""
    _check(practice, practice.terms.select_related("relationship").first())
    _set_withdrawn(practice, None, "put a practice back", by)


def _set_withdrawn(practice: Practice, at: Any, did: str, by: User) -> None:
    practice.withdrawn_at = at
    practice.save(update_fields=["withdrawn_at"])
    record(by=by, did=did, on=practice, course_id=practice.participant.course_id)


def _next(practice: Practice, did: str, by: User, given: dict[str, Any]) -> PracticeTerms:
    """Write the next version of what was agreed; what it does not name stays."""
    seen = given.pop("seen", None)
    unknown = set(given) - set(KEPT)
    if unknown:
        raise ValueError(f"a practice has no {', '.join(sorted(unknown))}")
    Practice.objects.select_for_update().get(pk=practice.pk)  # two at once become two versions
    newest = practice.terms.select_related("relationship").first()
    insist_newest(seen, newest.version if newest else 0)
    before = {name: getattr(newest, name) for name in KEPT} if newest else {}
    terms = PracticeTerms(
        service_id=practice.service_id,
        practice=practice,
        version=newest.version + 1 if newest else 1,
        written_by=by,
        written_at=timezone.now(),
        **{**before, **given},
    )
    _check(practice, terms)
    terms.save(force_insert=True)
    record(by=by, did=did, on=terms, course_id=practice.participant.course_id, version=terms.version)
    return terms


def _check(practice: Practice, terms: PracticeTerms) -> None:
    """Refuse what is no agreement, somebody else's person, and what is closed with this one."""
    if terms.how_often not in HOW_OFTEN:
        raise ValueError(f"a practice is not for {terms.how_often!r}")
    if terms.part_of_day and terms.part_of_day not in PARTS_OF_DAY:
        raise ValueError(f"there is no part of the day {terms.part_of_day!r}")
    if not set(terms.weekdays) <= set(range(7)):
        raise ValueError("weekdays are 0 (Monday) to 6")
    if terms.relationship is None:
        return
    if terms.relationship.participant_id != practice.participant_id:
        raise ValueError("this person is not in the patient's inventory")
    if terms.towards not in TOWARDS:
        raise ValueError("a practice with somebody is either company or saying something")
    if terms.towards == SAY and terms.stands == AGREED:
        insist_open(Act.TRY_FOR_REAL, [terms.relationship])
