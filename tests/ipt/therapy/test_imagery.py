"""The log of a run adds up to where it stands; stopping leads to grounding and nothing leads around it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt.therapy import imagery
from ipt.therapy.imagery import KINDS, Tap, add_up
from ipt.therapy.imagery_stops import proposed


def rated(*pairs: tuple[float, int]) -> list[Tap]:
    return [Tap("distress", at, value) for at, value in pairs]


def test_a_run_begins_in_its_first_part() -> None:
    run = add_up([])
    assert (run.step, run.stopped, run.may_finish, run.last_distress) == ("as_then", False, False, None)
    assert [step.id for step in imagery.led()] == [*imagery.AROUSING, imagery.GROUND, imagery.TALK]


@pytest.mark.parametrize(
    ("ratings", "proposed"),
    [
        ([(0, 8), (121, 8)], "high_distress"),
        ([(0, 9), (60, 10), (130, 8)], "high_distress"),
        ([(0, 8), (120, 9)], ""),  # two minutes are not over two minutes
        ([(0, 8), (60, 7), (130, 8)], ""),
        ([(0, 10)], ""),
        ([(0, 7), (200, 7)], ""),
    ],
)
def test_stopping_is_proposed_when_distress_stays_high(ratings: list, proposed: str) -> None:
    assert add_up(rated(*ratings)).proposal == proposed


@pytest.mark.parametrize(("until", "proposed"), [(120, ""), (121, "high_distress"), (None, "")])
def test_distress_that_was_rated_high_lasts_until_it_is_rated_anew(until: float, proposed: str) -> None:
    assert add_up(rated((0, 9)), until).proposal == proposed
    assert add_up(rated((0, 9), (60, 5)), until).proposal == ""
    assert add_up([*rated((0, 9)), Tap("carried_on", 1)], until).proposal == ""


def test_a_moment_before_the_last_rating_takes_nothing_from_it() -> None:
    assert add_up(rated((0, 9), (130, 9)), 10).proposal == "high_distress"


def test_carrying_on_begins_the_count_anew() -> None:
    high = rated((0, 9), (130, 9))
    carried = [*high, Tap("carried_on", 140, words="It is easing; she wants to go on.")]
    assert add_up(carried).proposal == ""
    assert add_up([*carried, *rated((150, 9), (200, 9))]).proposal == ""
    assert add_up([*carried, *rated((150, 9), (300, 9))]).proposal == "high_distress"


def test_feeling_unreal_proposes_a_stop_at_once_and_until_it_is_over() -> None:
    assert add_up([Tap("unreal", 5, 1)]).proposal == "unreal"
    assert add_up([Tap("unreal", 5, 1), Tap("unreal", 9, 0)]).proposal == ""


def test_nothing_is_proposed_once_grounding_has_begun() -> None:
    assert add_up([*rated((0, 9), (200, 9)), Tap("stopped", 201)]).proposal == ""


@pytest.mark.parametrize("called", [[Tap("unreal", 5, 1)], rated((0, 9), (200, 9))], ids=["unreal", "high"])
def test_further_into_the_image_asks_for_a_reason_while_a_stop_is_proposed(called: list[Tap]) -> None:
    run = add_up([Tap("step", 1, words="step_in"), *called])
    steps = (*imagery.AROUSING, imagery.GROUND, imagery.TALK)
    assert [step for step in steps if run.asks_why(step)] == ["receive"]  # back and grounding ask for none
    into = add_up([Tap("step", 1, words="step_in"), *called, Tap("step", 210, words="ground")])
    assert (into.proposal, into.asks_why("as_then"), into.asks_why("receive")) == ("", True, True)
    carried = add_up([Tap("step", 1, words="step_in"), *called, Tap("carried_on", 220, words="It eased.")])
    assert not any(carried.asks_why(step) for step in steps)


@pytest.mark.parametrize(
    ("then", "decided", "words"),
    [
        (Tap("carried_on", 210, words="She says it passed."), "carried_on", "She says it passed."),
        (Tap("stopped", 210, words="rule"), "stopped", ""),
        (Tap("step", 210, words="ground"), "grounded", ""),
        (Tap("left", 210, words="Rang."), "left", ""),
        (Tap("step", 210, words="as_then"), "", ""),  # back: it still stands
        (Tap("need", 210, words="Quiet"), "", ""),
    ],
)
def test_what_came_of_a_proposed_stop_is_read_from_the_log(then: Tap, decided: str, words: str) -> None:
    for why, at, called in (
        ("unreal", 5, Tap("unreal", 5, 1)),
        ("high_distress", 125, Tap("distress", 5, 9)),
    ):
        (one,) = proposed([Tap("step", 1, words="step_in"), called, then], 215)
        assert (one.why, one.at, one.step, one.decided, one.words) == (why, at, "step_in", decided, words)


def test_a_proposed_stop_passes_with_what_it_was_for_and_may_come_again() -> None:
    unreal = [Tap("unreal", 5, 1), Tap("unreal", 9, 0), Tap("unreal", 20, 1), Tap("stopped", 21)]
    assert [(one.at, one.decided) for one in proposed(unreal)] == [(5, "passed"), (20, "stopped")]
    both = [Tap("distress", 0, 9), Tap("unreal", 150, 1), Tap("distress", 160, 4), Tap("carried_on", 170)]
    found = [(one.why, one.at, one.decided) for one in proposed(both)]
    assert found == [("high_distress", 120, "passed"), ("unreal", 150, "carried_on")]
    assert [one.why for one in proposed([Tap("distress", 0, 9)], 121)] == ["high_distress"]
    assert proposed([Tap("distress", 0, 9)], 119) == ()


@pytest.mark.parametrize("step", imagery.AROUSING)
def test_a_stop_leads_to_grounding_from_every_part(step: str) -> None:
    run = add_up([Tap("step", 1, words=step), Tap("stopped", 2, words="rule")])
    assert (run.step, run.stopped, run.stopped_as) == ("ground", True, "rule")
    assert not any(run.may_go_to(one) for one in (*imagery.AROUSING, imagery.TALK))


def test_going_back_into_the_image_asks_for_grounding_again() -> None:
    back = add_up([Tap("grounded", 9), Tap("step", 10, words="receive")])
    assert not back.may_finish
    assert not back.may_go_to("talk_it_over")


def test_back_to_grounding_asks_for_the_whole_of_it_again() -> None:
    slip = [Tap("stopped", 5), Tap("grounded", 9, 1), Tap("step", 10, words="ground")]
    run = add_up(slip)
    assert (run.step, run.may_finish, run.stopped, run.unreal_at_end) == ("ground", False, True, None)
    assert not run.may_go_to("talk_it_over")
    assert add_up([*slip, Tap("grounded", 20, 7)]).ask_again
    again = add_up([*slip, Tap("grounded", 20, 3)])
    assert (again.step, again.may_finish, again.unreal_at_end) == ("talk_it_over", True, 3)


def test_a_stop_while_talking_leads_to_grounding_once_more() -> None:
    run = add_up([Tap("grounded", 9, 2), Tap("stopped", 20)])
    assert (run.step, run.may_finish, run.unreal_at_end) == ("ground", False, 2)


def test_whoever_left_is_not_called_grounded() -> None:
    run = add_up([Tap("left", 9)])
    assert (run.grounded, run.left, run.stopped, run.may_finish) == (False, True, True, True)


def test_the_highest_distress_counts_the_beginning() -> None:
    assert imagery.highest(9, rated((1, 4))) == 9
    assert imagery.highest(None, []) is None


def test_the_clinician_steps_in_first() -> None:
    assert [imagery.who_steps_in(n) for n in range(4)] == ["clinician", "clinician", "patient", "patient"]


steps = st.sampled_from([step.id for step in imagery.led()])
taps = st.builds(Tap, st.sampled_from(KINDS), st.floats(0, 5400), st.integers(0, 10), steps)


@given(st.lists(taps, max_size=30))
def test_a_run_is_finished_only_by_grounding_or_leaving(log: list[Tap]) -> None:
    kinds = {tap.kind for tap in log}
    assert not add_up(log).may_finish or kinds & {"grounded", "left"}


@given(st.lists(taps, max_size=30))
def test_a_stop_is_never_undone(log: list[Tap]) -> None:
    run = add_up([Tap("stopped", 0), *log])
    assert run.stopped
    assert run.step not in imagery.AROUSING
    assert not any(run.may_go_to(step) for step in imagery.AROUSING)


def test_grounding_goes_on_while_it_still_feels_unreal_and_is_asked_about_once_more() -> None:
    began = [Tap("step", 10, words="step_in"), Tap("stopped", 60), Tap("grounded", 90, value=7)]
    run = add_up(began)
    assert (run.step, run.ask_again, run.may_finish) == ("ground", True, False)
    again = add_up([*began, Tap("grounded", 150, value=6)])
    assert (again.step, again.may_finish, again.steady) == ("talk_it_over", True, False)
    assert add_up([*began, Tap("grounded", 150, value=2)]).steady


def test_going_back_into_the_image_asks_for_the_whole_of_grounding_again() -> None:
    taps = [
        Tap("step", 10, words="ground"),
        Tap("grounded", 20, value=8),
        Tap("step", 30, words="receive"),
        Tap("step", 40, words="ground"),
        Tap("grounded", 50, value=8),
    ]
    assert add_up(taps).ask_again
