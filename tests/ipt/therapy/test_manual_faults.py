from pathlib import Path

import pytest

from ipt.therapy.datafile import DATA, BadFile
from ipt.therapy.manual_faults import faults
from ipt.therapy.manuals import ids, load, read_manual


def changed(folder: Path, old: str, new: str) -> Path:
    text = (DATA / "manuals" / "dep12.toml").read_text(encoding="utf-8")
    assert old in text
    (folder / "ours.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder / "ours.toml"


def test_our_own_manuals_are_sound() -> None:
    assert [faults(load(id)) for id in ids()] == [[], []]


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("planned_sessions = 12", "planned_sessions = 13", "phases"),
        ("midpoint_review = 6", "midpoint_review = 60", "midpoint_review"),
        ('version = "1.0"', 'version = "one"', "version"),
        ('id = "dep12"', 'id = "Dep 12"', "id"),
        ("sessions = [1, 2]", "sessions = [1, 9]", "tasks.medication.sessions"),
        ('phase = "initial"', 'phase = "first"', "tasks.baseline.phase"),
        ('page = "safety"', 'page = "diagnosis"', "tasks.risk.compulsory"),
        ('id = "baseline"', 'id = "risk"', "tasks"),
        ("minutes = [0, 0]", "minutes = [0, 1]", "agenda"),
        ("minutes = [5, 12]", "minutes = [6, 12]", "agenda"),
        ("session_minutes = 50", "session_minutes = 45", "agenda"),
        ("every = 1", "every = 0", "measures.phq9"),
        ('page = "timeline"', 'page = "kitchen"', "tasks[7].page"),
    ],
)
def test_a_bad_manual_is_refused_with_file_and_key(tmp_path: Path, old: str, new: str, key: str) -> None:
    with pytest.raises(BadFile) as refused:
        read_manual(changed(tmp_path, old, new))
    assert (refused.value.file, refused.value.key) == ("ours.toml", key)


def test_a_manual_without_sources_is_refused(tmp_path: Path) -> None:
    path = changed(tmp_path, "sources = [", "sources = [")
    head, rest = path.read_text(encoding="utf-8").split("sources = [", 1)
    path.write_text(head + "sources = []" + rest.split("\n]", 1)[1], encoding="utf-8")
    with pytest.raises(BadFile, match="at least one source"):
        read_manual(path)
