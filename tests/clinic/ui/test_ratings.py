"""Ratings over time are drawn inside their edges, and said in words."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from clinic.ui.axes import width_of
from clinic.ui.ratings import WIDTH, Rating, RatingLine

START = dt.date(2026, 9, 17)
given_ratings = st.lists(
    st.builds(
        lambda days, value: Rating(START + dt.timedelta(days=days), value),
        st.integers(0, 300),
        st.integers(0, 10),
    ),
    min_size=1,
    max_size=20,
).map(lambda them: sorted(them, key=lambda one: one.on))


@given(given_ratings)
def test_everything_stands_inside_and_the_words_apart(ratings: list[Rating]) -> None:
    line = RatingLine("Confidence", ratings)
    assert all(0 <= x <= WIDTH and 0 <= y <= 104 for x, y in line.points)
    (value,) = line.values
    assert value.x + width_of(value.text, 13.5) <= WIDTH
    days = line.days
    if len(days) == 2:
        assert days[0].x + width_of(days[0].text) < days[1].x - width_of(days[1].text)


def test_ten_stands_at_the_top() -> None:
    line = RatingLine("Confidence", [Rating(START, 0), Rating(START + dt.timedelta(days=7), 10)])
    (_x, low), (_y, high) = line.points
    assert high < low and line.line.startswith("M")
    assert line.words == "From 0 of 10 on 17 Sep to 10 on 24 Sep."


def test_one_rating_is_a_point_and_none_is_said() -> None:
    assert RatingLine("Confidence", [Rating(START, 3)]).line == ""
    assert RatingLine("Confidence", [Rating(START, 3)]).words == "3 of 10 on 17 Sep."
    assert RatingLine("Confidence", []).words == "Not rated yet."
