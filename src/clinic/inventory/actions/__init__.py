"""Keeps the people, draws the circle, and ties mood to what happened."""

from clinic.inventory.actions.circles import (
    DrawnMeanwhile,
    MovedMeanwhile,
    draw_circle,
    move_person,
    redo,
    take_out,
    undo,
    wish_ring,
)
from clinic.inventory.actions.links import (
    ReplacedMeanwhile,
    link_mood_to_event,
    put_link_back,
    revise_link,
    withdraw_link,
)
from clinic.inventory.actions.people import add_person, revise_person, tie
from clinic.inventory.actions.together import look_at_proposal, share, stop_sharing

__all__ = [
    "DrawnMeanwhile", "MovedMeanwhile", "ReplacedMeanwhile", "add_person", "draw_circle",
    "link_mood_to_event", "look_at_proposal", "move_person", "put_link_back", "redo", "revise_link",
    "revise_person", "share", "stop_sharing", "take_out", "tie", "undo", "wish_ring", "withdraw_link",
]  # fmt: skip
