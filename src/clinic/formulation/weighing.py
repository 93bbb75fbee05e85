"""What the record says for and against each area, as sentences with where each can be looked up."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clinic.courses.models import Course
from clinic.formulation.facts import Record
from clinic.formulation.focus import area_title
from clinic.inventory.timeline.told import when
from clinic.inventory.timeline.words import distance
from clinic.ui.templatetags.ui import day
from ipt.measures import library
from ipt.therapy.evidence_for_areas import Limit, Statement, evidence

Words = str | Promise

OF_AN_EVENT: dict[tuple[str, str], Words] = {  # by area and code; "where" is how far it is from the onset
    ("grief", "death_near"): gettext_lazy("%(what)s, %(when)s, lies %(where)s."),
    ("grief", "death_not_near"): gettext_lazy(
        "%(what)s, %(when)s, lies %(where)s, not near it. Mourning can come late: ask."
    ),
    ("grief", "loss_near"): gettext_lazy(
        "%(what)s, %(when)s, lies %(where)s. Was it a death? Grief here means that somebody has died."
    ),
    ("role_dispute", "dispute_near"): gettext_lazy("%(what)s, %(when)s, lies %(where)s."),
    ("role_dispute", "dispute_not_near"): gettext_lazy("%(what)s, %(when)s, lies %(where)s, not near it."),
    ("role_transition", "change_near"): gettext_lazy("%(what)s, %(when)s, lies %(where)s."),
    ("role_transition", "change_not_near"): gettext_lazy("%(what)s, %(when)s, lies %(where)s, not near it."),
    ("role_transition", "event_near"): gettext_lazy(
        "%(what)s, %(when)s, lies %(where)s. Did a role change with it?"
    ),
    ("role_transition", "loss_near"): gettext_lazy(
        "%(what)s, %(when)s, lies %(where)s. Was a role lost with it?"
    ),
    ("interpersonal_sensitivities", "other_area_near"): gettext_lazy(
        "%(what)s, %(when)s, lies %(where)s: another area may fit, and this one is for when none does."
    ),
}
OF_A_PERSON: dict[str, Words] = {
    "death_near": gettext_lazy("%(name)s died in %(year)s; that may have been near the onset."),
    "death_not_near": gettext_lazy(
        "%(name)s died in %(year)s, not near the onset. Mourning can come late: ask."
    ),
    "has_died": gettext_lazy("%(name)s has died. How near the onset that was is not known here."),
    "conflict_open": gettext_lazy("%(name)s: an open conflict, in the newest circle."),
    "conflict_silent": gettext_lazy("%(name)s: a silent conflict, in the newest circle."),
}
OF_NOTHING: dict[str, Words] = {
    "no_death": gettext_lazy("None of the people known here has died, and no death is on the timeline."),
    "no_conflict": gettext_lazy("Nobody in the newest circle is in conflict with the patient."),
    "no_change": gettext_lazy("No move, birth or parting is on the timeline."),
    "nothing_near": gettext_lazy("No death, dispute or change lies near the onset."),
}
OF_A_SCORE: dict[str, Words] = {
    "pg13r_reached": gettext_lazy("%(name)s is %(score)s, on %(day)s: %(limit)s or more."),
    "pg13r_below": gettext_lazy("%(name)s is %(score)s, on %(day)s: below %(limit)s."),
    "lsns6_below": gettext_lazy("%(name)s is %(score)s, on %(day)s: below %(limit)s, little contact."),
    "lsns6_reached": gettext_lazy("%(name)s is %(score)s, on %(day)s: %(limit)s or more."),
    "ucla3_reached": gettext_lazy("%(name)s is %(score)s, on %(day)s: %(limit)s or more, lonely."),
    "ucla3_below": gettext_lazy("%(name)s is %(score)s, on %(day)s: below %(limit)s."),
}


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as a sentence, with the page where it can be looked up."""

    key: str
    words: str
    path: str


@dataclass(frozen=True, slots=True)
class Weighed:
    """An area with what there is for and against it."""

    area: str
    title: str
    speaks_for: tuple[Said, ...]
    speaks_against: tuple[Said, ...]


def weighed(record: Record, course: Course) -> list[Weighed]:
    """Every area in its usual order."""
    return [
        Weighed(
            part.area,
            area_title(part.area),
            tuple(_said(one, record, course) for one in part.speaks_for),
            tuple(_said(one, record, course) for one in part.speaks_against),
        )
        for part in evidence(record.facts)
    ]


def limits(record: Record) -> list[str]:
    """The thresholds behind the statements, each once, with its source and whether it is a validated one."""
    found = [
        (one.code, one.limit)
        for part in evidence(record.facts)
        for one in (*part.speaks_for, *part.speaks_against)
        if one.limit
    ]
    return list(dict.fromkeys(_limit(code, limit) for code, limit in found))


def path_of(key: str, course: Course) -> str:
    """Where what a kept statement rests on can be looked up."""
    _area, _speaks, _code, rests, id = key.split(":")
    root = f"/courses/{course.pk}/"
    return {
        "event": f"{root}timeline/#event-{id}",
        "person": f"{root}circle/people/{id}/",
        "circle": f"{root}circle/",
        "score": f"{root}measures/responses/{id}/",
    }.get(rests, f"{root}timeline/")


def _said(one: Statement, record: Record, course: Course) -> Said:
    tell = {"event": _of_event, "person": _of_person, "score": _of_score}.get(one.rests, _of_circle)
    return Said(one.key, tell(one, record), path_of(one.key, course))


def _of_event(one: Statement, record: Record) -> str:
    event = record.events[one.id]
    words = str(OF_AN_EVENT[one.area, one.code])
    return words % {"what": event.what, "when": when(event), "where": distance(one.months or 0)}


def _of_person(one: Statement, record: Record) -> str:
    person = record.people[one.id]
    return str(OF_A_PERSON[one.code]) % {"name": person.pseudonym, "year": person.died_year}


def _of_score(one: Statement, record: Record) -> str:
    response = record.responses[one.id]
    return str(OF_A_SCORE[one.code]) % {
        "name": library.load(response.measure).short_title,
        "score": f"{one.figure:g}",
        "day": day(response.given_at),
        "limit": f"{one.limit.value:g}" if one.limit else "",
    }


def _of_circle(one: Statement, record: Record) -> str:
    """What the newest circle says, in people counted; and what is not there at all."""
    number = int(one.figure or 0)
    counted = {
        "people": ngettext("%(n)s person counts in the circle.", "%(n)s people count in the circle.", number),
        "confidants": ngettext("%(n)s person to confide in.", "%(n)s people to confide in.", number)
        if number
        else _("There is nobody to confide in."),
        "close": ngettext("%(n)s person is close.", "%(n)s people are close.", number)
        if number
        else _("Nobody is in the two inner rings."),
    }  # fmt: skip
    return str(OF_NOTHING.get(one.code) or counted[one.code]) % {"n": number}


def _limit(code: str, limit: Limit) -> str:
    measured = {"pg13r": "PG-13-R", "lsns6": "LSNS-6", "ucla3": "UCLA-3"}
    name = measured.get(code.split("_")[0])
    if name:
        said = _("%(name)s, limit %(value)g: %(source)s.")
    elif code == "people":
        said = _("Few people means %(value)g or fewer: %(source)s.")
    else:
        said = _("Near means at most %(value)g months before the onset, or as it began: %(source)s.")
    words = said % {"name": name, "value": limit.value, "source": _(limit.source)}
    return words if limit.validated else f"{words} {_('Not validated.')}"


def reasons(kept: Iterable[dict[str, Any]], course: Course) -> list[Said]:
    """What was ticked as a reason, in the words of that day."""
    return [Said(one["key"], one["words"], path_of(one["key"], course)) for one in kept]
