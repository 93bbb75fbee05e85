"""Rowan's moments with Sam, told by the program's own actions; and what a form sends."""

from datetime import date
from typing import Any

from clinic.incidents import actions
from clinic.incidents.models import Account
from clinic.inventory.models import Relationship
from clinic.safety.actions import keep_private_enquiry
from tests.factories import Case

SOUND = b"\x1a\x45\xdf\xa3" + b"my own voice" * 40
UNTIL = date(2026, 11, 19)
LINES = [
    {"speaker": "other", "said": "Long day. What’s for tea?", "heard": "you do not matter"},
    {"speaker": "patient", "said": "Fine. Whatever.", "felt": "hurt", "meant": "I was worried"},
]
CODED = [
    {**LINES[0], "control": 0.5, "affiliation": 0.0, "failures": ["timing"]},
    {**LINES[1], "control": -0.5, "affiliation": -0.5, "failures": ["silence"], "want_said": False},
]


def told(case: Case, who: Relationship, lines: list[dict[str, Any]] | None = None, **given: Any) -> Account:
    return actions.tell_incident(
        participant=case.participant,
        relationship=who,
        turns=LINES if lines is None else lines,
        by=case.therapist,
        **{"on": date(2026, 11, 10), "new_line": "I was worried when you did not ring.", **given},
    )


def told_again(case: Case, account: Account, *also_there: Relationship) -> Account:
    return actions.retell_incident(
        incident=account.incident,
        relationship=account.relationship,
        also_there=also_there,
        on=account.on,
        turns=LINES,
        by=case.therapist,
    )


def opened(case: Case, who: Relationship, answer: str = "safe") -> None:
    keep_private_enquiry(
        relationship=who, answer=answer, asked_on=date(2026, 11, 5), asked_alone=True, by=case.therapist
    )


def give(account, case, until=UNTIL):
    lines = [
        {"by": "other", "who": "Sam", "words": "Long day."},
        {"by": "patient", "who": "Rowan", "words": "I was worried."},
    ]
    return actions.give_lines(account=account, lines=lines, until=until, by=case.therapist)


def share(given, case, **more):
    about = {"place": 2, "recording": SOUND, "consent": "I agree.", "delete_on": date(2026, 11, 26)}
    return actions.share_recording(given=given, by=case.patient.user, **{**about, **more})


def typed(who: Relationship, **more: str) -> dict[str, Any]:
    """What the quick form sends."""
    return {
        "based_on": "0",
        "lines": "3",
        "relationship": str(who.pk),
        "on": "2026-11-10",
        "speaker_1": "other",
        "said_1": "Long day. What’s for tea?",
        "heard_1": "you do not matter",
        "speaker_2": "patient",
        "said_2": "Fine. Whatever.",
        "felt_2": "hurt",
        "meant_2": "I was worried",
        "speaker_3": "other",
        "new_line": "I was worried when you did not ring.",
        **more,
    }
