"""What repeats, in sentences with their instances and a question; and the figures over the course."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.courses.models import Course
from clinic.incidents import words
from clinic.incidents.models import Account
from clinic.inventory.gathering import participant_of
from ipt.relationships.patterns import Line, Measures, Told, measures, repeats


@dataclass(frozen=True, slots=True)
class Pattern:
    """One thing that repeats: the sentence, where it was, and something to discuss."""

    sentence: str
    instances: list[Account]
    question: str | Promise


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one incident, in words; an empty word is "not coded"."""

    account: Account
    open_wants: str
    failures: str
    demand_withdraw: str


def patterns_page(course: Course) -> dict[str, Any]:
    """Everything that the page says, in a fixed number of queries."""
    participant = participant_of(course)
    told = Account.objects.newest().filter(incident__participant=participant).with_lines()
    accounts = list(told.order_by("on", "written_at"))
    core = [in_core(account) for account in accounts]
    return {
        "course": course,
        "accounts": accounts,
        "patterns": _patterns(accounts, core, participant.patient.preferred_name),
        "rows": [_row(account, measures([one])) for account, one in zip(accounts, core, strict=True)],
        "figures": _figures(measures(core)),
    }


def in_core(account: Account) -> Told:
    """An incident as the core knows it."""
    lines = [
        Line(turn.by_patient, tuple(turn.failures), turn.want_said, turn.placed)
        for turn in account.turns.all()
    ]
    return Told(
        id=str(account.incident_id),
        people=tuple(str(one.pk) for one in account.people),
        wish=account.wish,
        response=account.response,
        own_response=account.own_response,
        lines=tuple(lines),
    )


def _patterns(accounts: Sequence[Account], core: Sequence[Told], patient: str) -> list[Pattern]:
    by_id = {str(account.incident_id): account for account in accounts}
    names = {str(one.pk): one.pseudonym for account in accounts for one in account.people}
    return [
        Pattern(
            sentence=words.sentence(one, names, patient),
            instances=[by_id[id] for id in one.instances],
            question=words.QUESTIONS[one.kind],
        )
        for one in repeats(core)
    ]


def _row(account: Account, found: Measures) -> Row:
    return Row(
        account=account,
        open_wants=_share(found),
        failures="" if isnan(found.failures) else f"{found.failures:.0f}",
        demand_withdraw=_("yes") if found.demand_withdraw else "",
    )


def _share(found: Measures) -> str:
    if isnan(found.open_wants):
        return ""
    said = round(found.open_wants * found.lines_coded)
    return _("%(said)d of %(all)d") % {"said": said, "all": found.lines_coded}


def _figures(found: Measures) -> list[str]:
    """The figures over the course as sentences, each with what it is of."""
    said = []
    if not isnan(found.open_wants):
        said.append(
            _("What was wanted was said openly in %(share)s of the patient’s lines for which it was noted.")
            % {"share": _share(found)}
        )
    if not isnan(found.failures):
        said.append(_lost(found))
    if found.demand_withdraw:
        said.append(
            ngettext(
                "One presses and the other draws back: noted in %(n)d incident.",
                "One presses and the other draws back: noted in %(n)d incidents.",
                found.demand_withdraw,
            )
            % {"n": found.demand_withdraw}
        )
    return said


def _lost(found: Measures) -> str:
    """Where the message got lost: the number itself for one incident, a mean only over several."""
    if found.incidents_coded == 1:
        n = round(found.failures)
        words = ngettext(
            "In the one incident with notes, the message got lost in %(n)d place.",
            "In the one incident with notes, the message got lost in %(n)d places.",
            n,
        )
        return words % {"n": n}
    words = _("The message got lost in %(mean)s places an incident, over %(of)d incidents with notes.")
    return words % {"mean": f"{found.failures:.1f}", "of": found.incidents_coded}
