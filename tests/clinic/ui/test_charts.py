"""A chart says what happened: gaps stay gaps, words keep apart, and all of it is on the page."""

import datetime as dt
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import find
from django.template import engines
from hypothesis import given
from hypothesis import strategies as st

from clinic.ui.axes import small_steps, width_of
from clinic.ui.chart_words import LARGE, box_of
from clinic.ui.charts import MIDDLE, NARROW, WIDE, Event, Mark, Point, ScoreChart, draw
from clinic.ui.lanes import Diamond
from clinic.ui.marks import GoalScale, Spark
from clinic.ui.words_apart import Box
from tests.clinic.ui import sample

START = dt.date(2026, 9, 3)
days = st.integers(0, 500).map(lambda n: START + dt.timedelta(days=n))
scores = st.one_of(st.none(), st.integers(0, 27))
points = st.lists(st.builds(Point, on=days, value=scores, reliable=st.booleans()), min_size=1, max_size=40)
events = st.lists(st.builds(Event, on=days, text=st.text("abcdef ", min_size=1, max_size=60)), max_size=12)


def chart(of: list[Point], events: list[Event] = [], **more) -> ScoreChart:  # noqa: B006 never changed
    return ScoreChart("PHQ-9", 0, 27, sample.PHQ9, of, events=events, **more)


def stretch(event: Diamond) -> tuple[float, float]:
    width = width_of(event.label.text)
    words = (
        (event.label.x, event.label.x + width)
        if event.label.anchor == "start"
        else (event.label.x - width, event.label.x)
    )
    return min(words[0], event.x - 5), max(words[1], event.x + 5)


@given(points)
def test_on_a_phone_no_name_of_a_band_lies_over_a_score(of):
    drawn = draw(chart(of), NARROW)
    for label in (stripe.label for stripe in drawn.stripes if stripe.label):
        left = label.x if label.anchor == "start" else label.x - width_of(label.text)
        for dot in drawn.dots:
            beside = dot.x < left or dot.x > left + width_of(label.text)
            assert beside or not label.y - 12 < dot.y < label.y + 3


@given(points, events, st.sampled_from([WIDE, MIDDLE, NARROW]))
def test_everything_stands_inside_the_drawing(of, events, width):
    drawn = draw(chart(of, events, today=START), width)
    assert all(drawn.axes.left <= dot.x <= drawn.axes.right for dot in drawn.dots)
    assert all(drawn.axes.top <= dot.y <= drawn.axes.bottom for dot in drawn.dots)
    assert all(0 <= event.x <= width and event.y < drawn.height for event in drawn.events)
    assert all(label.y < drawn.height for label in drawn.months)


@given(points, events, st.sampled_from([WIDE, MIDDLE, NARROW]))
def test_the_words_of_life_events_never_touch(of, events, width):
    drawn = draw(chart(of, events), width).events
    for i, one in enumerate(drawn):
        for other in drawn[i + 1 :]:
            (a, b), (c, d) = stretch(one), stretch(other)
            assert one.y != other.y or b <= c or d <= a


def test_the_events_of_the_sample_need_two_or_three_rows():
    assert len({event.y for event in draw(sample.chart()).events}) <= 3


def test_a_missing_score_is_a_gap_and_never_a_zero():
    drawn = draw(sample.chart())
    assert len(drawn.lines) == 2
    assert len(drawn.dots) == len([p for p in sample.points() if p.value is not None])
    assert max(dot.y for dot in drawn.dots) < drawn.axes.y(5)


def test_points_are_hollow_until_the_change_is_reliable_and_square_when_it_is_for_the_worse():
    worse = replace(sample.points()[-1], worse=True)
    shapes = [dot.shape for dot in draw(chart([*sample.points()[:-1], worse])).dots]
    assert shapes[:7] == ["hollow"] * 7 and "filled" in shapes and shapes[-1] == "square"


def test_the_enquiry_is_joined_by_dashes_and_is_not_the_first_score():
    drawn = draw(sample.chart())
    assert drawn.enquiry_line and drawn.values[0].text == "18" and drawn.last_value.text == "9"


def test_a_deeper_band_is_a_worse_one_whichever_way_the_scale_runs():
    assert [stripe.depth for stripe in draw(chart(sample.points())).stripes] == [1, 2, 3, 4, 5]
    turned = draw(chart(sample.points(), higher_is_better=True)).stripes
    assert [stripe.depth for stripe in turned] == [5, 4, 3, 2, 1]


def test_the_expected_range_is_one_closed_shape_with_its_name():
    drawn = draw(sample.chart())
    assert drawn.expected.endswith("Z") and drawn.expected_label.text == "expected range"
    assert draw(chart(sample.points())).expected == ""


@pytest.mark.parametrize("width", [WIDE, MIDDLE, NARROW])
@pytest.mark.parametrize("last", [-1, -2, -3])
def test_the_name_of_the_expected_range_stands_inside_it_and_off_the_points(width, last):
    whole = sample.chart()
    drawn = draw(replace(whole, points=whole.points[: len(whole.points) + 1 + last]), width)
    name = box_of(drawn.expected_label)
    corners = [(drawn.axes.x(e.on), drawn.axes.y(e.high), drawn.axes.y(e.low)) for e in whole.expected]
    upper, lower = ([(c[0], c[n]) for c in corners] for n in (1, 2))
    assert corners[0][0] < name.left and name.right < corners[-1][0]
    for edge in (upper, lower):
        assert not any(name.crossed_by(*ends) for ends in pairwise(edge))
    over = [high < name.bottom and name.top < low for x, high, low in corners if name.left < x < name.right]
    assert all(over) and drawn.expected_label.text.startswith("expected")
    for dot in drawn.dots:
        assert not name.meets(Box(dot.x - 9, dot.y - 9, dot.x + 9, dot.y + 9))
    for stripe in drawn.stripes:
        assert not (stripe.label and name.meets(box_of(stripe.label)))


@pytest.mark.parametrize("width", [WIDE, MIDDLE, NARROW])
@pytest.mark.parametrize("weeks", [0, 1, 2, 3])
def test_the_last_score_does_not_stand_in_what_is_yet_to_come(width, weeks):
    whole = sample.chart()
    given = whole.points[: len(whole.points) - weeks]
    drawn = draw(replace(whole, points=given), width)
    assert box_of(drawn.last_value, LARGE).right <= max(drawn.today_x, drawn.dots[-1].x + 6.1)


@given(points, st.sampled_from([WIDE, MIDDLE, NARROW]), st.booleans(), st.integers(1, 26))
def test_the_name_of_the_reliable_change_stands_close_along_its_line(of, width, higher, at):
    drawn = draw(chart(of, reliable_at=at, higher_is_better=higher, today=START), width)
    words = box_of(drawn.reliable)
    assert drawn.axes.left <= words.left and words.right <= drawn.axes.right
    assert 0 < max(words.top - drawn.reliable_y, drawn.reliable_y - words.bottom) < 7
    long_enough = drawn.axes.right - drawn.reliable_from > words.right - words.left + 12
    assert not long_enough or words.left >= drawn.reliable_from


@pytest.mark.parametrize("width", [WIDE, MIDDLE, NARROW])
def test_no_line_runs_through_the_words_of_the_sample(width):
    drawn = draw(replace(sample.chart(), expected=()), width)
    placed = [drawn.reliable, *drawn.values, drawn.enquiry_value]
    boxes = [box_of(label) for label in placed] + [box_of(drawn.last_value, LARGE)]
    line = small_steps([(dot.x, dot.y) for dot in drawn.dots], 40)
    for box in boxes:
        assert not box.left < drawn.today_x < box.right
        assert not box.top < drawn.reliable_y < box.bottom
        assert not [1 for x, y in line if box.left < x < box.right and box.top < y < box.bottom]
    for i, one in enumerate(boxes):
        assert not any(one.meets(other) for other in boxes[i + 1 :])


@pytest.mark.parametrize("width", [WIDE, MIDDLE, NARROW])
def test_words_have_a_rim_of_the_band_they_stand_on(width):
    drawn = draw(sample.chart(), width)
    inside = [drawn.reliable, *drawn.values, drawn.enquiry_value, drawn.last_value]
    inside += [stripe.label for stripe in drawn.stripes if stripe.label and width == NARROW]
    for label in inside:
        box = box_of(label)
        behind = [s.depth for s in drawn.stripes if s.y <= (box.top + box.bottom) / 2 < s.y + s.height]
        assert [label.ground] == behind
    rules = Path(find("ui/chart.css")).read_text()
    assert re.search(r"\.score-chart text \{ paint-order: stroke; stroke: var\(--ground", rules)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_today_ends_above_the_number_of_its_session(width):
    drawn = draw(sample.chart(), width)
    assert drawn.today_bottom <= min(chip.y - chip.r for chip in drawn.chips)


def test_the_names_of_the_bands_are_drawn_over_the_lines():
    drawn = render("{% score_chart chart %}", chart=sample.chart()).split("</svg>")[-2]
    assert drawn.index('class="today"') < drawn.index(">Moderate<")
    assert drawn.index('class="leader') < drawn.index(">Moderate<")


def test_a_score_between_two_whole_ones_is_drawn_to_scale():
    drawn = draw(chart([Point(START, 13.5)]))
    assert drawn.dots[0].y == (drawn.axes.top + drawn.axes.bottom) / 2


def test_no_drawing_is_shown_so_small_that_its_words_fall_below_eleven_pixels():
    smallest_card = 390 - 2 * 20 - 2 * 18
    for shown_from, width in ((smallest_card, NARROW), (500, MIDDLE), (704, WIDE)):
        assert 12.5 * shown_from / width > 10.99


def test_many_sessions_become_dots_with_few_numbers():
    marks = [Mark(n, START + dt.timedelta(days=7 * n), "done") for n in range(1, 60)]
    drawn = draw(ScoreChart("PHQ-9", 0, 27, sample.PHQ9, [Point(START, 9)], sessions=marks), NARROW)
    assert [chip.number for chip in drawn.chips if chip.number] == ["1", "59"]


def render(text: str, **context) -> str:
    return engines["django"].from_string("{% load charts %}" + text).render(context)


def test_the_table_says_what_the_drawing_says():
    text = render("{% score_chart chart %}", chart=sample.chart())
    assert text.count("<svg") == 3 and "style=" not in text
    assert "not answered" in text and "reliably better" in text and "Sam’s mother in hospital" in text


def test_without_scores_the_chart_says_so():
    assert "No scores yet" in render("{% score_chart chart %}", chart=chart([]))


@given(st.integers(0, 10), st.one_of(st.none(), st.integers(0, 10)))
def test_the_words_under_a_goal_never_touch(start, now):
    labels = sorted((label for _part, label in GoalScale(start, now).labels), key=lambda label: label.x)
    for left, right in pairwise(labels):
        assert left.x + width_of(left.text) / 2 <= right.x - width_of(right.text) / 2


def test_a_small_trend_is_as_high_as_the_scale_and_as_wide_as_the_course():
    trend = Spark(0, 27, 16, [(1, 27), (2, None), (16, 0)], cutoff=10, words="27, then 0")
    assert trend.place(1, 27) == (2, 3) and trend.end == (102, 31) and trend.lines == []
    assert 'aria-label="27, then 0"' in render("{% spark trend %}", trend=trend)


@pytest.mark.parametrize("width", [WIDE, MIDDLE, NARROW])
@pytest.mark.parametrize("values", [(18, 9), (9, 18), (27, 0), (0, 27)])
def test_the_last_score_stays_off_the_names_of_the_bands(width, values):
    days = (START, START + dt.timedelta(days=70))
    points = [Point(day, value) for day, value in zip(days, values, strict=True)]
    drawn = draw(chart(points), width)
    assert drawn.last_value.anchor == "end"
    assert drawn.last_value.x <= drawn.axes.right
    assert drawn.axes.top <= drawn.last_value.y <= drawn.axes.bottom


spans = st.tuples(days, st.integers(0, 60), st.integers(0, 60)).map(
    lambda of: Event(of[0], "Low mood began", span=(of[0] - dt.timedelta(of[1]), of[0] + dt.timedelta(of[2])))
)


@given(points, st.lists(spans, min_size=1, max_size=6), st.sampled_from([WIDE, MIDDLE, NARROW]))
def test_no_words_lie_over_the_stretch_in_which_something_may_have_been(of, told, width):
    for event in draw(chart(of, told), width).events:
        left, wide = event.soft
        start, stop = box_of(event.label).left, box_of(event.label).right
        assert stop <= left or start >= left + wide
