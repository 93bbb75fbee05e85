"""Random histories of a service, made by the program's own actions: what might happen in any order."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from django.utils import timezone

from clinic.access.models import Service, User
from clinic.access.roles import Role
from clinic.courses.actions import Refused, begin_session, end_course, name_diagnosis, record_absence
from clinic.courses.actions import sign_session as sign
from clinic.courses.models import Course
from clinic.formulation.actions import agree_focus, rate_focus, rate_goal, set_goal
from clinic.formulation.actions.goals import NoRoom
from clinic.inventory.actions import add_person, revise_person
from clinic.patients.actions import receive_enquiry
from clinic.questionnaires.actions import keep_imported
from clinic.welcome.actions import accept
from ipt.therapy import workspaces
from tests import factories

AREAS = ("grief", "role_dispute", "role_transition")
MEASURES = {"phq9": 27, "gad7": 21, "wsas": 40, "who5": 100}
ENDINGS = ("completed", "agreed early", "stopped coming", "referred on")


@dataclass
class History:
    """One service, and the chance that says what happens next."""

    seed: int
    service: Service = field(default_factory=factories.service)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)
        self.by: User = factories.member(Role.THERAPIST, self.service)
        self.scores = 0
        for _course in range(3):
            self.begin()

    def go_on(self) -> None:
        """One thing happens to one course; what is refused has not happened."""
        acts = [self.begin, self.sit, self.sit, self.score, self.score, self.score, self.agree, self.rate]
        with suppress(Refused, NoRoom):
            self.random.choice([*acts, self.want, self.meet, self.meet, self.end, self.name])()

    def course(self) -> Course:
        return self.random.choice(list(Course.objects.filter(service=self.service).order_by("pk")))

    def begin(self) -> None:
        on = date(2026, 11, 12) - timedelta(days=self.random.randint(0, 700))
        about = {"name": "Ash Moran", "contact_by": "phone", "contact": "0113 496 0143", "adult": True}
        manual = self.random.choice(["dep12", "dep16"])
        if self.random.random() < 0.5:
            accept(
                enquiry=receive_enquiry(service=self.service, **about), name="Ash Moran",
                preferred_name="Ash", born_on=date(1990, 1, 1), manual=manual, stage="acute",
                therapist=self.by, supervisor=None, began_on=on, by=self.by,
            )  # fmt: skip
        else:
            factories.course(manual, of=self.service, therapist=self.by)

    def sit(self) -> None:
        session = begin_session(course=self.course(), by=self.by)
        kind = self.random.choice(["attended"] * 3 + ["missed", "cancelled by therapist"])
        if kind == "attended":
            sign(session=session, by=self.by, line="We talked.")
        else:
            record_absence(session=session, kind=kind, by=self.by, reason="ill")

    def score(self) -> None:
        course, measure = self.course(), self.random.choice(list(MEASURES))
        self.scores += 1
        keep_imported(
            participant=course.participants.get(), measure=measure, by=self.by, source=f"{self.scores}",
            total=float(self.random.randint(0, MEASURES[measure])),
            given_at=timezone.now() - timedelta(days=self.random.randint(0, 90)),
            session_number=self.random.choice([None, *range(1, 13)]),
        )  # fmt: skip

    def agree(self) -> None:
        agree_focus(
            course=self.course(), area=self.random.choice(AREAS), own_words="Since the move.",
            reason="It began with it.", patient_says="agrees", why_changed="It shifted.", by=self.by,
        )  # fmt: skip

    def rate(self) -> None:
        course, area = self.course(), self.random.choice(AREAS)
        rate_focus(
            participant=course.participants.get(), area=area, rating=self.random.randint(0, 10),
            question=self.random.choice(workspaces.load(area).questions).id, by=self.by,
            rated_at=timezone.now() - timedelta(days=self.random.randint(0, 90)),
        )  # fmt: skip

    def want(self) -> None:
        participant = self.course().participants.get()
        goal = participant.goals.first() or set_goal(participant=participant, text="See a friend", by=self.by)
        rate_goal(goal=goal, rating=self.random.randint(0, 10), by=self.by)

    def meet(self) -> None:
        """Somebody comes into the circle, or is described anew."""
        participant = self.course().participants.get()
        known = list(participant.relationships.all())
        felt = {
            "can_confide": self.random.choice([True, False]),
            "support_received": self.random.sample(["emotional", "practical", "advice", "company"], 2),
        }
        today = date(2026, 11, 12)
        if known and self.random.random() < 0.4:
            revise_person(relationship=self.random.choice(known), by=self.by, drawn_on=today, **felt)
        else:
            add_person(
                participant=participant, pseudonym=f"P{len(known)}", by=self.by, ring=2, drawn_on=today,
                category=self.random.choice(["family", "friend", "professional"]), **felt,
            )  # fmt: skip

    def name(self) -> None:
        name_diagnosis(course=self.course(), by=self.by, name="Depression")

    def end(self) -> None:
        course = self.course()
        end_course(course=course, on=date(2026, 11, 12), by=self.by, how=self.random.choice(ENDINGS))
