"""The workspace of each problem area: what is gathered in it, and what shows how far it has come, as data."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ipt.therapy import areas
from ipt.therapy.datafile import DATA, BadFile, read

FILE = "workspaces.toml"


@dataclass(frozen=True, slots=True)
class Section:
    """A list of short lines; ``level`` asks with each how far something is so, 0 to 10."""

    id: str
    title: str
    hint: str
    level: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Sections that stand side by side."""

    title: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """Something the patient rates from 0 to 10 over the sessions; 10 is always the better end."""

    id: str
    title: str
    ask: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Workspace:
    """All that belongs to one area."""

    area: str
    groups: tuple[Group, ...]
    questions: tuple[Question, ...]

    def sections(self) -> Iterator[Section]:
        """Go through every section in order."""
        for group in self.groups:
            yield from group.sections

    def section(self, id: str) -> Section:
        """Return the section of this id; ``KeyError`` if there is none."""
        return {section.id: section for section in self.sections()}[id]

    def question(self, id: str) -> Question:
        """Return the question of this id; ``KeyError`` if there is none."""
        return {question.id: question for question in self.questions}[id]


@dataclass(frozen=True, slots=True)
class WorkspaceFile:
    """The data file."""

    version: str
    licence: str
    sources: tuple[str, ...]
    workspaces: tuple[Workspace, ...]


@cache
def guide() -> WorkspaceFile:
    """Return the whole file; ``BadFile`` unless it has one workspace for each area."""
    found = read(DATA / FILE, WorkspaceFile)
    if tuple(one.area for one in found.workspaces) != areas.ids():
        raise BadFile(FILE, "workspaces", f"must be those of {', '.join(areas.ids())}, in this order")
    return found


def load(area: str) -> Workspace:
    """Return the workspace of an area; ``KeyError`` if there is none."""
    return {one.area: one for one in guide().workspaces}[area]
