"""Agrees what it all means: focus, formulation, goals, contract and ending, each time as the next version."""

from clinic.formulation.actions.contract import agree_contract, sign_contract
from clinic.formulation.actions.ending import end, write_ending
from clinic.formulation.actions.focus import agree_focus
from clinic.formulation.actions.goals import MOST_GOALS, rate_goal, retire_goal, set_goal
from clinic.formulation.actions.story import write_formulation

__all__ = [
    "MOST_GOALS", "agree_contract", "agree_focus", "end", "rate_goal", "retire_goal", "set_goal",
    "sign_contract", "write_ending", "write_formulation",
]  # fmt: skip
