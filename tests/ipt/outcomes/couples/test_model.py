"""The actor-partner model: nlme's figures on real couples, and what must not change it."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipt.outcomes.columns import BadScores
from ipt.outcomes.couples import distinguishability, fit, pair

DATA = Path(__file__).parents[3] / "data"
FIGURES = json.loads((DATA / "couples.json").read_text())
SEEDS = st.integers(0, 2**32 - 1)
few = settings(max_examples=25)


def acitelli():
    with (DATA / "acipair.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    numbers = [[float(row[name]) for row in rows] for name in ("Satisfaction_A", "Tension_A", "Tension_P")]
    return [row["CoupleID"] for row in rows], [row["Gender_A"] for row in rows], *numbers


def drawn(seed, n=40):
    """Two rows a couple: couple, role, outcome, own, partner."""
    rng = np.random.default_rng(seed)
    own = rng.normal(5, 2, (n, 2))
    shared = rng.normal(0, 1, (n, 1))
    outcome = 3 + 0.6 * own + 0.3 * own[:, ::-1] + shared + rng.normal(0, 1, (n, 2))
    couple, role = np.repeat(np.arange(n), 2), np.tile(["a", "b"], n)
    return couple, role, outcome.ravel(), own.ravel(), own[:, ::-1].ravel()


def told(found):
    parts = [(one.intercept, one.actor, one.partner) for one in found.effects.values()]
    return [value for three in parts for one in three for value in (one.estimate, one.se)]


def test_it_is_what_nlme_says_where_roles_are_told_apart():
    found, figure = fit(pair(*acitelli())), FIGURES["apart"]
    estimates = dict(
        zip(figure["names"], zip(figure["estimates"], figure["errors"], strict=True), strict=True)
    )
    for role in ("Husband", "Wife"):
        effects = found.effects[role]
        for effect, name in (
            (effects.intercept, f"Gender_A{role}"),
            (effects.actor, f"Gender_A{role}:Tension_A"),
            (effects.partner, f"Gender_A{role}:Tension_P"),
        ):
            assert (effect.estimate, effect.se) == pytest.approx(estimates[name], rel=1e-5)
    assert list(found.residual_sd.values()) == pytest.approx(figure["sds"], rel=1e-5)
    assert found.residual_corr == pytest.approx(figure["corr"][0], abs=1e-5)
    assert found.loglik == pytest.approx(figure["loglik"][0], abs=1e-6)


def test_it_is_what_nlme_says_where_they_are_not():
    found, figure = fit(pair(*acitelli()), distinguishable=False), FIGURES["alike"]
    both = found.effects["both"]
    assert [both.intercept.estimate, both.actor.estimate, both.partner.estimate] == pytest.approx(
        figure["estimates"], rel=1e-5
    )
    assert [both.intercept.se, both.actor.se, both.partner.se] == pytest.approx(figure["errors"], rel=1e-5)
    assert found.residual_sd["both"] == pytest.approx(figure["sds"][0], rel=1e-5)
    assert found.residual_corr == pytest.approx(figure["corr"][0], abs=1e-5)
    assert found.loglik == pytest.approx(figure["loglik"][0], abs=1e-6)


def test_roles_that_do_not_matter_pass_the_test_of_it_about_as_often_as_they_should():
    low = 0
    for seed in range(200):
        couple, role, *numbers = drawn(seed)
        low += distinguishability(pair(couple, role, *numbers))[2] < 0.05
    assert 2 <= low <= 25


def test_roles_that_matter_fail_it():
    couple, role, outcome, own, partner = drawn(3)
    _, degrees, p = distinguishability(pair(couple, role, outcome + 2 * own * (role == "a"), own, partner))
    assert degrees == 4
    assert p < 1e-4


@given(seed=SEEDS)
@few
def test_the_order_of_rows_changes_nothing(seed):
    table = drawn(seed)
    mixed = np.random.default_rng(seed).permutation(len(table[0]))
    for apart in (True, False):
        first = fit(pair(*table), distinguishable=apart)
        then = fit(pair(*(column[mixed] for column in table)), distinguishable=apart)
        assert told(then) == pytest.approx(told(first))


@given(seed=SEEDS)
@few
def test_roles_swapped_swap_the_effects_and_change_nothing_where_not_told_apart(seed):
    couple, role, *numbers = drawn(seed)
    swapped = np.where(role == "a", "b", "a")
    first, then = fit(pair(couple, role, *numbers)), fit(pair(couple, swapped, *numbers))
    assert first.effects["a"].actor.estimate == pytest.approx(then.effects["b"].actor.estimate)
    alike = [fit(pair(couple, one, *numbers), distinguishable=False) for one in (role, swapped)]
    assert told(alike[1]) == pytest.approx(told(alike[0]))


@given(seed=SEEDS, shift=st.floats(-20, 20), scale=st.floats(0.1, 10))
@few
def test_outcomes_in_other_units_give_effects_in_those_units(seed, shift, scale):
    couple, role, outcome, own, partner = drawn(seed)
    for apart in (True, False):
        first = fit(pair(couple, role, outcome, own, partner), distinguishable=apart)
        then = fit(pair(couple, role, shift + scale * outcome, own, partner), distinguishable=apart)
        for one, other in zip(first.effects.values(), then.effects.values(), strict=True):
            assert other.actor.estimate == pytest.approx(scale * one.actor.estimate, abs=1e-8)
            assert other.partner.se == pytest.approx(scale * one.partner.se)
        assert then.residual_corr == pytest.approx(first.residual_corr, abs=1e-8)


def test_fiellers_interval_is_where_the_ratio_cannot_be_ruled_out():
    found = fit(pair(*acitelli()), distinguishable=False).effects["both"]
    low, high = found.k_interval
    assert low < found.k < high
    none = fit(
        pair(*drawn(1)[:2], np.random.default_rng(5).normal(size=80), *drawn(1)[3:]), distinguishable=False
    )
    assert none.effects["both"].k is None
    assert none.effects["both"].k_interval is None


def test_couples_of_whom_anything_is_missing_are_left_out_and_counted():
    couple, role, outcome, own, partner = drawn(2)
    outcome[4] = np.nan
    kept = np.arange(len(couple)) != 11  # one partner's row is not there
    found = pair(*(column[kept] for column in (couple, role, outcome, own, partner)))
    assert (len(found), found.n_left_out) == (38, 2)


def test_spaces_around_a_role_are_passed_over():
    couple, role, *numbers = drawn(2)
    padded = [f"{one}   " if place % 3 else one for place, one in enumerate(role)]
    assert pair(couple, padded, *numbers).roles == ("a", "b")


def changed(row, column, value):
    table = [column.copy() for column in drawn(2)]
    table[column][row] = value
    return table


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ([column[:2] for column in drawn(2)], "one couple gets a picture, not a model"),
        ([column[:6] for column in drawn(2)], "3 couples with both partners are too few"),
        (changed(2, 0, 0), "row 3: couple 0 has 3 rows"),
        (changed(1, 1, "a"), "row 2: couple 0 has a twice"),
        (changed(5, 2, np.inf), "outcome: row 6 is infinite"),
        ([[None, *drawn(2)[0][1:]], *drawn(2)[1:]], "couple: row 1 names nobody"),
        ([drawn(2)[0], ["", *drawn(2)[1][1:]], *drawn(2)[2:]], "role: row 1 names nobody"),
        ([column[:0] for column in drawn(2)], "there are no rows"),
        (changed(1, 1, "c"), "there must be two roles to tell apart, not 3"),
        (
            changed(0, 4, 99.0),
            "row 1: couple 0: the partner's value 99 is not what the partner's own row says",
        ),
        ([*drawn(2)[:2], np.full(80, 3.0), *drawn(2)[3:]], "the same for everybody of a role"),
        ([*drawn(2)[:3], np.full(80, 3.0), np.full(80, 3.0)], "the same for everybody of a role"),
    ],
)
def test_what_cannot_be_fitted_is_refused(table, reason):
    with pytest.raises(BadScores, match=reason):
        fit(pair(*table))


@pytest.mark.parametrize("apart", [True, False])
def test_outcomes_with_nothing_left_over_are_refused(apart):
    couple, role, outcome, own, partner = drawn(2)
    for said in (2 * own + partner, np.repeat(outcome[::2], 2)):
        with pytest.raises(BadScores, match="nothing is left over"):
            fit(pair(couple, role, said, own, partner), distinguishable=apart)


def test_who_has_three_rows_is_told_with_their_number_not_anothers():
    table = [np.concatenate([column, column[[3, 7, 7]]]) for column in drawn(2)]
    with pytest.raises(BadScores, match="row 81: couple 1 has 3 rows"):
        pair(*table)


def test_whether_roles_matter_is_not_asked_of_couples_with_one_role_twice():
    """Two wives, two husbands, or one of each: who stands first in a couple means nothing."""
    couple, role, *numbers = drawn(2)
    mixed = role.copy()
    mixed[0::6], mixed[1::6] = "a", "a"
    for roles in (mixed, np.where(couple == 3, "c", role)):
        found = pair(couple, roles, *numbers, told_apart=False)
        assert found.roles is None
        with pytest.raises(BadScores, match="not one of each of two roles"):
            distinguishability(found)
        assert fit(found, distinguishable=False).n_couples == 40


@given(seed=SEEDS)
@few
def test_every_couple_twice_has_the_same_effects(seed):
    couple, role, *numbers = drawn(seed)
    doubled = [np.concatenate([column, column]) for column in (role, *numbers)]
    for apart in (True, False):
        once = fit(pair(couple, role, *numbers), distinguishable=apart)
        twice = fit(pair(np.concatenate([couple, couple + 40]), *doubled), distinguishable=apart)
        for one, other in zip(once.effects.values(), twice.effects.values(), strict=True):
            assert other.actor.estimate == pytest.approx(one.actor.estimate)
            assert other.partner.estimate == pytest.approx(one.partner.estimate)
        assert twice.loglik == pytest.approx(2 * once.loglik)


def test_two_of_one_role_are_fitted_without_telling_apart():
    couple, _, *numbers = drawn(2)
    found = fit(pair(couple, ["wife"] * len(couple), *numbers, told_apart=False), distinguishable=False)
    assert found.n_couples == 40
