"""Days, times and names as people write them."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from clinic.ui.templatetags import ui

NOW = dt.datetime(2026, 11, 12, 13, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False), timezone.override("Europe/London"):
        yield


def test_a_moment_is_written_with_its_day():
    assert ui.day_time(NOW.replace(hour=14)) == "Thursday 12 November, 14:00"
    assert ui.long_day(NOW) == "Thursday 12 November" and ui.clock(NOW) == "13:00"


def test_near_moments_are_named_by_their_nearness():
    assert ui.when(NOW) == "today at 13:00"
    assert ui.when(NOW + dt.timedelta(days=1)) == "tomorrow at 13:00"
    assert ui.when(NOW - dt.timedelta(days=1)) == "yesterday at 13:00"
    assert ui.when(NOW + dt.timedelta(days=7)) == "Thursday 19 November, 13:00"


def test_a_day_of_another_year_carries_its_year():
    assert ui.day(dt.date(2026, 9, 3)) == "3 September"
    assert ui.day(dt.date(2025, 9, 3)) == "3 September 2025"
    assert ui.day(None) == "" and ui.short_day(dt.date(2026, 11, 12)) == "12 Nov"


@pytest.mark.parametrize(
    ("name", "short"), [("Maya Osei", "MO"), ("Ash", "A"), ("", ""), ("Ana de la Cruz", "AC")]
)
def test_a_name_is_shortened_to_its_first_letters(name, short):
    assert ui.initials(name) == short
