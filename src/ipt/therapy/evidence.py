"""What research says about IPT, condition by condition, with what does better where something does."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from ipt.therapy.datafile import DATA, read

Standing = Literal["first_line", "supported", "promising", "early", "with_other_care", "other_better"]


@dataclass(frozen=True, slots=True)
class Note:
    """One condition: ``public`` for everybody, ``figures`` for clinicians, ``better`` where something is.

    ``before_contract`` says that it has to be told before a course is agreed.
    """

    id: str
    title: str
    public: str
    figures: tuple[str, ...]
    standing: Standing
    before_contract: bool
    sources: tuple[str, ...]
    better: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """All notes, with the day they were looked up."""

    version: str
    licence: str
    looked_up_on: str
    caveat: str
    notes: tuple[Note, ...]


@cache
def load_all() -> Evidence:
    """Return all notes in the order of the public page."""
    return read(DATA / "evidence.toml", Evidence)


def load(condition: str) -> Note:
    """Return the note for a condition; ``KeyError`` if there is none."""
    return {note.id: note for note in load_all().notes}[condition]
