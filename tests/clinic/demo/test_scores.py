"""Scores along a story, and answers that add up to them."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from clinic.demo import scores
from clinic.demo.story import load_all
from ipt.therapy import manuals

chance = st.integers().map(Random)


@given(st.integers(0, 24), st.integers(0, 3), chance)
def test_answers_to_phq9_add_up_to_the_total(total, safety, rng):
    given_ = scores.phq9(total + safety, safety, rng)
    assert given_["phq9-9"] == safety
    assert sum(given_[f"phq9-{number}"] for number in range(1, 10)) == total + safety


@given(st.integers(-2, 30), chance)
def test_answers_to_gad7_stay_on_the_form(total, rng):
    answers = scores.gad7(total, rng).values()
    assert sum(answers) == min(max(total, 0), 21)
    assert set(answers) <= {0, 1, 2, 3}


@given(st.sampled_from(load_all()), chance)
def test_totals_begin_as_told_and_stay_on_the_scale(story, rng):
    planned = manuals.load(story.manual).planned_sessions
    totals = scores.totals(story, planned, rng)
    assert len(totals) == planned
    assert totals[0] == story.scores[0]
    assert tuple(totals[: len(story.exactly)]) == story.exactly
    assert all(0 <= total <= 27 for total in totals)
