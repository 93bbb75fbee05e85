"""What stays closed with a person until the patient was asked alone about fear and violence.

Rehearsing confrontation, trying it for real and inviting the other person can put somebody who is being
controlled or hurt in danger, so they wait for a private enquiry.

Sources: World Health Organization 2014, Health care for women subjected to intimate partner violence or
sexual violence: a clinical handbook (WHO/RHR/14.26): ask only in private, when the person is alone. National
Institute for Health and Care Excellence 2014, PH50: ask in a kind, private, one-to-one setting. Conjoint work
and assertive rehearsal are left out where there is coercion or violence (Weissman, Markowitz & Klerman 2018).
That a release lapses with the next enquiry is Kith's own rule.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Answer(StrEnum):
    """What came of the private enquiry about one person."""

    SAFE = "safe"  # reports no fear and no violence; never shown as an all-clear
    NOT_SAFE = "not_safe"
    NOT_SURE = "not_sure"
    NOT_ASKED = "not_asked"


class Act(StrEnum):
    """What a person's answer can close."""

    REHEARSE = "rehearse"
    TRY_FOR_REAL = "try_for_real"
    INVITE = "invite"


@dataclass(frozen=True, slots=True)
class Asked:
    """One version of the enquiry; versions count from 1."""

    answer: Answer
    alone: bool
    version: int


@dataclass(frozen=True, slots=True)
class Release:
    """A clinician's signed reason to go on; ``on_version`` is what was known then (0 = never asked)."""

    until: date
    on_version: int
    revoked: bool = False


WAYS_TO_ASK = (  # our own sentences, after the clinical handbook named above
    "Many people I see are hurt or frightened by somebody close to them, so I ask everybody.",
    "Have you ever been afraid of what this person might do?",
    "Has this person hurt you, threatened you, or forced you into something?",
    "Does this person decide whom you see, where you go or what you spend?",
    "What would happen if you told them openly what you want?",
)
NEVER_ASKED = Asked(Answer.NOT_ASKED, alone=False, version=0)


def closed(act: Act, asked: Asked, releases: tuple[Release, ...], today: date) -> bool:
    """Whether an act with this person stays closed.

    Parameters
    ----------
    act
        All three acts are closed and opened together; naming one keeps a misspelt act from opening a door.
    asked
        The newest version of the enquiry; ``NEVER_ASKED`` when there is none.
    releases
        Every release signed for this person, in any order.
    today
        The day where the service is.

    Raises
    ------
    ValueError
        If ``act`` or the answer is none of those known.
    """
    Act(act)
    if Answer(asked.answer) is Answer.SAFE and asked.alone:
        return False
    return not any(holds(release, asked, today) for release in releases)


def holds(release: Release, asked: Asked, today: date) -> bool:
    """Whether a release is in force: not revoked, in date, and signed on what is still the newest answer."""
    return not release.revoked and today <= release.until and release.on_version == asked.version


def question_open(asked: Asked) -> bool:
    """Whether the patient has still to be asked; an answer given with somebody else there is none."""
    return Answer(asked.answer) is Answer.NOT_ASKED or not asked.alone


def may_be_suggested_in_crisis(asked: Asked) -> bool:
    """Whether a person may be proposed for a safety plan; only a voiced doubt leaves somebody out."""
    return Answer(asked.answer) not in (Answer.NOT_SAFE, Answer.NOT_SURE)
