"""The words of this room: speakers, places on the plane, codes, outcomes, and what repeats as a sentence."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ipt.relationships.communication import Fit, codes
from ipt.relationships.patterns import Kind, Repeat

Words = str | Promise

CONTROL: tuple[tuple[str, Words], ...] = (
    ("-1.0", gettext_lazy("gives way")),
    ("-0.5", gettext_lazy("gives way a little")),
    ("0.0", gettext_lazy("neither")),
    ("0.5", gettext_lazy("leads a little")),
    ("1.0", gettext_lazy("leads")),
)
AFFILIATION: tuple[tuple[str, Words], ...] = (
    ("-1.0", gettext_lazy("cold")),
    ("-0.5", gettext_lazy("a little cold")),
    ("0.0", gettext_lazy("neither")),
    ("0.5", gettext_lazy("a little warm")),
    ("1.0", gettext_lazy("warm")),
)
FITS: dict[Fit, Words] = {
    Fit.FITS: gettext_lazy("much what such a line tends to draw"),
    Fit.PARTLY: gettext_lazy("in part what such a line tends to draw"),
    Fit.OTHER: gettext_lazy("something else than such a line tends to draw"),
}
HOW: dict[str, Words] = {
    "as_hoped": gettext_lazy("As hoped"),
    "partly": gettext_lazy("Partly"),
    "not_now": gettext_lazy("Not this time"),
    "other": gettext_lazy("Otherwise"),
}
STOPPED_BY: dict[str, Words] = {
    "patient": gettext_lazy("The patient"),
    "clinician": gettext_lazy("The therapist"),
}
QUESTIONS: dict[Kind, Words] = {
    Kind.WHO: gettext_lazy("What is it between the two that comes back?"),
    Kind.WISH: gettext_lazy("Has this been said to anybody, in these words?"),
    Kind.RESPONSE: gettext_lazy("What comes just before it, each time?"),
    Kind.OWN_RESPONSE: gettext_lazy("When did it begin to be the safest thing to do, and is it still?"),
    Kind.OWN_FAILURE: gettext_lazy("What would the same line be, said openly?"),
    Kind.OTHERS_FAILURE: gettext_lazy("What might the other have meant, and could one ask?"),
    Kind.DEMAND_WITHDRAW: gettext_lazy("Which of the two could stop first, and what would they need for it?"),
}


def failures() -> list[tuple[str, str]]:
    """Every failure code with its plain name."""
    return [(code.id, _(code.title)) for code in codes().failures]


def named(ids: Sequence[str]) -> list[str]:
    """The plain names of some failure codes."""
    return [name for id, name in failures() if id in ids]


def themes(part: str) -> list[tuple[str, str]]:
    """The ``wishes``, ``responses`` or ``own_responses`` with their titles."""
    return [(theme.id, _(theme.title)) for theme in getattr(codes(), part)]


def theme(part: str, id: str) -> str:
    """The title of one theme; nothing when none was coded."""
    return dict(themes(part)).get(id, "")


def place(control: float, affiliation: float) -> str:
    """Where a line stands, in words."""
    return _("%(control)s, %(affiliation)s") % {
        "control": dict(CONTROL)[f"{control}"],
        "affiliation": dict(AFFILIATION)[f"{affiliation}"],
    }


def sentence(repeat: Repeat, names: Mapping[str, str], patient: str) -> str:
    """What repeats, as a sentence with its count; ``names`` are those of the people by id."""
    times = ngettext("In %d incident", "In %d incidents", repeat.count) % repeat.count
    words = {
        Kind.WHO: _("%(times)s the other person is %(what)s."),
        Kind.WISH: _("%(times)s %(who)s wished %(what)s."),
        Kind.RESPONSE: _("%(times)s the other %(what)s."),
        Kind.OWN_RESPONSE: _("%(times)s %(who)s %(what)s."),
        Kind.OWN_FAILURE: _("%(times)s a line of %(who)s’s is noted as “%(what)s”."),
        Kind.OTHERS_FAILURE: _("%(times)s a line of the other’s is noted as “%(what)s”."),
        Kind.DEMAND_WITHDRAW: _("%(times)s one presses and the other draws back."),
    }
    return words[repeat.kind] % {"times": times, "who": patient, "what": _what(repeat, names)}


def _what(repeat: Repeat, names: Mapping[str, str]) -> str:
    parts = {Kind.WISH: "wishes", Kind.RESPONSE: "responses", Kind.OWN_RESPONSE: "own_responses"}
    if repeat.kind is Kind.WHO:
        return names[repeat.what]
    if repeat.kind in parts:
        return theme(parts[repeat.kind], repeat.what)
    return dict(failures()).get(repeat.what, "").lower()
