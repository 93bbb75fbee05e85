"""What the record says for and against each problem area, by reference; it ranks nothing and chooses nothing.

Plain facts go in: events, people, the newest circle, scores. Statements come out, each with what it rests
on. The areas stand in their usual order and are never counted against each other. A limit is named with its
source and with whether it was validated; a score that was not given says nothing. (Evidence about outcomes
of IPT is in ``evidence``.)
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ipt.measures import bands, library
from ipt.relationships.network import SMALL, Measures
from ipt.therapy import areas
from ipt.therapy.onset import MONTHS_BEFORE, Span, months_before, near_onset

Speaks = Literal["for", "against"]
Rests = Literal["event", "person", "circle", "score", "nothing"]  # what a statement refers to

CHANGES = ("move", "birth")
LONELY = 6.0  # UCLA-3, where "lonely" begins
PROLONGED = ((12, "DSM-5-TR"), (6, "ICD-11"))  # months since the death from which each may speak of it


@dataclass(frozen=True, slots=True)
class Happening:
    """An event with the stretch in which it may have begun, and the people it is tied to."""

    id: str
    kind: str
    when: Span
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """A person; ``died`` is when, as exactly as it is known.

    ``conflict`` is as in the newest circle, and empty where it was not asked.
    """

    id: str
    alive: bool = True
    died: Span | None = None
    conflict: str = ""


@dataclass(frozen=True, slots=True)
class Scored:
    """The last score of a measure, in its points."""

    id: str
    measure: str
    value: float


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is looked at; ``None`` is not known, and an empty tuple is none recorded."""

    onset: Span | None
    events: tuple[Happening, ...] = ()
    people: tuple[Known, ...] = ()
    circle: Measures | None = None
    scores: tuple[Scored, ...] = ()

    def score(self, measure: str) -> Scored | None:
        """Return the score of a measure, if there is one."""
        return next((one for one in self.scores if one.measure == measure), None)


@dataclass(frozen=True, slots=True)
class Limit:
    """The threshold a statement rests on, where it is from, and whether it is a validated one."""

    value: float
    source: str
    validated: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that speaks for or against an area.

    ``months`` is how long before the onset it lies (below 0: after it); ``figure`` is the score or the number
    of people it speaks of. An empty ``id`` of a circle means the newest one.
    """

    area: str
    speaks: Speaks
    code: str
    rests: Rests
    id: str = ""
    months: int | None = None
    figure: float | None = None
    limit: Limit | None = None

    @property
    def key(self) -> str:
        """What it is kept by."""
        return ":".join((self.area, self.speaks, self.code, self.rests, self.id))


@dataclass(frozen=True, slots=True)
class ForAndAgainst:
    """What there is about one area; both may be empty, which says nothing either way."""

    area: str
    speaks_for: tuple[Statement, ...]
    speaks_against: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class GriefNote:
    """Prolonged grief is likely enough to tell of the therapy made for it, ``by`` these criteria."""

    score: Scored
    limit: Limit
    months: int | None
    by: str


NEAR = Limit(MONTHS_BEFORE, "chosen for Kith", validated=False)
FEW = Limit(SMALL, "chosen for Kith", validated=False)
UCLA = Limit(LONELY, "Steptoe 2013 convention", validated=False)


def evidence(facts: Facts) -> tuple[ForAndAgainst, ...]:
    """Return what speaks for and against each area, in the order of the areas' file."""
    found = [*_grief(facts), *_dispute(facts), *_transition(facts), *_sensitivities(facts)]
    return tuple(
        ForAndAgainst(
            area,
            tuple(one for one in found if one.area == area and one.speaks == "for"),
            tuple(one for one in found if one.area == area and one.speaks == "against"),
        )
        for area in areas.ids()
    )


def grief_note(facts: Facts, today: date) -> GriefNote | None:
    """Return the note that has to be told before a contract, or ``None``.

    It is due from PG-13-R 30 up (Prigerson et al. 2021) once 6 months (ICD-11) or 12 (DSM-5-TR) have surely
    passed since a death; where no death is dated it is due as well, with ``months`` unknown.
    """
    score = facts.score("pg13r")
    limit = _limit("pg13r")
    if score is None or score.value < limit.value:
        return None
    since = [months_before((ended, ended), (today, today)) for ended in _last_days(facts)]
    if not since:
        return GriefNote(score, limit, None, "")
    months = max(since)
    return next((GriefNote(score, limit, months, by) for least, by in PROLONGED if months >= least), None)


def _last_days(facts: Facts) -> list[date]:
    """The last day that each dated death can have been on."""
    told = {id for one in facts.events if _is_death(one, facts) for id in one.people}
    events = [one.when[1] for one in facts.events if _is_death(one, facts)]
    return events + [one.died[1] for one in facts.people if one.died and one.id not in told]


def _limit(measure: str) -> Limit:
    """The published cut-off in the measure's file; one not checked in its source counts as not validated."""
    loaded = library.load(measure)
    rule = bands.caseness(loaded)
    assert rule is not None, f"{measure} has no cut-off"
    return Limit(rule.value, loaded.licence.attribution, validated=rule.checked)


def _is_death(event: Happening, facts: Facts) -> bool:
    """Whether a loss is tied to somebody who has died."""
    dead = {one.id for one in facts.people if not one.alive}
    return event.kind == "loss" and bool(dead & set(event.people))


def _placed(event: Happening, facts: Facts, area: str, name: str) -> Statement | None:
    """Say whether an event lies near the onset; nothing while the onset is not known."""
    if facts.onset is None:
        return None
    months = months_before(event.when, facts.onset)
    if near_onset(event.when, facts.onset):
        return Statement(area, "for", f"{name}_near", "event", event.id, months, limit=NEAR)
    return Statement(area, "against", f"{name}_not_near", "event", event.id, months, limit=NEAR)


def _all_placed(facts: Facts, area: str, name: str, events: list[Happening]) -> list[Statement]:
    """Those near the onset; where there are none, the one that came closest speaks against the area."""
    said = [one for event in events if (one := _placed(event, facts, area, name))]
    near = [one for one in said if one.speaks == "for"]
    return near or sorted(said, key=lambda one: abs(one.months or 0))[:1]


def _grief(facts: Facts) -> Iterator[Statement]:
    deaths = [one for one in facts.events if _is_death(one, facts)]
    yield from _all_placed(facts, "grief", "death", deaths)
    told = {id for one in deaths for id in one.people}
    for person in facts.people:
        if not person.alive and person.id not in told:
            yield _death_of(person, facts)
    for loss in _untied_losses(facts):
        yield Statement("grief", "for", "loss_near", "event", loss.id, _months(loss, facts), limit=NEAR)
    if not deaths and all(one.alive for one in facts.people) and not _untied_losses(facts):
        yield Statement("grief", "against", "no_death", "nothing")
    yield from _by_score(facts, "grief", "pg13r", _limit("pg13r"), at_or_above="for")


def _death_of(person: Known, facts: Facts) -> Statement:
    """A death that is no event of its own: near the onset or not, or merely known."""
    if person.died is None or facts.onset is None:
        return Statement("grief", "for", "has_died", "person", person.id)
    months = months_before(person.died, facts.onset)
    if near_onset(person.died, facts.onset):
        return Statement("grief", "for", "death_near", "person", person.id, months, limit=NEAR)
    return Statement("grief", "against", "death_not_near", "person", person.id, months, limit=NEAR)


def _untied_losses(facts: Facts) -> list[Happening]:
    """Losses near the onset that are tied to nobody: a death, or something else that was lost."""
    return [one for one in facts.events if one.kind == "loss" and not one.people and _near(one, facts)]


def _near(event: Happening, facts: Facts) -> bool:
    return facts.onset is not None and near_onset(event.when, facts.onset)


def _months(event: Happening, facts: Facts) -> int | None:
    return months_before(event.when, facts.onset) if facts.onset else None


def _dispute(facts: Facts) -> Iterator[Statement]:
    disputes = [one for one in facts.events if one.kind == "dispute"]
    yield from _all_placed(facts, "role_dispute", "dispute", disputes)
    strained = [one for one in facts.people if one.alive and one.conflict in ("open", "silent")]
    for person in strained:
        yield Statement("role_dispute", "for", f"conflict_{person.conflict}", "person", person.id)
    if facts.circle and facts.circle.asked_of_all("conflict") and not strained:
        yield Statement("role_dispute", "against", "no_conflict", "circle")


def _transition(facts: Facts) -> Iterator[Statement]:
    changes = [one for one in facts.events if one.kind in CHANGES or _lost_alive(one, facts)]
    yield from _all_placed(facts, "role_transition", "change", changes)
    for other in facts.events:
        if other.kind == "other" and _near(other, facts):
            months = _months(other, facts)
            yield Statement("role_transition", "for", "event_near", "event", other.id, months, limit=NEAR)
    for loss in _untied_losses(facts):
        months = _months(loss, facts)
        yield Statement("role_transition", "for", "loss_near", "event", loss.id, months, limit=NEAR)
    if not changes:
        yield Statement("role_transition", "against", "no_change", "nothing")


def _lost_alive(event: Happening, facts: Facts) -> bool:
    """Whether a loss is that of somebody who lives: a parting."""
    return event.kind == "loss" and bool(event.people) and not _is_death(event, facts)


def _sensitivities(facts: Facts) -> Iterator[Statement]:
    area = "interpersonal_sensitivities"
    if facts.circle:
        yield from _thin(area, facts.circle)
    yield from _by_score(facts, area, "lsns6", _limit("lsns6"), at_or_above="against")
    yield from _by_score(facts, area, "ucla3", UCLA, at_or_above="for")
    others = [one for one in facts.events if one.kind in ("loss", "dispute", *CHANGES) and _near(one, facts)]
    for event in others:
        yield Statement(
            area, "against", "other_area_near", "event", event.id, _months(event, facts), limit=NEAR
        )
    if facts.onset and not others:
        yield Statement(area, "for", "nothing_near", "nothing", limit=NEAR)


def _thin(area: str, circle: Measures) -> Iterator[Statement]:
    """What the newest circle says of being alone; that there is no confidant only if all were asked about."""
    few: Speaks = "for" if circle.size <= SMALL else "against"
    yield Statement(area, few, "people", "circle", figure=circle.size, limit=FEW)
    if circle.confidants or circle.asked_of_all("can_confide"):
        confidants: Speaks = "against" if circle.confidants else "for"
        yield Statement(area, confidants, "confidants", "circle", figure=circle.confidants)
    close: Speaks = "against" if circle.inner else "for"
    yield Statement(area, close, "close", "circle", figure=circle.inner)


def _by_score(
    facts: Facts, area: str, measure: str, limit: Limit, *, at_or_above: Speaks
) -> Iterator[Statement]:
    """Set a score beside its limit; nothing where it was not given."""
    score = facts.score(measure)
    if score is None:
        return
    below: Speaks = "against" if at_or_above == "for" else "for"
    speaks = at_or_above if score.value >= limit.value else below
    reached = "reached" if score.value >= limit.value else "below"
    yield Statement(area, speaks, f"{measure}_{reached}", "score", score.id, figure=score.value, limit=limit)
