"""People who have asked for a first talk and have no course yet."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from clinic.demo.clock import Act
from clinic.demo.dates import moment
from clinic.demo.tale import Cast
from clinic.patients.actions import handle_enquiry, receive_enquiry
from clinic.patients.models import Enquiry
from ipt.therapy.datafile import read


@dataclass(frozen=True, slots=True)
class Asked:
    """One enquiry: what was written, how many days ago, and what was done about it."""

    name: str
    days_ago: int
    clock: str
    contact_by: str
    contact: str
    about: str
    adult: bool = True
    may_leave_message: bool = False
    state: str = "new"
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class AskedFile:
    """The data file."""

    enquiries: tuple[Asked, ...]


@dataclass
class Letter:
    """An enquiry while it is being told."""

    asked: Asked
    cast: Cast
    row: Enquiry = field(init=False)

    def arrive(self) -> None:
        said = self.asked
        self.row = receive_enquiry(
            service=self.cast.service,
            name=said.name,
            contact_by=said.contact_by,
            contact=said.contact,
            may_leave_message=said.may_leave_message,
            about=said.about,
            adult=said.adult,
        )

    def be_handled(self) -> None:
        handle_enquiry(
            enquiry=self.row, state=self.asked.state, reason=self.asked.reason or "", by=self.cast.reception
        )


def asking(cast: Cast, today: date) -> Iterator[Act]:
    """The acts of all enquiries."""
    zone = cast.service.time_zone
    for said in read(Path(__file__).parent / "enquiries.toml", AskedFile).enquiries:
        letter, day = Letter(said, cast), today - timedelta(days=said.days_ago)
        yield Act(moment(day, said.clock, zone), letter.arrive)
        if said.state != "new":
            yield Act(moment(day + timedelta(days=1), "10:15", zone), partial(letter.be_handled))
