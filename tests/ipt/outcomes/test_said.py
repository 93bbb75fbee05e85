"""What rows say of a course becomes one word for the course."""

import pytest

from ipt.outcomes.said import Said, contradictions, each_session, quarter


def heard(*rows: tuple[float, dict[str, str]]) -> Said:
    said = Said()
    for session, others in rows:
        said.hear(session, others)
    return said


def test_a_course_begins_on_its_first_day_and_ends_on_its_last():
    said = heard(
        (1, {"started_on": "2026-04-02"}), (2, {"started_on": "2026-03-31", "ended_on": "2026-06-01"})
    )
    short = said.in_short(by_session=False)
    assert (short["started_on"], short["quarter"], short["ended_on"]) == (
        "2026-03-31",
        "2026 Q1",
        "2026-06-01",
    )


def test_a_session_with_two_measures_is_attended_once():
    said = heard((1, {"attended": "yes"}), (1, {"attended": "yes"}), (2, {"attended": "no"}))
    assert each_session([said])
    assert said.in_short(by_session=True)["attended"] == "1"


def test_numbers_of_sessions_are_not_flags_and_the_greatest_counts():
    said = heard((1, {"attended": "1"}), (2, {"attended": "12"}), (3, {"attended": "9"}))
    assert not each_session([said])
    assert said.in_short(by_session=False)["attended"] == "12"


def test_two_therapists_of_a_course_are_a_contradiction():
    said = heard((1, {"therapist": "Osei"}), (2, {"therapist": "Lind"}))
    assert contradictions(["a"], [said]) == {"therapist": "a has two values of therapist: Lind and Osei"}


@pytest.mark.parametrize(
    ("day", "named"), [("2026-01-01", "2026 Q1"), ("2026-06-30", "2026 Q2"), ("2025-12-31T08:00", "2025 Q4")]
)
def test_the_quarter_of_a_day(day, named):
    assert quarter(day) == named


def test_what_is_no_day_has_no_quarter():
    with pytest.raises(ValueError, match="'spring' is not a day"):
        quarter("spring")
