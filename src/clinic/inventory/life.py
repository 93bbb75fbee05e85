"""The timeline: what happened, when as exactly as it is known, and what lay near the onset."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import formats

from clinic.inventory.models import TimelineEvent
from clinic.ui.lanes import Event
from ipt.therapy.onset import Span, near_onset, span


@dataclass(frozen=True, slots=True)
class Told:
    """An event with its date in words, and whether it lies near the onset."""

    event: TimelineEvent
    when: str
    onset: bool
    near: str  # before, around, or nothing
    who: str


def told(events: Iterable[TimelineEvent]) -> list[Told]:
    """Tell events in order; those in the three months before the last onset stand out."""
    known = list(events)
    onset = next((one for one in reversed(known) if one.kind == "onset"), None)
    begun = span(onset.on, onset.precision) if onset else None
    return [
        Told(
            event=one,
            when=when(one),
            onset=one.kind == "onset",
            near=_near(one, begun) if begun else "",
            who=_who(one),
        )
        for one in known
    ]


def _near(event: TimelineEvent, begun: Span) -> str:
    happened = span(event.on, event.precision)
    if event.kind == "onset" or not near_onset(happened, begun):
        return ""
    return "before" if happened[1] < begun[0] else "around"


def _who(event: TimelineEvent) -> str:
    """The person an event is about, unless its words name them already."""
    name = event.relationship.pseudonym if event.relationship else ""
    return "" if name in event.what else name


def when(event: TimelineEvent) -> str:
    """Write a date no more exactly than it is known."""
    return formats.date_format(event.on, {"day": "j F Y", "month": "F Y", "year": "Y"}[event.precision])


def chart_events(events: Iterable[TimelineEvent]) -> list[Event]:
    """Events as the score chart shows them, such as ``participant.timeline.standing()``."""
    return [Event(one.on, one.what) for one in events]
