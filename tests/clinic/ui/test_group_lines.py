"""Means by session: a gap stays a gap, no two names stand upon each other, and all of it is in the table."""

from itertools import pairwise

import pytest
from django.template import engines
from hypothesis import given
from hypothesis import strategies as st

from clinic.ui.axes import width_of
from clinic.ui.charts import MIDDLE, NARROW, WIDE
from clinic.ui.group_lines import ROW, Group, GroupLines, Mean, draw_lines
from clinic.ui.plane import Drawn, spread

WIDTHS = st.sampled_from([WIDE, MIDDLE, NARROW])
means = st.dictionaries(
    st.integers(1, 24),
    st.tuples(st.integers(0, 270).map(lambda n: n / 10), st.integers(5, 1_000_000)),
    min_size=1,
).map(lambda told: [Mean(session, *told[session]) for session in sorted(told)])
groups = st.lists(
    st.builds(Group, st.sampled_from(["mild", "moderate, 10 to 14", "moderately severe, 15 to 19"]), means),
    min_size=1,
    max_size=5,
)


def chart(groups: list[Group], **more) -> GroupLines:
    return GroupLines("PHQ-9 fell", "Means.", [], "PHQ-9", 0, 27, groups, **more)


def steady(title: str, *sessions: int, mean: float = 9) -> Group:
    return Group(title, [Mean(session, mean, 12) for session in sessions])


def lines(drawn: Drawn) -> list[str]:
    return [stroke.d for stroke in drawn.strokes if stroke.kind in ("score-line", "reliable", "enquiry")]


@given(groups, WIDTHS)
def test_everything_stands_inside_the_drawing(of, width):
    drawn = draw_lines(chart(of, cut=10), width, "any")
    for one in drawn.words:
        size = width_of(one.label.text)
        left = one.label.x - {"start": 0, "middle": size / 2, "end": size}[one.label.anchor]
        assert left >= -14  # a long number beneath the first session may begin over the margin
        assert left + size <= width + 8
        assert 0 < one.label.y < drawn.height


@given(groups, WIDTHS)
def test_the_means_at_the_ends_keep_apart(of, width):
    drawn = draw_lines(chart(of), width, "any")
    heights = sorted(one.label.y for one in drawn.words if one.kind == "value")
    assert len(heights) == len(of)
    assert all(below - above >= ROW - 0.2 for above, below in pairwise(heights))


def test_a_long_name_breaks_after_its_comma_and_stands_whole_on_a_phone():
    of = chart([steady("moderately severe, 15 to 19", 1, 2)])
    words = {
        width: [one.label.text for one in draw_lines(of, width, "any").words] for width in (WIDE, NARROW)
    }
    assert {"moderately severe", "15 to 19"} <= set(words[WIDE])
    assert "moderately severe, 15 to 19" in words[NARROW]


@given(st.lists(st.floats(0, 200), min_size=1, max_size=8), st.floats(1, 60))
def test_heights_are_spread_in_their_order_and_within_their_room(places, least):
    moved = spread(places, least, 0, 200)
    assert all(-0.1 <= place <= 200.1 for place in moved)
    order = sorted(range(len(places)), key=lambda at: places[at])
    apart = min(least, 200 / max(len(places) - 1, 1))
    assert all(moved[below] - moved[above] >= apart - 0.2 for above, below in pairwise(order))


def test_heights_far_enough_apart_stay_where_they_are():
    assert spread([150, 20, 90], 18, 0, 200) == [150, 20, 90]


def test_a_session_with_too_few_scores_leaves_a_gap():
    whole, broken = steady("mild", 1, 2, 3, 4, 5), steady("severe", 1, 2, 4, 5, mean=20)
    drawn = draw_lines(chart([whole, broken]), WIDE, "wide")
    assert [line.count("L") for line in lines(drawn)] == [4, 1, 1]
    assert "–" in [one.label.text for one in drawn.words]


def test_a_measure_asked_every_second_session_is_still_a_line():
    assert [
        line.count("L") for line in lines(draw_lines(chart([steady("mild", 1, 3, 5)]), WIDE, "wide"))
    ] == [2]


def test_each_of_five_groups_has_a_mark_of_its_own():
    of = [steady(f"group {at}", 1, 2, mean=3 + 5 * at) for at in range(5)]
    drawn = draw_lines(chart(of), WIDE, "wide")
    ink = {(one.kind, "a" in one.d, "h" in one.d) for one in drawn.strokes if one.title}
    assert len(ink) == 5


def test_more_groups_than_can_be_told_apart_are_refused():
    with pytest.raises(ValueError, match="at most 5 groups"):
        chart([steady("mild", 1)] * 6)


def test_numbers_that_would_touch_are_left_out_of_the_drawing_and_stand_in_the_table():
    many = Group("mild", [Mean(session, 9, 123_456) for session in range(1, 17)])
    drawn = draw_lines(chart([many]), NARROW, "narrow")
    assert 2 <= [one.label.text for one in drawn.words].count("123456") < 8
    written = engines["django"].from_string('{% load charts %}{% group_lines chart "means" %}')
    table = written.render({"chart": chart([many])}).split("<table>")[1]
    assert table.count("of 123456") == 16


def test_the_table_says_each_mean_and_where_there_is_none():
    written = engines["django"].from_string('{% load charts %}{% group_lines chart "means" %}')
    page = written.render({"chart": chart([steady("mild", 1, 2, mean=6.2), steady("severe", 1, mean=21)])})
    table = page.split("<table>")[1]
    assert (table.count("6.2"), table.count("21.0"), table.count("too few")) == (2, 1, 1)
    assert page.count('role="img"') == 3
