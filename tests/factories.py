"""Believable people and courses, with nothing passed; everything is made by the program's own actions."""

from dataclasses import dataclass
from datetime import date
from itertools import count

from clinic.access.actions import add_member, open_service
from clinic.access.models import Service, User
from clinic.access.roles import Role
from clinic.courses.actions import begin_course
from clinic.courses.models import Course, Participant
from clinic.patients.actions import register_patient
from clinic.patients.models import Patient

number = count(1)


def service(**given: object) -> Service:
    return open_service(**{"name": "Riverside Talking Therapy", "phone": "0113 496 0143", **given})


def member(role: Role = Role.THERAPIST, of: Service | None = None, name: str = "Maya Osei") -> User:
    n = next(number)
    return add_member(
        service=of or service(), name=name, email=f"person{n}@clinic.example", role=role, by=None
    )


def patient(of: Service, by: User, name: str = "Rowan Tate") -> Patient:
    return register_patient(service=of, name=name, born_on=date(1986, 4, 2), by=by)


@dataclass(frozen=True)
class Case:
    """A course with everybody around it."""

    service: Service
    course: Course
    participant: Participant
    patient: Patient
    therapist: User
    supervisor: User


def course(manual: str = "dep16", of: Service | None = None, therapist: User | None = None) -> Case:
    clinic = of or service()
    treating = therapist or member(Role.THERAPIST, clinic)
    supervisor = member(Role.SUPERVISOR, clinic, name="Dr Lewis")
    who = patient(clinic, treating)
    begun = begin_course(
        patient=who,
        manual=manual,
        therapist=treating,
        supervisor=supervisor,
        began_on=date(2026, 9, 3),
        by=treating,
    )
    return Case(clinic, begun, begun.participants.get(), who, treating, supervisor)
