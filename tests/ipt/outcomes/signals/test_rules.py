"""The rules are data: strict, versioned, with a source, and they say how little they were tested."""

import pytest

from ipt.measures.measure import MeasureError
from ipt.outcomes.signals import LEVELS, load, read
from ipt.outcomes.signals.rules import SHIPPED


def test_every_rule_carries_a_version_a_source_and_a_level():
    rules = load()
    assert rules.version and rules.standing == "not validated for your service"
    assert all(rule.version and rule.source and rule.level in LEVELS for rule in rules.rules)
    assert [reason.id for reason in rules.reasons] == [
        "alliance", "motivation", "support", "event", "focus", "condition", "adjunct",
    ]  # fmt: skip
    assert rules.rule("worse_than_start").level == "review_now"
    with pytest.raises(KeyError):
        rules.rule("no such rule")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('finding = "missed"', 'finding = "lost"', "'lost' is not one of"),
        ("share = 0.20", "share = 20", "must lie between 0 and 1"),
        ("count = 2", "count = 0", "must be 1 or more"),
        ("last_session = 6", "last_session = 3", "lies before first_session"),
        ('level = "review_now"', 'level = "red"', "'red' is not one of"),
        ("first_session = 4", "first_sesion = 4", "is not a key"),
        ('id = "new_risk"', 'id = "missed_sessions"', "comes twice"),
        ("[step_up]", "[stepup]", "step_up: is missing"),
    ],
)
def test_a_bad_file_is_refused_with_file_key_and_reason(tmp_path, old, new, reason):
    file = tmp_path / "rules.toml"
    text = SHIPPED.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))
    with pytest.raises(MeasureError, match=r"rules\.toml") as refused:
        read(file)
    assert reason in str(refused.value)
