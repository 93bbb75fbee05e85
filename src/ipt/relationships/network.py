"""What a circle says in figures: the measures of an ego network and the questions they raise.

N counts living people who are neither professionals nor pets. A figure that cannot be worked out (a mean
over nobody, or help that was asked about for nobody) is ``None``: not asked is not none. Where it was asked
about some, the figure is of those, `Measures.asked` says of how many, and nothing is concluded from it: a
flag about help or trust needs that everybody was asked about. The measures are the standard ones of
ego-network analysis; their limits are prompts to talk, chosen for Kith and not validated, never labels.
"""

from collections import Counter
from dataclasses import dataclass

from ipt.relationships.inventory import RINGS, SUPPORT, Inventory, Person

SMALL = 2  # people; at or below it the circle is asked about
ASKED = ("can_confide", "conflict", "contact", "support_given", "support_received")
HEAVY = 0.5  # share of all support; above it from one person, it is asked about


@dataclass(frozen=True, slots=True)
class Flag:
    """Something to ask about, never a label; ``about`` holds types of support or ids of people."""

    code: str
    prompt: str
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measures:
    """All figures of one circle; each is explained at the function of its name."""

    size: int
    by_ring: dict[int, int]
    by_category: dict[str, int]
    inner: int
    mean_closeness: float | None
    density: float | None
    effective_size: float | None
    reciprocity: float | None
    support: dict[str, int | None]
    confidants: int | None
    dependence: float | None
    strain: float | None
    closeness_gap: float | None
    weekly_contact: float | None
    asked: dict[str, int]
    flags: tuple[Flag, ...]

    def asked_of_all(self, question: str) -> bool:
        """Whether one of `ASKED` was asked about everybody counted; of nobody, it was."""
        return self.asked[question] == self.size


def measure(inventory: Inventory) -> Measures:
    """Work out every figure of one inventory.

    >>> sam = Person("sam", "Sam", "partner", ring=1, can_confide=True, support_received=("emotional",))
    >>> jo = Person("jo", "Jo", "friend", ring=3, can_confide=False, support_received=())
    >>> found = measure(Inventory((sam, jo), frozenset({frozenset({"sam", "jo"})})))
    >>> found.size, found.inner, found.mean_closeness, found.density, found.confidants, found.strain
    (2, 1, 3.0, 1.0, 1, None)
    >>> found.flags[0].prompt
    'The circle may leave the patient much alone. How does it feel?'
    """
    people = inventory.counted()
    rings = Counter(p.ring for p in people)
    return Measures(
        size=len(people),
        by_ring={ring: rings[ring] for ring in RINGS},
        by_category=dict(sorted(Counter(p.category for p in people).items())),
        inner=inner(people),
        mean_closeness=mean_closeness(people),
        density=density(len(people), known_pairs(inventory)),
        effective_size=effective_size(len(people), known_pairs(inventory)),
        reciprocity=reciprocity(people),
        support=support(people),
        confidants=confidants(people),
        dependence=dependence(people),
        strain=strain(people),
        closeness_gap=closeness_gap(people),
        weekly_contact=weekly_contact(people),
        asked=asked(people),
        flags=flags(people),
    )


def inner(people: tuple[Person, ...]) -> int:
    """Count the people in rings 1 and 2."""
    return sum(p.ring <= 2 for p in people)


def mean_closeness(people: tuple[Person, ...]) -> float | None:
    """Return the mean of (5 - ring) over N: 4 = all closest, 1 = all furthest.

    >>> mean_closeness((Person("sam", "Sam", "partner", ring=1), Person("jo", "Jo", "friend", ring=3)))
    3.0
    """
    return _mean([5.0 - p.ring for p in people])


def known_pairs(inventory: Inventory) -> int:
    """Return L, the pairs of counted people who know each other."""
    ids = {p.id for p in inventory.counted()}
    return sum(tie <= ids for tie in inventory.ties)


def density(n: int, pairs: int) -> float | None:
    """Return 2L / (N(N-1)), the share of possible pairs who know each other; ``None`` below two people.

    >>> density(4, pairs=3), density(1, pairs=0)
    (0.5, None)
    """
    return 2 * pairs / (n * (n - 1)) if n >= 2 else None


def effective_size(n: int, pairs: int) -> float | None:
    """Return N - 2L/N: the size less what is redundant, as people know each other (Borgatti 1997 on Burt).

    >>> effective_size(4, pairs=3)
    2.5
    """
    return n - 2 * pairs / n if n else None


def asked(people: tuple[Person, ...]) -> dict[str, int]:
    """Count, for each question of `ASKED`, the people about whom it was asked."""
    return {question: sum(getattr(p, question) is not None for p in people) for question in ASKED}


def confidants(people: tuple[Person, ...]) -> int | None:
    """Count those said to be confided in; ``None`` if it was asked about nobody, 0 in an empty circle."""
    told = [p.can_confide for p in people if p.can_confide is not None]
    return sum(told) if told or not people else None


def reciprocity(people: tuple[Person, ...]) -> float | None:
    """Return the share with support both given and received, of any type, where both were asked about."""
    told = [p for p in people if p.support_given is not None and p.support_received is not None]
    return _mean([bool(p.support_given and p.support_received) for p in told])


def support(people: tuple[Person, ...]) -> dict[str, int | None]:
    """Count, for each type of support, the people it is received from.

    ``None`` if it was asked about nobody, 0 in an empty circle.
    """
    told = _help_from(people)
    known = bool(told) or not people
    return {kind: sum(kind in one for one in told) if known else None for kind in SUPPORT}


def dependence(people: tuple[Person, ...]) -> float | None:
    """Return the share of all support ties (a person and a type each) that one person carries at most.

    Ties of those not asked about are not known and not counted.

    >>> sam = Person("sam", "Sam", "partner", ring=1, support_received=("emotional", "practical", "advice"))
    >>> jo = Person("jo", "Jo", "friend", ring=3, support_received=("company",))
    >>> dependence((sam, jo))
    0.75
    """
    carried = [len(one) for one in _help_from(people)]
    return max(carried) / sum(carried) if sum(carried) else None


def _help_from(people: tuple[Person, ...]) -> list[tuple[str, ...]]:
    return [p.support_received for p in people if p.support_received is not None]


def strain(people: tuple[Person, ...]) -> float | None:
    """Return the share with an open or silent conflict, of those about whom it was asked."""
    return _mean([p.in_conflict for p in people if p.conflict is not None])


def closeness_gap(people: tuple[Person, ...]) -> float | None:
    """Return the mean of (ring - ideal_ring) where an ideal is known; above 0 = wants people nearer.

    >>> jo, al = Person("jo", "Jo", "friend", ring=3, ideal_ring=2), Person("al", "Al", "work", ring=2)
    >>> closeness_gap((jo, al))  # of Al it was not asked
    1.0
    """
    return _mean([float(p.ring - p.ideal_ring) for p in people if p.ideal_ring is not None])


def weekly_contact(people: tuple[Person, ...]) -> float | None:
    """Return contacts a week, summed over those for whom it is known; ``None`` if for nobody."""
    known = [p.contact for p in people if p.contact is not None]
    return sum(known) if known else None


def flags(people: tuple[Person, ...]) -> tuple[Flag, ...]:
    """Return what may be worth asking about, each as a question."""
    found = [*_isolation(people), *_cover(people), *_ties(people)]
    return tuple(found)


def _isolation(people: tuple[Person, ...]) -> list[Flag]:
    signs = []
    if asked(people)["can_confide"] == len(people) and not confidants(people):
        signs.append(Flag("no_confidant", "There is nobody to confide in. Who might come nearest to it?"))
    if not inner(people):
        signs.append(Flag("nobody_close", "Nobody is in the two inner rings. Who could be nearer?"))
    if len(people) <= SMALL:
        signs.append(Flag("small_circle", "There are few people in the circle. Who used to be there?"))
    if people and all(p.contact is not None and p.contact < 1 for p in people):
        signs.append(Flag("no_contact_7d", "Nobody is in touch in most weeks. What would make it easier?"))
    if not signs:
        return []
    about = tuple(sign.code for sign in signs)
    return [
        Flag("isolation", "The circle may leave the patient much alone. How does it feel?", about),
        *signs,
    ]


def _cover(people: tuple[Person, ...]) -> list[Flag]:
    if asked(people)["support_received"] < len(people):
        return []  # those not asked about may give it too
    providers = support(people)
    alone = tuple(kind for kind in SUPPORT if providers[kind] == 1)
    none = tuple(kind for kind in SUPPORT if providers[kind] == 0)
    heavy = dependence(people)
    found = []
    if alone:
        found.append(
            Flag("single_provider", "This help comes from one person alone. What if they are away?", alone)
        )
    if none:
        found.append(
            Flag("gap", "This help comes from nobody, professionals not counted. Is it missed?", none)
        )
    if heavy is not None and heavy > HEAVY:
        top = max(people, key=lambda p: len(p.support_received or ()))
        found.append(
            Flag("dependence", "More than half of all help comes from one person. Is it too much?", (top.id,))
        )
    return found


def _ties(people: tuple[Person, ...]) -> list[Flag]:
    both = tuple(p.id for p in people if p.ring <= 2 and p.in_conflict)
    return (
        [Flag("ambivalent", "Close, and in conflict. What is it like to be with them?", both)] if both else []
    )


def _mean(values: list[float] | list[bool]) -> float | None:
    return sum(values) / len(values) if values else None
