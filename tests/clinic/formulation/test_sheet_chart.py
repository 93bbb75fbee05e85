"""The strip on the sheet to keep says in plain words what it shows."""

from datetime import date, timedelta

from clinic.formulation import sheet_chart
from clinic.ui.charts import Point, ScoreChart
from clinic.ui.lanes import Mark

BANDS = [(0, "minimal"), (5, "mild"), (10, "moderate"), (15, "moderately severe"), (20, "severe")]
START = date(2026, 9, 10)


def chart(*values: float | None, reliable_at: float | None = 12) -> ScoreChart:
    days = [START + timedelta(weeks=n) for n in range(len(values))]
    return ScoreChart(
        measure_title="PHQ-9",
        low=0,
        high=27,
        bands=BANDS,
        points=[
            Point(on, value, reliable=value is not None and value <= 12)
            for on, value in zip(days, values, strict=True)
        ],
        sessions=[Mark(n, on, "done") for n, on in enumerate(days, 1)],
        reliable_at=reliable_at,
    )


def test_the_words_say_from_where_to_where_and_what_is_real() -> None:
    strip = sheet_chart.of(chart(18, 14, 6))
    assert strip.words == (
        "PHQ-9 at each meeting, 0 to 27. It went from 18 to 6. "
        "From 18, 12 or less is a real change, not just ups and downs. Filled points show it."
    )


def test_the_ends_carry_their_values_and_every_point_its_meeting() -> None:
    dots = sheet_chart.of(chart(18, 14, 6)).dots
    assert [dot.value for dot in dots] == ["18", "", "6"]
    assert [dot.meeting for dot in dots] == ["1", "2", "3"]
    assert [dot.shape for dot in dots] == ["hollow", "hollow", "filled"]
    assert dots[0].y < dots[1].y < dots[2].y


def test_a_missing_score_is_left_out_and_never_zero() -> None:
    dots = sheet_chart.of(chart(18, None, 6)).dots
    assert [dot.meeting for dot in dots] == ["1", "3"]


def test_the_bands_fill_the_strip_from_mild_at_the_foot_to_severe_at_the_top() -> None:
    stripes = sheet_chart.of(chart(18, 6)).stripes
    assert (stripes[0].y + stripes[0].height, stripes[-1].y) == (sheet_chart.HIGH, 0)
    assert [stripe.depth for stripe in stripes] == [1, 2, 3, 4, 5]


def test_one_score_alone_is_nothing_to_compare() -> None:
    assert sheet_chart.of(chart(18)) is None


def test_a_measure_without_a_rule_claims_no_real_change() -> None:
    assert "real change" not in sheet_chart.of(chart(18, 6, reliable_at=None)).words


def test_on_a_phone_every_second_of_many_meetings_is_numbered() -> None:
    wide, narrow = sheet_chart.wide_and_narrow(chart(*range(18, 6, -1)))
    assert [dot.meeting for dot in narrow.dots][:4] == ["1", "", "3", ""]
    assert [dot.meeting for dot in wide.dots][:4] == ["1", "2", "3", "4"]
    assert wide.names and not narrow.names
