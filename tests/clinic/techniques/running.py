"""What several tests of imagery begin with: a session that is open, and everything heard and opened."""

from datetime import timedelta

from django.utils import timezone
from uuid_utils.compat import uuid7

from clinic.courses.models import Session
from clinic.safety.actions import raise_alert
from clinic.techniques import actions
from clinic.techniques.actions import imagery as runs
from clinic.techniques.models import ImageryRun, Precautions
from ipt.therapy import circumstances, imagery, techniques
from tests.factories import Case

IMAGERY = techniques.load(imagery.TECHNIQUE)
NOTHING = {one.id: False for one in circumstances.asked_before(IMAGERY)}


def in_session(case: Case, number: int = 6, minutes: int = 5) -> Session:
    return Session.objects.create(
        service=case.course.service,
        course=case.course,
        number=number,
        began_at=timezone.now() - timedelta(minutes=minutes),
    )


def asked_about(case: Case, *present: str) -> None:
    """What may speak against techniques was asked about; where it was before, that stands."""
    if not Precautions.objects.filter(participant=case.participant).exists():
        actions.keep_precautions(participant=case.participant, present=present, by=case.therapist)


def raise_risk(case: Case) -> None:
    """An answer that waits for its review."""
    raise_alert(
        participant=case.participant,
        reason="PHQ-9 item 9",
        answer="Several days",
        severity=1,
        response_id=uuid7(),
        at=timezone.now(),
        by=case.patient.user,
    )


def made_ready(case: Case) -> None:
    """Consent is heard, and the technique opened with a reason."""
    about = {"participant": case.participant, "by": case.therapist}
    actions.keep_consent(technique=IMAGERY.id, agreed=True, said="I want to try.", **about)
    actions.open_or_close(what=IMAGERY.id, opened=True, reason="Nightmares; steady for two months.", **about)


def begun(case: Case, session: Session | None = None) -> ImageryRun:
    """A run, just begun."""
    made_ready(case)
    about = {"participant": case.participant, "by": case.therapist}
    readiness = runs.ask_readiness(session=session or in_session(case), answers=NOTHING, **about)
    return runs.begin_run(
        readiness=readiness,
        label="The stairs",
        stop_word="red",
        before={"distress": 7, "vividness": 8},
        belief_words="I was to blame",
        belief_before=90,
        by=case.therapist,
    )


def tapped(run: ImageryRun, kind: str, words: str = "", value: int | None = None, **more: object) -> None:
    runs.tap(run=run, kind=kind, words=words, value=value, by=run.begun_by, **more)


def grounded(run: ImageryRun) -> ImageryRun:
    tapped(run, "step", "ground")
    tapped(run, "grounded", value=1)
    return run


def finished(run: ImageryRun, **more: object) -> ImageryRun:
    told = {"due_at": timezone.now() + timedelta(hours=48), "way": "phone", "owner": run.begun_by, **more}
    return runs.finish_run(run=run, by=run.begun_by, **told)
