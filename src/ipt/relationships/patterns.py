"""What repeats across incidents and relationships, counted, with its instances: a question, never a label.

The parts follow the core conflictual relationship theme (Luborsky 1984: wish, response of other, response of
self) and communication analysis (Klerman et al. 1984). That a thing repeats from two incidents on is Kith's
own choice.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import nan

from ipt.relationships.communication import DEMAND_WITHDRAW

REPEATS_FROM = 2  # incidents


class Kind(StrEnum):
    """What can repeat, in the order in which equal counts are told."""

    WHO = "who"
    WISH = "wish"
    RESPONSE = "response"
    OWN_RESPONSE = "own_response"
    OWN_FAILURE = "own_failure"
    OTHERS_FAILURE = "others_failure"
    DEMAND_WITHDRAW = "demand_withdraw"


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was coded; ``want_said`` is None where nobody coded whether a want was said openly."""

    by_patient: bool
    failures: tuple[str, ...] = ()
    want_said: bool | None = None
    placed: bool = False

    @property
    def coded(self) -> bool:
        return bool(self.failures) or self.want_said is not None or self.placed


@dataclass(frozen=True, slots=True)
class Told:
    """An incident as it was coded; an empty word is "not coded"."""

    id: str
    people: tuple[str, ...]
    wish: str = ""
    response: str = ""
    own_response: str = ""
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Repeat:
    """One thing in two or more incidents; ``instances`` are their ids in the order given."""

    kind: Kind
    what: str
    instances: tuple[str, ...]

    @property
    def count(self) -> int:
        return len(self.instances)


@dataclass(frozen=True, slots=True)
class Measures:
    """Figures over incidents; ``nan`` where nothing was coded, which is not zero."""

    open_wants: float  # share of the patient's coded lines in which what was wanted is said openly
    lines_coded: int  # how many lines that share is of
    failures: float  # mean number of failure codes an incident
    incidents_coded: int  # how many incidents that mean is of
    demand_withdraw: int  # incidents coded with it


def repeats(incidents: Iterable[Told]) -> tuple[Repeat, ...]:
    """Count what is in two or more incidents, the most frequent first; a thing counts once an incident."""
    found: dict[tuple[Kind, str], list[str]] = defaultdict(list)
    for incident in incidents:
        for key in dict.fromkeys(_things(incident)):
            found[key].append(incident.id)
    several = [
        Repeat(kind, what, tuple(ids)) for (kind, what), ids in found.items() if len(ids) >= REPEATS_FROM
    ]
    return tuple(sorted(several, key=lambda one: (-one.count, list(Kind).index(one.kind))))


def _things(incident: Told) -> Iterator[tuple[Kind, str]]:
    yield from ((Kind.WHO, person) for person in incident.people)
    themes = {
        Kind.WISH: incident.wish,
        Kind.RESPONSE: incident.response,
        Kind.OWN_RESPONSE: incident.own_response,
    }
    yield from ((kind, what) for kind, what in themes.items() if what)
    for line in incident.lines:
        whose = Kind.OWN_FAILURE if line.by_patient else Kind.OTHERS_FAILURE
        for code in line.failures:
            yield (Kind.DEMAND_WITHDRAW if code == DEMAND_WITHDRAW else whose, code)


def measures(incidents: Sequence[Told]) -> Measures:
    """Take the figures of some incidents: of one, or of a whole course."""
    wants = [
        line.want_said
        for incident in incidents
        for line in incident.lines
        if line.by_patient and line.want_said is not None
    ]
    coded = [incident for incident in incidents if any(line.coded for line in incident.lines)]
    failures = sum(len(line.failures) for incident in coded for line in incident.lines)
    return Measures(
        open_wants=sum(wants) / len(wants) if wants else nan,
        lines_coded=len(wants),
        failures=failures / len(coded) if coded else nan,
        incidents_coded=len(coded),
        demand_withdraw=sum((Kind.DEMAND_WITHDRAW, DEMAND_WITHDRAW) in _things(one) for one in incidents),
    )
