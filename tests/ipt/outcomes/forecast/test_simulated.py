"""The simulated model: made by a seed, labelled, and kept from real services."""

import json

import numpy as np
import pytest

from ipt.outcomes.forecast import OnlySimulated, demo_model, simulated


def test_a_real_service_does_not_get_it():
    with pytest.raises(OnlySimulated):
        demo_model(demo=False)


def test_it_says_that_it_is_simulated_and_never_passes():
    model = demo_model(demo=True)
    assert model.calibration.simulated
    assert not model.calibration.passed
    assert model.about.startswith("Simulated")
    assert json.loads(simulated.FILE.read_text())["simulated"] is True


def test_the_file_that_ships_is_what_the_function_makes():
    made, ships = simulated.simulate().model, demo_model(demo=True)
    assert made.trajectory.mean == pytest.approx(ships.trajectory.mean, rel=1e-6)
    assert made.trajectory.covariance == pytest.approx(ships.trajectory.covariance, rel=1e-6)
    assert made.calibration.n == ships.calibration.n
    assert made.data == ships.data


def test_the_courses_drawn_look_like_the_published_ones():
    table = simulated.draw(20_000, np.random.default_rng(9))
    first = table["score"][table["session"] == 1]
    assert first.mean() == pytest.approx(15.6, abs=0.2)
    assert first.std() == pytest.approx(5.4, abs=0.3)
    assert table["score"].min() >= 0
    assert table["score"].max() <= 27
