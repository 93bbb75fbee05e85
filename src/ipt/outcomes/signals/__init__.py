"""Rules that ask for a look at a course: not forecasts, and validated for no service."""

from ipt.outcomes.signals.looking import Observed, can_look, prompts, raised
from ipt.outcomes.signals.one_course import Look, Signal, look
from ipt.outcomes.signals.rules import LEVELS, Level, Reason, Rule, Rules, load, read

__all__ = [
    "LEVELS",
    "Level",
    "Look",
    "Observed",
    "Reason",
    "Rule",
    "Rules",
    "Signal",
    "can_look",
    "load",
    "look",
    "prompts",
    "raised",
    "read",
]
