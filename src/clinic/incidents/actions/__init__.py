"""What changes incidents, their rehearsal and decisions: a module a subject."""

from clinic.incidents.actions.alone import (
    delete_recordings_due,
    give_lines,
    keep_go,
    listen,
    put_closed_lines_away,
    put_lines_away,
    share_recording,
    still_open,
    withdraw_recording,
)
from clinic.incidents.actions.deciding import begin_decision, weigh
from clinic.incidents.actions.playing import (
    begin_role_play,
    end_role_play,
    look_back,
    put_role_play_back,
    set_scene,
    withdraw_role_play,
)
from clinic.incidents.actions.telling import retell_incident, rewrite_lines, tell_incident
from clinic.incidents.actions.trying import agree_to_try, tell_try

__all__ = [
    "agree_to_try",
    "begin_decision",
    "begin_role_play",
    "delete_recordings_due",
    "end_role_play",
    "give_lines",
    "keep_go",
    "listen",
    "look_back",
    "put_closed_lines_away",
    "put_lines_away",
    "put_role_play_back",
    "retell_incident",
    "rewrite_lines",
    "set_scene",
    "share_recording",
    "still_open",
    "tell_incident",
    "tell_try",
    "weigh",
    "withdraw_recording",
    "withdraw_role_play",
]
