"""What a session's record says of how IPT was done, and the items of a rating for supervision."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from ipt.therapy import techniques
from ipt.therapy.datafile import DATA, BadFile, read

HIGHEST = 3  # ratings run from 0 to 3


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """What the record of one signed session holds.

    ``None`` is "the record does not say", which is never the same as nought: ``focus_agreed`` tells whether a
    focus stood by then, ``turns`` has the number of lines of each incident gone through.
    """

    number: int
    phase: str  # the phase's id in the manual
    attended: bool = True
    focus_agreed: bool = False
    techniques: tuple[str, ...] = ()
    links: int = 0  # mood-event links
    focus_links: int = 0  # of these, tied to the focus
    turns: tuple[int, ...] = ()
    feelings: int = 0  # feelings named, in links and in lines
    role_plays: int = 0
    decisions: int = 0
    practice_agreed: bool = False
    measured: bool = False  # a measure was answered for this session
    time_limit_named: bool | None = None

    def __post_init__(self) -> None:
        if self.number < 1:
            raise ValueError(f"sessions are numbered from 1, not {self.number}")
        if not 0 <= self.focus_links <= self.links:
            raise ValueError(f"{self.focus_links} of {self.links} links cannot be tied to the focus")
        if min(self.feelings, self.role_plays, self.decisions, *self.turns, 0) < 0:
            raise ValueError("counts are never below 0")


@dataclass(frozen=True, slots=True)
class Strategy:
    """One of IPT's own techniques in a session: tapped by the therapist, or shown by what was kept."""

    id: str
    tapped: bool


@dataclass(frozen=True, slots=True)
class SessionAdherence:
    """How IPT was done in one session, as far as the record says; adjunct techniques stand apart."""

    facts: SessionFacts
    strategies: tuple[Strategy, ...]  # IPT's own, in the order of the techniques' file
    adjunct: tuple[str, ...]
    focus_share: (
        float | None
    )  # tied to the focus, of all links: 0 to 1; None before a focus, or without a link

    @property
    def number(self) -> int:
        return self.facts.number

    @property
    def in_middle(self) -> bool:
        """Whether it belongs to the stretch in which the focus is worked on."""
        return self.facts.phase == "middle"

    @property
    def affect(self) -> bool:
        """Whether work with feeling is on record: tapped as such, or a feeling named."""
        tapped = any(one.id == "encouragement_of_affect" for one in self.strategies)
        return tapped or self.facts.feelings > 0


@dataclass(frozen=True, slots=True)
class FocusHeld:
    """Middle sessions attended since a focus stood: how many have a link, and how many one tied to it."""

    sessions: int
    with_links: int  # the denominator: the others say nothing about it
    linked: int

    @property
    def silent(self) -> int:
        """Sessions without any link: not known, and not counted as off the focus."""
        return self.sessions - self.with_links


@dataclass(frozen=True, slots=True)
class Counted:
    """In how many sessions each technique is on record, the commonest first; the two families never mix."""

    ipts_own: tuple[tuple[str, int], ...]
    adjunct: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing looked at in a chosen session, with what 0, 1, 2 and 3 mean; ``apart`` is no part of IPT."""

    id: str
    title: str
    ask: str
    anchors: tuple[str, str, str, str]
    counts: Literal["ipt", "apart"] = "ipt"


@dataclass(frozen=True, slots=True)
class ItemFile:
    """The data file: the items, and what has to be said wherever they show."""

    version: str
    licence: str
    status: str
    not_called_for: str
    sources: tuple[str, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """One item as two people rated it; ``apart_by`` is ``None`` unless both gave a number."""

    item: Item
    own: int | None
    supervisor: int | None

    @property
    def apart_by(self) -> int | None:
        """Points from the therapist's own rating up (+) or down (-) to the supervisor's."""
        return None if self.own is None or self.supervisor is None else self.supervisor - self.own


def read_session(facts: SessionFacts) -> SessionAdherence:
    """Say what the record shows of one session.

    An incident, a role play, a decision or a practice on record shows its technique also where nobody tapped
    it. Raises ``ValueError`` for a technique the file does not have.

    Which techniques are IPT's own: Weissman, Markowitz & Klerman 2018, as in ``techniques.toml``. That every
    middle session should tie mood to an event of the focus is Kith's reading of the same, not validated.
    """
    known = {one.id: one for one in techniques.load_all()}
    unknown = set(facts.techniques) - set(known)
    if unknown:
        raise ValueError(f"no technique {', '.join(sorted(unknown))}")
    tapped, shown = set(facts.techniques), _shown(facts)
    share = facts.focus_links / facts.links if facts.focus_agreed and facts.links else None
    return SessionAdherence(
        facts=facts,
        strategies=tuple(
            Strategy(one.id, one.id in tapped) for one in techniques.core() if one.id in tapped | shown
        ),
        adjunct=tuple(one.id for one in techniques.adjunct() if one.id in tapped),
        focus_share=share,
    )


def _shown(facts: SessionFacts) -> set[str]:
    """IPT's own techniques that the record shows by itself."""
    there = {
        "interpersonal_incident": bool(facts.turns),
        "role_play": facts.role_plays > 0,
        "decision_analysis": facts.decisions > 0,
        "work_between_sessions": facts.practice_agreed,
    }
    return {id for id, is_there in there.items() if is_there}


def focus_held(sessions: Iterable[SessionAdherence]) -> FocusHeld:
    """Count the attended middle sessions since a focus stood: those with a link, and with one tied to it."""
    middle = [one for one in sessions if one.in_middle and one.facts.attended and one.facts.focus_agreed]
    with_links = [one for one in middle if one.facts.links]
    return FocusHeld(len(middle), len(with_links), sum(one.facts.focus_links > 0 for one in with_links))


def count_techniques(sessions: Iterable[SessionAdherence]) -> Counted:
    """Count in how many sessions each technique is on record, IPT's own and adjunct ones apart."""
    seen = list(sessions)
    own = Counter(used.id for one in seen for used in one.strategies)
    return Counted(
        tuple(own.most_common()), tuple(Counter(id for one in seen for id in one.adjunct).most_common())
    )


@cache
def item_file() -> ItemFile:
    """Return the items of a rating, with their status."""
    return read_items(DATA / "adherence.toml")


def read_items(path: Path) -> ItemFile:
    """Read the items; ``BadFile`` says what does not fit."""
    found = read(path, ItemFile)
    ids = [one.id for one in found.items]
    if twice := {id for id in ids if ids.count(id) > 1}:
        raise BadFile(path.name, "items", f"{', '.join(sorted(twice))} is there twice")
    return found


def check_ratings(ratings: Mapping[str, int | None], items: Collection[Item] | None = None) -> None:
    """Refuse ratings that do not fit the items: 0 to 3, ``None`` where an item was not called for.

    An item that is not there was not rated. Raises ``ValueError``.
    """
    known = {one.id for one in (items or item_file().items)}
    if unknown := ratings.keys() - known:
        raise ValueError(f"no item {', '.join(sorted(unknown))}")
    for id, rating in ratings.items():
        if rating is not None and rating not in range(HIGHEST + 1):
            raise ValueError(f"{id}: {rating} is not 0 to {HIGHEST}")


def compare(
    own: Mapping[str, int | None], supervisor: Mapping[str, int | None], items: Sequence[Item] | None = None
) -> tuple[Compared, ...]:
    """Lay two ratings of one session side by side, item by item; no sum is made of them."""
    check_ratings(own, items)
    check_ratings(supervisor, items)
    listed = items or item_file().items
    return tuple(Compared(one, own.get(one.id), supervisor.get(one.id)) for one in listed)
