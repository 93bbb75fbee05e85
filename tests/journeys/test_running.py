"""The program of the journeys leaves nothing behind, also when it does not start."""

import os
from pathlib import Path

import pytest

from tests.journeys.running import Kith


def test_a_program_that_does_not_start_says_why_and_is_gone(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file where a folder should be")
    kith = Kith(tmp_path)
    with pytest.raises(RuntimeError, match="Kith did not start"):
        kith.start()
    assert kith.process.returncode is not None


def test_a_start_that_is_broken_off_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks_off(kith: Kith) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Kith, "_wait", breaks_off)
    kith = Kith(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        kith.start()
    assert kith.process.returncode is not None
    with pytest.raises(ProcessLookupError):
        os.killpg(kith.process.pid, 0)
