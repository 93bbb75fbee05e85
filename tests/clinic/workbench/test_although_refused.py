"""A refused adjunct that was used all the same: a fact with its reason, and nothing begins by it (ADR 28)."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from clinic.audit.models import AuditEvent
from clinic.courses.models import Session, SessionDraft, SessionRecord
from clinic.techniques import actions, standing
from clinic.techniques.actions.although import keep_use_although_refused
from clinic.techniques.models import ImageryRun, TechniqueUse, UsedAlthoughRefused
from tests.clinic.techniques.running import IMAGERY, begun, in_session, made_ready
from tests.conftest import NOW, signed_in
from tests.factories import Case

LINE = {"attendance": "attended", "mode": "room", "line": "We met."}
TICKED = {**LINE, "techniques": [IMAGERY.id]}
WHY = {"although": "She began by herself; I stayed beside her.", "although_sure": "on"}


def at(session: Session, path: str = "") -> str:
    return f"/courses/{session.course_id}/sessions/{session.number}/{path}"


def psychosis(case: Case) -> None:
    actions.keep_precautions(participant=case.participant, present=["psychosis"], by=case.therapist)


@pytest.fixture
def session(case: Case) -> Session:
    made_ready(case)
    psychosis(case)
    return in_session(case)


def said(reply) -> str:
    return " ".join(reply.content.decode().split())


def test_the_chip_says_the_rule_and_can_be_ticked(session: Session, therapist: Client) -> None:
    page = said(therapist.get(at(session)))
    chip = re.search(r'<input type="checkbox" name="techniques" value="imagery_rescripting"[^>]*>', page)
    assert chip
    assert 'aria-describedby="against-imagery_rescripting"' in chip[0] and "disabled" not in chip[0]
    assert "Refused by rule: " in page


@pytest.mark.parametrize("left_out", ["although", "although_sure"])
def test_without_a_reason_said_on_purpose_nothing_is_signed_and_nothing_typed_is_lost(
    session: Session, therapist: Client, left_out: str
) -> None:
    typed = {**TICKED, **WHY, "summary": "We spoke of the stairs."}
    del typed[left_out]
    reply = therapist.post(at(session, "sign/"), typed)
    assert reply.status_code == 422
    page = said(reply)
    assert "We spoke of the stairs." in page
    assert "untick" in page
    if left_out != "although":
        assert WHY["although"] in page
    assert re.search(r'value="imagery_rescripting"[^>]* checked', page)
    assert not SessionRecord.objects.exists() and not UsedAlthoughRefused.objects.exists()


def test_it_is_kept_with_author_time_rule_and_reason_and_begins_nothing(
    session: Session, case: Case, therapist: Client
) -> None:
    before = standing.now(case.participant, session).of_technique(IMAGERY)
    assert therapist.post(at(session, "sign/"), {**TICKED, **WHY}).status_code == 302
    row = UsedAlthoughRefused.objects.get()
    assert (row.session, row.technique, row.reason) == (session, IMAGERY.id, WHY["although"])
    assert (row.written_by, row.written_at) == (case.therapist, NOW)
    assert row.rules == [one.reason for one in before.reasons]
    event = AuditEvent.objects.get(did="recorded a technique used although refused")
    assert event.detail["technique"] == IMAGERY.id
    assert not ImageryRun.objects.exists() and not TechniqueUse.objects.exists()
    assert standing.now(case.participant, session).of_technique(IMAGERY) == before


def test_the_signed_session_and_the_basis_of_supervision_say_it(
    session: Session, case: Case, therapist: Client
) -> None:
    therapist.post(at(session, "sign/"), {**TICKED, **WHY})
    seen = said(therapist.get(at(session)))
    assert f"Used although refused: {IMAGERY.title}" in seen and WHY["although"] in seen
    page = said(signed_in(case.supervisor).get(f"/courses/{case.course.pk}/adherence/"))
    assert "used although refused:" in page and IMAGERY.title in page


def test_the_patient_is_shown_none_of_it(session: Session, case: Case, therapist: Client) -> None:
    therapist.post(at(session, "sign/"), {**TICKED, **WHY})
    patient = signed_in(case.patient.user)
    for path in ("/me/", f"/me/sessions/{session.number}/", "/me/my-data/"):
        assert WHY["although"] not in said(patient.get(path))


def test_a_draft_keeps_what_was_typed_of_it(session: Session, therapist: Client) -> None:
    therapist.post(at(session, "draft/"), {**TICKED, **WHY, "revision": "0"})
    assert SessionDraft.objects.get().content["although"] == WHY["although"]
    page = said(therapist.get(at(session)))
    assert WHY["although"] in page
    assert re.search(r'name="although_sure"[^>]* checked', page)


def test_what_was_begun_when_it_was_open_asks_for_no_reason(case: Case, therapist: Client) -> None:
    """That too little time is left by then says nothing of what was done before."""
    run = begun(case)
    Session.objects.update(began_at=NOW - timedelta(minutes=45))
    psychosis(case)
    assert "against-imagery_rescripting" not in said(therapist.get(at(run.session)))
    assert therapist.post(at(run.session, "sign/"), TICKED).status_code == 302
    assert not UsedAlthoughRefused.objects.exists()


def test_that_little_time_is_left_is_no_rule_against_recording(case: Case, therapist: Client) -> None:
    made_ready(case)
    session = in_session(case, minutes=48)
    assert not standing.now(case.participant, session).of_technique(IMAGERY).open
    assert "against-imagery_rescripting" not in said(therapist.get(at(session)))


def test_an_amendment_asks_the_same_and_what_has_its_reason_is_not_asked_again(
    session: Session, therapist: Client
) -> None:
    therapist.post(at(session, "sign/"), LINE)
    amended = {"line": "We met.", "why_amended": "It was left out.", "techniques": [IMAGERY.id]}
    assert therapist.post(at(session, "amend/"), amended).status_code == 422
    assert therapist.post(at(session, "amend/"), {**amended, **WHY}).status_code == 302
    assert therapist.post(at(session, "amend/"), amended).status_code == 302
    assert UsedAlthoughRefused.objects.count() == 1
    therapist.post(at(session, "amend/"), {**amended, "techniques": [], "why_amended": "It was another day."})
    newest = said(therapist.get(at(session))).split("Earlier versions")[0]
    assert "Used although refused" not in newest


def test_a_reason_is_not_blank(session: Session, case: Case) -> None:
    about = {"session": session, "technique": IMAGERY.id, "rules": ["no"], "by": case.therapist}
    with pytest.raises(ValueError, match="reason"):
        keep_use_although_refused(reason=" ", **about)
