"""How long people took: every one is counted in a bar, and the words keep inside."""

from django.template import engines
from hypothesis import given
from hypothesis import strategies as st

from clinic.ui.axes import width_of
from clinic.ui.charts import MIDDLE, NARROW, WIDE
from clinic.ui.histogram import BOTTOM, TOP, Histogram, draw_histogram

counts = st.lists(st.integers(0, 1_000_000), min_size=1, max_size=60)
WIDTHS = st.sampled_from([WIDE, MIDDLE, NARROW])


def chart(counts: list[int], median: float | None = None) -> Histogram:
    return Histogram("Half began within 4 weeks", "Not known of 3.", "weeks", "Courses", counts, median)


@given(counts, st.one_of(st.none(), st.integers(0, 70)), WIDTHS)
def test_everything_stands_inside_the_drawing(of, median, width):
    drawn = draw_histogram(chart(of, median), width, "any")
    assert all(bar.x >= 0 and bar.x + bar.width <= width and bar.y >= TOP for bar in drawn.bars)
    for one in drawn.words:
        size = width_of(one.label.text)
        left = one.label.x - {"start": 0, "middle": size / 2, "end": size}[one.label.anchor]
        assert one.kind == "first" or (left >= -4 and left + size <= width + 4)
        assert 0 < one.label.y < drawn.height


@given(counts.filter(any), WIDTHS)
def test_bars_are_as_high_as_what_they_count(of, width):
    drawn = draw_histogram(chart(of), width, "any")
    shown = [count for count in of if count]
    assert len(drawn.bars) == len(shown)
    for bar, count in zip(drawn.bars, shown, strict=True):
        assert abs(bar.height - (BOTTOM - TOP) * count / max(of)) < 0.2


def test_the_upright_stands_in_the_middle_of_its_bar():
    drawn = draw_histogram(chart([0, 3, 8, 2], 2), WIDE, "wide")
    (upright,) = [stroke for stroke in drawn.strokes if stroke.kind == "today"]
    bar = drawn.bars[1]
    assert upright.d.startswith(f"M{bar.x + bar.width / 2:g} ")


@given(counts.filter(any), WIDTHS, st.data())
def test_the_upright_runs_through_no_number_of_its_bar(of, width, data):
    median = data.draw(st.sampled_from([at for at, count in enumerate(of) if count]))
    drawn = draw_histogram(chart(of, median), width, "any")
    (upright,) = [stroke for stroke in drawn.strokes if stroke.kind == "today"]
    x, foot = (float(part) for part in upright.d.removeprefix("M").split(" 22V"))
    on_it = [one.label for one in drawn.words if one.kind == "first" and abs(one.label.x - x) < 0.2]
    assert all(foot <= label.y - 12 for label in on_it)


def test_the_last_bar_stands_for_all_that_is_longer():
    written = engines["django"].from_string('{% load charts %}{% histogram chart "waits" %}')
    page = written.render({"chart": chart([1, 0, 2])})
    assert "2 or more" in page
    assert "2+" in page
