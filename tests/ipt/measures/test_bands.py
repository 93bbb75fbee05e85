"""What a score means."""

import numpy as np
import pytest

from ipt.measures import bands, library

PHQ9, CORE10 = library.load("phq9"), library.load("core10")
WITH_BANDS = [(m, one) for m in map(library.load, library.ids()) for one in m.bands]


@pytest.mark.parametrize(
    ("value", "label"), [(0, "minimal or none"), (4, "minimal or none"), (5, "mild"), (27, "severe")]
)
def test_a_band_holds_both_its_ends(value, label):
    assert bands.band(PHQ9, "total", value).label == label


def test_a_value_between_two_bands_belongs_to_the_lower():
    assert bands.band(CORE10, "clinical", 10.6).label == "healthy / low-level problems"


def test_no_value_and_no_published_bands_give_none():
    assert bands.band(PHQ9, "total", float("nan")) is None
    assert bands.band(library.load("pcl5"), "total", 40) is None
    assert bands.is_case(PHQ9, float("nan")) is None
    assert bands.is_case(library.load("flourishing"), 30) is None


def test_a_value_out_of_range_is_refused():
    with pytest.raises(ValueError, match="PHQ-9 total lies between 0 and 27, not 28"):
        bands.band(PHQ9, "total", 28)


@pytest.mark.parametrize(("measure", "one"), WITH_BANDS, ids=lambda value: getattr(value, "id", ""))
def test_many_labels_at_once_equal_one_by_one(measure, one):
    values = np.linspace(one.bands[0].low, one.bands[-1].high, 57)
    many = bands.labels(measure, one.score, values)
    assert many.tolist() == [bands.band(measure, one.score, value).label for value in values]


def test_many_labels_without_value_or_bands_are_empty():
    assert bands.labels(PHQ9, "total", [np.nan, 3]).tolist() == ["", "minimal or none"]
    assert bands.labels(library.load("pcl5"), "total", [40]).tolist() == [""]
