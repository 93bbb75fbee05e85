"""Working time: nights, weekends, clock changes."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.access.models import Service
from clinic.safety import hours


def service(**given: object) -> Service:
    usual = {"time_zone": "Europe/London", "opens_at": time(9), "closes_at": time(17), "working_days": []}
    return Service(**{**usual, **given})


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (utc(2026, 11, 12, 13, 0), utc(2026, 11, 12, 14, 0)),  # in the day
        (utc(2026, 11, 11, 21, 40), utc(2026, 11, 12, 10, 0)),  # at night
        (utc(2026, 11, 12, 6, 0), utc(2026, 11, 12, 10, 0)),  # before work
        (utc(2026, 11, 12, 16, 30), utc(2026, 11, 13, 9, 30)),  # half today, half tomorrow
        (utc(2026, 11, 13, 16, 30), utc(2026, 11, 16, 9, 30)),  # over a weekend
        (utc(2026, 11, 14, 12, 0), utc(2026, 11, 16, 10, 0)),  # on a Saturday
        (utc(2026, 11, 12, 17, 0), utc(2026, 11, 13, 10, 0)),  # as work ends
        (utc(2026, 10, 23, 15, 30), utc(2026, 10, 26, 9, 30)),  # summer time ends on the Sunday between
        (utc(2026, 3, 27, 16, 30), utc(2026, 3, 30, 8, 30)),  # summer time begins on the Sunday between
    ],
)
def test_an_hour_of_working_time_ends_when_somebody_has_been_at_work_for_an_hour(at, due):
    assert hours.after_working(service(), at, 60) == due


def test_a_service_that_works_at_night_is_open_after_midnight():
    night = service(opens_at=time(22), closes_at=time(6))
    assert hours.is_open(night, utc(2026, 11, 13, 2, 0))  # Friday, in Thursday's shift
    assert hours.after_working(night, utc(2026, 11, 13, 5, 30), 60) == utc(2026, 11, 13, 22, 30)


def test_the_hour_that_summer_time_takes_away_is_not_worked():
    always = service(opens_at=time(0), closes_at=time(0), working_days=[0, 1, 2, 3, 4, 5, 6])
    assert hours.after_working(always, utc(2026, 3, 29, 0, 30), 60) == utc(2026, 3, 29, 1, 30)


def test_a_service_with_its_own_days_and_zone_keeps_them():
    kabul = service(time_zone="Asia/Kabul", working_days=[5, 6, 0, 1, 2])  # UTC+4:30, Saturday to Wednesday
    assert hours.next_open(kabul, utc(2026, 11, 12, 13, 0)) == utc(2026, 11, 14, 4, 30)


def test_a_public_holiday_is_not_worked():
    festive = service(closed_on=["2026-12-25", "2026-12-28"])  # a Friday and the Monday after it
    assert hours.after_working(festive, utc(2026, 12, 24, 16, 30), 60) == utc(2026, 12, 29, 9, 30)
    assert not hours.is_open(festive, utc(2026, 12, 25, 12, 0))


moments = st.datetimes(
    min_value=datetime(2025, 1, 1),  # noqa: DTZ001
    max_value=datetime(2028, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@given(moments, st.integers(1, 1000), st.sampled_from(["Europe/London", "America/New_York", "Asia/Kabul"]))
def test_the_due_time_is_in_working_hours_and_no_earlier_than_the_minutes_say(at, minutes, zone):
    clinic = service(time_zone=zone)
    due = hours.after_working(clinic, at, minutes)
    assert due - at >= timedelta(minutes=minutes)
    assert hours.is_open(clinic, due - timedelta(microseconds=1))


@given(moments, st.integers(1, 500), st.integers(1, 500))
def test_waiting_twice_is_waiting_once_for_both(at, first, second):
    twice = hours.after_working(service(), hours.after_working(service(), at, first), second)
    assert twice == hours.after_working(service(), at, first + second)
