"""An answer that comes too late or from two sides is never dropped, and help and alert never depend on it."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from clinic.formulation.actions import end as end_of_course
from clinic.questionnaires import actions, alerting
from clinic.questionnaires.models import AnswersSoFar, MeasureRequest, Response
from clinic.safety.models import Alert
from tests import factories
from tests.clinic.questionnaires.test_answering import answer, answer_all, send
from tests.conftest import NOW, signed_in

ZEROS = {f"phq9-{number}": 0.0 for number in range(1, 10)}


@pytest.fixture
def asked(case: factories.Case) -> MeasureRequest:
    due_on = date(2026, 11, 12)
    return actions.ask(participant=case.participant, measure="phq9", due_on=due_on, by=case.therapist)


def help_comes_first(page: str) -> bool:
    return "Help is here now" in page and "Call 999" in page


def test_a_worrying_answer_after_sending_still_shows_help_and_raises_an_alert(
    patient: Client, asked: MeasureRequest
) -> None:
    answer_all(patient, asked, [0] * 9)
    send(patient, asked)
    late = answer(patient, asked, 9, 2)
    assert help_comes_first(patient.get(late.url).content.decode())
    assert Alert.objects.get().answer == "More than half the days"
    assert Response.objects.get().answers[8] == 0


def test_a_script_that_sends_it_too_late_raises_it_too(patient: Client, asked: MeasureRequest) -> None:
    answer_all(patient, asked, [0] * 9)
    send(patient, asked)
    answered = {"item": "phq9-9", "revision": 0, "page": "q", "value": 1}
    reply = patient.post(f"/me/measures/{asked.pk}/", answered, headers={"accept": "application/json"})
    assert reply.status_code == 410
    assert help_comes_first(patient.get(f"/me/measures/{asked.pk}/sent/").content.decode())
    assert Alert.objects.get().severity == 1


@pytest.mark.parametrize("page", ["one question", "all questions"])
def test_a_worrying_answer_to_a_withdrawn_form_does_so_too(
    patient: Client, asked: MeasureRequest, case: factories.Case, page: str
) -> None:
    actions.withdraw(asked=asked, by=case.therapist)
    if page == "one question":
        late = answer(patient, asked, 9, 3)
    else:
        late = patient.post(f"/me/measures/{asked.pk}/?all=1", {"revision": 0, "phq9-9": "3"})
    assert help_comes_first(patient.get(late.url).content.decode())
    assert Alert.objects.get().severity == 3


def test_withdrawing_a_form_with_a_worrying_answer_in_it_tells_of_it(
    asked: MeasureRequest, case: factories.Case
) -> None:
    who = case.patient.user
    actions.save_answer(asked=asked, item="phq9-9", value=1, revision=0, confirmed=False, by=who)
    assert not Alert.objects.exists()
    actions.withdraw(asked=asked, by=case.therapist)
    assert Alert.objects.get().severity == 1


def end(case: factories.Case) -> None:
    end_of_course(course=case.course, on=date(2026, 11, 12), how="completed", by=case.therapist)


def test_the_end_of_a_course_takes_back_what_waits_and_tells_of_a_worrying_answer_in_it(
    patient: Client, asked: MeasureRequest, case: factories.Case
) -> None:
    actions.schedule_next(course=case.course, by=case.therapist)
    who = case.patient.user
    actions.save_answer(asked=asked, item="phq9-9", value=1, revision=0, confirmed=False, by=who)
    end(case)
    assert not MeasureRequest.objects.unanswered().exists()
    assert Alert.objects.get().severity == 1
    assert "Start" not in patient.get("/me/").content.decode()


def test_a_link_from_before_the_end_says_it_is_not_needed_and_a_worrying_answer_still_counts(
    patient: Client, asked: MeasureRequest, case: factories.Case
) -> None:
    end(case)
    calm = patient.get(f"/me/measures/{asked.pk}/", follow=True).content.decode()
    assert "No longer needed" in calm and "ended on 12 November" in calm
    late = answer(patient, asked, 9, 3)
    assert help_comes_first(patient.get(late.url).content.decode())
    assert Alert.objects.get().severity == 3


def test_an_ended_course_asks_for_a_follow_up_alone(
    therapist: Client, patient: Client, case: factories.Case
) -> None:
    measures = f"/courses/{case.course.pk}/measures/"
    end(case)
    therapist.post(f"{measures}schedule/", {"number": 1, "due_on": "2026-11-12"})
    assert not MeasureRequest.objects.exists()
    page = therapist.get(measures).content.decode()
    assert "Answer now" not in page and "What the manual asks" not in page and "Ask now" not in page
    therapist.post(f"{measures}ask/", {"measure": "phq9", "due_on": "2026-11-12"})
    assert "Answer now" in therapist.get(measures).content.decode()
    assert "For today: nine questions" in patient.get("/me/").content.decode()


def test_a_conflict_hides_no_worrying_answer(patient: Client, asked: MeasureRequest) -> None:
    answer(patient, asked, 9, 0, page="tablet")
    page = answer(patient, asked, 9, 2, revision=0, page="phone")
    assert page.status_code == 409
    words = page.content.decode()
    assert words.index("Call 999") < words.index("Which answer should be kept?")
    assert Alert.objects.get().severity == 2


def test_a_conflict_on_a_page_of_all_questions_loses_no_other_answer(
    patient: Client, asked: MeasureRequest
) -> None:
    answer(patient, asked, 2, 1, page="tablet")
    given = {"revision": 0, "page": "phone", "phq9-1": "1", "phq9-2": "3", "phq9-3": "2", "phq9-9": "1"}
    page = patient.post(f"/me/measures/{asked.pk}/?all=1", given)
    assert page.status_code == 409
    assert help_comes_first(page.content.decode())
    assert AnswersSoFar.objects.get().values == {"phq9-1": 1, "phq9-2": 1, "phq9-3": 2, "phq9-9": 1}
    assert Alert.objects.get().severity == 1


def enter(asked: MeasureRequest, case: factories.Case, **given: float) -> Response:
    return actions.enter_for_patient(
        participant=case.participant, measure="phq9", answers=ZEROS | given, given_at=timezone.now(),
        way="paper", by=case.therapist, asked=asked,
    )  # fmt: skip


def test_paper_that_says_the_same_as_the_phone_is_kept_once(
    patient: Client, asked: MeasureRequest, case: factories.Case
) -> None:
    answer_all(patient, asked, [0] * 9)
    send(patient, asked)
    assert enter(asked, case) == Response.objects.get()


def test_paper_that_says_more_than_the_phone_is_kept_beside_it_with_its_alert(
    patient: Client, asked: MeasureRequest, case: factories.Case
) -> None:
    answer_all(patient, asked, [0] * 9)
    send(patient, asked)
    kept = enter(asked, case, **{"phq9-9": 2.0})
    assert Response.objects.count() == 2
    assert Alert.objects.get().response_id == kept.pk


def test_a_paper_form_put_right_and_sent_again_is_not_taken_for_the_first(
    therapist: Client, case: factories.Case
) -> None:
    page = f"/courses/{case.course.pk}/measures/enter/?measure=phq9"
    form = {"id": "01a00000-0000-7000-8000-000000000001", "way": "paper", "given_on": "2026-11-12"}
    form |= {f"phq9-{number}": "0" for number in range(1, 11)}
    therapist.post(page, form)
    therapist.post(page, form)
    assert Response.objects.count() == 1
    therapist.post(page, form | {"phq9-9": "1"})
    assert Response.objects.count() == 2
    assert Alert.objects.count() == 1


def test_the_id_of_somebody_elses_form_does_no_harm(therapist: Client, case: factories.Case) -> None:
    other = factories.course(of=case.service)
    theirs = enter(
        actions.ask(participant=other.participant, measure="phq9", due_on=date(2026, 11, 12), by=None), other
    )
    form = {"id": theirs.pk, "way": "paper", "given_on": "2026-11-12"}
    form |= {f"phq9-{number}": "1" for number in range(1, 11)}
    reply = therapist.post(f"/courses/{case.course.pk}/measures/enter/?measure=phq9", form)
    assert reply.status_code == 302
    assert case.participant.responses.get().total == 9
    theirs.refresh_from_db()
    assert theirs.total == 0


def test_the_id_of_a_form_that_still_waits_leaves_it_to_be_sent(
    therapist: Client, case: factories.Case
) -> None:
    other = factories.course(of=case.service)
    waits = actions.ask(participant=other.participant, measure="phq9", due_on=date(2026, 11, 12), by=None)
    form = {"id": waits.pk, "way": "paper", "given_on": "2026-11-12"}
    form |= {f"phq9-{number}": "1" for number in range(1, 11)}
    therapist.post(f"/courses/{case.course.pk}/measures/enter/?measure=phq9", form)
    assert case.participant.responses.get().pk != waits.pk
    theirs = signed_in(other.patient.user)
    answer_all(theirs, waits, [1] * 10)
    send(theirs, waits)
    waits.refresh_from_db()
    assert waits.response.participant == other.participant
    assert Alert.objects.filter(participant=other.participant).exists()


def test_a_worrying_answer_touched_and_put_down_reaches_somebody_after_ten_minutes(
    patient: Client, asked: MeasureRequest
) -> None:
    touched = {"item": "phq9-9", "revision": 0, "page": "q", "value": 2}
    patient.post(f"/me/measures/{asked.pk}/", touched, headers={"accept": "application/json"})
    alerting.tell_of_unconfirmed(NOW + timedelta(minutes=9))
    assert not Alert.objects.exists()
    for minutes in (11, 12):
        alerting.tell_of_unconfirmed(NOW + timedelta(minutes=minutes))
    assert Alert.objects.get().answer == "More than half the days"


def test_an_answer_changed_back_before_that_raises_nothing(patient: Client, asked: MeasureRequest) -> None:
    for revision, value in ((0, 2), (1, 0)):
        touched = {"item": "phq9-9", "revision": revision, "page": "q", "value": value}
        patient.post(f"/me/measures/{asked.pk}/", touched, headers={"accept": "application/json"})
    alerting.tell_of_unconfirmed(NOW + timedelta(minutes=11))
    assert not Alert.objects.exists()
