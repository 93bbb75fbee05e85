"""Every figure of a circle, and how it is worked out."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.inventory.facts import HELP
from ipt.relationships.inventory import Inventory
from ipt.relationships.network import Measures, measure


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, now and before, and how it is worked out."""

    name: str
    now: str
    before: str
    how: str


def figures(now: Inventory, before: Inventory | None) -> list[Figure]:
    """Every figure with its rule, and about how many it was asked where that was not everybody."""
    found, was = measure(now), measure(before) if before else None
    return [
        Figure(str(name), _told(found, value, asked), _told(was, value, asked) if was else "", str(how))
        for name, value, how, asked in FIGURES
    ]


def _told(found: Measures, value: Callable[[Measures], float | int | None], asked: str) -> str:
    worth = value(found)
    if worth is None or not asked or found.asked_of_all(asked):
        return _shown(worth)
    of = {"figure": _shown(worth), "n": found.asked[asked], "all": found.size}
    return _("%(figure)s, asked about %(n)s of %(all)s") % of


def _helpers(kind: str) -> Callable[[Measures], int | None]:
    return lambda found: found.support[kind]


Rule = tuple[str | Promise, Callable[[Measures], float | int | None], str | Promise, str]

FIGURES: tuple[Rule, ...] = (  # the last is the question that the figure rests on, as in ipt's ASKED
    (
        gettext_lazy("People counted (N)"),
        lambda found: found.size,
        gettext_lazy("The living, without professionals and pets."),
        "",
    ),
    (gettext_lazy("Close"), lambda found: found.inner, gettext_lazy("Counted people in rings 1 and 2."), ""),
    (
        gettext_lazy("Mean closeness"),
        lambda found: found.mean_closeness,
        gettext_lazy("Mean of 5 minus the ring: 4 is closest, 1 furthest."),
        "",
    ),
    (
        gettext_lazy("Closeness gap"),
        lambda found: found.closeness_gap,
        gettext_lazy(
            "Mean of ring minus ring wished for, where a wish is known. Above 0: wants people nearer."
        ),
        "",
    ),
    (
        gettext_lazy("To confide in"),
        lambda found: found.confidants,
        gettext_lazy("Counted people marked so."),
        "can_confide",
    ),
    *(
        (words, _helpers(kind), gettext_lazy("Counted people from whom it comes."), "support_received")
        for kind, words in HELP.items()
    ),
    (
        gettext_lazy("Help both ways"),
        lambda found: found.reciprocity,
        gettext_lazy("Share of those asked about both with some help given and some received."),
        "support_given",
    ),
    (
        gettext_lazy("Dependence"),
        lambda found: found.dependence,
        gettext_lazy(
            "Share of all help that comes from the one who gives most; one for each person and kind."
        ),
        "support_received",
    ),
    (
        gettext_lazy("Strain"),
        lambda found: found.strain,
        gettext_lazy("Share of those asked about it with an open or silent conflict."),
        "conflict",
    ),
    (
        gettext_lazy("In touch a week"),
        lambda found: found.weekly_contact,
        gettext_lazy("Contacts a week, added up over those for whom it was asked."),
        "contact",
    ),
    (
        gettext_lazy("Density"),
        lambda found: found.density,
        gettext_lazy("2L divided by N(N-1), L being the pairs who know each other: the share of all pairs."),
        "",
    ),
    (
        gettext_lazy("Effective size"),
        lambda found: found.effective_size,
        gettext_lazy("N minus 2L divided by N: people less what they share by knowing each other."),
        "",
    ),
)


def _shown(value: float | int | None) -> str:
    if value is None:
        return _("not known")
    return str(value) if isinstance(value, int) else f"{value:.2f}"
