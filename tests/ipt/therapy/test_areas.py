import pytest

from ipt.therapy import areas


def test_there_are_four_areas() -> None:
    assert areas.ids() == ("grief", "role_dispute", "role_transition", "interpersonal_sensitivities")


@pytest.mark.parametrize(
    ("area", "states"),
    [
        ("grief", ["timely", "delayed", "prolonged"]),
        ("role_dispute", ["renegotiation", "impasse", "dissolution"]),
        ("role_transition", ["anticipated", "current", "stuck"]),
        ("interpersonal_sensitivities", ["skill", "opportunity", "avoidance"]),
    ],
)
def test_each_area_has_its_sub_states_in_order(area: str, states: list[str]) -> None:
    assert [state.id for state in areas.load(area).sub_states] == states


@pytest.mark.parametrize("area", areas.load_all(), ids=lambda area: area.id)
def test_each_area_says_all_that_the_page_needs(area: areas.ProblemArea) -> None:
    for part in ("recognition", "goals", "strategies", "questions", "progress", "cautions", "sources"):
        assert getattr(area, part), part


def test_a_dispute_asks_about_violence_first() -> None:
    assert any("violence" in line for line in areas.load("role_dispute").alone)


def test_what_is_asked_alone_stands_nowhere_else() -> None:
    dispute = areas.load("role_dispute")
    together = (*dispute.recognition, *dispute.strategies, *dispute.questions, *dispute.cautions)
    assert not any("violen" in line or "coerc" in line for line in together)


def test_an_unknown_area_is_refused() -> None:
    with pytest.raises(KeyError):
        areas.load("weather")
