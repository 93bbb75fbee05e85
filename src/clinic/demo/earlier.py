"""Courses that ended in the last year, told in few words: what they changed is in the service's figures."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random

from clinic.access.models import User
from clinic.courses import actions as courses
from clinic.courses.models import Course, Participant
from clinic.demo.clock import Act
from clinic.demo.dates import WEEK, moment
from clinic.demo.tale import Cast
from clinic.exchange.actions import carry_out
from clinic.exchange.planning import Begun, Dated, Plan, Way
from clinic.formulation import actions as formulation
from clinic.formulation.models import Goal
from clinic.inventory import actions as inventory
from clinic.inventory.models import Relationship
from clinic.patients.actions import handle_enquiry, receive_enquiry, register_patient
from clinic.patients.models import Enquiry, Patient
from ipt.therapy import manuals
from ipt.therapy.datafile import read

MANUAL, CLOCK = "dep16", "17:30"
HEARD, AGREED, LAST = 3, 4, 16  # sessions: who there is; what it is about; the last one
PEOPLE = (  # name, category, ring, what they give
    ("a sister", "family", 2, ("emotional",)),
    ("a friend from school", "friend", 3, ("company",)),
    ("a neighbour", "neighbour", 4, ("practical",)),
    ("a colleague", "work", 4, ()),
)


@dataclass(frozen=True, slots=True)
class Area:
    """What the courses of one area have in common."""

    area: str
    sub_state: str
    question: str
    therapist: str
    names: tuple[str, ...]
    focus: str
    crisis: str
    story: str
    goal: str
    learnt: str
    moments: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AreasFile:
    """The data file."""

    areas: tuple[Area, ...]


@dataclass
class Earlier:
    """One course while it is told."""

    name: str
    area: Area
    cast: Cast
    start: date
    rng: Random
    enquiry: Enquiry = field(init=False)
    patient: Patient = field(init=False)
    course: Course = field(init=False)
    participant: Participant = field(init=False)
    goal: Goal = field(init=False)
    people: list[Relationship] = field(default_factory=list)
    helped: bool = field(init=False)

    def __post_init__(self) -> None:
        self.helped = self.rng.random() < 0.7

    @property
    def by(self) -> User:
        return self.cast.therapists[self.area.therapist]

    def acts(self) -> Iterator[Act]:
        waited = timedelta(days=20 + min(100, round(self.rng.expovariate(1 / 16))))
        yield self._at(self.start - waited, self.enquire)
        yield self._at(self.start - timedelta(days=12), self.accept)
        for number in range(1, LAST + 1):
            day = self.start + WEEK * (number - 1)
            yield self._at(day, partial(self.begin, number, day))
            yield self._at(day, partial(self.sign, number), minutes=50)
        yield self._at(self.start + WEEK * (LAST - 1), self.end, minutes=60)

    def _at(self, day: date, do: Callable[[], object], minutes: int = 0) -> Act:
        return Act(moment(day, CLOCK, self.cast.service.time_zone, minutes), do)

    def enquire(self) -> None:
        self.enquiry = receive_enquiry(
            service=self.cast.service, name=self.name, contact_by="phone", adult=True, contact="07700 900000"
        )

    def accept(self) -> None:
        service, by = self.cast.service, self.by
        self.patient = register_patient(service=service, name=self.name, by=by)
        handle_enquiry(enquiry=self.enquiry, state="accepted", by=by, patient=self.patient)
        self.course = courses.begin_course(
            patient=self.patient,
            manual=MANUAL,
            therapist=by,
            supervisor=self.cast.supervisor,
            began_on=self.start,
            by=by,
        )
        self.participant = self.course.participants.get()

    def begin(self, number: int, day: date) -> None:
        session = courses.begin_session(course=self.course, by=self.by)
        if number == HEARD:
            self.meet(day)
        elif number == AGREED:
            self.agree()
        elif number == LAST:
            self.look_back(day)
        first, last = next(phase.sessions for phase in manuals.load(MANUAL).phases if phase.id == "middle")
        if first <= number <= last:
            what, feeling = self.area.moments[number % len(self.area.moments)]
            direction = self.rng.choice(("up", "down"))
            inventory.link_mood_to_event(
                session=session, what=what, feeling=feeling, direction=direction, fits_focus=True, by=self.by
            )

    def sign(self, number: int) -> None:
        what, _feeling = self.area.moments[number % len(self.area.moments)]
        courses.sign_session(
            session=self.course.sessions.get(number=number),
            line=f"{what}; looked at what each had wanted.",
            summary=self.area.learnt if number == LAST else "",
            risk_status="Asked plainly; nothing reported.",
            by=self.by,
        )

    def meet(self, day: date) -> None:
        """Who there is, of whom one or two can be confided in."""
        confide = self.rng.choice((1, 1, 2))
        for place, (name, category, _ring, gives) in enumerate(PEOPLE):
            self.people.append(
                inventory.add_person(
                    participant=self.participant,
                    pseudonym=name,
                    category=category,
                    can_confide=place < confide,
                    support_received=list(gives),
                    by=self.by,
                )
            )
        self._draw(day, HEARD)

    def _draw(self, day: date, number: int, nearer: int = 0) -> None:
        rings = [ring for _name, _category, ring, _gives in PEOPLE]
        inventory.draw_circle(
            participant=self.participant,
            placements=[
                (one, max(1, ring - nearer), None) for one, ring in zip(self.people, rings, strict=True)
            ],
            drawn_on=day,
            session_number=number,
            by=self.by,
        )

    def agree(self) -> None:
        area, by, course = self.area, self.by, self.course
        formulation.write_formulation(course=course, crisis=area.crisis, story=area.story, by=by)
        formulation.agree_focus(
            course=course,
            area=area.area,
            sub_state=area.sub_state,
            own_words=area.focus,
            reason=area.crisis,
            patient_says="agrees",
            session_number=AGREED,
            by=by,
        )
        contract = formulation.agree_contract(course=course, sessions=LAST, rhythm="once a week", by=by)
        formulation.sign_contract(contract=contract, by=self.patient.user, on="room")
        self.goal = formulation.set_goal(participant=self.participant, text=area.goal, by=by)
        self._rate(self.rng.randint(1, 4))

    def _rate(self, rating: int) -> None:
        by = self.patient.user
        formulation.rate_goal(goal=self.goal, rating=rating, by=by)
        formulation.rate_focus(
            participant=self.participant,
            area=self.area.area,
            question=self.area.question,
            rating=min(10, rating + self.rng.randint(0, 1)),
            by=by,
        )

    def look_back(self, day: date) -> None:
        """Most have somebody more to turn to at the end."""
        if self.helped:
            friend = self.people[1]
            more = {"can_confide": True, "support_received": ["company", "advice"]}
            inventory.revise_person(relationship=friend, by=self.by, **more)
            inventory.revise_person(relationship=self.people[2], can_confide=True, by=self.by)
        self._draw(day, LAST, nearer=int(self.helped))
        self._rate(self.rng.randint(5, 9) if self.helped else self.rng.randint(2, 5))

    def end(self) -> None:
        formulation.write_ending(
            course=self.course,
            by=self.by,
            brought=self.area.crisis,
            did=self.area.focus,
            change=self.area.learnt,
            feelings="Sad that it ends, and ready.",
            warning_signs="Waking early, and not answering the telephone.",
            what_then="Ring one of the people in my circle, then the practice.",
            remember=self.area.learnt,
            next_step="stop",
            way_back="Ring the service and ask for a talk.",
        )
        self._bring_scores_in()
        last = self.start + WEEK * (LAST - 1)
        formulation.end(course=self.course, on=last, how="completed", by=self.by)

    def _bring_scores_in(self) -> None:
        """The service kept its scores in a spreadsheet then."""
        way = Way("earlier", self.cast.service, self.by, manual=MANUAL)
        begun = Begun(way.external_id(self.name), self.start, self.participant)
        begun.scores = list(self._scores())
        carry_out(plan=Plan(way, [begun], known_scores=0, missing=0, left_out=0), by=None)

    def _scores(self) -> Iterator[Dated]:
        first, falls = (
            self.rng.randint(11, 22),
            self.rng.uniform(*((0.5, 0.8) if self.helped else (0.0, 0.3))),
        )
        for number in range(1, LAST + 1):
            at = moment(self.start + WEEK * (number - 1), "09:00", self.cast.service.time_zone)
            for measure, share in (("phq9", 1.0), ("gad7", 0.72)):
                aim = first * share * (1 - falls * (number - 1) / (LAST - 1))
                total = max(0, round(aim + self.rng.gauss(0, 1)))
                yield Dated(measure, total, at, number, f"earlier/{self.name}/{measure}/{number}")


def ended(cast: Cast, today: date, seed: int) -> Iterator[Act]:
    """The acts of all of them."""
    for area in read(Path(__file__).parent / "earlier.toml", AreasFile).areas:
        for place, name in enumerate(area.names):
            rng = Random(f"{seed} {name}")  # noqa: S311
            last = today - timedelta(days=30 + 45 * place + rng.randrange(30))
            last -= timedelta(days=max(0, last.weekday() - 4))
            yield from Earlier(name, area, cast, last - WEEK * (LAST - 1), rng).acts()
