"""The session page: begun, typed, signed, amended; light, and nothing lost."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from clinic.access.roles import Role
from clinic.appointments.actions import book
from clinic.appointments.models import Appointment
from clinic.courses import actions
from clinic.courses.models import Absence, Course, PrivateNote, Session, SessionDraft, SessionRecord
from clinic.courses.private import read_draft
from clinic.inventory.actions import link_mood_to_event
from clinic.safety.actions import raise_alert
from tests import factories
from tests.conftest import NOW, signed_in

JSON = {"HTTP_ACCEPT": "application/json"}


def root(case: factories.Case) -> str:
    return f"/courses/{case.course.pk}/sessions/"


@pytest.fixture
def at(case) -> str:
    actions.begin_session(course=case.course, by=case.therapist)
    return root(case) + "1/"


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_a_session_begins_from_the_course_page(case, therapist):
    assert "Begin session 1" in text(therapist.get(f"/courses/{case.course.pk}/"))
    assert therapist.post(root(case) + "begin/").url == root(case) + "1/"
    assert "Session 1 of 16" in text(therapist.get(root(case) + "1/"))


def test_an_open_session_is_offered_instead_of_a_second(case, at, therapist):
    assert "Go on with session 1" in text(therapist.get(f"/courses/{case.course.pk}/"))
    assert therapist.post(root(case) + "begin/").url == at
    assert Session.objects.count() == 1


def test_the_page_says_the_time_the_agenda_and_how_many_are_left(at, therapist):
    seen = text(therapist.get(at))
    assert "minutes in" in seen
    assert "How you come here" in seen and "Since we last met" not in seen
    assert "15 more after this" in seen


def test_one_line_is_enough_to_sign_and_open_tasks_do_not_block(at, therapist):
    assert therapist.post(at + "sign/", {"attendance": "attended", "mode": "room", "line": "We met."})
    kept = SessionRecord.objects.get()
    assert (kept.version, kept.line) == (1, "We met.")


def test_without_the_line_it_says_so_and_keeps_what_was_typed(at, therapist):
    answer = therapist.post(at + "sign/", {"attendance": "attended", "mode": "room", "summary": "About Sam"})
    assert answer.status_code == 422
    assert "Say in one line what happened today." in text(answer)
    assert "About Sam" in text(answer)
    assert not SessionRecord.objects.exists()


def test_an_open_alert_asks_for_the_risk_status(case, at, therapist):
    raise_alert(
        participant=case.participant, reason="PHQ-9 item 9", answer="Several days", severity=1,
        response_id=None, at=timezone.now(), by=None,
    )  # fmt: skip
    form = {"attendance": "attended", "mode": "room", "line": "We met."}
    assert therapist.post(at + "sign/", form).status_code == 422
    assert therapist.post(at + "sign/", form | {"risk_status": "Asked; no plan; review on Thursday"}).url
    assert SessionRecord.objects.get().risk_status.startswith("Asked")


def test_what_is_typed_is_saved_as_a_draft_and_comes_back(at, therapist):
    form = {"revision": "0", "line": "We met", "private": "An echo", "techniques": ["role_play"]}
    assert therapist.post(at + "draft/", form, **JSON).json() == {
        "revision": 1,
        "said": "Draft saved 13:00",
    }
    seen = text(therapist.get(at))
    assert "An echo" in seen
    assert 'value="We met"' in seen
    assert "An echo" not in str(SessionDraft.objects.get().content)


def test_without_javascript_the_button_saves_the_draft(at, therapist):
    assert therapist.post(at + "draft/", {"revision": "0", "line": "We met"}).url == at


def test_a_second_window_is_shown_both_texts_and_overwrites_nothing(at, therapist):
    therapist.post(at + "draft/", {"revision": "0", "line": "in the first window"}, **JSON)
    for headers in (JSON, {}):
        answer = therapist.post(at + "draft/", {"revision": "0", "line": "in the second"}, **headers)
        assert answer.status_code == 409
        assert "in the first window" in text(answer)
        assert "in the second" in text(answer)
    assert SessionDraft.objects.get().content["line"] == "in the first window"


def test_signing_from_an_old_window_signs_nothing(at, therapist):
    therapist.post(at + "draft/", {"revision": "0", "line": "newer"}, **JSON)
    answer = therapist.post(
        at + "sign/", {"revision": "0", "attendance": "attended", "mode": "room", "line": "older"}
    )
    assert answer.status_code == 409
    assert not SessionRecord.objects.exists()


def test_an_amendment_needs_a_reason_and_keeps_the_old_version_readable(case, at, therapist):
    session = Session.objects.get()
    actions.sign_session(session=session, by=case.therapist, line="We met in the room.")
    form = text(therapist.get(at))
    assert form.count("own page once you keep it.") == 3 and "enough to sign" not in form
    assert therapist.post(at + "amend/", {"line": "We met by video."}).status_code == 422
    therapist.post(at + "amend/", {"line": "We met by video.", "why_amended": "Wrong place"})
    seen = text(therapist.get(at))
    assert "We met in the room." in seen
    assert "We met by video." in seen
    assert "Wrong place" in seen


def test_a_session_that_is_not_signed_has_nothing_to_amend(at, therapist):
    for sent in ({}, {"line": "x", "why_amended": "y"}):
        assert "not signed yet" in text(therapist.post(at + "amend/", sent, follow=True))
    assert not SessionRecord.objects.exists()


@pytest.mark.parametrize("missed_count", [True, False])
def test_a_reason_longer_than_is_kept_comes_back_whole(case, at, therapist, missed_count):
    actions.count_missed(course=case.course, missed_count=missed_count, by=case.therapist)
    why = "Rang twice and wrote once. " * 8
    answer = therapist.post(at + "sign/", {"attendance": "missed", "mode": "room", "line": why})
    assert answer.status_code == 422
    assert why.strip() in answer.content.decode()
    assert not SessionRecord.objects.exists()
    assert not Absence.objects.exists()


@pytest.mark.parametrize("step", ["draft/", "sign/"])
def test_a_revision_that_no_draft_has_shows_both_texts(case, at, therapist, step):
    therapist.post(at + "draft/", {"revision": "0", "line": "Kept before"})
    answer = therapist.post(at + step, {"revision": "9" * 5_000, "line": "Typed now"})
    assert answer.status_code == 409
    assert "Kept before" in text(answer)
    assert "Typed now" in text(answer)


@pytest.mark.parametrize("attendance", ["attended", "missed", "cancelled by therapist"])
def test_a_draft_saved_while_another_window_signs_shows_both_texts(
    case, at, therapist, monkeypatch, attendance
):
    """It is saved after this signing has looked for a draft, and before it signs."""

    def overtaken(session: Session) -> bool:
        content = {"line": "Saved a moment ago"}
        actions.save_draft(session=session, content=content, revision=0, by=case.therapist)
        return False

    monkeypatch.setattr("clinic.workbench.views.session.session_page.alert_is_open", overtaken)
    answer = therapist.post(
        at + "sign/", {"revision": "0", "attendance": attendance, "mode": "room", "line": "Typed now"}
    )
    assert answer.status_code == 409
    assert "Saved a moment ago" in text(answer)
    assert "Typed now" in text(answer)
    assert not SessionRecord.objects.exists()
    assert SessionDraft.objects.get().content["line"] == "Saved a moment ago"


def test_a_missed_session_that_does_not_count_leaves_the_number(case, at, therapist):
    actions.count_missed(course=case.course, missed_count=False, by=case.therapist)
    therapist.post(at + "sign/", {"attendance": "missed", "mode": "room", "line": "No answer by phone"})
    assert Absence.objects.get().reason == "No answer by phone"
    assert "not counted" in text(therapist.get(root(case)))


def test_an_absence_with_a_summary_is_asked_about_and_loses_nothing(at, therapist):
    answer = therapist.post(at + "sign/", {"attendance": "missed", "mode": "room", "summary": "Long text"})
    assert answer.status_code == 422
    assert "Long text" in text(answer)


def test_a_session_begun_by_mistake_is_taken_back(at, therapist):
    therapist.post(at + "take-back/")
    assert not Session.objects.exists()


def test_the_author_alone_sees_the_private_note(case, at, therapist):
    actions.sign_session(
        session=Session.objects.get(), by=case.therapist, line="We met.", private="An echo of Dad"
    )
    assert "An echo of Dad" in text(therapist.get(at))
    assert "An echo of Dad" not in text(signed_in(case.supervisor).get(at))
    assert PrivateNote.objects.count() == 1


def test_the_supervisor_reads_what_is_signed_and_not_the_draft(case, at, therapist):
    therapist.post(at + "draft/", {"revision": "0", "line": "half a thought"}, **JSON)
    supervisor = signed_in(case.supervisor)
    assert "half a thought" not in text(supervisor.get(at))
    for act in ("draft/", "sign/", "amend/", "take-back/"):
        assert supervisor.post(at + act, {"line": "x"}).status_code == 403


@pytest.mark.parametrize("part", ["", "draft/", "sign/", "amend/", "take-back/"])
def test_strangers_find_nothing_and_nobody_signs_in_first(case, at, part):
    stranger = signed_in(factories.member(Role.THERAPIST, case.service))
    ask = "get" if part == "" else "post"
    assert getattr(stranger, ask)(at + part).status_code == 404
    assert getattr(Client(), ask)(at + part).status_code == 302


def test_the_patient_does_not_open_the_therapists_session(at, patient):
    assert patient.get(at).status_code == 403


def test_all_sessions_are_listed_with_what_happened(case, at, therapist):
    actions.sign_session(session=Session.objects.get(), by=case.therapist, line="We drew the timeline.")
    assert "We drew the timeline." in text(therapist.get(root(case)))


def test_a_session_in_which_something_was_kept_is_not_taken_back(case, at, therapist):
    link_mood_to_event(
        session=Session.objects.get(), what="came home late", feeling="hurt", direction="down",
        by=case.therapist,
    )  # fmt: skip
    assert "it took place" in text(therapist.post(at + "take-back/", follow=True))
    assert Session.objects.exists()


def test_signing_twice_signs_once_and_says_so(case, at, therapist):
    form = {"attendance": "attended", "mode": "room", "line": "We met."}
    therapist.post(at + "sign/", form)
    assert "already signed" in text(therapist.post(at + "sign/", form, follow=True))
    assert SessionRecord.objects.count() == 1


def test_what_another_window_typed_is_not_lost_when_the_session_is_signed_meanwhile(at, therapist):
    therapist.post(at + "sign/", {"attendance": "attended", "mode": "room", "line": "We met."})
    late = {
        "attendance": "attended",
        "mode": "room",
        "line": "We met.",
        "plan": "Ring Ada",
        "private": "Echo",
    }
    for address, sent in ((at + "sign/", late), (at + "draft/", late | {"revision": "1"})):
        answer = therapist.post(address, sent)
        assert answer.status_code == 409
        assert "Ring Ada" in text(answer)
        assert "Echo" in text(answer)
    therapist.post(at + "amend/", late | {"why_amended": "typed in another window"})
    assert SessionRecord.objects.get(version=2).plan == "Ring Ada"
    assert "Echo" in text(therapist.get(at))


def test_a_risk_status_is_not_dropped_when_the_session_did_not_take_place(at, therapist):
    missed = {"attendance": "missed", "mode": "room", "line": "", "risk_status": "Rang twice, no answer"}
    answer = therapist.post(at + "sign/", missed)
    assert answer.status_code == 422
    assert "Rang twice, no answer" in text(answer)


def test_a_new_therapist_does_not_read_or_lose_what_the_old_one_noted(case, at, therapist):
    therapist.post(at + "draft/", {"revision": "0", "line": "half", "private": "An echo"}, **JSON)
    successor = factories.member(Role.THERAPIST, case.service, name="Ben Adeyemi")
    Course.objects.update(therapist=successor)
    new = signed_in(successor)
    assert "An echo" not in text(new.get(at))
    new.post(at + "draft/", {"revision": "1", "line": "half", "private": "Mine"}, **JSON)
    draft = SessionDraft.objects.get()
    assert read_draft(draft, case.therapist) == "An echo"
    assert read_draft(draft, successor) == "Mine"


def test_the_page_costs_a_fixed_number_of_queries(case, at, therapist, django_assert_max_num_queries):
    session = Session.objects.get()
    for _time in range(4):
        link_mood_to_event(
            session=session, what="came home late", feeling="hurt", direction="down", by=case.therapist
        )
    lock = connection.vendor == "postgresql"  # its audit asks for one
    with django_assert_max_num_queries(46 + lock):
        therapist.get(at)


def test_a_signed_session_still_says_what_mood_did(case, at, therapist):
    session = Session.objects.get()
    link_mood_to_event(
        session=session, what="came home late", feeling="hurt", direction="down", by=case.therapist
    )
    actions.sign_session(session=session, by=case.therapist, line="We met.")
    seen = text(therapist.get(at))
    assert "came home late" in seen
    assert "Add this link" not in seen


def test_the_next_meeting_booked_during_the_session_is_not_taken_for_this_one(case, at, therapist):
    with time_machine.travel(NOW + timedelta(minutes=40), tick=False):
        book(course=case.course, on=datetime.fromisoformat("2026-11-19T13:00"), by=case.therapist)
        seen = text(therapist.get(at))
    assert "Next: Thursday 19 November, 13:00" in seen
    assert "The diary has no meeting for the day" not in seen


def test_the_meeting_of_a_session_begun_hours_early_is_not_the_next(case, therapist):
    book(course=case.course, on=datetime.fromisoformat("2026-11-12T18:00"), by=case.therapist)
    book(course=case.course, on=datetime.fromisoformat("2026-11-19T18:00"), by=case.therapist)
    actions.begin_session(course=case.course, by=case.therapist)
    seen = text(therapist.get(root(case) + "1/"))
    assert "Next: Thursday 19 November, 18:00" in seen and "Next: Thursday 12 November" not in seen


def test_a_session_begun_on_another_day_than_booked_says_so_and_signs_all_the_same(case, at, therapist):
    said = "Booked for Friday 13 November, 09:30."
    tomorrow = book(course=case.course, on=datetime.fromisoformat("2026-11-13T09:30"), by=case.therapist)
    assert said in text(therapist.get(at))
    book(course=case.course, on=datetime.fromisoformat("2026-11-12T13:30"), by=case.therapist)
    assert said not in text(therapist.get(at))
    Appointment.objects.exclude(pk=tomorrow.pk).update(cancelled_at=timezone.now())
    assert said in text(therapist.get(at))
    told = {"attendance": "attended", "mode": "room", "line": "We met."}
    assert "Session 1 is signed." in text(therapist.post(at + "sign/", told, follow=True))
