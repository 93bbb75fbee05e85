"""What a circle says, in sentences with the comparison, and how each figure is worked out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clinic.inventory.facts import HELP
from clinic.inventory.models import Circle, Placement, Tie
from ipt.relationships.comparison import compare
from ipt.relationships.inventory import CONTACTS, Inventory, Person
from ipt.relationships.network import Flag, Measures, measure

NUMBERS = (
    *(gettext_lazy("no"), gettext_lazy("one"), gettext_lazy("two"), gettext_lazy("three")),
    *(gettext_lazy("four"), gettext_lazy("five"), gettext_lazy("six"), gettext_lazy("seven")),
    *(gettext_lazy("eight"), gettext_lazy("nine"), gettext_lazy("ten")),
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """The finding, what it is set beside, and a question when it is one to talk about."""

    finding: str
    rest: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, now and before, and how it is worked out."""

    name: str
    now: str
    before: str
    how: str


def inventory_of(circle: Circle, ties: Iterable[Tie] = ()) -> Inventory:
    """The people of a circle as the core knows them, and who knew whom, as things were on that day."""
    people = tuple(_person(place) for place in circle.placements.all())
    here = {person.id for person in people}
    pairs = (frozenset((str(t.one_id), str(t.other_id))) for t in ties if t.stood_at(circle.written_at))
    return Inventory(people, frozenset(pair for pair in pairs if pair <= here))


def _person(place: Placement) -> Person:
    person = place.relationship
    return Person(
        id=str(person.pk),
        name=person.pseudonym,
        category=person.category,
        ring=place.ring,
        ideal_ring=place.ideal_ring,
        conflict=place.conflict,
        contact=CONTACTS[place.contact] if place.contact else None,
        initiates=place.initiates or None,
        can_confide=bool(place.can_confide),
        support_received=tuple(place.support_received),
        support_given=tuple(place.support_given),
        alive=person.died_year is None,
        professional=person.professional,
    )


def sentences(
    after: Inventory, first: Inventory | None, names: dict[str, str], then: str, *, trust_asked: bool = True
) -> list[Sentence]:
    """Say what a circle shows; ``names`` gives each person's name as shown, ``then`` names the one before.

    Nothing is said of whom one can confide in while that was asked about nobody.
    """
    found = measure(after)
    was = measure(first) if first else None
    said = [_close(found, was, then)]
    if trust_asked:
        said.append(_confidants(after, was, names, then))
    if first:
        said.append(Sentence(movement(first, after)))
    return said + [_question(flag, after, names) for flag in _worth_asking(found)]


def _close(found: Measures, was: Measures | None, then: str) -> Sentence:
    finding = ngettext("%(n)s person is close", "%(n)s people are close", found.inner)
    rest = _then(_("%(n)s %(then)s"), was.inner, then) if was else ""
    return Sentence(_sentence(finding, found.inner), rest)


def _confidants(after: Inventory, was: Measures | None, names: dict[str, str], then: str) -> Sentence:
    confidants = [names[p.id] for p in after.counted() if p.can_confide]
    finding = ngettext("%(n)s person to confide in", "%(n)s people to confide in", len(confidants))
    rest = [listed(confidants)] if confidants else []
    rest += [_then(_("%(n)s %(then)s"), was.confidants, then)] if was else []
    if not confidants:
        nobody, ask = _("There is nobody to confide in"), _("Who might come nearest to it?")
        return Sentence(nobody, "; ".join(rest), ask)
    return Sentence(_sentence(finding, len(confidants)), "; ".join(rest))


def movement(first: Inventory, after: Inventory) -> str:
    """Say how many came nearer, moved out, are new or no longer there."""
    change = compare(first, after)
    nearer = sum(move.after < move.before for move in change.moved)
    out = len(change.moved) - nearer
    parts = [
        (ngettext("%(n)s came nearer", "%(n)s came nearer", nearer), nearer),
        (ngettext("%(n)s moved out", "%(n)s moved out", out), out),
        (ngettext("%(n)s is new", "%(n)s are new", len(change.new)), len(change.new)),
        (
            ngettext("%(n)s is no longer there", "%(n)s are no longer there", len(change.lost)),
            len(change.lost),
        ),
    ]
    told = ", ".join(words % {"n": number(n)} for words, n in parts if n)
    return capital(told or _("nobody has moved"))


def _worth_asking(found: Measures) -> Iterable[Flag]:
    """The flags shown: each sign by itself and once, and none about help where nobody was asked about it."""
    told = ("isolation", "no_confidant")
    asked_about_help = any(found.support.values())
    about_help = ("gap", "single_provider", "dependence")
    return (
        flag
        for flag in found.flags
        if flag.code not in told and (asked_about_help or flag.code not in about_help)
    )


def _question(flag: Flag, after: Inventory, names: dict[str, str]) -> Sentence:
    talk = _("Something to talk about?")
    helps = [_lower(HELP[kind], first=n == 0) for n, kind in enumerate(flag.about) if kind in HELP]
    people = [names[one] for one in flag.about if one in names]
    if flag.code == "single_provider":
        return Sentence(_alone(flag.about, after, names), question=talk)
    if flag.code == "gap":
        return Sentence(_("%(help)s: nobody gives it") % {"help": listed(helps)}, question=_("Is it missed?"))
    if flag.code == "dependence":
        finding = _("More than half of all help comes from %(who)s") % {"who": listed(people)}
        return Sentence(finding, question=talk)
    if flag.code == "ambivalent":
        finding = _("%(who)s: close, and in conflict") % {"who": listed(people)}
        return Sentence(finding, question=_("What is it like?"))
    finding, _dot, question = flag.prompt.partition(". ")
    return Sentence(_(finding), question=_(question))


def _alone(kinds: Sequence[str], after: Inventory, names: dict[str, str]) -> str:
    """Name the help and the one person it comes from, person by person."""
    by_giver: dict[str, list[str]] = {}
    for kind in kinds:
        giver = next(names[p.id] for p in after.counted() if kind in p.support_received)
        by_giver.setdefault(giver, []).append(_lower(HELP[kind], first=False))
    told = [
        ngettext("%(help)s comes from %(who)s alone", "%(help)s come from %(who)s alone", len(kinds))
        % {"help": listed(kinds), "who": who}
        for who, kinds in by_giver.items()
    ]
    return capital("; ".join(told))


def figures(now: Inventory, before: Inventory | None) -> list[Figure]:
    """Every figure with its rule."""
    found, was = measure(now), measure(before) if before else None
    return [
        Figure(str(name), _shown(value(found)), _shown(value(was)) if was else "", str(how))
        for name, value, how in FIGURES
    ]


def _helpers(kind: str) -> Callable[[Measures], int]:
    return lambda found: found.support[kind]


FIGURES: tuple[tuple[str | Promise, Callable[[Measures], float | int | None], str | Promise], ...] = (
    (
        gettext_lazy("People counted (N)"),
        lambda found: found.size,
        gettext_lazy("The living, without professionals and pets."),
    ),
    (gettext_lazy("Close"), lambda found: found.inner, gettext_lazy("Counted people in rings 1 and 2.")),
    (
        gettext_lazy("Mean closeness"),
        lambda found: found.mean_closeness,
        gettext_lazy("Mean of 5 minus the ring: 4 is closest, 1 furthest."),
    ),
    (
        gettext_lazy("Closeness gap"),
        lambda found: found.closeness_gap,
        gettext_lazy(
            "Mean of ring minus ring wished for, where a wish is known. Above 0: wants people nearer."
        ),
    ),
    (
        gettext_lazy("To confide in"),
        lambda found: found.confidants,
        gettext_lazy("Counted people marked so."),
    ),
    *(
        (words, _helpers(kind), gettext_lazy("Counted people from whom it comes."))
        for kind, words in HELP.items()
    ),
    (
        gettext_lazy("Help both ways"),
        lambda found: found.reciprocity,
        gettext_lazy("Share of N with some help given and some received."),
    ),
    (
        gettext_lazy("Dependence"),
        lambda found: found.dependence,
        gettext_lazy(
            "Share of all help that comes from the one who gives most; one for each person and kind."
        ),
    ),
    (
        gettext_lazy("Strain"),
        lambda found: found.strain,
        gettext_lazy("Share of N with an open or silent conflict."),
    ),
    (
        gettext_lazy("In touch a week"),
        lambda found: found.weekly_contact,
        gettext_lazy("Contacts a week, added up over those for whom it was asked."),
    ),
    (
        gettext_lazy("Density"),
        lambda found: found.density,
        gettext_lazy("2L divided by N(N-1), L being the pairs who know each other: the share of all pairs."),
    ),
    (
        gettext_lazy("Effective size"),
        lambda found: found.effective_size,
        gettext_lazy("N minus 2L divided by N: people less what they share by knowing each other."),
    ),
)


def _shown(value: float | int | None) -> str:
    if value is None:
        return _("not known")
    return str(value) if isinstance(value, int) else f"{value:.2f}"


def number(n: int) -> str:
    """Small numbers in words."""
    return str(NUMBERS[n]) if n < len(NUMBERS) else str(n)


def listed(words: Sequence[object]) -> str:
    """Write "Ada, Jo and Sam"."""
    said = [str(word) for word in words]
    if len(said) < 2:
        return "".join(said)
    return _("%(some)s and %(last)s") % {"some": ", ".join(said[:-1]), "last": said[-1]}


def capital(words: str) -> str:
    """Begin a sentence."""
    return words[:1].upper() + words[1:]


def _sentence(pattern: str, n: int) -> str:
    return capital(pattern % {"n": number(n)})


def _then(pattern: str, n: int, then: str) -> str:
    return pattern % {"n": number(n) if n else _("none"), "then": then}


def _lower(words: str | Promise, *, first: bool) -> str:
    said = str(words)
    return said if first else said[:1].lower() + said[1:]
