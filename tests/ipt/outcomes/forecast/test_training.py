"""A model learnt from an archive: what its report says, and when a service may rely on it."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from ipt.measures import library
from ipt.outcomes.forecast import Plan, Scale, Trajectory, many, train
from ipt.outcomes.forecast.archive import Archive
from ipt.outcomes.forecast.conformal import normalised
from ipt.outcomes.forecast.judging import judge
from ipt.outcomes.forecast.simulated import draw
from ipt.outcomes.forecast.training import calibrate
from ipt.outcomes.growth import BadScores, GrowthModel

PHQ9 = library.load("phq9")
COLUMNS = {"patient": "patient", "time": "session", "score": "score"}


def learnt(table, seed=5, **plan):
    return train(
        table,
        PHQ9,
        **COLUMNS,
        set_name="archive",
        made_on=date(2025, 3, 4),
        rng=np.random.default_rng(seed),
        plan=Plan(**plan),
    )


@pytest.fixture(scope="module")
def large():
    return learnt(draw(3000, np.random.default_rng(1)))


def holds(report, word):
    return [check.holds for check in judge(report) if word in check.what]


def test_a_large_archive_that_fits_passes(large):
    assert large.model.calibration.passed, large.model.calibration.checks
    assert (large.report.fitted, large.report.calibrated, large.report.tested) == (1500, 750, 750)
    assert sum(large.report.thirds) == 3000


def test_the_trajectory_is_that_of_the_courses_drawn(large):
    start, slope = large.model.trajectory.mean
    assert start == pytest.approx(15.6, abs=0.5)
    assert start + slope * np.log(16) == pytest.approx(9.6, abs=0.6)


def test_every_number_of_the_report_comes_with_its_n(large):
    told = large.report.as_json()
    for group in told["next_by_session"] + told["end_by_third"]:
        assert group["covered"]["n"] > 0
        assert group["covered"]["low"] <= group["covered"]["share"] <= group["covered"]["high"]
    one = told["foretold"][0]
    assert one["outcome"] == "no_reliable_improvement"
    assert one["auc"]["events"] + one["auc"]["others"] == one["n"]
    assert sum(bin_["happened"]["n"] for bin_ in one["bins"]) == one["n"]
    json.dumps(told, allow_nan=False)


def test_specificity_on_the_test_courses_is_near_what_was_held_fixed(large):
    one = large.report.foretold[0]
    assert one.specificity.low - 0.05 <= 0.8 <= one.specificity.high + 0.05


def test_a_small_archive_does_not_pass():
    small = learnt(draw(200, np.random.default_rng(2)))
    assert not small.model.calibration.passed
    assert holds(small.report, "200 courses") == [False]


def test_scores_that_tell_nothing_of_the_end_do_not_pass():
    rng = np.random.default_rng(3)
    patient, session = np.repeat(np.arange(1500), 8), np.tile(np.arange(1, 9), 1500)
    noise = learnt(
        {"patient": patient, "session": session, "score": rng.integers(0, 28, len(patient)).astype(float)}
    )
    assert holds(noise.report, "add to the AUC") == [False]
    assert not noise.model.calibration.passed


def test_ranges_that_hold_too_rarely_fail_the_report(large):
    def low(groups):
        return tuple(
            replace(one, covered=replace(one.covered, hits=int(one.covered.n * 0.6))) for one in groups
        )

    worse = replace(large.report, next_by_third=low(large.report.next_by_third))
    assert holds(worse, "next score, by third") == [False]
    assert holds(worse, "next score, by session") == [True]


def test_ranges_so_wide_that_they_say_nothing_fail_too(large):
    wide = tuple(
        replace(one, covered=replace(one.covered, hits=one.covered.n)) for one in large.report.end_by_session
    )
    assert holds(replace(large.report, end_by_session=wide), "end score, by session") == [False]


def test_chances_that_are_not_met_fail(large):
    off = (replace(large.report.foretold[0], mean=0.95), *large.report.foretold[1:])
    assert holds(replace(large.report, foretold=off), "met on average") == [False]


def test_a_report_about_nobody_fails(large):
    nobody = replace(
        large.report, next_by_session=(), next_by_third=(), end_by_session=(), end_by_third=(), foretold=()
    )
    assert [check.holds for check in judge(nobody)] == [True, *[False] * 7]


def test_without_a_published_reliable_change_a_report_cannot_pass_and_says_why():
    rng = np.random.default_rng(11)
    patient, session = np.repeat(np.arange(900), 6), np.tile(np.arange(1, 7), 900)
    start = np.repeat(rng.normal(55, 10, 900), 6)
    score = np.clip(4 * np.rint((start + 4 * np.log(session) + rng.normal(0, 8, 5400)) / 4), 0, 100)
    found = train(
        {"patient": patient, "session": session, "score": score},
        library.load("who5"),
        **COLUMNS,
        set_name="archive",
        made_on=date(2025, 3, 4),
        rng=rng,
    )
    assert [one.outcome for one in found.report.foretold] == ["still_a_case"]
    failed = [check for check in found.model.calibration.checks if not check.holds]
    assert [check.seen for check in failed] == ["no reliable change has been published"] * 3


def test_the_same_seed_gives_the_same_model():
    table = draw(300, np.random.default_rng(4))
    assert learnt(table, 1).model == learnt(table, 1).model != learnt(table, 2).model


def test_rows_in_another_order_give_the_same_model():
    table = draw(300, np.random.default_rng(4))
    shuffled = np.random.default_rng(1).permutation(len(table["score"]))
    assert learnt({name: column[shuffled] for name, column in table.items()}).model == learnt(table).model


def test_nothing_of_the_courses_held_back_reaches_the_model():
    """Their scores can be any: the line, the end and the ranges stay as they are; only the report changes."""
    table = draw(400, np.random.default_rng(8))
    courses = Archive.read(table, Scale(0, 27, 1, 1), **COLUMNS, time_scale="log")
    _, _, tested = courses.split((0.25, 0.25), np.random.default_rng(5))
    held_back = np.isin(table["patient"], tested.patients)
    changed = dict(table) | {
        "score": np.where(held_back, 27 - table["score"], table["score"]),
        "session": np.where(held_back, 40 + table["session"], table["session"]),
    }
    one, other = learnt(table), learnt(changed)
    assert one.model.trajectory == other.model.trajectory
    assert (one.model.end, one.model.times) == (other.model.end, other.model.times)
    assert one.model.calibration.next == other.model.calibration.next
    assert one.model.calibration.end == other.model.calibration.end
    assert one.report != other.report


def test_the_end_is_covered_as_it_is_foretold_also_where_those_who_do_badly_leave():
    """Nobody knows beforehand when a course will end: the range is for the usual end, the score the last."""
    rng = np.random.default_rng(10)
    table = draw(6000, rng)
    last = np.full(6000, 99)
    for patient, session, score in zip(table["patient"], table["session"], table["score"], strict=True):
        if score > 15 and session > 1 and rng.random() < 0.25:
            last[patient] = min(last[patient], session)
    stays = table["session"] <= last[table["patient"]]
    found = learnt({name: column[stays] for name, column in table.items()}, end=16.0)
    for one in found.report.end_by_session[:8]:
        assert one.covered.share == pytest.approx(0.8, abs=4 * np.sqrt(0.16 * 2 / one.covered.n))


def test_who_is_still_a_case_is_foretold_of_those_who_began_as_one(large):
    one = large.report.foretold[2]
    assert one.outcome == "still_a_case"
    assert 0 < one.n < large.report.foretold[0].n
    assert one.auc.low > one.first_alone.high > 0.5
    assert one.happened.low - 0.05 <= one.mean <= one.happened.high + 0.05


def test_coverage_holds_where_the_growth_model_is_wrong():
    """Sudden drops of half the courses: no line, but exchangeable, so the ranges hold all the same."""
    rng = np.random.default_rng(6)
    n, sessions = 4000, 10
    drop = rng.integers(2, 20, n)[:, None] <= np.arange(1, sessions + 1)
    score = np.clip(np.rint(18 - 9 * drop + rng.standard_t(3, (n, sessions))), 0, 27)
    patient, place = np.nonzero(np.ones((n, sessions), dtype=bool))
    found = learnt({"patient": patient, "session": place + 1, "score": score.ravel()})
    for one in found.report.next_by_session:
        assert one.covered.share >= 0.8 - 4 * np.sqrt(0.16 / 1000 + 0.16 / 1000)


def test_what_cannot_be_learnt_from_is_refused():
    table = draw(50, np.random.default_rng(7))
    with pytest.raises(BadScores, match="the scale goes from 0 to 27"):
        learnt(dict(table) | {"score": table["score"] + 20})
    with pytest.raises(ValueError, match="leave some courses"):
        learnt(table, calibration=0.6, holdout=0.4)
    with pytest.raises(ValueError, match="begins with the first score"):
        Plan(after=0)
    with pytest.raises(ValueError, match="specificity"):
        Plan(specificity=1)
    with pytest.raises(ValueError, match="no time of an end"):
        Plan(end=float("inf"))
    for end in (0, 1, 17):
        with pytest.raises(ValueError, match="have scores from 1 to 16"):
            learnt(table, end=end)
    with pytest.raises(ValueError, match="leave some courses"):
        Plan(calibration=float("nan"))


def test_ranges_hold_on_real_courses_of_another_scale():
    """Weekly HAMD-17 of 172 patients (openpharma/rbmi), log days: the promise over twenty splits."""
    file = Path(__file__).parents[3] / "data" / "antidepressant_data.csv"
    names = {"patient": "PATIENT", "time": "RELDAYS", "score": "HAMDTL17"}
    courses = Archive.read(file, Scale(0, 52, 1, 1), **names, time_scale="log")
    held = []
    for seed in range(20):
        fitted, calibrated, tested = courses.split((0.3, 0.3), np.random.default_rng(seed))
        line = Trajectory.of(GrowthModel(time_scale="log").fit(fitted.rows()), Scale(0, 52, 1, 1))
        made = calibrate(line, calibrated, end=42, set_name="HAMD", made_on=date(2025, 1, 1))
        factors = made.by_known("next", 0.8, 1)
        second = many.next_scores(line, tested.times, tested.scores)
        left = normalised(tested.scores, second)[:, 1]
        held.append(((factors[0, 1] <= left) & (left <= factors[1, 1]))[~np.isnan(left)].mean())
    assert 0.78 <= np.mean(held) <= 0.9
