"""The guide to the conversation: every part has its source, and nothing in it decides."""

import pytest

from ipt.relationships.attachment import Placement
from ipt.therapy.attachment_guide import guide, stance, to_discuss


def test_every_theme_and_every_stance_has_words_and_a_source() -> None:
    for part in (*guide().themes, *guide().stances):
        assert part.sources and all(part.sources)
    assert all(theme.questions and theme.why for theme in guide().themes)
    assert all(one.hints for one in guide().stances)
    assert all(finding.source for finding in guide().findings)


def test_the_conversation_covers_early_ties_to_what_repeats() -> None:
    ids = [theme.id for theme in guide().themes]
    assert ids == ["early", "sought", "answered", "parted", "comforted", "now", "repeats"]


def test_each_region_has_a_stance_and_the_middle_has_none() -> None:
    assert {one.id for one in guide().stances} == {"secure", "anxious", "avoidant", "fearful"}
    with pytest.raises(KeyError):
        stance("middle")


def test_both_high_brings_the_hints_for_both() -> None:
    titles = [one.id for one in to_discuss(Placement(anxiety=6, avoidance=6))]
    assert titles == ["fearful", "anxious", "avoidant"]
    assert [one.id for one in to_discuss(Placement(anxiety=4, avoidance=4))] == ["secure"]


def test_no_style_is_put_on_a_person() -> None:
    said = " ".join(
        [guide().never_a_gate, *(one.region + one.title + " ".join(one.hints) for one in guide().stances)]
    )
    for name in ("secure", "preoccupied", "dismissing", "fearful", "avoidant", "anxious", "disorder"):
        assert name not in said.lower()
