"""Middle sessions are asked for one link tied to the focus; others are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt.therapy import manuals
from ipt.therapy.focus_drift import FocusHeld, focus_held

DEP16 = manuals.load("dep16")
NUMBERS = st.sets(st.integers(1, 16))


def test_a_middle_session_without_a_tied_link_is_named() -> None:
    held = focus_held(DEP16, {5: 2, 6: 0, 7: 1}, [5, 6, 7], agreed_in=4)
    assert held == FocusHeld((5, 6, 7), (6,))
    assert held.tied == 2
    assert not held.drifting


def test_it_drifts_when_the_last_one_holds_none() -> None:
    assert focus_held(DEP16, {5: 1}, [5, 6], agreed_in=4).drifting


def test_the_initial_and_the_ending_phase_are_not_asked() -> None:
    assert focus_held(DEP16, {}, [1, 2, 3, 4, 13, 16], agreed_in=1) == FocusHeld((), ())


def test_a_missed_session_says_nothing() -> None:
    assert focus_held(DEP16, {5: 1}, [5], agreed_in=4).without == ()


@pytest.mark.parametrize(("agreed_in", "without"), [(None, ()), (0, (5, 6, 7)), (6, (6, 7))])
def test_nothing_can_be_tied_before_there_is_a_focus(agreed_in: int | None, without: tuple[int, ...]) -> None:
    assert focus_held(DEP16, {}, [5, 6, 7], agreed_in=agreed_in).without == without


@pytest.mark.parametrize("tied", [{0: 1}, {5: -1}])
def test_counts_that_cannot_be_are_refused(tied: dict[int, int]) -> None:
    with pytest.raises(ValueError, match="counted"):
        focus_held(DEP16, tied, [5], agreed_in=4)


@given(NUMBERS, NUMBERS)
def test_one_link_more_never_makes_a_drift(attended: set[int], linked: set[int]) -> None:
    before = focus_held(DEP16, dict.fromkeys(linked, 1), attended, agreed_in=4)
    after = focus_held(DEP16, dict.fromkeys(linked | {6}, 1), attended, agreed_in=4)
    assert set(after.without) <= set(before.without)
    assert after.tied + len(after.without) == len(after.sessions)
