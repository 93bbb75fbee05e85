"""What can stand against a technique, in words: for the clinician who records it, and as it is asked."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import get_args

from ipt.therapy.contraindications import OF_THE_PERSON, Circumstance
from ipt.therapy.datafile import DATA, BadFile, read
from ipt.therapy.techniques import Technique

OF_THE_MOMENT: tuple[Circumstance, ...] = ("intoxication", "unwilling")  # nothing but asking tells these


@dataclass(frozen=True, slots=True)
class Worded:
    """One circumstance in words; ``ask`` is the question before imagery, whose "yes" means that it holds."""

    id: str
    title: str
    ask: str = ""


@dataclass(frozen=True, slots=True)
class CircumstanceFile:
    """The data file."""

    version: str
    licence: str
    sources: tuple[str, ...]
    circumstances: tuple[Worded, ...]


@cache
def load_all() -> tuple[Worded, ...]:
    """Return every circumstance that has to be asked about, in the order of the file."""
    return read_circumstances(DATA / "circumstances.toml")


def read_circumstances(path: Path) -> tuple[Worded, ...]:
    """Read the words; ``BadFile`` where one is unknown, or one of a person has none."""
    found = read(path, CircumstanceFile).circumstances
    ids = {one.id for one in found}
    for id in sorted(ids - set(get_args(Circumstance))):
        raise BadFile(path.name, id, "no such circumstance")
    for id in (*OF_THE_PERSON, *OF_THE_MOMENT):
        if id not in ids:
            raise BadFile(path.name, id, "has no words")
    return found


def of_the_person() -> tuple[Worded, ...]:
    """Return those that a clinician records of a person, in the order of the file."""
    return tuple(one for one in load_all() if one.id in OF_THE_PERSON)


def title_of(id: str) -> str:
    """Return the words of a circumstance; ``KeyError`` for one that nobody records."""
    return {one.id: one.title for one in load_all()}[id]


def asked_before(technique: Technique) -> tuple[Worded, ...]:
    """Return what is asked before a technique begins: all that would refuse it and that only asking tells."""
    refusing = {one.when for one in technique.against if one.weight == "refuses"}
    return tuple(one for one in load_all() if one.id in refusing and one.ask)
