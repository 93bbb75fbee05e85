"""What can stand in the way of asking a measure or keeping an answer, and where an answer was given."""

from dataclasses import dataclass
from typing import Any

from clinic.questionnaires.models import Response


class CannotAsk(Exception):
    """The measure may not be asked; the message says why."""


class AlreadySent(Exception):
    """The answers were sent before; ``response`` is what was kept."""

    def __init__(self, response: Response) -> None:
        super().__init__("already sent")
        self.response = response


@dataclass
class Conflict(Exception):
    """The same question was answered elsewhere meanwhile; neither answer is chosen for the person."""

    item: str
    mine: float | None
    theirs: dict[str, Any]
    revision: int


@dataclass(frozen=True)
class Place:
    """Where an answer was given: the page as it was opened, the kind of device, and its sign-in."""

    page: str = ""
    device: str = ""
    session: str = ""


NOWHERE = Place()
