"""Agrees what it all means: each focus, formulation, contract and ending as the next version."""

from clinic.formulation.actions.contract import agree_contract, agree_to_sessions, sign_contract
from clinic.formulation.actions.ending import end, write_ending
from clinic.formulation.actions.focus import agree_focus
from clinic.formulation.actions.goals import MOST_GOALS, NoRoom, rate_goal, retire_goal, set_goal
from clinic.formulation.actions.review import (
    answer_review,
    review_midpoint,
    share_review,
    stop_sharing_review,
)
from clinic.formulation.actions.story import (
    answer_formulation,
    share_formulation,
    stop_sharing,
    write_formulation,
)
from clinic.formulation.actions.workspace import (
    ReplacedMeanwhile,
    add_entry,
    put_entry_back,
    rate_focus,
    revise_entry,
    strike_out,
)

__all__ = [
    "MOST_GOALS", "NoRoom", "ReplacedMeanwhile", "add_entry", "agree_contract", "agree_focus",
    "agree_to_sessions", "answer_formulation", "answer_review", "end", "put_entry_back", "rate_focus",
    "rate_goal", "retire_goal", "review_midpoint", "revise_entry", "set_goal", "share_formulation",
    "share_review", "sign_contract", "stop_sharing", "stop_sharing_review", "strike_out", "write_ending",
    "write_formulation",
]  # fmt: skip
