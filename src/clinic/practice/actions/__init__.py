"""Everything that changes what is agreed between sessions, what is told of it, and drafts of messages."""

from clinic.practice.actions.agreeing import (
    agree_practice,
    change_practice,
    end_practice,
    put_practice_back,
    rest_practice,
    take_practice_up,
    withdraw_practice,
)
from clinic.practice.actions.telling import (
    TellsOtherwise,
    correct_entry,
    keep_note_private,
    log_practice,
    put_entry_back,
    share_note,
    withdraw_entry,
)
from clinic.practice.actions.writing import (
    choose_reminder,
    keep_message_private,
    put_message_away,
    put_message_back,
    reword_message,
    share_message,
    write_message,
)

__all__ = [
    "TellsOtherwise",
    "agree_practice",
    "change_practice",
    "choose_reminder",
    "correct_entry",
    "end_practice",
    "keep_message_private",
    "keep_note_private",
    "log_practice",
    "put_entry_back",
    "put_message_away",
    "put_message_back",
    "put_practice_back",
    "rest_practice",
    "reword_message",
    "share_message",
    "share_note",
    "take_practice_up",
    "withdraw_entry",
    "withdraw_practice",
    "write_message",
]
