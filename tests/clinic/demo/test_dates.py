"""The dates of the stories, whatever day it is."""

from datetime import date, timedelta

import pytest

from clinic.demo.dates import session_days, working_day
from clinic.demo.story import load_all
from ipt.therapy import manuals

THURSDAY, SATURDAY, LEAP_DAY = date(2026, 11, 12), date(2026, 11, 14), date(2028, 2, 29)


def days_of(story, today):
    return session_days(story, manuals.load(story.manual).planned_sessions, today)


@pytest.mark.parametrize("today", [THURSDAY, SATURDAY, LEAP_DAY], ids=str)
@pytest.mark.parametrize("story", load_all(), ids=lambda story: story.name)
def test_sessions_are_on_one_weekday_and_up_to_last_night(story, today):
    days = days_of(story, today)
    assert len({day.weekday() for day in days.values()}) == 1
    assert list(days.values()) == sorted(set(days.values()))
    assert all(days[number] < today for number in range(1, story.next))
    assert today in days.values() or days[1].weekday() < 5


@pytest.mark.parametrize("today", [THURSDAY, SATURDAY, LEAP_DAY], ids=str)
def test_maya_sees_three_people_whatever_day_it_is(today):
    coming = [s for s in load_all() if s.therapist == "Maya Osei" and not s.ended and s.days is not None]
    assert sum(days_of(story, today)[story.next] == today for story in coming) == 3


def test_a_week_that_fell_out_lies_between_two_sessions():
    rowan = load_all()[0]
    days = days_of(rowan, THURSDAY)
    assert days[7] - days[6] == timedelta(weeks=2)
    assert days[1] == date(2026, 9, 3) and days[10] == THURSDAY


def test_working_days_pass_over_the_weekend():
    assert working_day(THURSDAY, 2) == date(2026, 11, 16)
    assert working_day(SATURDAY, -1) == date(2026, 11, 13)
    assert working_day(SATURDAY, 0) == SATURDAY
