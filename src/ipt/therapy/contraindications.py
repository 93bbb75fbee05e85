"""When a technique or an exercise is refused, and when it is only off until a clinician says otherwise."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal, get_args

OfTheMoment = Literal[
    "alone",
    "no_consent",
    "not_wanted",
    "not_asked",
    "no_session",
    "early_sessions",
    "last_sessions",
    "little_time",
    "acute_risk",
    "intoxication",
    "unwilling",
]
OfThePerson = Literal[  # as a clinician recorded them
    "mania",
    "psychosis",
    "psychosis_in_the_past",
    "dissociation",
    "panic",
    "health_anxiety",
    "rumination",
    "trauma",
    "danger_from_the_same_person",
    "pending_court_case",
    "eating_disorder",
    "heart_or_lung",
    "high_blood_pressure",
    "injury_or_surgery",
    "pain",
    "pregnancy",
    "epilepsy",
    "relaxation_brings_fear",
]
Circumstance = Literal[OfTheMoment, OfThePerson, "off_by_default"]
OF_THE_PERSON: tuple[OfThePerson, ...] = get_args(OfThePerson)
OF_CONSENT: tuple[OfTheMoment, ...] = ("no_consent", "not_wanted")  # not heard yet; heard, and declined
OF_TALKING: tuple[OfTheMoment, ...] = (*OF_CONSENT, "not_asked")  # a talk with the patient lifts these
EARLY = 3  # the first sessions of a course, in which imagery does not begin
LAST = 2  # and its last ones
LITTLE_TIME = 10  # minutes left of a session: below, nothing that arouses is begun


@dataclass(frozen=True, slots=True)
class ContraIndication:
    """One reason against. ``refuses``: nobody can override it; ``off``: off until a clinician gives a reason;
    ``care``: said beside it, closes nothing."""

    when: Circumstance
    weight: Literal["refuses", "off", "care"]
    reason: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What stands against something now; ``off`` leaves out what a clinician opened with a reason."""

    refused: tuple[ContraIndication, ...]
    off: tuple[ContraIndication, ...] = ()
    care: tuple[ContraIndication, ...] = ()

    @property
    def open(self) -> bool:
        """Whether it may begin now."""
        return not self.reasons

    @property
    def reasons(self) -> tuple[ContraIndication, ...]:
        """Why it may not; empty when it may."""
        return self.refused or self.off


def weigh(
    against: Iterable[ContraIndication],
    circumstances: Iterable[Circumstance],
    *,
    lifted: Collection[Circumstance] = (),
) -> Verdict:
    """Say what stands against something in these circumstances.

    Parameters
    ----------
    against
        The contra-indications of a technique or an exercise, as its data file gives them.
    circumstances
        What holds now. What was never asked is not among them: it is unknown, not absent.
    lifted
        For which circumstances a clinician has signed a reason to use it all the same. A reason lifts what is
        off because of these, nothing that came up later, and never what is refused.

    Returns
    -------
    Verdict
        In the order of the data file.

    References
    ----------
    Cautions of each technique: the sources its data file names. That a hard stop cannot be overridden and a
    default can is Kith's suggestion.
    """
    here = set(circumstances)
    holding = [one for one in against if one.when in here]

    def of(weight: str) -> tuple[ContraIndication, ...]:
        return tuple(one for one in holding if one.weight == weight)

    off = tuple(one for one in of("off") if one.when not in lifted)
    return Verdict(of("refuses"), off, of("care"))


def of_the_moment(
    *,
    alone: bool,
    number: int | None = None,
    planned: int | None = None,
    minutes_left: int | None = None,
    acute_risk: bool = False,
) -> set[Circumstance]:
    """Name the circumstances that follow from where and when.

    Parameters
    ----------
    alone
        Whether no clinician is present.
    number, planned
        The session's number and how many are agreed; ``None`` outside of a session.
    minutes_left
        Minutes until the agreed end of the session; ``None`` outside of one.
    acute_risk
        Whether an alert waits for its review, or the newest review found a plan, intent or means.
    """
    found: set[Circumstance] = set()
    if alone:
        found.add("alone")
    if acute_risk:
        found.add("acute_risk")
    if number is not None and number <= EARLY:
        found.add("early_sessions")
    if number is not None and planned is not None and number > planned - LAST:
        found.add("last_sessions")
    if minutes_left is not None and minutes_left < LITTLE_TIME:
        found.add("little_time")
    return found
