"""Hard stops cannot be overridden, defaults can, and what was never asked is not counted as absent."""

import pytest

from ipt.therapy import contraindications, exercises, techniques
from ipt.therapy.contraindications import of_the_moment, weigh

IMAGERY = techniques.load("imagery_rescripting")
HARD = (
    "alone", "acute_risk", "mania", "psychosis", "dissociation", "intoxication",
    "danger_from_the_same_person", "pending_court_case", "early_sessions", "last_sessions", "little_time",
    "no_consent", "not_wanted", "unwilling",
)  # fmt: skip


@pytest.mark.parametrize("circumstance", HARD)
def test_imagery_is_refused_with_its_reason_and_no_release_lifts_it(circumstance: str) -> None:
    verdict = weigh(IMAGERY.against, [circumstance], lifted=[circumstance])
    assert not verdict.open
    assert [one.when for one in verdict.reasons] == [circumstance]
    assert verdict.reasons[0].reason


@pytest.mark.parametrize("technique", techniques.adjunct(), ids=lambda one: one.id)
@pytest.mark.parametrize("circumstance", contraindications.OF_CONSENT)
def test_no_adjunct_begins_without_consent(technique: techniques.Technique, circumstance: str) -> None:
    verdict = weigh(technique.against, [circumstance], lifted=[circumstance])
    assert [one.when for one in verdict.reasons] == [circumstance]


def test_a_default_opens_with_a_release_alone() -> None:
    assert not weigh(IMAGERY.against, ["off_by_default"]).open
    assert weigh(IMAGERY.against, ["off_by_default"], lifted=["off_by_default"]).open


def test_a_reason_lifts_nothing_that_came_up_later() -> None:
    breathing = exercises.load("paced_breathing")
    verdict = weigh(breathing.against, ["heart_or_lung"], lifted=["off_by_default"])
    assert [one.when for one in verdict.reasons] == ["heart_or_lung"]


def test_care_closes_nothing() -> None:
    scan = exercises.load("body_scan")
    verdict = weigh(scan.against, ["pain"])
    assert verdict.open
    assert [one.when for one in verdict.care] == ["pain"]


@pytest.mark.parametrize(
    ("number", "planned", "found"),
    [
        (3, 16, {"early_sessions"}),
        (4, 16, set()),
        (14, 16, set()),
        (15, 16, {"last_sessions"}),
        (16, 16, {"last_sessions"}),
    ],
)
def test_the_first_three_and_the_last_two_sessions(number: int, planned: int, found: set[str]) -> None:
    assert of_the_moment(alone=False, number=number, planned=planned) == found


def test_little_time_is_under_ten_minutes() -> None:
    assert of_the_moment(alone=False, minutes_left=9) == {"little_time"}
    assert of_the_moment(alone=False, minutes_left=10) == set()


def test_alone_and_at_risk_come_from_the_moment() -> None:
    assert of_the_moment(alone=True, acute_risk=True) == {"alone", "acute_risk"}


def test_a_known_reason_stands_in_each_file() -> None:
    for one in (*techniques.load_all(), *exercises.load_all()):
        for against in one.against:
            assert against.reason.endswith(".")
    assert set(contraindications.OF_THE_PERSON) >= {"mania", "psychosis", "dissociation"}
