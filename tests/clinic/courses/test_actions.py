"""What a course allows, and what it refuses."""

from datetime import date

import pytest

from clinic.courses import actions
from clinic.courses.models import Absence, Session, SessionDraft, SessionRecord
from tests.clinic.courses.test_progress import signed

TODAY = date(2026, 11, 12)


@pytest.fixture
def session(case):
    return actions.begin_session(course=case.course, by=case.therapist)


def test_sessions_are_numbered_as_they_begin(case):
    signed(case, 3)
    assert list(Session.objects.values_list("number", flat=True)) == [1, 2, 3]


def test_one_open_session_at_a_time(case, session):
    with pytest.raises(actions.SessionOpen) as refusal:
        actions.begin_session(course=case.course, by=case.therapist)
    assert refusal.value.session == session


def test_no_session_beyond_the_agreed_number(case):
    signed(case, 16)
    with pytest.raises(actions.Refused, match="agreed by both"):
        actions.begin_session(course=case.course, by=case.therapist)


def test_no_session_after_the_end(case):
    actions.end_course(course=case.course, on=TODAY, by=case.therapist)
    with pytest.raises(actions.Refused, match="ended"):
        actions.begin_session(course=case.course, by=case.therapist)


def test_a_course_does_not_end_over_an_open_session(case, session):
    with pytest.raises(actions.SessionOpen):
        actions.end_course(course=case.course, on=TODAY, by=case.therapist)


def test_a_course_ends_once(case):
    ended = actions.end_course(course=case.course, on=TODAY, how="referred on", by=case.therapist)
    assert (ended.ended_on, ended.ended_how) == (TODAY, "referred on")
    with pytest.raises(actions.Refused):
        actions.end_course(course=case.course, on=TODAY, by=case.therapist)


def test_signing_needs_one_line_and_no_more(case, session):
    signed_record = actions.sign_session(session=session, by=case.therapist, line="We met.")
    session.refresh_from_db()
    assert signed_record.version == 1
    assert session.signed_at
    assert session.attendance == "attended"


def test_signing_uses_the_draft_up(case, session):
    actions.save_draft(session=session, content={"line": "We"}, revision=0, by=case.therapist)
    actions.sign_session(session=session, by=case.therapist, line="We met.")
    assert not SessionDraft.objects.exists()


def test_signing_uses_up_no_draft_that_was_saved_elsewhere_meanwhile(case, session):
    actions.save_draft(session=session, content={"line": "other window"}, revision=0, by=case.therapist)
    with pytest.raises(actions.DraftMoved):
        actions.sign_session(session=session, by=case.therapist, line="We met.", seen=0)
    assert SessionDraft.objects.get().content["line"] == "other window"
    assert actions.sign_session(session=session, by=case.therapist, line="We met.", seen=1)


def test_what_is_signed_is_amended_never_changed(case, session):
    actions.sign_session(session=session, by=case.therapist, line="We met.")
    actions.amend_session(
        session=session, by=case.therapist, line="We met by video.", why_amended="Wrong place"
    )
    kept = SessionRecord.objects.order_by("version").values_list("version", "line", "why_amended")
    assert list(kept) == [(1, "We met.", ""), (2, "We met by video.", "Wrong place")]


def test_a_session_is_signed_once(case, session):
    actions.sign_session(session=session, by=case.therapist, line="We met.")
    with pytest.raises(actions.Refused):
        actions.sign_session(session=session, by=case.therapist, line="We met.")
    with pytest.raises(actions.Refused):
        actions.save_draft(session=session, content={}, revision=0, by=case.therapist)


def test_a_draft_saved_elsewhere_is_not_overwritten(case, session):
    actions.save_draft(session=session, content={"line": "first window"}, revision=0, by=case.therapist)
    with pytest.raises(actions.DraftMoved) as moved:
        actions.save_draft(session=session, content={"line": "second"}, revision=0, by=case.therapist)
    assert moved.value.draft.content["line"] == "first window"


def test_the_same_words_sent_again_are_kept_already(case, session):
    first = {"content": {"line": "We met."}, "private": "Mine.", "by": case.therapist}
    actions.save_draft(session=session, revision=0, **first)
    assert actions.save_draft(session=session, revision=0, **first).revision == 1  # its answer was lost
    with pytest.raises(actions.DraftMoved):
        actions.save_draft(session=session, revision=0, **first | {"private": "Mine, and more."})


@pytest.mark.parametrize("kind", ["missed", "cancelled by patient"])
def test_a_session_the_patient_did_not_keep_counts_when_the_contract_says_so(case, session, kind):
    actions.record_absence(session=session, kind=kind, by=case.therapist)
    session.refresh_from_db()
    assert session.attendance == kind
    assert not Absence.objects.exists()


@pytest.mark.parametrize(
    ("kind", "missed_count"),
    [("missed", False), ("cancelled by patient", False), ("cancelled by therapist", True)],
)
def test_else_it_leaves_the_number_to_the_next(case, session, kind, missed_count):
    actions.count_missed(course=case.course, missed_count=missed_count, by=case.therapist)
    actions.record_absence(session=session, kind=kind, by=case.therapist, reason="Child ill")
    assert Absence.objects.get().reason == "Child ill"
    assert actions.begin_session(course=case.course, by=case.therapist).number == 1


def test_a_session_begun_by_mistake_is_taken_back_while_it_is_empty(case, session):
    actions.take_back_session(session=session, by=case.therapist)
    assert not Session.objects.exists()
    again = actions.begin_session(course=case.course, by=case.therapist)
    actions.save_draft(session=again, content={"line": "x"}, revision=0, by=case.therapist)
    with pytest.raises(actions.Refused):
        actions.take_back_session(session=again, by=case.therapist)
    assert SessionDraft.objects.get().content["line"] == "x"
    actions.take_back_session(session=again, by=case.therapist, with_draft=True)
    assert not Session.objects.exists()


def test_a_second_tick_changes_nothing(case):
    for _time in range(2):
        actions.tick_task(course=case.course, task="risk", session_number=1, by=case.therapist)
    assert case.course.tasks_done.count() == 1


def test_each_agreement_is_the_next_version(case):
    for name in ("Low mood", "Depressive episode, moderate"):
        actions.name_diagnosis(course=case.course, name=name, by=case.therapist)
    assert list(case.course.diagnoses.values_list("version", "name")) == [
        (2, "Depressive episode, moderate"),
        (1, "Low mood"),
    ]


def test_a_stopped_medicine_stays_on_the_list(case):
    medicine = actions.add_medication(
        course=case.course, name="Sertraline", prescriber="Dr Shah", by=case.therapist
    )
    actions.stop_medication(medication=medicine, stopped_on=TODAY, by=case.therapist)
    assert case.course.medications.get().stopped_on == TODAY
