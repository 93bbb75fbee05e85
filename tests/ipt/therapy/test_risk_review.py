from pathlib import Path

import pytest

from ipt.therapy import risk_review
from ipt.therapy.datafile import DATA, BadFile


def test_five_things_are_asked() -> None:
    assert [q.id for q in risk_review.load().questions] == [
        "thoughts",
        "plan",
        "means",
        "intent",
        "protection",
    ]
    assert all(len(q.answers) >= 3 and q.ask.rstrip().endswith("?") for q in risk_review.load().questions)


def test_five_levels_each_suggest_something_to_do() -> None:
    assert [one.level for one in risk_review.load().levels] == [0, 1, 2, 3, 4]
    assert all(one.actions and one.meaning for one in risk_review.load().levels)


def test_an_unknown_level_is_refused() -> None:
    for number in (-1, 5):
        with pytest.raises(ValueError, match="0 to 4"):
            risk_review.level(number)


def test_from_wishes_to_be_dead_on_it_is_asked_in_every_session() -> None:
    assert [risk_review.ask_every_session(n) for n in range(5)] == [False, True, True, True, True]


def test_the_highest_levels_call_for_help_before_anything_else() -> None:
    assert risk_review.level(3).actions[0].startswith("Stay with the patient")
    assert risk_review.level(4).actions[0].startswith("Call the emergency services")


def test_a_safety_plan_has_six_parts_in_order_and_reasons_for_living() -> None:
    ids = ["warning_signs", "coping", "distraction", "helpers", "professionals", "means", "reasons"]
    assert [part.id for part in risk_review.load().parts] == ids


def test_zero_is_never_called_safe() -> None:
    said = risk_review.level(0).title + risk_review.level(0).meaning + risk_review.load().zero_means
    assert "reported" in said
    assert "safe" not in said.lower()


def test_levels_out_of_order_are_refused(tmp_path: Path) -> None:
    text = (DATA / "risk_review.toml").read_text(encoding="utf-8")
    (tmp_path / "ours.toml").write_text(text.replace("level = 4", "level = 7"), encoding="utf-8")
    with pytest.raises(BadFile, match=r"ours\.toml: levels: must be 0 to 4 in order"):
        risk_review.read_review(tmp_path / "ours.toml")
