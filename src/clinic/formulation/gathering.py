"""Gathers what the pages of this room show, each version with who wrote it and when."""

from itertools import zip_longest
from typing import Any

from clinic.courses.models import Course, Participant
from clinic.formulation.facts import record_of
from clinic.formulation.focus import area_title, banner_of, state_title
from clinic.formulation.grief import better_evidence
from clinic.formulation.models import Focus, Goal
from clinic.formulation.ratings import goal_line
from clinic.formulation.weighing import limits, reasons, weighed
from clinic.formulation.wording import PATIENT_SAYS
from clinic.inventory.gathering import participant_of
from ipt.therapy import areas


def meaning_page(course: Course) -> dict[str, Any]:
    """Focus, formulation, goals and contract, newest first, in a fixed number of queries."""
    participant = participant_of(course)
    focuses = list(course.focuses.select_related("relationship", "written_by"))
    formulations = list(
        course.formulations.select_related("written_by").prefetch_related("answers__written_by")
    )
    contracts = list(course.contracts.select_related("written_by"))
    return {
        "course": course,
        "participant": participant,
        "focuses": told(focuses),
        "banner": banner_of(focuses),
        "formulations": formulations,
        "formulation": next(iter(formulations), None),
        "contracts": contracts,
        "contract": next(iter(contracts), None),
        "goals": list(Goal.objects.current(participant)),
        "better": None
        if any(one.signed_by_patient_at for one in contracts)
        else better_evidence(participant),
    }


def told(versions: list[Focus]) -> list[dict[str, Any]]:
    """Each version of the focus with its titles, and whether the area changed with it."""
    return [
        {
            "focus": one,
            "area": area_title(one.area),
            "state": state_title(one),
            "changed": earlier is not None and earlier.area != one.area,
            "reasons": reasons(one.evidence, one.course),
            "rivals": [(area_title(rival["area"]), rival["why_not"]) for rival in one.rivals],
            "patient_says": PATIENT_SAYS[one.patient_says],
        }
        for one, earlier in zip_longest(versions, versions[1:])
    ]


def focus_helper(course: Course) -> dict[str, Any]:
    """What helps to choose: the guide, what the record says, and the people the focus can be about."""
    participant = participant_of(course)
    record = record_of(participant)
    return {
        "course": course,
        "participant": participant,
        "guide": areas.guide(),
        "people": participant.relationships.all(),
        "weighed": weighed(record, course),
        "limits": limits(record),
        "onset_known": record.facts.onset is not None,
        "better": better_evidence(participant, record),
    }


def goals_page(course: Course) -> dict[str, Any]:
    """The goals there are, each with its ratings over time, and those that rest."""
    participant = participant_of(course)
    goals = list(Goal.objects.current(participant).prefetch_related("ratings__rated_by"))
    return {
        "course": course,
        "participant": participant,
        "goals": goals,
        "lines": [goal_line(goal) for goal in goals],
        "resting": list(Goal.objects.retired(participant)),
    }


def contract_of(participant: Participant) -> Any:
    """The newest contract of a patient's course."""
    return participant.course.contracts.select_related("written_by").first()
