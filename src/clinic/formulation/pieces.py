"""The pieces a formulation is written from, each a short text that can be taken over by reference."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.courses.models import Course, Participant
from clinic.formulation.focus import label
from clinic.formulation.models import Focus, WorkspaceEntry
from clinic.inventory.timeline.told import Told, told
from ipt.therapy import areas, workspaces

KINDS: dict[str, str | Promise] = {
    "onset": gettext_lazy("When it began"),
    "event": gettext_lazy("Near the onset"),
    "person": gettext_lazy("People"),
    "focus": gettext_lazy("The focus"),
    "line": gettext_lazy("From the workspace"),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing from the record: what it is kept by, and its words."""

    key: str
    words: str

    began: bool = False  # an onset itself, which is an event and not near one

    @property
    def kind(self) -> str:
        return "onset" if self.began else self.key.split(":")[0]


def pieces(course: Course, participant: Participant) -> list[Piece]:
    """All pieces in the order of their kinds, in a fixed number of queries."""
    events = told(participant.timeline.standing().with_people())
    focus = course.focuses.select_related("relationship").first()
    entries = course.workspace_entries.filter(withdrawn_at=None, area=focus.area) if focus else ()
    return [*_events(events), *_people(events), *_focus(focus), *_lines(entries)]


def grouped(all_: Iterable[Piece]) -> list[tuple[str | Promise, list[Piece]]]:
    """The pieces by kind, without kinds that have none."""
    known = list(all_)
    groups = [(title, [one for one in known if one.kind == kind]) for kind, title in KINDS.items()]
    return [(title, them) for title, them in groups if them]


def _events(events: list[Told]) -> list[Piece]:
    near = [one for one in events if one.near or one.onset]
    return [
        Piece(
            f"event:{one.event.pk}",
            _("%(what)s (%(when)s)") % {"what": one.event.what, "when": one.when},
            one.onset,
        )
        for one in near
    ]


def _people(events: list[Told]) -> list[Piece]:
    """Those whom the events near the onset are about."""
    them = {person.pk: person for one in events if one.near or one.onset for person in one.people}
    return [
        Piece(f"person:{one.pk}", ", ".join(filter(None, [one.pseudonym, one.role]))) for one in them.values()
    ]


def _focus(focus: Focus | None) -> list[Piece]:
    if focus is None:
        return []
    named = label(focus, areas.load(focus.area))
    return [Piece(f"focus:{focus.pk}", focus.own_words), Piece(f"focus:{focus.pk}:area", named)]


def _lines(entries: Iterable[WorkspaceEntry]) -> list[Piece]:
    return [Piece(f"line:{one.pk}", f"{_title(one)}: {one.text}") for one in entries]


def _title(entry: WorkspaceEntry) -> str:
    return _(workspaces.load(entry.area).section(entry.section).title)
