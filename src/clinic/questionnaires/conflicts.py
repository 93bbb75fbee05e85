"""What can stand in the way of asking a measure or keeping an answer, and where an answer was given."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from clinic.courses.models import Participant
from clinic.inventory.models import Relationship
from clinic.questionnaires import scores
from clinic.questionnaires.models import Response
from ipt.measures.measure import Measure


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
    """Where an answer was given: the page as it was opened, the kind of device, and its sign-in.

    ``touched`` is when, by the clock of the device: of two answers of one page it says which came first.
    """

    page: str = ""
    device: str = ""
    session: str = ""
    touched: int = 0


NOWHERE = Place()


def same_page(before: dict[str, Any], place: Place) -> bool:
    return place.page != "" and before["page"] == place.page


def overtaken(before: dict[str, Any], place: Place) -> bool:
    """Whether the same page gave a later answer already: what was touched first may arrive last."""
    return same_page(before, place) and place.touched < before.get("touched", 0)


def collides(before: dict[str, Any], value: float | None, revision: int, place: Place) -> bool:
    """Whether an answer was changed from another page since the revision that this page had seen."""
    return before["revision"] > revision and before["value"] != value and not same_page(before, place)


def check(measure: Measure, item: str, value: float | None) -> None:
    """ValueError for an item that is not on the form or an answer that is not an option."""
    if item not in {one.id for one in measure.items}:
        raise ValueError(f"{measure.short_title} has no item {item}")
    scores.of_answers(measure, [value if one.id == item else None for one in measure.items])


def refuse_about(measure: Measure, participant: Participant, about: Relationship | None) -> None:
    """CannotAsk for a measure that is about nobody in particular, or a person of another inventory."""
    if about is None:
        return
    if not measure.about_person:
        raise CannotAsk(_("%(title)s is not about one person.") % {"title": measure.short_title})
    if about.participant_id != participant.pk:
        raise CannotAsk(_("This person is not in the patient’s circle."))


def same(
    kept: Response,
    participant: Participant,
    measure: str,
    about: Relationship | None,
    row: list[float | None],
) -> bool:
    """Whether a response says the same, of the same patient and about the same person."""
    given = (participant.pk, measure, about.pk if about else None, row)
    return (kept.participant_id, kept.measure, kept.about_id, kept.answers) == given
