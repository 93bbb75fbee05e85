from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest

from ipt.therapy.datafile import BadFile, read


@dataclass(frozen=True, slots=True)
class Leaf:
    name: str
    size: int = 3
    colour: Literal["green", "brown"] = "green"


@dataclass(frozen=True, slots=True)
class Branch:
    leaves: tuple[Leaf, ...]
    span: tuple[int, int]


def write(folder: Path, text: str) -> Path:
    path = folder / "branch.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_file_becomes_a_frozen_value(tmp_path: Path) -> None:
    branch = read(write(tmp_path, 'span = [1, 2]\n[[leaves]]\nname = "a"\ncolour = "brown"'), Branch)
    assert branch == Branch((Leaf("a", 3, "brown"),), (1, 2))


@pytest.mark.parametrize(
    ("text", "key", "reason"),
    [
        ("span = [1, 2]", "leaves", "missing"),
        ("span = [1, 2]\nleaves = []\ntwig = 1", "twig", "not a known key"),
        ("span = [1]\nleaves = []", "span", "must have 2 entries"),
        ("span = 7\nleaves = []", "span", "must be a list"),
        ("span = [1, true]\nleaves = []", "span[1]", "must be a whole number"),
        ('span = [1, 2]\nleaves = ["a"]', "leaves[0]", "must be a table"),
        ('span = [1, 2]\n[[leaves]]\nname = "  "', "leaves[0].name", "must not be empty"),
        (
            'span = [1, 2]\n[[leaves]]\nname = "a"\ncolour = "red"',
            "leaves[0].colour",
            "is not one of green, brown",
        ),
        ("span = ", "(whole file)", "Invalid"),
    ],
)
def test_a_bad_file_is_refused_with_file_key_and_reason(
    tmp_path: Path, text: str, key: str, reason: str
) -> None:
    with pytest.raises(BadFile) as refused:
        read(write(tmp_path, text), Branch)
    assert (refused.value.file, refused.value.key) == ("branch.toml", key)
    assert reason in refused.value.reason
    assert str(refused.value).startswith(f"branch.toml: {key}: ")
