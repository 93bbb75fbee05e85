"""kith bench growth: a figure that is wrong, ours or the peer's, makes its gate fail, whatever the speed."""

import shutil
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from clinic.command import bench
from clinic.command.benches import growth, measured
from clinic.command.benches.measured import Row, Side

FIGURES = {
    "loglik": -31234.5,
    "estimates": [16.0, -0.45],
    "errors": [0.15, 0.012],
    "spreads": [4.5, 0.35, 3.0],
}


def side(*, peak_mb=100.0, **wrong):
    return Side("one", 1.0, runs=1, peak_mb=peak_mb, figures=FIGURES | wrong)


def failing(gates):
    return [gate.what for gate in gates if not gate.holds]


def test_equal_figures_hold():
    gates = growth.agreeing(side(), side(), tight=True)
    assert len(gates) == 4
    assert failing(gates) == []


@pytest.mark.parametrize(
    ("ours", "fails"),
    [
        ({"loglik": -31234.5 - 2e-6}, ["not below lme4", "log likelihood equal"]),
        ({"loglik": -31234.5 + 2e-6}, ["log likelihood equal"]),
        ({"loglik": float("nan")}, ["not below lme4", "log likelihood equal"]),
        ({"estimates": [16.0 + 2e-5 * 0.15, -0.45]}, ["estimates equal"]),
        ({"estimates": [16.0, -0.45 - 2e-5 * 0.012]}, ["estimates equal"]),
        ({"estimates": [16.0, float("nan")]}, ["estimates equal"]),
        ({"spreads": [4.5, 0.35, float("nan")]}, ["spreads equal"]),
        ({"spreads": [4.5, 0.35 * (1 + 2e-5), 3.0]}, ["spreads equal"]),
        ({"spreads": [4.5, 0.35, 3.0 * (1 - 2e-5)]}, ["spreads equal"]),
    ],
)
def test_a_wrong_figure_fails_its_gate(ours, fails):
    assert failing(growth.agreeing(side(**ours), side(), tight=True)) == fails


def test_a_wrong_number_of_estimates_is_no_agreement():
    with pytest.raises(ValueError, match="zip"):
        growth.agreeing(side(estimates=[16.0]), side(), tight=True)


def test_beside_lme4_as_it_comes_we_may_be_higher_and_not_lower():
    assert failing(growth.agreeing(side(loglik=-31234.0), side(), tight=False)) == []
    assert failing(growth.agreeing(side(loglik=-31235.0), side(), tight=False)) == ["not below lme4"]


def test_a_log_likelihood_of_millions_is_held_to_twelve_digits():
    far = {"loglik": -3.1e6}
    assert failing(growth.agreeing(side(loglik=-3.1e6 + 2e-6), side(**far), tight=True)) == []
    assert failing(growth.agreeing(side(loglik=-3.1e6 - 4e-6), side(**far), tight=True)) == [
        "not below lme4",
        "log likelihood equal",
    ]


def test_an_eighth_of_the_memory_is_a_gate():
    assert growth._memory(side(peak_mb=900)).holds
    assert not growth._memory(side(peak_mb=901)).holds


@pytest.fixture
def lme4_that_says(tmp_path, monkeypatch):
    """The sides where R's is our own program with its figures changed."""

    def put(change):
        folder = tmp_path / "sides"
        shutil.copytree(measured.SIDES, folder)
        ours = (folder / "growth_kith.py").read_text()
        told = ours.replace(
            "report(fit, runs, figures)", f"report(fit, runs, lambda r: figures(r) | {change})"
        )
        assert told != ours
        (folder / "growth_lme4.R").write_text(told)
        monkeypatch.setattr(measured, "SIDES", folder)
        monkeypatch.setattr(bench, "PEERS", tmp_path / "nowhere")
        monkeypatch.setattr(bench.peers, "rscript", lambda: Path(sys.executable))
        return CliRunner().invoke(bench.bench, ["growth", "--quick"])

    return put


def test_all_gates_hold_beside_an_lme4_that_says_the_same(lme4_that_says):
    done = lme4_that_says("{}")
    assert done.exit_code == 0
    assert "FAILS" not in done.output
    assert "holds: as in order" in done.output


def test_the_command_ends_with_1_where_lme4_says_something_else(lme4_that_says):
    done = lme4_that_says("{'loglik': -1.0}")
    assert done.exit_code == 1
    assert "FAILS: not below lme4" in done.output


def test_rows_in_another_order_that_fit_differently_fail_their_gate(tmp_path, monkeypatch):
    monkeypatch.setattr(growth, "side", lambda *_, **__: side(loglik=-31234.5 * (1 + 2e-11)))
    drawn = growth.simulate.courses(growth.np.random.default_rng(1), 5)
    given = measured.Given(tmp_path, tmp_path, None, None)
    row = growth._unordered("rows", given, drawn, side(), growth.SIZES[0])
    assert failing(row.gates) == ["as in order"]


def test_a_fit_below_that_of_mixedlm_rs_fails_its_gate(tmp_path, monkeypatch):
    monkeypatch.setattr(growth, "side", lambda *_, **__: side(loglik=-31234.4))
    given = measured.Given(tmp_path, tmp_path, tmp_path, None)
    (row,) = growth._beside_mixedlm("rows", tmp_path, side(), 3, growth.SIZES[0], given)
    assert isinstance(row, Row)
    assert failing(row.gates) == ["not below mixedlm-rs"]
    assert not row.reached
