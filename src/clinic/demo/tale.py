"""A story while it is being told: who is in it, and what has come of it so far."""

from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random

from clinic.access.models import Service, User
from clinic.appointments.models import Appointment
from clinic.courses.models import Course, Participant
from clinic.demo.dates import moment, session_days
from clinic.demo.scores import totals
from clinic.demo.story import Moment, Story
from clinic.formulation.models import Goal
from clinic.inventory.models import Relationship
from clinic.patients.models import Enquiry, Patient
from clinic.questionnaires.models import MeasureRequest
from ipt.therapy import manuals
from ipt.therapy.manuals import Manual


@dataclass(frozen=True)
class Cast:
    """The service and its staff, by name."""

    service: Service
    therapists: dict[str, User]
    supervisor: User
    reception: User


@dataclass
class Tale:
    """One story, its dates and scores, and the rows it has led to."""

    story: Story
    cast: Cast
    today: date
    rng: Random
    manual: Manual = field(init=False)
    days: dict[int, date] = field(init=False)
    scores: list[int] = field(init=False)
    enquiry: Enquiry = field(init=False)
    patient: Patient = field(init=False)
    course: Course = field(init=False)
    participant: Participant = field(init=False)
    people: dict[str, Relationship] = field(default_factory=dict)
    goals: list[Goal] = field(default_factory=list)
    booked: dict[int, Appointment] = field(default_factory=dict)
    asked: dict[int, list[MeasureRequest]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.manual = manuals.load(self.story.manual)
        self.days = session_days(self.story, self.manual.planned_sessions, self.today)
        self.scores = totals(self.story, self.manual.planned_sessions, self.rng)

    @property
    def therapist(self) -> User:
        return self.cast.therapists[self.story.therapist]

    @property
    def waited(self) -> int:
        """Days from the enquiry to the first session; most wait some weeks, a few longer."""
        return 20 + min(100, round(Random(f"{self.story.name} waited").expovariate(1 / 16)))  # noqa: S311

    @property
    def held(self) -> int:
        """How many sessions lie behind."""
        return self.story.next - 1

    def at(self, day: date, clock: str, minutes: int = 0) -> datetime:
        return moment(day, clock, self.cast.service.time_zone, minutes)

    def session_at(self, number: int, minutes: int = 0) -> datetime:
        return self.at(self.days[number], self.story.at, minutes)

    def in_middle(self, number: int) -> Moment | None:
        """What the story tells of a session of the middle phase."""
        first, last = next(phase.sessions for phase in self.manual.phases if phase.id == "middle")
        attended = [n for n in range(first, last + 1) if n not in self.story.missed]
        found = dict(zip(attended, self.story.moments, strict=False))
        return found.get(number)

    def first_due(self, task: str) -> int:
        return self.manual.task(task).sessions[0]

    def last_due(self, task: str) -> int:
        return self.manual.task(task).sessions[1]
