"""The timeline told: what happened, when as exactly as it is known, and what lay near the onset."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.utils import timezone
from django.utils.functional import Promise

from clinic.inventory.models import Relationship, RememberedMood, TimelineEvent
from clinic.inventory.timeline.words import KINDS, SAID_ALREADY, distance, when_in_words
from clinic.inventory.words import listed
from clinic.ui.lanes import Event
from ipt.therapy.onset import Span, middle, months_before, near_onset, place_in_time, span

Dated = TypeVar("Dated", TimelineEvent, RememberedMood)


@dataclass(frozen=True, slots=True)
class Told:
    """An event with its date in words, and whether it lies near the onset."""

    event: TimelineEvent
    when: str
    kind: str | Promise
    onset: bool
    near: str  # how far from the onset it lies, in words; nothing when it is not near, or an onset itself

    @property
    def people(self) -> tuple[Relationship, ...]:
        """The people it is about; fetch the events ``with_people()`` where they are told of."""
        return tuple(self.event.people.all())

    @property
    def who(self) -> str:
        """The people an event is about, but for those whom its words name already."""
        return listed([one.pseudonym for one in self.people if one.pseudonym not in self.event.what])

    @property
    def sign(self) -> str:
        """Its icon in the list, as it is drawn: a diamond or a bar, open for what is not known to the day."""
        return f"{'bar' if self.event.until else 'diamond'}{'' if is_exact(self.event) else '-open'}"

    @property
    def state(self) -> str:
        """How it is drawn."""
        return "onset" if self.onset else "near" if self.near else ""


@dataclass(frozen=True, slots=True)
class Remembered:
    """A mood as remembered, with its date in words."""

    mood: RememberedMood
    when: str


def told(events: Iterable[TimelineEvent]) -> list[Told]:
    """Tell events in order; those in the three months before the last onset stand out."""
    known = in_order(events)
    begun = onset_of(known)
    return [
        Told(
            event=one,
            when=when(one),
            kind="" if one.kind in SAID_ALREADY else KINDS.get(one.kind, one.kind),
            onset=one.kind == "onset",
            near=_near(one, begun) if begun else "",
        )
        for one in known
    ]


def in_order(them: Iterable[Dated]) -> list[Dated]:
    """Order them, the less exact first: what is known by its month stands before that month's days."""
    return sorted(them, key=lambda one: (place_in_time(one.on, one.precision), one.created_at))


def onset_of(events: Iterable[TimelineEvent]) -> Span | None:
    """When the low mood last began; ``None`` while that is not on the timeline."""
    onset = next((one for one in reversed(in_order(events)) if one.kind == "onset"), None)
    return begin_of(onset) if onset else None


def is_exact(event: TimelineEvent) -> bool:
    """Whether it is known to the day, and if it lasted, its end too."""
    ended = event.until is None or event.until_precision == "day"
    return event.precision == "day" and not event.about and ended


def begin_of(event: TimelineEvent | RememberedMood) -> Span:
    """The stretch in which it may have begun."""
    return span(event.on, event.precision, event.about)


def drawn_span(event: TimelineEvent | RememberedMood) -> Span:
    """The same as it is drawn: what happened this year did not happen in the months to come."""
    first, last = begin_of(event)
    return first, max(first, min(last, timezone.localdate()))


def end_of(event: TimelineEvent) -> dt.date | None:
    """The last day that its end can mean; ``None`` for what has no end of its own."""
    return span(event.until, event.until_precision)[1] if event.until else None


def _near(event: TimelineEvent, begun: Span) -> str:
    happened = begin_of(event)
    if event.kind == "onset" or not near_onset(happened, begun):
        return ""
    return distance(months_before(happened, begun))


def when(event: TimelineEvent) -> str:
    """Write when an event was, no more exactly than it is known."""
    return when_in_words(
        event.on,
        event.precision,
        about=event.about,
        until=event.until,
        until_precision=event.until_precision,
    )


def remembered(moods: Iterable[RememberedMood]) -> list[Remembered]:
    """Tell how the mood was, in order."""
    return [Remembered(one, when_in_words(one.on, one.precision, about=one.about)) for one in in_order(moods)]


def chart_events(events: Iterable[Told]) -> list[Event]:
    """Events as the score chart shows them: one that is not exact to the day as a soft stretch."""
    return [_chart_event(one) for one in events]


def _chart_event(one: Told) -> Event:
    begun = drawn_span(one.event)
    return Event(
        on=middle(begun),
        text=one.event.what,
        when=one.when,
        span=begun if begun[0] != begun[1] else None,
        state=one.state,
    )
