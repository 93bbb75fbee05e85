"""Two partners' lines: told apart without colour, gaps left open, and every word inside the drawing."""

from math import nan
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from clinic.ui.axes import width_of
from clinic.ui.couple_lines import CoupleLines, PartnerScores, draw_couple

SVG = "{http://www.w3.org/2000/svg}"
points = st.one_of(st.none(), st.integers(0, 27), st.floats(0, 27).map(lambda score: round(score, 1)))
pairs = st.lists(st.tuples(points, points), min_size=2, max_size=30).filter(
    lambda told: all(any(one[who] is not None for one in told) for who in (0, 1))
)
names = st.text(st.characters(min_codepoint=32, max_codepoint=500), min_size=1, max_size=60)


def chart(first, second, **more):
    told = {"finding": "PHQ-9 of two", "words": ["Ann: 18 first."], "when": "session", "low": 0, "high": 27}
    told |= {"occasions": list(range(1, len(first) + 1))}
    told |= {"partners": (PartnerScores("Ann", first), PartnerScores("Bo & <Co>", second))}
    return CoupleLines(**told | more)


def svg(of: CoupleLines) -> str:
    return render_to_string("ui/couple_lines.svg", {"chart": of, "drawn": draw_couple(of)})


@given(pairs, st.tuples(names, names), st.sampled_from([None, 10]))
def test_everything_stands_inside_the_drawing(told, called, cut):
    both = tuple(PartnerScores(name, [one[who] for one in told]) for who, name in enumerate(called))
    drawn = draw_couple(chart([0] * len(told), [0] * len(told), partners=both, cut=cut))
    for one in drawn.words:
        size = width_of(one.label.text, {"value": 13.5}.get(one.kind, 12.5))
        left = one.label.x - {"start": 0, "middle": size / 2, "end": size}[one.label.anchor]
        assert left >= 0
        assert one.kind in ("finding", "said") or left + size <= drawn.width
        assert 0 < one.label.y < drawn.height


def test_they_are_told_apart_by_mark_and_dash_and_name_not_by_colour_alone():
    drawn = draw_couple(chart([18, 12], [4, 9]))
    kinds = [stroke.kind for stroke in drawn.strokes]
    assert (kinds.count("dot"), kinds.count("partner-dot")) == (3, 3)  # each score, and the mark by the name
    shapes = {stroke.kind: stroke.d for stroke in drawn.strokes}
    assert "a" in shapes["dot"]
    assert "h" in shapes["partner-dot"]
    assert {"score-line", "partner-line"} <= set(kinds)
    assert ".partner-line { stroke: #2C5F8A; stroke-width: 2; stroke-dasharray" in svg(
        chart([18, 12], [4, 9])
    )
    assert {"Ann", "Bo & <Co>"} <= {one.label.text for one in drawn.words}


def test_a_missing_score_leaves_a_gap_and_draws_no_mark():
    drawn = draw_couple(chart([18, 16, 15, None, 9, 8], [4, None, 5, None, 6, None]))
    lines = [stroke for stroke in drawn.strokes if stroke.kind == "score-line"]
    assert len(lines) == 2
    assert not [stroke for stroke in drawn.strokes if stroke.kind == "partner-line"]
    assert len([stroke for stroke in drawn.strokes if stroke.kind == "partner-dot" and stroke.title]) == 3


def test_time_is_drawn_to_scale():
    drawn = draw_couple(chart([18, 12, 9], [4, 9, 9], occasions=[0, 10, 90]))
    at = {one.label.text: one.label.x for one in drawn.words if one.label.anchor == "middle"}
    assert (at["90"] - at["10"]) / (at["10"] - at["0"]) == pytest.approx(8, abs=0.05)


def test_scores_that_are_all_the_same_lie_in_the_middle():
    drawn = draw_couple(chart([9, 9], [9, 9], low=9, high=9))
    axis = next(stroke for stroke in drawn.strokes if stroke.kind == "axis")
    bottom = float(axis.d.split()[1].split("H")[0])
    line = next(stroke for stroke in drawn.strokes if stroke.kind == "score-line")
    assert bottom - 260 < float(line.d.split()[1].split("L")[0]) < bottom


def test_the_file_is_whole_and_says_the_same_in_words():
    root = ElementTree.fromstring(svg(chart([18, 12], [4, 9])))  # noqa: S314 our own drawing
    assert root.find(f"{SVG}title").text == "PHQ-9 of two"
    assert root.find(f"{SVG}desc").text == "Ann: 18 first."
    said = [one.text for one in root.iter(f"{SVG}title")]
    assert "Bo & <Co>, session 2: 9" in said
    assert "http" not in svg(chart([18, 12], [4, 9])).replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert str(nan) not in svg(chart([18, None, 12], [4, 9, None]))
