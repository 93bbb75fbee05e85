"""The pages of signals: an invitation, a reading, a note, a close; and nothing of it for the patient."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from clinic.courses.actions import begin_session
from clinic.questionnaires.actions import ask, submit
from clinic.safety.actions import review_and_close
from clinic.signals import actions, gathering
from clinic.signals.models import Signal
from tests import factories
from tests.clinic.signals.conftest import scores
from tests.conftest import NOW, signed_in

READING = {
    "reasons": ["event", "support"], "words": "Her brother left.", "plan": "See her twice this week.",
    "look_again_on": "2026-11-19", "based_on": "0",
}  # fmt: skip


@pytest.fixture
def signal(got_worse: factories.Case) -> Signal:
    return Signal.objects.get(course=got_worse.course)


@pytest.fixture
def supervisor(got_worse: factories.Case) -> Client:
    return signed_in(got_worse.supervisor)


def at(signal: Signal, what: str = "") -> str:
    return f"/courses/{signal.course_id}/signals/{signal.pk}/{what}"


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_course_invites_to_say_what_is_behind_it(therapist: Client, signal: Signal) -> None:
    for page in ("", "prepare/"):
        shown = text(therapist, f"/courses/{signal.course_id}/{page}")
        assert "Something asks for a look" in shown
        assert "Say what is behind it" in shown
        assert "not validated for your service" in shown


def test_a_reading_stands_on_the_course_in_supervision_and_on_its_page(
    therapist: Client, supervisor: Client, signal: Signal
) -> None:
    assert therapist.post(at(signal, "read/"), READING).status_code == 302
    for client, page in (
        (therapist, f"/courses/{signal.course_id}/"), (supervisor, "/supervision/"), (supervisor, at(signal)),
    ):  # fmt: skip
        shown = text(client, page)
        assert "See her twice this week." in shown
        assert "Something happened" in shown


def test_the_day_to_look_again_is_said_when_it_has_come(
    therapist: Client, supervisor: Client, got_worse: factories.Case, signal: Signal
) -> None:
    therapist.post(at(signal, "read/"), READING)
    assert "Looked at again 19 November" in text(supervisor, "/supervision/")
    with time_machine.travel(NOW + timedelta(days=7), tick=False):
        for who, page in (
            (got_worse.supervisor, "/supervision/"), (got_worse.therapist, f"/courses/{signal.course_id}/"),
        ):  # fmt: skip
            assert "To be looked at again since 19 November" in text(signed_in(who), page)


def test_a_reading_without_a_plan_or_a_line_comes_back_with_what_was_typed(
    therapist: Client, signal: Signal
) -> None:
    empty = therapist.post(at(signal, "read/"), READING | {"plan": ""})
    assert empty.status_code == 422
    assert "To wait and look again is a plan." in empty.content.decode()
    assert "Her brother left." in empty.content.decode()
    nothing = therapist.post(at(signal, "read/"), READING | {"reasons": [], "words": ""})
    assert "Tick what may be behind it, or write a line." in nothing.content.decode()
    assert not signal.readings.exists()


def test_two_readings_at_one_moment_are_both_shown(therapist: Client, signal: Signal) -> None:
    therapist.post(at(signal, "read/"), READING)
    late = therapist.post(at(signal, "read/"), READING | {"plan": "Wait."})
    assert late.status_code == 422
    assert "Saved meanwhile" in late.content.decode()
    assert "See her twice this week." in late.content.decode()
    assert signal.readings.count() == 1


def test_the_supervisor_notes_and_closes_and_reads_no_form_of_the_therapists(
    therapist: Client, supervisor: Client, signal: Signal
) -> None:
    therapist.post(at(signal, "read/"), READING)
    assert supervisor.post(at(signal, "read/"), READING).status_code == 403
    supervisor.post(at(signal, "note/"), {"words": "Tell me after the visit."})
    assert "Tell me after the visit." in text(therapist, at(signal))
    assert supervisor.post(at(signal, "close/"), {"why": "Two lower scores."}).status_code == 302
    assert "Closed" in text(therapist, f"/courses/{signal.course_id}/signals/")
    assert "What asks for a look" not in text(supervisor, "/supervision/")


def test_it_is_not_closed_before_the_reading(therapist: Client, signal: Signal) -> None:
    answer = therapist.post(at(signal, "close/"), {"why": "Fine."})
    assert answer.status_code == 422
    assert "Fine." in answer.content.decode()
    assert Signal.objects.open().count() == 1
    assert "It can be closed once the therapist has said" in text(therapist, at(signal))


def test_what_it_called_for_before_is_folded_beside_the_last_call(
    therapist: Client, got_worse: factories.Case, signal: Signal
) -> None:
    scores(got_worse, 20, first=3)
    shown = text(therapist, at(signal))
    assert "It called once before" in shown
    assert shown.index("PHQ-9 is 20 and was 12") < shown.index("PHQ-9 is 19 and was 12")


def test_what_was_typed_is_not_lost_when_the_signal_was_closed_meanwhile(
    therapist: Client, got_worse: factories.Case, signal: Signal
) -> None:
    therapist.post(at(signal, "read/"), READING)
    actions.close(signal=signal, why="Two lower scores.", by=got_worse.supervisor)
    late = therapist.post(at(signal, "read/"), READING | {"plan": "Ring Owen.", "based_on": "1"})
    assert late.status_code == 422
    assert "It is closed." in late.content.decode()
    assert "Ring Owen." in late.content.decode()
    again = therapist.post(at(signal, "close/"), {"why": "He came."})
    assert again.status_code == 422
    assert "He came." in again.content.decode()


def test_what_called_after_the_page_was_opened_is_not_closed_unseen(
    therapist: Client, supervisor: Client, got_worse: factories.Case, signal: Signal
) -> None:
    therapist.post(at(signal, "read/"), READING)
    assert '<input type="hidden" name="seen" value="1">' in text(supervisor, at(signal))
    scores(got_worse, 20, first=3)
    late = supervisor.post(at(signal, "close/"), {"why": "Two lower scores.", "seen": "1"})
    shown = late.content.decode()
    assert late.status_code == 422
    assert "The rule called again while this page was open." in shown
    assert "PHQ-9 is 20 and was 12" in shown
    assert "Two lower scores." in shown
    assert '<input type="hidden" name="seen" value="2">' in shown
    assert supervisor.post(at(signal, "close/"), {"why": "Talked about.", "seen": "2"}).status_code == 302


def test_an_empty_note_is_asked_for(supervisor: Client, signal: Signal) -> None:
    assert supervisor.post(at(signal, "note/"), {"words": " "}).status_code == 422
    assert not signal.notes.exists()


def test_the_patient_sees_nothing_of_it(patient: Client, got_worse: factories.Case, signal: Signal) -> None:
    actions.read(
        signal=signal, reasons=["alliance"], words="SECRET", plan="SECRET", by=got_worse.therapist,
        look_again_on="2026-11-19",
    )  # fmt: skip
    for page in ("/me/", "/me/measures/", "/me/my-data/", "/me/my-data/download/"):
        shown = patient.get(page).content.decode()
        assert "SECRET" not in shown
        assert signal.title not in shown
        assert "not validated" not in shown


def test_no_screen_looked_at_together_shows_it(therapist: Client, got_worse: factories.Case) -> None:
    session = begin_session(course=got_worse.course, by=got_worse.therapist)
    root = f"/courses/{got_worse.course.pk}/sessions/{session.number}/"
    for page in (root, f"{root}together/"):
        assert "asks for a look" not in text(therapist, page)


def test_the_page_asks_a_fixed_number_of_queries(
    therapist: Client, signal: Signal, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(19):
        text(therapist, at(signal))
    with django_assert_max_num_queries(17):
        text(therapist, f"/courses/{signal.course_id}/signals/")


def test_many_signals_with_notes_ask_three_questions_as_one_does(
    got_worse: factories.Case, signal: Signal, django_assert_num_queries
) -> None:
    def shown() -> list[tuple[str, int]]:
        found = gathering.of_course(got_worse.course)
        return [(one.title, one.n_notes) for one in found["open"]]

    with django_assert_num_queries(3):
        assert shown() == [(signal.title, 0)]
    scores(got_worse, 19, 19, 19, first=3)
    for open_one in Signal.objects.open():
        actions.read(
            signal=open_one, reasons=["event"], plan="Wait.", look_again_on="2026-11-19",
            by=got_worse.therapist,
        )  # fmt: skip
        actions.add_note(signal=open_one, words="Tell me.", by=got_worse.supervisor)
    with django_assert_num_queries(3):
        assert [notes for _title, notes in shown()] == [1, 1]


def answers(case: factories.Case, session: int, risk: int) -> None:
    """Nine answers for a session: one and the same each time, but for the last."""
    asked = ask(
        participant=case.participant, measure="phq9", due_on=NOW.date(), session_number=session,
        by=case.therapist,
    )  # fmt: skip
    given = {f"phq9-{number}": 1 for number in range(1, 9)} | {"phq9-9": risk}
    submit(asked=asked, by=case.patient.user, answers=given)


@pytest.mark.parametrize("page", ["", "prepare/"])
def test_what_an_alert_tells_is_not_told_again(therapist: Client, case: factories.Case, page: str) -> None:
    answers(case, 1, 0)
    answers(case, 2, 2)
    assert Signal.objects.get(course=case.course).rule == "risk_answer_rose"
    shown = text(therapist, f"/courses/{case.course.pk}/{page}")
    assert "The alert above comes first." in shown
    assert "Something asks for a look" not in shown
    assert ">The answer on self-harm is higher than the last one</a>" not in shown
    alert = case.course.alerts.get()
    review_and_close(alert=alert, action="We spoke on the telephone.", level=0, by=case.therapist)
    shown = text(therapist, f"/courses/{case.course.pk}/{page}")
    assert ">The answer on self-harm is higher than the last one</a>" in shown


def test_the_caseload_says_where_a_signal_waits_to_be_read(
    therapist: Client, supervisor: Client, signal: Signal
) -> None:
    assert "One signal waits to be read" in text(therapist, "/caseload/")
    assert "One signal waits to be read" in text(supervisor, "/caseload/?whose=supervised")
    therapist.post(at(signal, "read/"), READING)
    assert "to be read" not in text(therapist, "/caseload/")


def test_the_caseload_says_where_the_day_to_look_again_has_come(
    got_worse: factories.Case, therapist: Client, signal: Signal
) -> None:
    therapist.post(at(signal, "read/"), READING)
    assert "looked at again" not in text(therapist, "/caseload/")
    with time_machine.travel(NOW + timedelta(days=7), tick=False):
        later = signed_in(got_worse.therapist)
        assert "One signal is to be looked at again" in text(later, "/caseload/")
        later.post(at(signal, "read/"), READING | {"look_again_on": "2026-11-26", "based_on": "1"})
        assert "looked at again" not in text(later, "/caseload/")
