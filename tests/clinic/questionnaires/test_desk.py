"""The therapist asks, shows, hands over, enters and reads measures."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from clinic.access.models import SignInLink
from clinic.appointments.models import Appointment
from clinic.audit.models import AuditEvent
from clinic.courses import actions as courses
from clinic.questionnaires import actions
from clinic.questionnaires.models import MeasureRequest, Response
from clinic.safety.models import Alert
from tests import factories
from tests.conftest import NOW, signed_in


@pytest.fixture
def asked(case: factories.Case) -> MeasureRequest:
    return actions.ask(
        participant=case.participant, measure="phq9", due_on=date(2026, 11, 12), by=case.therapist
    )


def root(case: factories.Case) -> str:
    return f"/courses/{case.course.pk}/measures/"


def test_the_tab_shows_the_plan_the_library_and_what_is_withheld(
    therapist: Client, case: factories.Case
) -> None:
    page = therapist.get(root(case)).content.decode()
    assert "Nothing waits." in page
    assert "Session 1" in page
    assert "CC BY-ND 4.0" in page  # CORE-10
    assert "measures whose wording is not here" in page
    assert "permission on request" in page  # WSAS


def test_asking_now_leads_to_the_ways_to_answer(therapist: Client, case: factories.Case) -> None:
    response = therapist.post(root(case) + "ask/", {"measure": "gad7", "due_on": "2026-11-12"})
    asked = MeasureRequest.objects.get()
    assert response.url == f"{root(case)}{asked.pk}/show/"
    page = therapist.get(response.url).content.decode()
    for way in ("patient’s phone", "Hand over this screen", "From paper or speech"):
        assert way in page


def test_nothing_is_asked_for_by_a_day_that_has_passed(therapist: Client, case: factories.Case) -> None:
    response = therapist.post(root(case) + "ask/", {"measure": "gad7", "due_on": "2026-11-11"})
    assert response.status_code == 422
    assert "This day has passed." in response.content.decode()
    assert not MeasureRequest.objects.exists()


def test_a_measure_whose_wording_is_withheld_is_not_asked(therapist: Client, case: factories.Case) -> None:
    response = therapist.post(root(case) + "ask/", {"measure": "wsas", "due_on": "2026-11-12"})
    assert response.status_code == 422
    with pytest.raises(actions.CannotAsk, match="wording"):
        actions.ask(
            participant=case.participant, measure="wsas", due_on=date(2026, 11, 12), by=case.therapist
        )


def test_the_manuals_measures_are_asked_once(therapist: Client, case: factories.Case) -> None:
    for _twice in range(2):
        therapist.post(root(case) + "schedule/", {"number": 1, "due_on": "2026-11-12"})
    assert set(MeasureRequest.objects.values_list("measure", "session_number")) == {("phq9", 1), ("gad7", 1)}
    assert MeasureRequest.objects.count() == 2


def test_taking_back_can_be_undone(therapist: Client, case: factories.Case, asked: MeasureRequest) -> None:
    therapist.post(f"{root(case)}{asked.pk}/withdraw/")
    page = therapist.get(root(case)).content.decode()
    assert "PHQ-9 was taken back." in page
    therapist.post(f"{root(case)}{asked.pk}/ask-again/")
    asked.refresh_from_db()
    assert asked.withdrawn_at is None


def test_a_withdrawn_measure_can_be_asked_anew(case: factories.Case, asked: MeasureRequest) -> None:
    actions.withdraw(asked=asked, by=case.therapist)
    again = actions.ask(
        participant=case.participant, measure="phq9", due_on=date(2026, 11, 12), by=case.therapist
    )
    assert again.pk != asked.pk
    assert actions.ask_again(asked=asked, by=case.therapist) == again


def test_the_code_signs_the_patient_in_to_the_form(
    therapist: Client, case: factories.Case, asked: MeasureRequest
) -> None:
    page = therapist.post(f"{root(case)}{asked.pk}/show/").content.decode()
    assert "<svg" in page
    code = re.search(r'class="big number">(\w{4} \w{4})<', page)[1]
    assert SignInLink.objects.count() == 2
    phone = Client()
    entered = phone.post("/link/", {"code": code})
    assert entered.url == f"/me/measures/{asked.pk}/"
    assert "Question 1 of 9" in phone.get(entered.url).content.decode()


def test_the_page_of_the_code_tells_how_far_the_patient_is_until_it_is_sent(
    therapist: Client, case: factories.Case, asked: MeasureRequest
) -> None:
    address = f"{root(case)}{asked.pk}/arrival/"
    assert address in therapist.get(f"{root(case)}{asked.pk}/show/").content.decode()
    assert "Nothing answered yet." in therapist.get(address).content.decode()
    actions.save_answer(asked=asked, item="phq9-1", value=1, revision=0, by=case.patient.user)
    assert "Answered so far: 1. Not sent yet." in therapist.get(address).content.decode()
    kept = actions.submit(asked=asked, by=case.patient.user)
    done = therapist.get(address)
    assert done.status_code == 286
    assert f"responses/{kept.pk}/" in done.content.decode()
    assert "hx-trigger" not in therapist.get(f"{root(case)}{asked.pk}/show/").content.decode()


def test_a_page_that_asks_again_by_itself_is_recorded_once_an_hour(
    therapist: Client, case: factories.Case, asked: MeasureRequest
) -> None:
    watched = AuditEvent.objects.filter(did="watched", on_id=str(asked.pk))
    with time_machine.travel(NOW, tick=False) as clock:
        for _second in range(3):
            therapist.get(f"{root(case)}{asked.pk}/arrival/")
        assert watched.count() == 1
        for _quarter in range(5):
            clock.shift(timedelta(minutes=15))
            therapist.get(root(case))  # at work meanwhile
        therapist.get(f"{root(case)}{asked.pk}/arrival/")
        assert watched.count() == 2


def test_a_page_that_asks_again_by_itself_keeps_nobody_signed_in(
    therapist: Client, case: factories.Case, asked: MeasureRequest
) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        therapist.get(root(case))
        for _minute in range(20):
            clock.shift(timedelta(minutes=1))
            assert therapist.get(f"{root(case)}{asked.pk}/arrival/").status_code == 200
        clock.shift(timedelta(minutes=1))
        out = therapist.get(f"{root(case)}{asked.pk}/arrival/", headers={"HX-Request": "true"})
        assert (out.status_code, "signed out" in out.content.decode()) == (286, True)


def test_a_screen_handed_over_opens_the_form_and_help_and_nothing_else(
    therapist: Client, case: factories.Case, asked: MeasureRequest
) -> None:
    form = f"/me/measures/{asked.pk}/"
    assert therapist.post(f"{root(case)}{asked.pk}/hand-over/").url == form
    assert "Hand this screen back" in therapist.get(form).content.decode()
    for elsewhere in (root(case), "/me/", "/caseload/", "/settings/", "/"):
        assert therapist.get(elsewhere).url == form
    assert therapist.get("/urgent-help/").status_code == 200


def test_leaving_a_handed_over_screen_needs_the_staffs_sign_in(
    therapist: Client, case: factories.Case, asked: MeasureRequest
) -> None:
    therapist.post(f"{root(case)}{asked.pk}/hand-over/")
    back = therapist.post(f"/me/measures/{asked.pk}/hand-back/")
    assert back.url == root(case)
    assert therapist.get(back.url).url.startswith("/sign-in/")


def test_what_is_answered_on_the_handed_over_screen_says_so(
    therapist: Client, case: factories.Case, asked: MeasureRequest
) -> None:
    therapist.post(f"{root(case)}{asked.pk}/hand-over/")
    for number in range(1, 10):
        data = {"item": f"phq9-{number}", "value": 1, "revision": 0, "page": "p"}
        therapist.post(f"/me/measures/{asked.pk}/", data)
    therapist.post(f"/me/measures/{asked.pk}/send/", {"blanks_seen": ["10"]})
    assert Response.objects.get().way == "this screen"
    assert Alert.objects.count() == 1


def entry(**answers: object) -> dict[str, object]:
    filled = {f"phq9-{number}": "0" for number in range(1, 10)}
    form = {"id": "01998c3e-0000-7000-8000-000000000001", "way": "paper", "given_on": "2026-11-10"}
    return form | filled | {name.replace("_", "-"): value for name, value in answers.items()}


def test_staff_enter_answers_from_paper_with_its_day(
    therapist: Client, case: factories.Case, asked: MeasureRequest
) -> None:
    therapist.post(f"{root(case)}{asked.pk}/enter/", entry(phq9_1="2", phq9_10="1"))
    response = Response.objects.get()
    assert (response.total, response.way, response.entered_by) == (2, "paper", case.therapist)
    assert response.given_at == datetime(2026, 11, 10, 12, tzinfo=UTC)
    assert response.answers[9] == 1


def test_a_positive_answer_on_paper_raises_one_alert_also_when_saved_twice(
    therapist: Client, case: factories.Case
) -> None:
    for _twice in range(2):
        therapist.post(f"{root(case)}enter/?measure=phq9", entry(phq9_9="1", phq9_10="0"))
    assert Response.objects.count() == 1
    assert Alert.objects.get().answer == "Several days"


def test_a_blank_on_paper_is_asked_about_once(therapist: Client, case: factories.Case) -> None:
    response = therapist.post(f"{root(case)}enter/?measure=phq9", entry(phq9_9=""))
    page = response.content.decode()
    assert response.status_code == 422
    assert "Blank: 9." in page
    assert not Response.objects.exists()
    therapist.post(f"{root(case)}enter/?measure=phq9", entry(phq9_9="") | {"blanks_seen": "9"})
    assert Response.objects.get().missing == 1
    assert not Alert.objects.exists()


def test_a_day_still_to_come_is_refused(therapist: Client, case: factories.Case) -> None:
    response = therapist.post(f"{root(case)}enter/?measure=phq9", entry() | {"given_on": "2026-11-13"})
    assert response.status_code == 422


def test_an_import_raises_the_alert_too_and_the_same_row_is_kept_once(case: factories.Case) -> None:
    row = {
        "participant": case.participant,
        "measure": "phq9",
        "answers": [0] * 8 + [1, None],
        "given_at": datetime(2026, 11, 12, 9, tzinfo=UTC),
        "source": "scores.csv:2",
        "by": case.therapist,
    }
    assert actions.keep_imported(**row) == actions.keep_imported(**row)
    assert Alert.objects.count() == 1
    total = actions.keep_imported(**row | {"answers": None, "total": 17, "source": "scores.csv:3"})
    assert (total.total, total.band, total.answers) == (17, "moderately severe", None)


def test_a_response_shows_raw_answers_scores_rule_and_licence(
    therapist: Client, case: factories.Case
) -> None:
    kept = actions.keep_imported(
        participant=case.participant,
        measure="phq9",
        answers=[3, 2, 3, 2, 1, 2, 2, 1, None, 1],
        given_at=datetime(2026, 9, 3, 9, tzinfo=UTC),
        source="first",
        by=None,
        session_number=1,
    )
    page = therapist.get(f"{root(case)}responses/{kept.pk}/").content.decode()
    for part in (
        "Nearly every day",
        "moderately severe",
        "8 of 9, prorated",
        "stands in",
        "Item 9 was left blank: ask about it.",
        "PRIME-MD PHQ, 1999",
        "Kurt Kroenke",
    ):
        assert part in page


def test_the_list_says_the_change_since_the_first(therapist: Client, case: factories.Case) -> None:
    for number, total in ((1, 18), (2, 11)):
        actions.keep_imported(
            participant=case.participant,
            measure="phq9",
            total=total,
            given_at=datetime(2026, 9, 3 + 7 * number, 9, tzinfo=UTC),
            source=f"row {number}",
            by=None,
            session_number=number,
        )
    page = therapist.get(root(case)).content.decode()
    assert "reliably better" in page
    assert "total only" in page


def test_another_therapist_finds_no_course_and_the_supervisor_does_not_ask(
    case: factories.Case, asked: MeasureRequest
) -> None:
    stranger = signed_in(factories.member(of=case.service))
    supervisor = signed_in(case.supervisor)
    for path in ("", f"{asked.pk}/show/", f"{asked.pk}/enter/", "enter/?measure=phq9"):
        assert stranger.get(root(case) + path).status_code == 404
    assert stranger.post(f"{root(case)}{asked.pk}/hand-over/").status_code == 404
    assert supervisor.get(root(case)).status_code == 200
    assert supervisor.get(f"{root(case)}{asked.pk}/show/").status_code == 403
    assert "was refused" in AuditEvent.objects.values_list("did", flat=True)


def test_when_a_session_is_signed_the_next_one_is_asked_for(case: factories.Case) -> None:
    actions.schedule_next(course=case.course, by=case.therapist)
    again = actions.schedule_next(course=case.course, by=case.therapist)
    assert {(one.measure, one.session_number) for one in again} == {("phq9", 1), ("gad7", 1)}
    assert MeasureRequest.objects.count() == 2


def signed(case: factories.Case) -> None:
    session = courses.begin_session(course=case.course, by=case.therapist)
    courses.sign_session(session=session, by=case.therapist, line="We met.")


def book(case: factories.Case, starts_at: datetime) -> None:
    Appointment.objects.create(
        service=case.service, course=case.course, local_time=f"{starts_at:%Y-%m-%dT%H:%M}",
        time_zone="Europe/London", starts_at=starts_at, booked_by=case.therapist,
    )  # fmt: skip


def test_without_a_booking_the_next_questions_are_due_a_week_after_the_session(case: factories.Case) -> None:
    book(case, NOW - timedelta(minutes=50))  # the meeting that is just over
    signed(case)
    asked = actions.schedule_next(course=case.course, by=case.therapist)
    assert {(one.session_number, one.due_on) for one in asked} == {(2, date(2026, 11, 19))}


def test_with_a_booking_they_are_due_on_its_day(case: factories.Case) -> None:
    signed(case)
    book(case, NOW + timedelta(days=5))
    asked = actions.schedule_next(course=case.course, by=case.therapist)
    assert {one.due_on for one in asked} == {date(2026, 11, 17)}
