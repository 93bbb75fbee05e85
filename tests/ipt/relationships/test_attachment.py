"""Placements on the plane of worry and distance: numbers, words that fade, and no cut-off."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt.measures import library, scoring
from ipt.relationships.attachment import ECR_RS, Lean, Move, Placement, lean, move, overall, speaks_for

ON_SCALE = st.floats(min_value=1, max_value=7)
WORDS = ["", "a little", "rather", "very"]


def test_the_published_scoring_gives_the_hand_computed_example() -> None:
    """Items 2,2,2,2,5,6,6,5,4: avoidance (6+6+6+6+5+6)/6, anxiety (6+5+4)/3."""
    scored = scoring.score(library.load(ECR_RS), [2, 2, 2, 2, 5, 6, 6, 5, 4]).scores
    assert scored["avoidance"] == pytest.approx(35 / 6)
    assert scored["anxiety"] == pytest.approx(5.0)
    assert Placement(scored["anxiety"], scored["avoidance"]).region == "fearful"


@pytest.mark.parametrize("value", [0.99, 7.01, float("nan"), float("inf")])
def test_nothing_lies_off_the_plane(value: float) -> None:
    with pytest.raises(ValueError, match="anxiety must be from 1 to 7"):
        Placement(anxiety=value, avoidance=4)
    with pytest.raises(ValueError, match="avoidance must be from 1 to 7"):
        Placement(anxiety=4, avoidance=value)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (4.0, Lean("middle", "")),
        (4.49, Lean("middle", "")),
        (4.5, Lean("high", "a little")),
        (3.5, Lean("low", "a little")),
        (5.25, Lean("high", "rather")),
        (6.25, Lean("high", "very")),
        (1.0, Lean("low", "very")),
    ],
)
def test_words_say_how_far_from_the_middle(value: float, said: Lean) -> None:
    assert lean(value) == said


@given(ON_SCALE, ON_SCALE)
def test_words_never_get_stronger_towards_the_middle(one: float, other: float) -> None:
    nearer, further = sorted((one, other), key=lambda value: abs(value - 4))
    assert WORDS.index(lean(nearer).strength) <= WORDS.index(lean(further).strength)


@given(st.floats(min_value=0, max_value=3))
def test_both_sides_are_told_alike(away: float) -> None:
    assert lean(4 + away).strength == lean(4 - away).strength


@pytest.mark.parametrize(
    ("anxiety", "avoidance", "region", "hints"),
    [
        (2, 2, "secure", ("secure",)),
        (6, 2, "anxious", ("anxious",)),
        (2, 6, "avoidant", ("avoidant",)),
        (6, 6, "fearful", ("fearful", "anxious", "avoidant")),
        (4, 4, "middle", ("secure",)),
        (6, 4, "middle", ("anxious",)),
        (4.2, 5, "middle", ("avoidant",)),
    ],
)
def test_a_region_is_said_only_away_from_the_middle(
    anxiety: float, avoidance: float, region: str, hints: tuple[str, ...]
) -> None:
    point = Placement(anxiety, avoidance)
    assert (point.region, speaks_for(point)) == (region, hints)


def test_the_mean_over_people_is_taken_line_by_line() -> None:
    assert overall([Placement(2, 3), Placement(5, 4), Placement(5, 2)]) == Placement(4, 3)
    assert overall([]) is None


def test_a_move_is_what_changed_on_each_line() -> None:
    moved = move(Placement(5.5, 4), Placement(2.5, 4))
    assert moved == Move(-3, 0) and moved.length == 3
    assert move(Placement(1, 1), Placement(4, 5)).length == 5
