"""Incidents, their rehearsal together and alone, and decisions: a module a subject."""

from clinic.incidents.models.alone import LinesGiven, LinesPractised, SharedRecording
from clinic.incidents.models.deciding import Decision, Weighing
from clinic.incidents.models.playing import RolePlay, Scene, TriedForReal
from clinic.incidents.models.telling import Account, Incident, Rewrite, Turn

__all__ = [
    "Account",
    "Decision",
    "Incident",
    "LinesGiven",
    "LinesPractised",
    "Rewrite",
    "RolePlay",
    "Scene",
    "SharedRecording",
    "TriedForReal",
    "Turn",
    "Weighing",
]
