from pathlib import Path

import pytest

from ipt.therapy import techniques
from ipt.therapy.datafile import DATA, BadFile

ADJUNCT = ["imagery_rescripting", "drama", "bodily_work", "mindfulness", "restructuring_attention"]


def test_ipts_own_set_has_eleven_techniques_that_can_be_done_in_a_session() -> None:
    assert len(techniques.core()) == 11
    for one in techniques.core():
        assert one.steps
        assert one.minutes is not None
        assert 0 < one.minutes[0] <= one.minutes[1] <= 50


def test_the_five_adjunct_ones_are_marked_and_say_so() -> None:
    assert [one.id for one in techniques.adjunct()] == ADJUNCT
    for one in techniques.adjunct():
        assert not one.ipts_own
        assert "Not part of IPT's own set" in (one.caution or "")


def test_role_play_never_rehearses_confronting_somebody_violent() -> None:
    for technique in ("role_play", "drama"):
        assert "violent" in (techniques.load(technique).alone_first or "")
        assert "violent" not in (techniques.load(technique).caution or "")


def test_every_technique_is_there_once() -> None:
    ids = [one.id for one in techniques.load_all()]
    assert len(set(ids)) == len(ids) == 16


def test_a_core_technique_without_steps_is_refused(tmp_path: Path) -> None:
    text = (DATA / "techniques.toml").read_text(encoding="utf-8").replace('"adjunct"', '"core"')
    (tmp_path / "ours.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BadFile, match="imagery_rescripting: a core technique needs steps and minutes"):
        techniques.read_techniques(tmp_path / "ours.toml")
