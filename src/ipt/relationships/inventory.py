"""The people of an interpersonal inventory and who of them know each other, read strictly from JSON."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CATEGORIES = (
    *("family", "partner", "friend", "online", "work", "neighbour", "faith", "group"),
    *("professional", "pet", "deceased", "other"),
)
CONFLICTS = ("none", "open", "silent")
INITIATES = ("me", "them", "both")
SUPPORT = ("emotional", "practical", "advice", "company")
NEEDED = ("id", "name", "category", "ring")
RINGS = (1, 2, 3, 4)
CONTACTS = {  # contacts a week
    "daily": 7.0,
    "most_days": 5.0,
    "several_a_week": 3.0,
    "twice_a_week": 2.0,
    "weekly": 1.0,
    "fortnightly": 1 / 2,
    "monthly": 12 / 52,
    "quarterly": 4 / 52,
    "yearly": 1 / 52,
    "rarely": 1 / 52,
    "never": 0.0,
}


class BadInventory(ValueError):
    """An inventory that cannot be used: where and why."""


@dataclass(frozen=True, slots=True)
class Person:
    """Someone in the patient's life, as the patient sees it; ring 1 is closest, 4 furthest.

    ``contact`` is contacts a week. Support is *given* by the patient to this person and *received* by the
    patient from them. ``None`` is not asked; an empty tuple of support, or ``"none"``, was asked and is none.
    """

    id: str
    name: str
    category: str
    ring: int
    ideal_ring: int | None = None
    contact: float | None = None
    conflict: str | None = None
    can_confide: bool | None = None
    support_given: tuple[str, ...] | None = None
    support_received: tuple[str, ...] | None = None
    initiates: str | None = None
    alive: bool = True
    professional: bool = False

    @property
    def in_conflict(self) -> bool:
        """Whether an open or silent conflict is known."""
        return self.conflict in ("open", "silent")


@dataclass(frozen=True, slots=True)
class Inventory:
    """The people and the pairs of them who know each other."""

    people: tuple[Person, ...]
    ties: frozenset[frozenset[str]] = frozenset()

    def counted(self) -> tuple[Person, ...]:
        """Return the people the measures count: living, not there by profession, not a pet."""
        return tuple(p for p in self.people if p.alive and not p.professional and p.category != "pet")


def load(path: Path) -> Inventory:
    """Read an inventory file; ``BadInventory`` names the file, the place and the reason."""
    try:
        return parse(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, BadInventory) as problem:
        raise BadInventory(f"{path.name}: {_in_words(problem)}") from problem


def _in_words(problem: Exception) -> str:
    if isinstance(problem, OSError):
        return str(problem.strerror)
    if isinstance(problem, UnicodeDecodeError):
        return "the file is not text in UTF-8"
    if isinstance(problem, json.JSONDecodeError):
        place = f"line {problem.lineno}, column {problem.colno}"
        return f"{place}: not JSON from here; look for a missing comma, quote or bracket"
    return str(problem)


def parse(raw: Any) -> Inventory:
    """Make an inventory from ``{"people": [...], "ties": [[id, id], ...]}``.

    A person needs ``id``, ``name``, ``category`` and ``ring``; the rest may be left out or null, which means
    not asked. An empty list of support means that it was asked and there is none.

    Raises
    ------
    BadInventory
        If a key is missing or unknown, a value is not one of those allowed, an id is there twice, or a tie
        names nobody.

    Examples
    --------
    >>> sam = {"id": "sam", "name": "Sam", "category": "partner", "ring": 1, "contact": "daily"}
    >>> jo = {"id": "jo", "name": "Jo", "category": "friend", "ring": 3}
    >>> inventory = parse({"people": [sam, jo], "ties": [["sam", "jo"]]})
    >>> inventory.people[0].contact, inventory.people[1].contact  # a week; not asked
    (7.0, None)
    >>> parse({"people": [sam | {"ring": 5}]})
    Traceback (most recent call last):
        ...
    ipt.relationships.inventory.BadInventory: people[0].ring: must be 1 (closest) to 4, not 5
    """
    if not isinstance(raw, dict) or not isinstance(raw.get("people"), list):
        raise BadInventory('an inventory is {"people": [...], "ties": [...]}')
    _refuse_unknown(raw, ("people", "ties"), "inventory")
    people = tuple(_person(one, f"people[{place}]") for place, one in enumerate(raw["people"]))
    known = {person.id for person in people}
    if len(known) < len(people):
        raise BadInventory(f"people: the id {_first_twice([p.id for p in people])!r} is there twice")
    ties = raw.get("ties", [])
    if not isinstance(ties, list):
        raise BadInventory("ties: must be a list of pairs of ids")
    return Inventory(people, frozenset(_tie(one, known, f"ties[{place}]") for place, one in enumerate(ties)))


def _person(raw: Any, where: str) -> Person:
    if not isinstance(raw, dict):
        raise BadInventory(f"{where}: must be an object")
    given = {key: value for key, value in raw.items() if value is not None}
    given.setdefault("alive", raw.get("category") != "deceased")
    given.setdefault("professional", raw.get("category") == "professional")
    if wrong := list(_wrong(raw, given, where)):
        raise BadInventory("; ".join(wrong))
    return Person(**{key: READERS[key](value, f"{where}.{key}") for key, value in given.items()})


def _wrong(raw: Mapping[str, Any], given: Mapping[str, Any], where: str) -> Iterator[str]:
    """Say everything that is wrong with a person, so that it is mended in one go."""
    missing = [key for key in NEEDED if key not in given]
    if missing:
        yield f"{where}: {_listed(missing)} {'is' if len(missing) == 1 else 'are'} missing"
    if unknown := [repr(key) for key in raw if key not in READERS]:
        verb = "is not a known key" if len(unknown) == 1 else "are not known keys"
        yield f"{where}: {_listed(unknown)} {verb}; known are {', '.join(READERS)}"
    for key in (one for one in READERS if one in given):
        try:
            READERS[key](given[key], f"{where}.{key}")
        except BadInventory as problem:
            yield str(problem)


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def _tie(raw: Any, known: set[str], where: str) -> frozenset[str]:
    if not isinstance(raw, list) or len(raw) != 2 or raw[0] == raw[1]:
        raise BadInventory(f"{where}: must be a pair of two different ids, not {raw!r}")
    for one in raw:
        if not isinstance(one, str) or one not in known:
            raise BadInventory(f"{where}: nobody has the id {one!r}")
    return frozenset(raw)


def _refuse_unknown(raw: Mapping[str, Any], known: Collection[str], where: str) -> None:
    for key in raw:
        if key not in known:
            raise BadInventory(f"{where}: {key!r} is not a known key; known are {', '.join(known)}")


def _first_twice(ids: list[str]) -> str:
    return next(one for place, one in enumerate(ids) if one in ids[:place])


def _text(raw: Any, where: str) -> str:
    if not isinstance(raw, str) or not raw.strip():
        raise BadInventory(f"{where}: must be text and not empty, not {raw!r}")
    return raw


def _ring(raw: Any, where: str) -> int:
    if type(raw) is not int or raw not in RINGS:
        raise BadInventory(f"{where}: must be 1 (closest) to 4, not {raw!r}")
    return raw


def _yes_or_no(raw: Any, where: str) -> bool:
    if not isinstance(raw, bool):
        raise BadInventory(f"{where}: must be true or false, not {raw!r}")
    return raw


def _one_of(raw: Any, where: str, options: tuple[str, ...]) -> str:
    if not isinstance(raw, str) or raw not in options:
        raise BadInventory(f"{where}: {raw!r} is not one of {', '.join(options)}")
    return raw


def _contact(raw: Any, where: str) -> float:
    if isinstance(raw, (int, float)) and not isinstance(raw, bool) and 0 <= raw < float("inf"):
        return float(raw)
    if isinstance(raw, str) and raw in CONTACTS:
        return CONTACTS[raw]
    raise BadInventory(f"{where}: {raw!r} is neither contacts a week nor one of {', '.join(CONTACTS)}")


def _support(raw: Any, where: str) -> tuple[str, ...]:
    if not isinstance(raw, list):
        raise BadInventory(f"{where}: must be a list of {', '.join(SUPPORT)}")
    return tuple(dict.fromkeys(_one_of(one, where, SUPPORT) for one in raw))


READERS: dict[str, Callable[[Any, str], Any]] = {
    "id": _text,
    "name": _text,
    "category": lambda raw, where: _one_of(raw, where, CATEGORIES),
    "ring": _ring,
    "ideal_ring": _ring,
    "contact": _contact,
    "conflict": lambda raw, where: _one_of(raw, where, CONFLICTS),
    "can_confide": _yes_or_no,
    "support_given": _support,
    "support_received": _support,
    "initiates": lambda raw, where: _one_of(raw, where, INITIATES),
    "alive": _yes_or_no,
    "professional": _yes_or_no,
}
