"""What a model says of a course, and who may hear it."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt.outcomes.forecast import OnlySimulated, TooFew, demo_model, signal_source
from ipt.outcomes.forecast.conformal import Check

MODEL = demo_model(demo=True)
histories = st.lists(st.one_of(st.integers(0, 27).map(float), st.just(math.nan)), min_size=1, max_size=10)


def after(*scores):
    state = MODEL.start()
    for session, score in enumerate(scores, start=1):
        state = state.update(session, score)
    return state


def passed(*, holds=True, simulated=False):
    calibration = replace(MODEL.calibration, simulated=simulated, checks=(Check("criterion", holds, "seen"),))
    return replace(MODEL, calibration=calibration)


def test_a_score_is_off_track_above_its_expected_range_and_not_below():
    state = after(18, 17, 16)
    expected = MODEL.expected(state, 4)
    assert MODEL.off_track(state, 4, math.ceil(expected.high) + 1)
    assert not MODEL.off_track(state, 4, math.floor(expected.high))
    assert not MODEL.off_track(state, 4, 0)


def test_where_higher_is_better_the_low_side_is_off_track():
    scale = replace(MODEL.trajectory.scale, worse=-1)
    model = replace(MODEL, trajectory=replace(MODEL.trajectory, scale=scale))
    state = model.start().update(1, 18)
    assert model.off_track(state, 2, 0)
    assert not model.off_track(state, 2, 27)


@given(st.lists(histories, min_size=1, max_size=5))
def test_many_courses_are_judged_like_one(rows):
    most = max(map(len, rows))
    scores = np.array([row + [math.nan] * (most - len(row)) for row in rows])
    found = MODEL.off_track_many(np.arange(1.0, most + 1), scores)
    for row, judged in zip(scores, found, strict=True):
        state = MODEL.start()
        for session, (score, off) in enumerate(zip(row, judged, strict=True), start=1):
            if math.isnan(score) or not state.known:
                assert math.isnan(off)
            else:
                assert off == MODEL.off_track(state, session, score)
            state = state.update(session, score)


def test_a_missing_score_is_not_off_track():
    assert MODEL.off_track(after(18), 2, math.nan) is False


def test_wider_levels_have_wider_ranges_on_the_scale():
    state = after(26, 27)
    half, most = MODEL.expected(state, 3, 0.5), MODEL.expected(state, 3, 0.9)
    assert most.low <= half.low <= half.high <= most.high <= 27


def test_chances_follow_the_measures_thresholds():
    state = after(18, 14, 11)
    chances, end = MODEL.chances(state), state.at(16)
    assert chances.reliable_improvement == pytest.approx(float(end.chance("<=", 12)))
    assert chances.reliable_deterioration == pytest.approx(float(end.chance(">=", 24)))
    assert chances.case == pytest.approx(float(end.chance(">=", 10)))


def test_what_cannot_be_reached_on_the_scale_has_no_chance():
    assert MODEL.chances(after(4)).reliable_improvement == 0
    assert MODEL.chances(after(25)).reliable_deterioration == 0


def test_a_forecast_begins_with_the_first_score():
    for asked in (
        lambda: MODEL.expected(MODEL.start(), 1),
        lambda: MODEL.ending(MODEL.start()),
        lambda: MODEL.off_track(MODEL.start(), 1, 20),
        lambda: MODEL.chances(MODEL.start()),
    ):
        with pytest.raises(ValueError, match="begins with the first score"):
            asked()


def test_beyond_what_was_calibrated_nothing_is_promised():
    with pytest.raises(TooFew):
        MODEL.expected(after(*[12] * 16), 17)


def test_where_no_course_went_nothing_is_promised():
    state = MODEL.start().update(1, 18)
    for ask in (MODEL.expected, MODEL.ending, MODEL.chances, lambda *at: MODEL.off_track(*at, 12)):
        with pytest.raises(TooFew, match="from session 1 to 16, not 34"):
            ask(state, 34)
    assert np.isnan(MODEL.off_track_many([1, 34], [18, 12])).all()


def test_another_version_of_the_measure_is_refused():
    with pytest.raises(ValueError, match="train again"):
        replace(MODEL, measure_version="another").require_same_measure()
    with pytest.raises(ValueError, match="no measure 'nothing'"):
        replace(MODEL, measure="nothing").require_same_measure()


def test_a_service_hears_a_model_only_after_its_report_passed():
    assert signal_source(None) == "rules"
    assert signal_source(passed(holds=False)) == "rules"
    assert signal_source(passed()) == "model"


def test_a_simulated_model_speaks_in_the_demo_alone():
    assert signal_source(MODEL, demo=True) == "model"
    with pytest.raises(OnlySimulated):
        signal_source(passed(simulated=True))
