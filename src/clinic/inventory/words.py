"""What a circle says, in sentences with the comparison; nothing is said of what was not asked."""

from collections.abc import Iterable, Sequence
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


def inventory_of(circle: Circle, ties: Iterable[Tie] = ()) -> Inventory:
    """The people of a circle as the core knows them, and who knew whom, as things were on that day."""
    people = people_at(circle.placements.all())
    here = {person.id for person in people}
    pairs = (frozenset((str(t.one_id), str(t.other_id))) for t in ties if t.stood_at(circle.written_at))
    return Inventory(people, frozenset(pair for pair in pairs if pair <= here))


def people_at(placements: Iterable[Placement]) -> tuple[Person, ...]:
    """The people who stand there, each with how things were."""
    return tuple(_person(place) for place in placements)


def _person(place: Placement) -> Person:
    person = place.relationship
    return Person(
        id=str(person.pk),
        name=person.pseudonym,
        category=person.category,
        ring=place.ring,
        ideal_ring=place.ideal_ring,
        conflict=place.conflict or None,
        contact=CONTACTS[place.contact] if place.contact else None,
        initiates=place.initiates or None,
        can_confide=place.can_confide,
        support_received=_kinds(place.support_received),
        support_given=_kinds(place.support_given),
        alive=person.died_year is None,
        professional=person.professional,
    )


def _kinds(told: list[str] | None) -> tuple[str, ...] | None:
    return None if told is None else tuple(told)


def sentences(after: Inventory, first: Inventory | None, names: dict[str, str], then: str) -> list[Sentence]:
    """Say what a circle shows; ``names`` gives each person's name as shown, ``then`` names the one before.

    Nothing is said of trust and help while they were asked about nobody; while they were asked about some,
    it is said of how many.
    """
    found = measure(after)
    was = measure(first) if first else None
    said = [_close(found, was, then)]
    if found.confidants is not None:
        said.append(_confidants(after, found, was, names, then))
    if first:
        said.append(Sentence(movement(first, after)))
    if 0 < found.asked["support_received"] < found.size:
        said.append(
            Sentence(_("What help there is was %(asked)s") % {"asked": _asked(found, "support_received")})
        )
    return said + [_question(flag, after, names) for flag in _worth_asking(found)]


def _asked(found: Measures, question: str) -> str:
    """Of how many it was asked."""
    return _("asked about %(n)s of %(all)s") % {"n": found.asked[question], "all": found.size}


def _close(found: Measures, was: Measures | None, then: str) -> Sentence:
    finding = ngettext("%(n)s person is close", "%(n)s people are close", found.inner)
    rest = _then(_("%(n)s %(then)s"), was.inner, then) if was else ""
    return Sentence(_sentence(finding, found.inner), rest)


def _confidants(
    after: Inventory, found: Measures, was: Measures | None, names: dict[str, str], then: str
) -> Sentence:
    confidants = [names[p.id] for p in after.counted() if p.can_confide]
    finding = ngettext("%(n)s person to confide in", "%(n)s people to confide in", len(confidants))
    rest = [listed(confidants)] if confidants else []
    known = was is not None and was.asked_of_all("can_confide")
    rest += [_then(_("%(n)s %(then)s"), was.confidants or 0, then)] if was and known else []
    everybody = found.asked_of_all("can_confide")
    rest += [] if everybody else [_asked(found, "can_confide")]
    if confidants:
        return Sentence(_sentence(finding, len(confidants)), "; ".join(rest))
    if not everybody:
        return Sentence(_("Nobody to confide in was named so far"), "; ".join(rest))
    return Sentence(_("There is nobody to confide in"), "; ".join(rest), _("Who might come nearest to it?"))


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
    """The flags shown: each sign by itself and once, and none about help where there is nobody to give it."""
    told = {"isolation", "no_confidant"} | (set() if found.size else {"gap"})
    return (flag for flag in found.flags if flag.code not in told)


def _question(flag: Flag, after: Inventory, names: dict[str, str]) -> Sentence:
    talk = _("Something to talk about?")
    helps = [HELP[kind] for kind in flag.about if kind in HELP]
    people = [names[one] for one in flag.about if one in names]
    if flag.code == "single_provider":
        return Sentence(_alone(flag.about, after, names), question=talk)
    if flag.code == "gap":
        finding = _("%(help)s: nobody gives it, professionals not counted") % {"help": listed_answers(helps)}
        return Sentence(finding, question=_("Is it missed?"))
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
        giver = next(names[p.id] for p in after.counted() if kind in (p.support_received or ()))
        by_giver.setdefault(giver, []).append(_lower(HELP[kind], first=False))
    told = [
        ngettext("%(help)s comes from %(who)s alone", "%(help)s come from %(who)s alone", len(kinds))
        % {"help": listed(kinds), "who": who}
        for who, kinds in by_giver.items()
    ]
    return capital("; ".join(told))


def number(n: int) -> str:
    """Small numbers in words."""
    return str(NUMBERS[n]) if n < len(NUMBERS) else str(n)


def listed(words: Sequence[object]) -> str:
    """Write "Ada, Jo and Sam"."""
    said = [str(word) for word in words]
    if len(said) < 2:
        return "".join(said)
    return _("%(some)s and %(last)s") % {"some": ", ".join(said[:-1]), "last": said[-1]}


def listed_answers(words: Sequence[str | Promise]) -> str:
    """Write "Face to face and messages": answers that begin with a capital each, in one sentence."""
    return listed([_lower(word, first=n == 0) for n, word in enumerate(words)])


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
