"""The service lead's report: figures with denominators, small groups withheld, nobody ranked."""

import csv
import io
from datetime import date

import pytest
from django.utils import timezone

from clinic.access.roles import Role
from clinic.audit.models import AuditEvent
from clinic.courses.actions import end_course
from clinic.exchange.actions import carry_out
from clinic.exchange.mapping import Columns
from clinic.exchange.planning import Way, plan
from clinic.exchange.reading import Scored, Table
from clinic.reports import actions
from clinic.reports.dashboard import dashboard
from clinic.reports.filters import Filters
from tests import factories
from tests.conftest import signed_in

REPORT, FIGURES = "/reports/", "/reports/figures.csv"


def bring(service, therapist, dataset, pairs, **how):
    """Ended courses with a first and a last PHQ-9."""
    rows = [
        Scored(0, f"{number}", session, "phq9", score)
        for number, pair in enumerate(pairs)
        for session, score in enumerate(pair, start=1)
    ]
    way = Way(dataset, service, therapist, **how)
    carry_out(plan=plan(Table(Columns(), rows), way, timezone.now()), by=None)


def report(service, **chosen):
    """The figures as they stand when all that changed is in them."""
    while actions.refresh(service=service):
        pass
    return dashboard(service, Filters(**chosen))


@pytest.fixture
def service(db):
    return factories.service()


@pytest.fixture
def lead(service):
    return signed_in(factories.member(Role.LEAD, service, name="Ann Lindqvist"))


@pytest.fixture
def therapist(service):
    return factories.member(Role.THERAPIST, service)


def page(client):
    answer = client.get(REPORT)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_a_service_without_courses_is_told_what_will_stand_here(lead, service):
    said = page(lead)
    assert "No course has begun yet" in said
    assert "Nothing is to be filled in" in said


def test_a_service_without_finished_courses_is_told_so(lead, service, therapist):
    factories.course(of=service, therapist=therapist)
    said = page(lead)
    assert "Too few courses to show what became of them" in said
    assert "One course is of this kind; open: 1." in said
    for _more in range(4):
        factories.course(of=service, therapist=therapist)
    said = page(lead)
    assert "Too few courses have finished to give rates" in said
    assert "So far there are 0" in said
    assert "Recovered" not in said


def test_rates_stand_with_their_denominators_and_what_is_missing(lead, service, therapist):
    bring(service, therapist, "spring", [(18, 4), (18, 9), (18, 17), (8, 15), (12, 4), (12,)])
    said = page(lead)
    assert "3 of 5 courses that began at or beyond the cut-off recovered" in said
    assert '<b>3</b> of 5 <span class="soft">finished courses that began at or beyond the cut-off' in said
    counted = report(service).whole
    assert (counted.finished, counted.reliably_improved, counted.missing_outcome) == (6, 3, 1)
    assert counted.reliably_deteriorated == 1
    assert "does not show what caused it" in said


def test_the_drawing_says_what_the_table_says(lead, service, therapist):
    bring(service, therapist, "spring", [(18, 4)] * 3 + [(18, 17)] * 3)
    said = page(lead)
    assert '<b class="number">50 %</b>' in said
    assert '<rect class="share-is" width="50.0"' in said


def test_groups_of_fewer_than_five_stand_together(lead, service, therapist):
    bring(service, therapist, "long", [(18, 4)] * 6)
    bring(service, therapist, "short", [(18, 17)] * 4, manual="dep12")
    assert all(not one.groups for one in report(service).comparisons[:1])
    assert "Not split" in page(lead)
    bring(service, therapist, "more", [(18, 17)], manual="dep12")
    manuals = report(service).comparisons[0]
    assert sorted(group.counts.courses for group in manuals.groups) == [5, 6]


def test_quarters_too_small_are_put_together(service, therapist):
    for number, (month, courses) in enumerate([(1, 6), (4, 2), (7, 3)]):
        began_on = date(2026, month, 10)
        bring(service, therapist, f"q{number}", [(18, 4)] * courses, began_on=began_on)
    quarters = report(service).comparisons[2]
    assert [(group.title, group.counts.courses) for group in quarters.groups] == [
        ("2026 Q1", 6),
        ("The others together", 5),
    ]
    assert quarters.together == "2026 Q2, 2026 Q3"


def test_courses_without_a_focus_are_left_out_and_counted(lead, service, therapist):
    """Unless they are so few that their outcome could be worked out from the rest."""
    bring(service, therapist, "few", [(18, 4)] * 4)
    assert report(service).comparisons[1].left_out == 0
    bring(service, therapist, "more", [(18, 4)] * 3)
    by_focus = report(service).comparisons[1]
    assert (by_focus.left_out, by_focus.groups) == (7, [])
    assert "Left out: 7 courses of which it is not known, such as imported ones." in page(lead)


def test_no_therapist_and_no_patient_is_named(lead, service, therapist):
    bring(service, therapist, "spring", [(18, 4)] * 6)
    said = page(lead)
    assert therapist.name not in said
    assert "spring" not in said


def test_another_service_is_not_counted(lead, service):
    elsewhere = factories.service(name="Elsewhere")
    bring(elsewhere, factories.member(Role.THERAPIST, elsewhere), "spring", [(18, 4)] * 6)
    assert report(service).whole.courses == 0
    assert "Elsewhere" not in page(lead)


def test_courses_sessions_and_endings_are_counted_from_five_on(lead, service, therapist):
    case = factories.course(of=service, therapist=therapist)
    end_course(course=case.course, on=date(2026, 11, 1), by=therapist, how="stopped coming")
    factories.course(of=service, therapist=therapist)
    few = report(service)
    assert (few.open, few.whole.courses, few.left_out, few.endings) == (1, 0, 2, [])
    for _more in range(3):
        factories.course(of=service, therapist=therapist)
    found = report(service)
    assert (found.open, found.whole.courses, found.whole.finished, found.left_out) == (4, 5, 0, 0)
    assert found.endings == [("the patient stopped coming", 1)]
    assert found.sessions[0] == ("attended", 0)
    assert "the patient stopped coming" in page(lead)


@pytest.mark.parametrize("courses", [1, 40])
def test_the_page_takes_as_many_queries_for_many_courses_as_for_one(
    lead, service, therapist, courses, django_assert_max_num_queries
):
    bring(service, therapist, "spring", [(18, 4)] * courses)
    report(service)
    with django_assert_max_num_queries(5):
        dashboard(service)
    page(lead)


def test_the_figures_leave_the_house_rounded_and_small_counts_hidden(lead, service, therapist):
    bring(service, therapist, "spring", [(18, 4)] * 13 + [(18, 17)] * 3)
    answer = lead.get(FIGURES)
    assert answer["Content-Type"].startswith("text/csv")
    assert "kith-report-2026-11-12.csv" in answer["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.content.decode())))
    said = {row[2]: row[3:5] for row in rows if row[0] == "Recovery and change"}
    assert said["Recovered"] == ["15", "15"]
    assert said["Reliably deteriorated"] == ["fewer than 5", "15"]
    assert AuditEvent.objects.get(did="exported the report", service_id=service.pk).detail == {}
    lead.get(FIGURES, {"manual": "dep16"})
    assert AuditEvent.objects.filter(did="exported the report", detail={"manual": "dep16"}).count() == 1


def test_a_name_that_looks_like_a_formula_is_only_text(lead, service, therapist):
    service.name = "=HYPERLINK(1)"
    service.save()
    bring(service, therapist, "spring", [(18, 4)] * 6)
    assert "'=HYPERLINK(1)" in lead.get(FIGURES).content.decode()


@pytest.mark.parametrize("role", [Role.THERAPIST, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.RECEPTION])
@pytest.mark.parametrize("address", [REPORT, FIGURES])
def test_others_of_the_service_are_refused(service, role, address):
    assert signed_in(factories.member(role, service)).get(address).status_code == 403


def test_nobody_is_sent_to_sign_in(client, db):
    assert client.get(REPORT).status_code == 302
