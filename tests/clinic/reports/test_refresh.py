"""Figures are refreshed as things happen, and are then what a count from the start gives."""

from datetime import date, timedelta

import numpy as np
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clinic.access.roles import Role
from clinic.audit.actions import record
from clinic.courses.actions import end_course
from clinic.courses.models import Course
from clinic.reports import actions, queries
from clinic.reports.dashboard import dashboard
from clinic.reports.models import CourseOutcome, Standing, Tally
from clinic.reports.tallies import RATES, rules, unpacked
from ipt.outcomes import rates
from tests import factories
from tests.clinic.reports.histories import History


def take_in_all(service, most=actions.BATCH):
    while actions.refresh(service=service, most=most):
        pass


def kept(service):
    """All that is kept of a service's figures, but for keys."""
    sums = {
        (one.finished, one.quarter, one.manual, one.focus, one.what): bytes(one.counts)
        for one in Tally.objects.filter(service=service)
    }
    outcomes = {
        one.course_id: [getattr(one, name) for name in actions.KEPT]
        for one in CourseOutcome.objects.filter(service=service)
    }
    return sums, outcomes


def counted(service):
    """The rates over all cells."""
    sums = [unpacked(one.counts, len(RATES)) for one in Tally.objects.filter(service=service, what="rates")]
    of = dict(zip(RATES, np.sum(sums, axis=0).tolist(), strict=True))
    return rates.Counts(**{name: of[name] for name in rates.Counts.__dataclass_fields__})


@pytest.mark.parametrize("seed", range(8))
def test_after_any_history_the_figures_are_those_of_a_count_from_the_start(db, seed):
    """And the same integers as ipt.outcomes.rates gives for the rows themselves."""
    history = History(seed)
    for _act in range(70):
        history.go_on()
        if history.random.random() < 0.2:
            actions.refresh(service=history.service, most=history.random.randint(1, 3))
    take_in_all(history.service, most=2)
    refreshed = kept(history.service)
    actions.count_anew(service=history.service)
    take_in_all(history.service)
    assert refreshed == kept(history.service)
    assert len(refreshed[1]) == Course.objects.filter(service=history.service).count()
    found = queries.courses(history.service)
    assert counted(history.service) == rates.count(
        rates.outcomes(found.first_and_last(), finished=found.finished())
    )


def test_every_act_moves_the_figures_by_itself(db):
    """No act that changes a figure is missing from what a refresh reads."""
    history = History(99)
    take_in_all(history.service)
    moved = 0
    for _act in range(60):
        before = kept(history.service)
        history.go_on()
        take_in_all(history.service)
        after = kept(history.service)
        moved += before != after
        courses = list(Course.objects.filter(service=history.service).values_list("pk", flat=True))
        measures = queries.measures_scored(history.service)
        fresh = {one.course_id: one for one in actions.work_out(history.service, courses, measures)}
        assert {
            course: [getattr(one, name) for name in actions.KEPT] for course, one in fresh.items()
        } == after[1]
    assert moved > 20


@pytest.mark.parametrize("did", ["opened", "saved an answer"])
def test_what_changes_no_figure_of_a_course_is_passed_over(case, did):
    take_in_all(case.service)
    record(by=case.therapist, did=did, on=case.course)
    assert queries.behind() == [case.service]
    with CaptureQueriesContext(connection) as asked:
        assert not actions.refresh(service=case.service)
    assert not any("courses_session" in query["sql"] for query in asked)
    assert queries.behind() == []


def test_nothing_new_writes_nothing(case):
    take_in_all(case.service)
    with CaptureQueriesContext(connection) as asked:
        actions.refresh(service=case.service)
    written = [q["sql"] for q in asked if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert written == []


def test_a_page_takes_in_no_more_than_it_can_wait_for_and_says_what_is_left(case, monkeypatch):
    take_in_all(case.service)
    monkeypatch.setattr(actions, "A_PAGE_WAITS_FOR", 2)
    for _more in range(3):
        factories.course(of=case.service, therapist=case.therapist)
    actions.bring_up_to_date(service=case.service)
    assert dashboard(case.service).freshness.changed == 1
    actions.bring_up_to_date(service=case.service)
    fresh = dashboard(case.service).freshness
    assert (fresh.changed, fresh.counting) == (0, False)
    assert CourseOutcome.objects.count() == 4


def test_what_is_not_read_yet_is_not_said_to_be_in_the_figures(case, monkeypatch):
    take_in_all(case.service)
    monkeypatch.setattr(actions, "EVENTS", 1)
    begun = timezone.now()
    for later in (1, 2):
        with time_machine.travel(begun + timedelta(hours=later), tick=False):
            factories.course(of=case.service, therapist=case.therapist)
    with time_machine.travel(begun + timedelta(hours=9), tick=False):
        assert actions.refresh(service=case.service)
        assert Standing.objects.get().as_of == begun + timedelta(hours=1)
        take_in_all(case.service)
    assert CourseOutcome.objects.count() == 3


def test_the_first_count_goes_on_where_it_stopped_and_says_how_far_it_is(case):
    for _more in range(2):
        factories.course(of=case.service, therapist=case.therapist)
    assert actions.refresh(service=case.service, most=2)
    fresh = dashboard(case.service).freshness
    assert (fresh.counting, fresh.counted, fresh.courses, fresh.as_of) == (True, 2, 3, None)
    end_course(course=case.course, on=date(2026, 11, 1), by=case.therapist, how="referred on")
    take_in_all(case.service, most=2)
    assert not dashboard(case.service).freshness.counting
    assert CourseOutcome.objects.get(course=case.course).ended_how == "referred on"


def test_other_rules_count_every_course_anew(case):
    take_in_all(case.service)
    Standing.objects.update(rules="of an earlier release")
    CourseOutcome.objects.update(attended=7)
    assert queries.behind() == [case.service]
    take_in_all(case.service)
    assert Standing.objects.get().rules == rules()
    assert CourseOutcome.objects.get().attended == 0
    assert counted(case.service).courses == 1


def test_figures_by_other_rules_are_not_read(case):
    """A page that comes before the worker takes in what it can wait for, and says how far it is."""
    take_in_all(case.service)
    Standing.objects.update(rules="of an earlier release")
    fresh = dashboard(case.service).freshness
    assert (fresh.counting, fresh.counted, fresh.courses, fresh.as_of) == (True, 0, 1, None)


def test_the_job_takes_in_every_service_that_is_behind(case):
    elsewhere = factories.course(of=factories.service(name="Elsewhere"))
    actions.refresh_all()
    assert set(CourseOutcome.objects.values_list("course", flat=True)) == {
        case.course.pk,
        elsewhere.course.pk,
    }
    assert queries.behind() == []


@pytest.mark.parametrize("courses", [1, 12])
def test_taking_courses_in_asks_as_many_questions_for_many_as_for_one(
    db, courses, django_assert_max_num_queries
):
    service = factories.service()
    therapist = factories.member(Role.THERAPIST, service)
    for _more in range(courses):
        factories.course(of=service, therapist=therapist)
    actions.count_anew(service=service)
    with django_assert_max_num_queries(32):
        actions.refresh(service=service)
