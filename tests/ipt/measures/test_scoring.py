"""What scores obey for any answers, and how each rule for blanks works."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt.measures import library, scoring
from ipt.measures.answers import AnswerError, Block, read_answers
from ipt.measures.measure import Item, Measure

PHQ9 = library.load("phq9")
ODD = [0.0, 1.0, 2.0, 3.0] * 8  # mostly answers, so that whole forms of them come up
ODD += [-0.0, float("nan"), float("inf"), -float("inf"), 2.5, 300.0, 256.0, -1.0, 4.0, 1e300, 5e-324]
MEASURES = [library.load(measure_id) for measure_id in library.ids()]


def values_of(item: Item) -> list[float]:
    return [option.value for option in item.options] or [item.low, item.high]


def rows_for(measure: Measure, *, blanks: bool = True) -> st.SearchStrategy[list[float | None]]:
    blank = [None] if blanks else []
    return st.tuples(*(st.sampled_from([*values_of(item), *blank]) for item in measure.items)).map(list)


any_measure = st.sampled_from(MEASURES)
any_form = any_measure.flatmap(lambda measure: st.tuples(st.just(measure), rows_for(measure)))
phq9_answers = st.lists(st.sampled_from([0, 1, 2, 3, None]), min_size=9, max_size=9)


@given(phq9_answers, st.permutations(range(9)))
def test_item_order_does_not_matter(row, order):
    there, back = scoring.total(PHQ9, [row[i] for i in order]), scoring.total(PHQ9, row)
    assert np.array_equal(there, back, equal_nan=True)


def alike(measure: Measure, score_id: str) -> bool:
    """Say whether all items of a score count in the same way."""
    score = measure.score(score_id)
    scales = {(measure.item(item).low, measure.item(item).high) for item in score.items}
    plain = not (score.reversed or score.minus or score.missing.never_blank or score.missing.may_be_blank)
    return plain and len(scales) == 1 and score.method in {"sum", "mean"}


@given(any_form, st.randoms(use_true_random=False))
def test_item_order_does_not_matter_within_any_score_whose_items_count_alike(form, random):
    measure, row = form
    for score in measure.scores:
        if alike(measure, score.id):
            answers = dict(zip((item.id for item in measure.items), row, strict=True))
            shuffled = random.sample(score.items, len(score.items))
            turned = answers | {new: answers[old] for new, old in zip(score.items, shuffled, strict=True)}
            there = scoring.score_all(measure, list(turned.values()))[score.id]
            assert np.array_equal(there, scoring.score_all(measure, row)[score.id], equal_nan=True)


@given(any_measure.flatmap(lambda m: st.tuples(st.just(m), rows_for(m, blanks=False))))
def test_every_complete_form_has_every_score(form):
    measure, row = form
    assert not any(np.isnan(value) for value in scoring.score_all(measure, row).values())


@given(any_measure.flatmap(lambda m: st.tuples(st.just(m), st.lists(rows_for(m), min_size=1, max_size=8))))
def test_many_at_once_equals_one_by_one(case):
    measure, rows = case
    for name, many in scoring.score_all(measure, rows).items():
        one_by_one = [float(scoring.score_all(measure, row)[name]) for row in rows]
        assert np.array_equal(many, one_by_one, equal_nan=True)


@given(any_form)
def test_every_score_stays_in_its_range(form):
    measure, row = form
    for name, value in scoring.score_all(measure, row).items():
        score = measure.score(name)
        assert np.isnan(value) or score.low <= value <= score.high


@given(any_form)
def test_leading_axes_are_free(form):
    measure, row = form
    cube = np.full((2, 3, len(row)), row, dtype=float)
    for name, value in scoring.score_all(measure, cube).items():
        assert value.shape == (2, 3)
        assert np.array_equal(value, np.full((2, 3), scoring.score_all(measure, row)[name]), equal_nan=True)


@given(any_measure.flatmap(lambda m: st.tuples(st.just(m), st.lists(rows_for(m), min_size=1, max_size=8))))
def test_scores_from_bytes_equal_scores_from_floats(case):
    measure, rows = case
    answers = read_answers(measure, np.array(rows, dtype=float))
    by_floats = Block(answers.rows, whole=None)
    for name, value in scoring.score_all(measure, rows).items():
        plain = scoring._score_block(measure, measure.score(name), answers, by_floats)
        assert np.array_equal(value, plain, equal_nan=True)


@given(st.lists(st.lists(st.sampled_from(ODD), min_size=9, max_size=9), min_size=1, max_size=4))
def test_odd_answers_are_refused_at_the_first_that_is_no_option(rows):
    wrong = [
        (row, place)
        for row, answers in enumerate(rows)
        for place, value in enumerate(answers)
        if not (np.isnan(value) or value in (0, 1, 2, 3))
    ]
    if not wrong:
        assert scoring.total(PHQ9, rows).shape == (len(rows),)
        return
    with pytest.raises(AnswerError) as refused:
        scoring.total(PHQ9, rows)
    row, place = wrong[0]
    assert (refused.value.row, refused.value.item) == (row, PHQ9.items[place])
    assert f": {rows[row][place]:g} is not an answer" in str(refused.value)


def test_no_block_ends_in_the_middle_of_a_form(monkeypatch):
    answers = np.random.default_rng(3).integers(0, 4, (50, 9)).astype(float)
    at_once = scoring.total(PHQ9, answers)
    monkeypatch.setattr("ipt.measures.answers.BLOCK", 20)
    assert np.array_equal(scoring.total(PHQ9, answers), at_once)


@given(phq9_answers)
def test_a_blank_never_counts_as_zero(row):
    """A prorated total is the mean of what was answered, carried over to nine items and rounded half up."""
    answered = [answer for answer in row if answer is not None]
    result = scoring.total(PHQ9, row)
    if len(answered) < 7:
        assert np.isnan(result)
    else:
        assert result == (2 * sum(answered) * 9 + len(answered)) // (2 * len(answered))


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.id)
def test_one_blank_too_many_gives_no_score(measure):
    for score in measure.scores:
        row = {item.id: item.high for item in measure.items}
        limit = score.missing.max_missing
        for item in score.items[: limit + 1]:
            row[item] = float("nan")
        if limit < len(score.items):
            assert np.isnan(scoring.score_all(measure, list(row.values()))[score.id])


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.id)
def test_the_ends_of_every_range_can_be_reached(measure):
    for score in measure.scores:
        low_ends = {item.id: item.low for item in measure.items}
        high_ends = {item.id: item.high for item in measure.items}
        turned = {*score.reversed, *score.minus}
        lowest = [(high_ends if name in turned else low_ends)[name] for name in low_ends]
        highest = [(low_ends if name in turned else high_ends)[name] for name in low_ends]
        if score.method != "count_in" and score.missing.policy != "gate_zero":
            assert scoring.score_all(measure, lowest)[score.id] == score.low
            assert scoring.score_all(measure, highest)[score.id] == score.high


def test_unscored_items_may_be_left_out():
    assert scoring.total(PHQ9, [1] * 9) == scoring.total(PHQ9, [1] * 9 + [3]) == 9


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ([0] * 8, "PHQ-9 needs 9 or 10 answers, not 8"),
        ([0] * 11, "PHQ-9 needs 9 or 10 answers, not 11"),
        (3, "PHQ-9 needs 9 or 10 answers, not 0"),
        ([0] * 8 + [4], r"PHQ-9 item 9: 4 is not an answer \(0, 1, 2, 3\)"),
        ([0] * 8 + [-1], "PHQ-9 item 9: -1 is not an answer"),
        ([0.5] + [0] * 8, "PHQ-9 item 1: 0.5 is not an answer"),
        ([float("inf")] + [0] * 8, "PHQ-9 item 1: inf is not an answer"),
        (["x"] + [0] * 8, "PHQ-9: answers must be numbers"),
        ([[0] * 9, [0, 7] + [0] * 7], "PHQ-9 row 1, item 2: 7 is not an answer"),
    ],
)
def test_a_wrong_row_is_refused_by_item_and_value(answers, message):
    with pytest.raises(ValueError, match=message):
        scoring.total(PHQ9, answers)


def test_a_refusal_says_where_in_a_large_batch():
    rows = np.zeros((10_000, 9))
    rows[7_777, 4] = 9
    with pytest.raises(AnswerError) as caught:
        scoring.total(PHQ9, rows)
    assert (caught.value.row, caught.value.item.number, caught.value.value) == (7_777, "5", 9)


def test_whole_number_arrays_need_no_conversion():
    assert scoring.total(PHQ9, np.ones((5, 9), dtype=np.int8)).tolist() == [9.0] * 5


def test_one_persons_score_says_what_was_answered_and_which_rule_applied():
    scored = scoring.score(PHQ9, [2, 2, 2, 2, None, 2, 2, 2, 0])
    assert scored.scores == {"total": 16.0}
    assert scored.bands == {"total": "moderately severe"}
    assert (scored.answered, scored.missing, scored.prorated) == (8, 1, True)
    assert [item.number for item in scored.blank] == ["5"]
    assert scored.main.rule == "up to 2 of 9 blank: the mean of the others stands in, rounded half up"


def test_score_takes_one_person_only():
    with pytest.raises(ValueError, match="one person"):
        scoring.score(PHQ9, [[0] * 9])


def points(measure: Measure, score_id: str, answers: dict[str, float | None]) -> list[Fraction | None]:
    """What each answer adds, by hand: turned round where reversed, taken away where it counts against."""
    score, made = measure.score(score_id), []
    for item in map(measure.item, score.items):
        answer = answers[item.id]
        if answer is None:
            made.append(None)
            continue
        turned = item.low + item.high - answer if item.id in score.reversed else answer
        made.append(Fraction(turned) * (-1 if item.id in score.minus else 1))
    return made


@given(any_form)
def test_blanks_are_prorated_or_leave_no_score(form):
    """Sums and means again, in exact fractions: the mean of what was answered stands in, or nothing does."""
    measure, row = form
    scored = scoring.score_all(measure, row)
    answers = dict(zip((item.id for item in measure.items), row, strict=True))
    for score in measure.scores:
        rule = score.missing
        if score.method not in {"sum", "mean"} or rule.policy not in {
            "prorate",
            "mean_of_answered",
            "require_complete",
        }:
            continue
        made = points(measure, score.id, answers)
        known = [point for point in made if point is not None]
        forbidden = any(answers[item] is None for item in rule.never_blank)
        if len(made) - len(known) > rule.max_missing or forbidden:
            assert np.isnan(scored[score.id])
            continue
        mean = sum(known) / len(known)
        value = mean if score.method == "mean" else mean * len(made)
        value = (value + Fraction(score.constant)) * Fraction(score.multiplier)
        prorated = len(known) < len(made) and rule.rounding == "half_up"
        expected = float(value + Fraction(1, 2)) // 1 if prorated else float(value)
        assert scored[score.id] == pytest.approx(expected, rel=1e-12)
