"""The techniques as chips, each with how it is done and where in the program its work is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from clinic.courses.models import Session
from clinic.incidents.models import Account
from clinic.techniques.although import Against
from ipt.therapy import techniques
from ipt.therapy.techniques import Technique


@dataclass(frozen=True, slots=True)
class Chip:
    """One technique to tick; ``path`` is the page its work is kept on, which leads back to the session.

    ``against`` says why it is refused in this session: what happened may be recorded all the same (ADR 28).
    """

    choice: Any
    technique: Technique
    path: str = ""
    path_words: str = ""
    against: Against | None = None


def chips(form: Any, session: Session, worked_on: Sequence[Account]) -> list[Chip]:
    """Every technique with its tick, IPT's own first."""
    known, places = {one.id: one for one in techniques.load_all()}, _places(session, worked_on)
    ticks = {choice.data["value"]: choice for choice in form["techniques"]}
    return [
        Chip(ticks[key], one, *places.get(key, ("", "")), against=form.against.get(key))
        for key, one in known.items()
        if key in ticks
    ]


def _places(session: Session, worked_on: Sequence[Account]) -> dict[str, tuple[str, str]]:
    course, asked = session.course_id, f"?session={session.number}"
    moment = (reverse("incidents:tell", args=(course,)) + asked, _("Go through one moment"))
    played = (reverse("incidents:incidents", args=(course,)) + asked, _("Choose the moment to play"))
    if worked_on:
        incident = worked_on[-1].incident_id
        played = (reverse("incidents:role-play", args=(course, incident)) + asked, _("Play it together"))
    return {
        "communication_analysis": moment,
        "interpersonal_incident": moment,
        "decision_analysis": (reverse("incidents:begin-decision", args=(course,)) + asked, _("Weigh it now")),
        "role_play": played,
        "work_between_sessions": ("#id_plan", _("Write what is agreed")),
    }
