"""The timeline: what happened, when as exactly as it is known, and what lay near the onset."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import formats

from clinic.courses.models import Participant
from clinic.inventory.models import TimelineEvent
from clinic.ui.lanes import Event
from ipt.therapy.onset import near_onset, span


@dataclass(frozen=True, slots=True)
class Told:
    """An event with its date in words, and whether it lies near the onset."""

    event: TimelineEvent
    when: str
    onset: bool
    near: bool


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
            near=bool(begun and one.kind != "onset" and near_onset(span(one.on, one.precision), begun)),
        )
        for one in known
    ]


def when(event: TimelineEvent) -> str:
    """Write a date no more exactly than it is known."""
    return formats.date_format(event.on, {"day": "j F Y", "month": "F Y", "year": "Y"}[event.precision])


def chart_events(participant: Participant) -> list[Event]:
    """The events as the score chart shows them; one query."""
    return [Event(one.on, one.what) for one in participant.timeline.standing()]
