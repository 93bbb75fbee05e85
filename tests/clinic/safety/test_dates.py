"""A day that has passed is marked: until when a review held, and when a plan was to be looked at again."""

from datetime import date

import pytest
import time_machine

from clinic.courses.actions import end_course
from clinic.safety import actions
from tests.clinic.safety.test_actions import raised, reviewed
from tests.clinic.safety.test_views import words
from tests.conftest import NOW, signed_in

RUN_OUT = "The last review held until 26 November."
DUE = "This plan was to be looked at again on 26 November."


@pytest.fixture
def page(case):
    """The safety page as it is on a day of November, of a course with a review and a plan for the 26th."""
    reviewed(case, raised(case, at=NOW))
    actions.write_safety_plan(
        participant=case.participant, by=case.therapist, warning_signs="x", review_on=date(2026, 11, 26)
    )

    def on(day: int) -> str:
        with time_machine.travel(NOW.replace(day=day), tick=False):
            return words(signed_in(case.therapist).get(f"/courses/{case.course.pk}/safety/"))

    return on


def test_before_the_day_nothing_is_marked(page):
    shown = page(25)
    assert "Holds until 26 November" in shown and "Look at it again on 26 November." in shown
    assert RUN_OUT not in shown and DUE not in shown


def test_a_plan_is_due_on_its_day_and_a_review_has_run_out_after_it(page):
    assert DUE in page(26) and RUN_OUT not in page(26)
    shown = page(27)
    assert DUE in shown and RUN_OUT in shown
    assert "Held until 26 November" in shown and "Look at it again on" not in shown


def test_only_the_last_review_is_marked(page, case):
    reviewed(case, raised(case, at=NOW), review_by=date(2026, 12, 10), at=NOW.replace(hour=15))
    assert RUN_OUT not in page(27) and "Held until 26 November" in page(27)


def test_an_ended_course_asks_for_nothing(page, case):
    end_course(course=case.course, on=NOW.date(), by=case.therapist)
    assert RUN_OUT not in page(27) and DUE not in page(27)
