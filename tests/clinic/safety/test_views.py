"""What each person sees of alerts, risk reviews and safety plans, and what they can do."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from clinic.access.roles import Role
from clinic.audit.models import AuditEvent
from clinic.inventory.models import Relationship
from clinic.safety import actions
from clinic.safety.models import Alert, RiskReview, SafetyPlan
from tests import factories
from tests.clinic.safety.test_actions import NOW, raised, reviewed, with_lead
from tests.conftest import signed_in

SAID = {
    "thoughts_ticked": "passive",
    "thoughts": "Mostly at night.",
    "plan_ticked": "none",
    "protection_ticked": ["people", "reasons"],
    "level": "1",
    "action": "Rang at once; plan made.",
    "review_by": "2026-11-26",
}


def at(alert: Alert, tail: str = "") -> str:
    return f"/courses/{alert.course_id}/safety/alerts/{alert.pk}/{tail}"


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def alert(case):
    return raised(case, at=datetime(2026, 11, 12, 12, 30, tzinfo=UTC))


@pytest.fixture
def colleague(case):
    return signed_in(factories.member(Role.THERAPIST, case.service, name="Jo Field"))


@pytest.fixture
def supervisor(case):
    return signed_in(case.supervisor)


@pytest.fixture
def lead(case):
    return signed_in(with_lead(case))


def test_the_therapist_is_told_what_was_answered_when_and_where_it_goes_next(alert, therapist):
    shown = words(therapist.get("/alerts/"))
    assert "Rowan T. answered “Several days” to a safety question" in shown
    assert "Answered today at 12:30. Crisis numbers were shown." in shown
    assert "Unless somebody sees it first, it goes to Dr Lewis today at 13:30." in shown
    assert "Review now" in shown


def test_one_touch_says_that_an_alert_was_seen(alert, therapist, case):
    answer = therapist.post(at(alert, "seen/"), follow=True)
    assert "Seen by Maya Osei today at 13:00; not reviewed yet." in words(answer)
    alert.refresh_from_db()
    assert alert.seen_by == case.therapist


def test_a_review_keeps_what_was_said_and_leaves_the_alert_open(alert, therapist, case):
    answer = therapist.post(at(alert, "review/"), SAID, follow=True)
    review = RiskReview.objects.get()
    assert (review.level, review.alert, review.reviewed_by) == (1, alert, case.therapist)
    assert review.ticked == {"thoughts": ["passive"], "plan": ["none"], "protection": ["people", "reasons"]}
    assert review.review_by == date(2026, 11, 26)
    assert "Level 1: Wishes to be dead" in words(answer)
    assert "Names reasons for living" in words(answer)
    assert Alert.objects.open().get() == alert


def test_kith_ticks_no_level_and_no_answer_beforehand(alert, therapist):
    shown = words(therapist.get(at(alert)))
    assert "checked" not in shown
    assert "Kith proposes none." in shown


def test_a_review_without_level_keeps_what_was_typed(alert, therapist):
    answer = therapist.post(at(alert, "review/"), {**SAID, "level": ""})
    assert answer.status_code == 422
    assert "Mostly at night." in words(answer)
    assert not RiskReview.objects.exists()


def test_from_level_one_on_a_review_says_how_long_it_holds(alert, therapist):
    answer = therapist.post(at(alert, "review/"), {**SAID, "review_by": ""})
    assert answer.status_code == 422
    assert "say until when this review holds" in words(answer)
    assert therapist.post(at(alert, "review/"), {**SAID, "level": "0", "review_by": ""}).status_code == 302


def test_an_alert_is_closed_with_words_alone(alert, therapist):
    assert therapist.post(at(alert, "close/"), {"action": " "}).status_code == 422
    therapist.post(at(alert, "close/"), {"action": "Rang; met today."})
    alert.refresh_from_db()
    assert (alert.closed_at, alert.action) == (NOW, "Rang; met today.")
    assert "Nothing to look at" in words(therapist.get("/alerts/"))
    assert "Rang; met today." in words(therapist.get(f"/courses/{alert.course_id}/safety/"))


def test_opening_the_list_escalates_even_when_no_worker_runs(alert, supervisor, therapist, lead, settings):
    settings.KITH_IDLE_MINUTES = 10_000
    assert "Nothing to look at" in words(supervisor.get("/alerts/"))
    with time_machine.travel(NOW + timedelta(minutes=35), tick=False):
        therapist.get("/alerts/")
        assert "Went to Dr Lewis today at 13:35." in words(supervisor.get("/alerts/"))
        assert "Nothing to look at" in words(lead.get("/alerts/"))
    with time_machine.travel(NOW + timedelta(minutes=95), tick=False):
        assert "Went to the service lead today at 14:35." in words(lead.get("/alerts/"))


def test_a_practice_of_one_is_told_that_there_is_nobody_to_tell(alert, therapist, case):
    case.course.supervisor = None
    case.course.save(update_fields=["supervisor"])
    assert "there is nobody else to tell: name a supervisor or a lead" in words(therapist.get("/alerts/"))


def test_a_repeat_is_acknowledged_with_one_touch_from_the_list(case, therapist, settings):
    settings.KITH_IDLE_MINUTES = 10_000
    reviewed(case, raised(case))
    again = raised(case, at=NOW + timedelta(hours=3))
    with time_machine.travel(NOW + timedelta(hours=3), tick=False):
        shown = words(therapist.get("/alerts/"))
        assert "No higher than the answer already reviewed." in shown
        assert at(again, "seen/") in shown
        assert therapist.post(at(again, "seen/")).url == "/alerts/"


@pytest.mark.parametrize("tail", ["", "seen/", "review/", "close/"])
def test_a_colleague_a_stranger_and_the_patient_find_no_alert(alert, colleague, patient, tail):
    elsewhere = signed_in(factories.member(Role.LEAD))
    for who, status in ((colleague, 404), (elsewhere, 404), (patient, 403), (Client(), 302)):
        answer = who.get(at(alert)) if tail == "" else who.post(at(alert, tail), {"action": "x"})
        assert answer.status_code == status, (who, tail)
    alert.refresh_from_db()
    assert (alert.seen_at, alert.closed_at) == (None, None)


@pytest.mark.parametrize("tail", ["", "review/", "plan/", "plan/1/", "plan/1/print/"])
def test_only_therapist_and_supervisor_open_the_safety_pages(
    case, therapist, supervisor, colleague, patient, tail
):
    actions.write_safety_plan(participant=case.participant, by=case.therapist, warning_signs="x")
    page = f"/courses/{case.course.pk}/safety/{tail}"
    assert [who.get(page).status_code for who in (therapist, supervisor, colleague, patient, Client())] == [
        200, 200, 404, 403, 302,
    ]  # fmt: skip


def test_reception_has_no_list_of_alerts(case):
    reception = signed_in(factories.member(Role.RECEPTION, case.service))
    assert reception.get("/alerts/").status_code == 403


def test_a_plan_begins_with_the_people_and_numbers_that_are_known(case, therapist):
    for name, helps, died in (("Sam", True, None), ("Kit", False, None), ("Ann", True, 2020)):
        Relationship.objects.create(
            service=case.service, participant=case.participant, pseudonym=name, role="sister",
            category="family", help_in_crisis=helps, died_year=died, added_by=case.therapist,
        )  # fmt: skip
    shown = words(therapist.get(f"/courses/{case.course.pk}/safety/plan/"))
    assert "Sam (sister)" in shown
    assert "Kit (sister)" not in shown
    assert "Ann (sister)" not in shown
    assert "Samaritans, 116 123" in shown
    assert "Maya Osei, 0113 496 0143" in shown


def written(case, therapist, **given):
    page = f"/courses/{case.course.pk}/safety/plan/"
    return therapist.post(page, {"based_on": 0, "warning_signs": "I stop eating.", **given}, follow=True)


def test_a_plan_written_is_on_the_patients_own_page_and_prints(case, therapist, patient):
    assert "Version 1, written with Maya Osei on 12 November." in words(
        written(case, therapist, reasons_for_living="The dog.")
    )
    assert "The dog." in words(patient.get("/me/safety-plan/"))
    printed = words(patient.get("/me/safety-plan/print/"))
    assert "1. Warning signs" in printed
    assert "116 123" in printed
    assert "The dog." in words(therapist.get(f"/courses/{case.course.pk}/safety/plan/1/print/"))


def test_two_people_writing_at_once_lose_nothing(case, therapist, supervisor):
    written(case, therapist)
    late = written(case, supervisor, warning_signs="I sleep all day.")
    assert late.status_code == 422
    assert "wrote version 1 meanwhile" in words(late)
    assert "> I sleep all day.</textarea>" in words(late)
    assert "I stop eating." in words(late)
    written(case, supervisor, based_on=1, warning_signs="I sleep all day.")
    assert list(SafetyPlan.objects.values_list("version", flat=True)) == [2, 1]


def test_an_older_plan_can_still_be_read(case, therapist):
    written(case, therapist)
    written(case, therapist, based_on=1, warning_signs="I sleep all day.")
    assert "I stop eating." in words(therapist.get(f"/courses/{case.course.pk}/safety/plan/1/"))
    assert "Version 1, 12 November" in words(therapist.get(f"/courses/{case.course.pk}/safety/"))


def test_no_page_for_staff_says_that_nobody_is_at_risk(case, therapist):
    shown = words(therapist.get(f"/courses/{case.course.pk}/safety/"))
    assert "it does not say that there is no risk" in shown


def test_opening_an_alert_is_audited(alert, therapist, case):
    therapist.get(at(alert))
    event = AuditEvent.objects.filter(did="opened", on_id=str(alert.pk)).get()
    assert (event.by_id, event.course_id) == (case.therapist.pk, alert.course_id)


def test_the_list_of_alerts_asks_a_fixed_number_of_queries(case, therapist, django_assert_max_num_queries):
    for hour in range(12):
        raised(case, at=NOW - timedelta(minutes=hour))
    with django_assert_max_num_queries(16):  # with those of session, user, roles and audit
        therapist.get("/alerts/")


def test_long_forms_keep_what_is_typed_in_the_window(alert, therapist):
    course = f"/courses/{alert.course_id}/safety/"
    for page in (at(alert), f"{course}review/", f"{course}plan/"):
        shown = words(therapist.get(page))
        assert "ui/drafts.js" in shown
        assert "data-draft=" in shown
        assert 'name="based_on" value="0"' in shown


@pytest.mark.parametrize(
    ("until", "said"),
    [("2020-01-01", "This day has passed."), ("2027-02-11", "This is more than 90 days ahead.")],
)
def test_a_review_holds_from_today_for_ninety_days_at_most(alert, therapist, until, said):
    answer = therapist.post(at(alert, "review/"), {**SAID, "review_by": until})
    assert answer.status_code == 422
    assert said in words(answer)
    assert "say until when" not in words(answer)
    assert "Mostly at night." in words(answer)
    assert until in words(answer)
    assert not RiskReview.objects.exists()
    for day in ("2026-11-12", "2027-02-10"):
        assert therapist.post(at(alert, "review/"), {**SAID, "review_by": day}).status_code == 302


def test_whoever_closes_an_alert_has_seen_it_and_the_page_says_so(alert, therapist, case):
    therapist.post(at(alert, "close/"), {"action": "Rang; met today."})
    alert.refresh_from_db()
    assert (alert.seen_at, alert.seen_by) == (alert.closed_at, case.therapist)
    shown = words(therapist.get(at(alert)))
    assert "not yet" not in shown
    assert shown.count("Thursday 12 November, 13:00, Maya Osei") == 2  # seen and closed
    acts = AuditEvent.objects.filter(on_id=str(alert.pk), did__in=["saw an alert", "closed an alert"])
    assert sorted(acts.values_list("did", flat=True)) == ["closed an alert", "saw an alert"]


def test_closing_without_words_is_told_at_the_top_of_the_page(alert, therapist):
    shown = words(therapist.post(at(alert, "close/"), {"action": ""}))
    assert "One thing needs another look" in shown
    assert 'href="#id_action"' in shown
    assert shown.index("error-summary") < shown.index("<h1")
