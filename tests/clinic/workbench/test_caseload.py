"""The list of courses: in the order of the day, complete, quick, and nobody else's."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from clinic.access.actions import add_member
from clinic.access.roles import Role
from clinic.appointments.models import Appointment
from clinic.courses import actions
from clinic.courses.models import Course
from clinic.questionnaires.models import Response
from clinic.safety.actions import raise_alert
from tests import factories
from tests.conftest import signed_in


def text(response) -> str:
    return " ".join(response.content.decode().split())


def score(case, *totals, measure="phq9"):
    for number, total in enumerate(totals, start=1):
        Response.objects.create(
            service=case.service, participant=case.participant, measure=measure, measure_version="1",
            session_number=number, scores={"total": total}, total=total, answered=9, missing=0,
            given_at=timezone.now() - timedelta(days=70 - 7 * number),
        )  # fmt: skip


def meet(case, when):
    return Appointment.objects.create(
        service=case.service, course=case.course, local_time="2026-11-12T14:00", time_zone="Europe/London",
        starts_at=when, booked_by=case.therapist,
    )  # fmt: skip


def another(case, name):
    second = factories.course(of=case.service, therapist=case.therapist)
    second.patient.name, second.patient.preferred_name = name, name.split()[0]
    second.patient.save()
    return second


def test_courses_stand_in_the_order_of_the_day(case, therapist):
    meet(case, timezone.now() + timedelta(hours=1))
    meet(another(case, "Wren Ashby"), timezone.now() + timedelta(days=1))
    another(case, "Ash Moran")
    seen = text(therapist.get("/caseload/"))
    places = [seen.index(words) for words in (">Today<", "Rowan T.", "Later this week", "Wren A.")]
    assert places == sorted(places)
    assert seen.index("No appointment") < seen.index("Ash M.")


def test_a_row_says_where_the_course_stands_and_what_is_next(case, therapist):
    score(case, 18, 15, 9)
    seen = text(therapist.get("/caseload/"))
    assert "1 of 16" in seen
    assert "9 lower, reliable" in seen
    assert "Ask about risk" in seen


def test_a_change_that_chance_may_make_is_not_called_one(case, therapist):
    score(case, 18, 17, 16)
    assert "no reliable change" in text(therapist.get("/caseload/"))


def test_a_reliably_worse_score_is_said_plainly(case, therapist):
    score(case, 12, 14, 18)
    assert "6 higher, reliable" in text(therapist.get("/caseload/"))


def test_an_alert_stands_on_top_and_before_every_task(case, therapist):
    raise_alert(
        participant=case.participant, reason="PHQ-9 item 9", answer="Several days", severity=1,
        response_id=None, at=timezone.now(), by=None,
    )  # fmt: skip
    seen = text(therapist.get("/caseload/"))
    assert "Review now" in seen
    assert "Review risk by 14:00" in seen


@pytest.mark.parametrize("sort", ["when", "-when", "name", "-name", "session", "score", "-change", "no such"])
def test_the_list_can_be_sorted(case, therapist, sort):
    score(case, 18, 9)
    another(case, "Ash Moran")
    seen = text(therapist.get("/caseload/", {"sort": sort}))
    assert "Rowan T." in seen
    assert "Ash M." in seen


def test_a_session_begun_and_not_signed_is_the_next_thing(case, therapist):
    actions.begin_session(course=case.course, by=case.therapist)
    seen = text(therapist.get("/caseload/"))
    link = f'<a href="/courses/{case.course.pk}/sessions/1/">Session 1: begun, not signed</a>'
    assert link in seen
    assert "begun today at" in seen


def test_a_meeting_that_was_held_is_past(case, therapist):
    meet(case, timezone.now() - timedelta(hours=1))
    meet(case, timezone.now() + timedelta(days=7))
    assert "One person to see today." in text(therapist.get("/caseload/"))
    session = actions.begin_session(course=case.course, by=case.therapist)
    actions.sign_session(session=session, by=case.therapist, line="We met.")
    seen = text(therapist.get("/caseload/"))
    assert "Nobody is booked for the rest of today." in seen
    assert ">Later<" in seen and "19 Nov, 13:00" in seen


def test_a_supervisor_reads_who_treats_whom(case):
    seen = text(signed_in(case.supervisor).get("/caseload/"))
    assert "<small>with Maya Osei</small>" in seen
    assert seen.count('class="views"') == 2


def test_names_sort_both_ways(case, therapist):
    another(case, "Ash Moran")
    up = text(therapist.get("/caseload/?sort=name"))
    down = text(therapist.get("/caseload/?sort=-name"))
    assert up.index("Ash M.") < up.index("Rowan T.")
    assert down.index("Ash M.") > down.index("Rowan T.")


def test_a_person_is_found_by_part_of_the_name(case, therapist):
    another(case, "Ash Moran")
    seen = text(therapist.get("/caseload/?named=mora"))
    assert "Ash M." in seen
    assert "Rowan T." not in seen
    assert "Nobody here is called" in text(therapist.get("/caseload/?named=nobody"))


def test_ended_courses_are_apart(case, therapist):
    actions.end_course(course=case.course, on=date(2026, 11, 1), by=case.therapist)
    assert "Rowan T." not in text(therapist.get("/caseload/"))
    seen = text(therapist.get("/caseload/?state=ended"))
    assert "Rowan T." in seen and "No appointment" not in seen
    another(case, "Ash Moran")
    seen = text(therapist.get("/caseload/?state=all"))
    assert seen.index(">No appointment<") < seen.index("Ash M.") < seen.index("Rowan T.")


def test_long_lists_have_pages(case, therapist):
    for _another in range(27):
        factories.course(of=case.service, therapist=case.therapist)
    assert "1 to 25 of 28" in text(therapist.get("/caseload/"))
    assert "26 to 28 of 28" in text(therapist.get("/caseload/?page=2"))


def test_nothing_yet_says_how_to_begin(case):
    newcomer = signed_in(factories.member(Role.THERAPIST, case.service))
    seen = text(newcomer.get("/caseload/"))
    assert "No course yet" in seen
    assert "Rowan T." not in seen


def test_a_supervisor_chooses_between_own_and_supervised(case):
    supervisor = signed_in(case.supervisor)
    assert "Rowan T." not in text(supervisor.get("/caseload/?whose=mine"))
    assert "Rowan T." in text(supervisor.get("/caseload/?whose=supervised"))


def test_a_supervisor_who_treats_nobody_lands_on_the_courses_they_supervise(case, therapist):
    assert "Rowan T." in text(signed_in(case.supervisor).get("/caseload/"))
    assert "Rowan T." in text(therapist.get("/caseload/"))
    add_member(service=case.service, name="", email=case.supervisor.email, role=Role.THERAPIST, by=None)
    own = factories.course(of=case.service, therapist=case.supervisor)
    own.patient.name, own.patient.preferred_name = "Wren Ashby", "Wren"
    own.patient.save()
    seen = text(signed_in(case.supervisor).get("/caseload/"))
    assert "Wren A." in seen
    assert "Rowan T." not in seen


def test_what_is_overdue_says_so_on_every_list(case, therapist):
    raise_alert(
        participant=case.participant, reason="PHQ-9 item 9", answer="Several days", severity=1,
        response_id=None, at=timezone.now(), by=None,
    )  # fmt: skip
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        for person in (case.therapist, case.supervisor):
            seen = text(signed_in(person).get("/caseload/"))
            assert "the first was due today at 14:00" in seen
            assert "Review risk, due since 14:00" in seen
            assert "It was due today at 14:00." in text(signed_in(person).get("/alerts/"))


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.ADMINISTRATOR, Role.LEAD])
def test_other_roles_have_no_caseload(case, role):
    assert signed_in(factories.member(role, case.service)).get("/caseload/").status_code == 403


def test_nobody_signs_in_first(db):
    assert Client().get("/caseload/").status_code == 302


def test_more_courses_ask_no_more_of_the_database(case, therapist, django_assert_max_num_queries):
    therapist.get("/caseload/")
    with django_assert_max_num_queries(60) as one:
        therapist.get("/caseload/")
    for number in range(5):
        other = another(case, f"Person {number}")
        score(other, 18, 9)
        meet(other, timezone.now())
    with django_assert_max_num_queries(60) as many:
        therapist.get("/caseload/")
    assert len(many) <= len(one) + 1
    of_the_page = [q["sql"] for q in many if is_of_the_page(q["sql"])]
    assert len(of_the_page) <= 12, of_the_page


INNER = re.compile(r"\([^()]*\)")  # a query within a query stands in brackets
# of every page, whatever it shows: who asks, what they may, and the note that they looked
AROUND = ("audit_auditevent", "django_session", "access_user", "access_membership", "access_service")


def is_of_the_page(sql):
    while INNER.search(sql):
        sql = INNER.sub("", sql)
    table = sql.partition(" FROM ")[2].partition(" ")[0].strip('"')
    return sql.startswith("SELECT") and table not in AROUND


FORM = {
    "name": "Ash Moran", "born_on": "1990-01-31", "contact_by": "phone", "manual": "dep12", "stage": "acute",
    "began_on": "2026-11-12",
}  # fmt: skip


def test_a_course_begins_without_an_enquiry(case, therapist):
    answer = therapist.post("/courses/new/", FORM | {"therapist": str(case.therapist.pk)})
    begun = Course.objects.get(manual="dep12")
    assert answer.url == f"/courses/{begun.pk}/"
    assert begun.participants.get().patient.name == "Ash Moran"


def test_somebody_under_eighteen_needs_another_service(case, therapist):
    answer = therapist.post(
        "/courses/new/", FORM | {"therapist": str(case.therapist.pk), "born_on": "2010-01-31"}
    )
    assert answer.status_code == 422
    assert "young people" in text(answer)


def test_reception_begins_no_course(case):
    assert signed_in(factories.member(Role.RECEPTION, case.service)).get("/courses/new/").status_code == 403


@pytest.mark.parametrize(
    ("born_on", "began_on", "said"),
    [
        ("1990-01-31", "1999-03-01", "This is more than two years ago."),
        ("1990-01-31", "2028-01-31", "This is more than a year ahead."),
        ("2008-01-31", "2025-06-01", "They were under age then."),
    ],
)
def test_a_course_begins_near_today_with_somebody_of_age(case, therapist, born_on, began_on, said):
    asked = FORM | {"therapist": str(case.therapist.pk), "born_on": born_on, "began_on": began_on}
    answer = therapist.post("/courses/new/", asked)
    assert answer.status_code == 422
    assert said in text(answer)
    assert began_on in text(answer)
    assert not Course.objects.filter(manual="dep12").exists()
