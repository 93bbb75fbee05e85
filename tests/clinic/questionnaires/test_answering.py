"""The patient answers on the phone: every answer saved, nothing lost, nothing counted that was not said."""

import gzip
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from clinic.access.actions import change_service
from clinic.appointments.models import Appointment
from clinic.audit.models import AuditEvent
from clinic.courses.actions import end_course
from clinic.questionnaires import actions
from clinic.questionnaires.models import AnswersSoFar, MeasureRequest, Response
from clinic.safety.models import Alert
from tests import factories
from tests.conftest import NOW, signed_in

PHONE = {"HTTP_USER_AGENT": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148"}


@pytest.fixture
def asked(case: factories.Case) -> MeasureRequest:
    return actions.ask(
        participant=case.participant,
        measure="phq9",
        due_on=date(2026, 11, 12),
        session_number=10,
        by=case.therapist,
    )


def answer(client: Client, asked: MeasureRequest, number: int, value: object, **more: object) -> object:
    """Answer one question from a page opened just now, as the form sends it."""
    so_far = AnswersSoFar.objects.filter(asked=asked).first()
    data = {"item": f"phq9-{number}", "revision": so_far.revision if so_far else 0, "page": "p", **more}
    data |= {"leave_blank": "1"} if value is None else {"value": value}
    return client.post(f"/me/measures/{asked.pk}/?question={number}", data)


def answer_all(client: Client, asked: MeasureRequest, values: list[object]) -> None:
    for number, value in enumerate(values, start=1):
        answer(client, asked, number, value)


def send(client: Client, asked: MeasureRequest, seen: tuple[str, ...] = ()) -> object:
    return client.post(f"/me/measures/{asked.pk}/send/", {"blanks_seen": seen})


def test_the_form_opens_at_the_first_question(patient: Client, asked: MeasureRequest) -> None:
    page = patient.get(f"/me/measures/{asked.pk}/").content.decode()
    assert "Question 1 of 9" in page
    assert "Little interest or pleasure in doing things" in page
    assert "about 2 minutes left" in page


def test_each_answer_is_saved_and_leads_to_the_next(patient: Client, asked: MeasureRequest) -> None:
    response = answer(patient, asked, 1, 2)
    assert response.url == f"/me/measures/{asked.pk}/?question=2"
    assert AnswersSoFar.objects.get(asked=asked).values == {"phq9-1": 2}
    assert "Saved at 13:00" in patient.get(response.url).content.decode()


def test_the_form_resumes_where_it_was_left(patient: Client, asked: MeasureRequest) -> None:
    answer_all(patient, asked, [1, 2, 0])
    assert "Question 4 of 9" in patient.get(f"/me/measures/{asked.pk}/").content.decode()


def test_next_without_an_answer_asks_for_one_and_keeps_the_page(
    patient: Client, asked: MeasureRequest
) -> None:
    response = patient.post(f"/me/measures/{asked.pk}/?question=1", {"item": "phq9-1", "revision": 0})
    assert response.status_code == 422
    assert "Choose an answer, or leave this one blank." in response.content.decode()


def test_an_answer_that_is_no_option_is_refused(patient: Client, asked: MeasureRequest) -> None:
    assert answer(patient, asked, 1, 7).status_code == 422
    assert not AnswersSoFar.objects.exclude(answers={}).exists()


def test_how_difficult_is_asked_only_when_something_was_above_zero(
    patient: Client, asked: MeasureRequest
) -> None:
    answer_all(patient, asked, [0] * 9)
    assert "how difficult" not in patient.get(f"/me/measures/{asked.pk}/review/").content.decode()
    answer(patient, asked, 4, 1)
    assert "One more question" in patient.get(f"/me/measures/{asked.pk}/").content.decode()


def test_sending_scores_on_the_server_with_the_raw_answers_beside(
    patient: Client, asked: MeasureRequest
) -> None:
    answer_all(patient, asked, [1, 2, 1, 2, 1, 1, 1, 0, 0, 1])
    assert send(patient, asked).url == f"/me/measures/{asked.pk}/sent/"
    response = Response.objects.get()
    assert response.answers == [1, 2, 1, 2, 1, 1, 1, 0, 0, 1]
    assert (response.total, response.band, response.answered, response.missing) == (9, "mild", 9, 0)
    assert (response.way, response.session_number) == ("phone", 10)
    page = patient.get(f"/me/measures/{asked.pk}/sent/").content.decode()
    assert "Maya reads this with you when you next meet." in page


def test_sending_twice_makes_one_response(patient: Client, asked: MeasureRequest) -> None:
    answer_all(patient, asked, [1, 1, 1, 1, 1, 1, 1, 1, 1, 0])
    send(patient, asked)
    again = send(patient, asked)
    assert again.status_code == 302
    assert Response.objects.count() == 1
    assert Alert.objects.count() == 1


def test_an_answer_after_sending_changes_nothing(patient: Client, asked: MeasureRequest) -> None:
    answer_all(patient, asked, [1] * 8 + [0, 0])
    send(patient, asked)
    assert answer(patient, asked, 1, 3).url == f"/me/measures/{asked.pk}/sent/"
    assert Response.objects.get().answers[0] == 1


def test_a_positive_answer_raises_one_alert_with_the_words_chosen(
    patient: Client, asked: MeasureRequest, case: factories.Case
) -> None:
    answer_all(patient, asked, [1] * 8 + [2, 0])
    send(patient, asked)
    alert = Alert.objects.get()
    assert (alert.reason, alert.answer, alert.severity) == ("PHQ-9 item 9", "More than half the days", 2)
    assert alert.owner == case.therapist
    assert alert.response_id == Response.objects.get().pk


def test_a_blank_is_asked_once_more_before_sending(patient: Client, asked: MeasureRequest) -> None:
    answer_all(patient, asked, [1] * 8 + [None, 0])
    assert send(patient, asked).url == f"/me/measures/{asked.pk}/review/"
    page = patient.get(f"/me/measures/{asked.pk}/review/").content.decode()
    assert "You left question 9 blank." in page
    assert "Answer it now, or leave it blank." in page
    assert not Response.objects.exists()


def test_a_blank_item_9_is_never_zero_and_is_told_to_the_clinician(
    patient: Client, asked: MeasureRequest
) -> None:
    answer_all(patient, asked, [1] * 8 + [None, 0])
    send(patient, asked, seen=("9",))
    response = Response.objects.get()
    assert response.answers[8] is None
    assert (response.answered, response.missing, response.prorated) == (8, 1, True)
    assert [item.number for item in response.risk_left_blank] == ["9"]
    assert not Alert.objects.exists()


def test_too_many_blanks_give_no_score(patient: Client, asked: MeasureRequest) -> None:
    answer_all(patient, asked, [1, 1, 1, 1, 1, None, None, None, 0, 0])
    send(patient, asked, seen=("6", "7", "8"))
    response = Response.objects.get()
    assert (response.total, response.missing) == (None, 3)


def test_a_second_screen_with_another_answer_is_shown_both(patient: Client, asked: MeasureRequest) -> None:
    stale = re.search(
        r'name="revision" value="(\d+)"', patient.get(f"/me/measures/{asked.pk}/").content.decode()
    )
    answer(patient, asked, 1, 1, page="tablet")
    response = patient.post(
        f"/me/measures/{asked.pk}/?question=1",
        {"item": "phq9-1", "revision": stale[1], "page": "phone", "value": 3},
        **PHONE,
    )
    page = response.content.decode()
    assert response.status_code == 409
    assert "You answered this on two screens" in page
    assert "This phone, 13:00" in page
    assert "Nearly every day" in page
    assert "Several days" in page
    assert AnswersSoFar.objects.get(asked=asked).values["phq9-1"] == 1


def test_the_person_chooses_which_answer_stays(patient: Client, asked: MeasureRequest) -> None:
    answer(patient, asked, 1, 1, page="tablet")
    conflict = patient.post(
        f"/me/measures/{asked.pk}/?question=1", {"item": "phq9-1", "revision": 0, "page": "phone", "value": 3}
    ).content.decode()
    revision = re.search(r'name="revision" value="(\d+)"', conflict)[1]
    answer(patient, asked, 1, 3, revision=revision, page="chosen")
    assert AnswersSoFar.objects.get(asked=asked).values["phq9-1"] == 3


def test_the_same_page_sent_again_after_a_lost_reply_is_no_conflict(
    patient: Client, asked: MeasureRequest
) -> None:
    answer(patient, asked, 1, 1, revision=0)
    assert answer(patient, asked, 1, 2, revision=0).status_code == 302
    assert AnswersSoFar.objects.get(asked=asked).values["phq9-1"] == 2


def test_of_two_answers_of_one_page_the_later_stands_whichever_arrives_first(
    patient: Client, asked: MeasureRequest
) -> None:
    def kept() -> object:
        return AnswersSoFar.objects.get(asked=asked).values["phq9-1"]

    answer(patient, asked, 1, 3, revision=0, touched=1_700_000_000_200)
    assert answer(patient, asked, 1, 1, revision=0, touched=1_700_000_000_100).status_code == 302
    assert kept() == 3
    answer(patient, asked, 1, 3, revision=0, touched=1_700_000_000_400)  # and chosen again
    answer(patient, asked, 1, 2, revision=0, touched=1_700_000_000_300)
    assert kept() == 3
    answer(patient, asked, 1, 0, revision=0, touched=1_700_000_000_500)
    assert kept() == 0


def test_other_questions_answered_elsewhere_are_no_conflict(patient: Client, asked: MeasureRequest) -> None:
    answer(patient, asked, 1, 1, page="tablet")
    assert answer(patient, asked, 2, 2, revision=0, page="phone").status_code == 302


def test_a_script_gets_the_time_of_saving_and_the_revision(patient: Client, asked: MeasureRequest) -> None:
    response = patient.post(
        f"/me/measures/{asked.pk}/",
        {"item": "phq9-1", "revision": 0, "page": "p", "value": 1},
        headers={"accept": "application/json"},
    )
    assert response.json() == {"saved_at": "13:00", "revision": 1, "help": ""}


def test_a_stranger_and_another_patient_find_nothing(asked: MeasureRequest, case: factories.Case) -> None:
    other = factories.course(of=case.service)
    for path in ("", "review/", "sent/", "help/"):
        assert signed_in(other.patient.user).get(f"/me/measures/{asked.pk}/{path}").status_code == 404
        assert Client().get(f"/me/measures/{asked.pk}/{path}").status_code == 302
    assert send(signed_in(other.patient.user), asked).status_code == 404


def test_the_therapist_does_not_answer_for_the_patient_on_the_patients_page(
    therapist: Client, asked: MeasureRequest
) -> None:
    assert therapist.get(f"/me/measures/{asked.pk}/").status_code == 403


def test_a_sign_in_that_ran_out_keeps_the_answer(asked: MeasureRequest, case: factories.Case) -> None:
    browser = Client()
    page = f"/me/measures/{asked.pk}/?question=1"
    browser.post(page, {"item": "phq9-1", "revision": 0, "page": "p", "value": 2})
    assert browser.session["held"]["path"] == page
    assert not AnswersSoFar.objects.exists()


def test_a_withdrawn_request_says_so_calmly(
    patient: Client, asked: MeasureRequest, case: factories.Case
) -> None:
    actions.withdraw(asked=asked, by=case.therapist)
    page = patient.get(f"/me/measures/{asked.pk}/", follow=True).content.decode()
    assert "You do not need to answer them." in page


def test_the_list_shows_what_waits_and_what_was_sent(patient: Client, asked: MeasureRequest) -> None:
    assert "Nine questions" in patient.get("/me/measures/").content.decode()
    answer_all(patient, asked, [0] * 9)
    send(patient, asked)
    assert "Nothing to answer now" in patient.get("/me/measures/").content.decode()


def test_questions_for_a_session_to_come_stand_with_their_day_and_are_not_begun(
    patient: Client, case: factories.Case
) -> None:
    actions.schedule(course=case.course, number=1, due_on=NOW.date() + timedelta(days=5), by=case.therapist)
    early = patient.get("/me/measures/").content.decode()
    assert "For 17 November: nine questions" in early
    assert "Opens on Monday 16 November." in early
    assert ">Start<" not in early


def test_every_act_is_audited(patient: Client, asked: MeasureRequest) -> None:
    answer_all(patient, asked, [1] * 9 + [0])
    send(patient, asked)
    did = list(AuditEvent.objects.values_list("did", flat=True))
    for act in ("asked a measure", "saved an answer", "answered a measure", "raised an alert"):
        assert act in did


def test_all_questions_on_one_page_are_saved_together(patient: Client, asked: MeasureRequest) -> None:
    page = patient.get(f"/me/measures/{asked.pk}/?all=1").content.decode()
    assert page.count("<fieldset") == 9
    data = {f"phq9-{number}": "1" for number in range(1, 9)} | {"revision": "0", "page": "p"}
    assert patient.post(f"/me/measures/{asked.pk}/?all=1", data).url.endswith("/review/")
    assert AnswersSoFar.objects.get(asked=asked).values == {f"phq9-{n}": 1 for n in range(1, 9)}
    risky = data | {"phq9-9": "1"}
    assert "/help/" in patient.post(f"/me/measures/{asked.pk}/?all=1", risky).url


def test_what_was_not_reached_is_one_line_and_sending_is_still_asked(
    patient: Client, asked: MeasureRequest
) -> None:
    answer_all(patient, asked, [1, 1])
    page = patient.get(f"/me/measures/{asked.pk}/review/").content.decode()
    assert "8 questions have no answer yet." in page


def test_the_whole_page_weighs_less_than_60_kb(patient: Client, asked: MeasureRequest) -> None:
    for path in (f"/me/measures/{asked.pk}/", f"/me/measures/{asked.pk}/?all=1", "/me/", "/me/measures/"):
        page = patient.get(path).content
        files = re.findall(r'(?:src|href)="/static/([^"]+)"', page.decode())
        parts = [page, *(Path(finders.find(file)).read_bytes() for file in files)]
        assert sum(len(gzip.compress(part)) for part in parts) < 60_000


def test_the_patient_is_told_the_score_in_plain_words_if_the_service_shows_scores(
    patient: Client, asked: MeasureRequest, case: factories.Case
) -> None:
    answer_all(patient, asked, [1, 2, 1, 2, 1, 1, 1, 0, 0, 1])
    send(patient, asked)
    said = "Your answers add up to 9, on a scale from 0 to 27. Lower is better."
    for path in (f"/me/measures/{asked.pk}/sent/", "/me/measures/"):
        assert said in patient.get(path).content.decode()
    change_service(service=case.service, by=case.therapist, shows_scores=False)
    for path in (f"/me/measures/{asked.pk}/sent/", "/me/measures/"):
        assert "add up to" not in patient.get(path).content.decode()


def test_no_word_for_the_sum_stands_beside_a_worrying_answer(patient: Client, asked: MeasureRequest) -> None:
    answer_all(patient, asked, [1, 1, 1, 1, 1, 0, 0, 0, 2, 1])
    send(patient, asked)
    for path in (f"/me/measures/{asked.pk}/sent/?after=1", "/me/measures/"):
        seen = patient.get(path).content.decode()
        assert "Your answers add up to 7" in seen and "Scores like this" not in seen
    by = asked.participant.course.therapist
    again = actions.ask(
        participant=asked.participant, measure="phq9", due_on=date(2026, 11, 13), session_number=11, by=by
    )
    answer_all(patient, again, [1, 1, 1, 1, 1, 0, 0, 0, 0, 1])
    send(patient, again)
    assert "often called “mild”" in patient.get(f"/me/measures/{again.pk}/sent/").content.decode()


def test_a_positive_answer_is_told_before_the_form_is_sent_and_once(
    patient: Client, asked: MeasureRequest
) -> None:
    answer_all(patient, asked, [1] * 8)
    answer(patient, asked, 9, 1)
    alert = Alert.objects.get()
    assert (alert.answer, alert.response_id) == ("Several days", asked.pk)
    answer(patient, asked, 9, 1)
    answer(patient, asked, 9, 0)
    answer(patient, asked, 10, 0)
    send(patient, asked)
    assert Alert.objects.get() == alert
    assert alert.closed_at is None
    assert Response.objects.get().pk == asked.pk


def test_a_graver_answer_to_the_same_question_raises_another(patient: Client, asked: MeasureRequest) -> None:
    answer(patient, asked, 9, 1)
    answer(patient, asked, 9, 3)
    assert list(Alert.objects.order_by("severity").values_list("severity", flat=True)) == [1, 3]


def test_a_touch_before_next_saves_and_raises_nothing_yet(patient: Client, asked: MeasureRequest) -> None:
    touch = {"item": "phq9-9", "revision": 0, "page": "p", "value": 1}
    where, script = f"/me/measures/{asked.pk}/", {"accept": "application/json"}
    patient.post(where, touch, headers=script)
    assert AnswersSoFar.objects.get(asked=asked).values == {"phq9-9": 1}
    assert not Alert.objects.exists()
    patient.post(where, touch | {"confirmed": "1"}, headers=script)
    assert Alert.objects.count() == 1


def test_help_for_a_lost_signal_lies_ready_in_the_page(patient: Client, asked: MeasureRequest) -> None:
    page = patient.get(f"/me/measures/{asked.pk}/?question=8").content.decode()
    ready = page[page.index('<template data-words="help">') :]
    assert "Call 999" in ready
    assert ready.count("data-risk") == 3


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (timedelta(hours=2), "with you today."),
        (timedelta(hours=-3), "with you when you next meet."),
        (timedelta(days=1), "with you tomorrow."),
        (timedelta(days=4), "with you on Monday."),
        (timedelta(days=18), "with you on 30 November."),
    ],
)
def test_after_sending_it_says_when_the_answers_are_read(
    patient: Client, asked: MeasureRequest, case: factories.Case, ahead: timedelta, words: str
) -> None:
    Appointment.objects.create(
        service=case.service, course=case.course, local_time="2026-11-12T14:00", time_zone="Europe/London",
        starts_at=NOW + ahead, booked_by=case.therapist,
    )  # fmt: skip
    answer_all(patient, asked, [0] * 9)
    send(patient, asked)
    sent = f"/me/measures/{asked.pk}/sent/"
    assert f"Maya reads this {words}" in patient.get(sent).content.decode()
    end_course(course=case.course, on=NOW.date(), by=case.therapist)
    assert "Maya will read this." in patient.get(sent).content.decode()
