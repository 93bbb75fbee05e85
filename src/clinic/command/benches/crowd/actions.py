"""Fills a throw-away home with a made-up service; only benchmarks call it, and no row of it is audited.

Two thousand courses are made one by one; a larger service holds copies of them, which the embedded database
makes by itself, for speed.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from random import Random
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from clinic.access.models import Membership, Row, Service, User
from clinic.access.roles import Role
from clinic.command.benches.crowd.rows import Place, course_rows
from clinic.command.benches.crowd.sums import sums
from clinic.reports.actions import change_tallies, refresh

CASELOAD = 40  # courses a therapist
SUPERVISED = 10  # therapists a supervisor
MADE = 2000  # courses made one by one
COPY = 4  # hexadecimal digits at the head of a key that say which copy it is


def fill(courses: int, now: datetime) -> User:
    """Write one service with so many courses; gives the therapist whose courses are whole."""
    if courses > MADE and courses % MADE:
        raise ValueError(f"More than {MADE} courses come in multiples of {MADE}, not {courses}.")
    made = min(courses, MADE)
    therapist = _make(made, now)
    if courses > made:
        _copy(courses // made - 1)
    return therapist


def count(service: Service) -> None:
    """Bring the service's reports up to date, as its worker would have."""
    while refresh(service=service):
        pass


@transaction.atomic
def fill_sums() -> Service:
    """Write one service that has the sums of a million courses of every kind, and none of the courses."""
    service, lead = Service(name="Nationwide Talking Therapy", time_zone="UTC"), _person("lead")
    _write([service, lead, Membership(service=service, user=lead, role=Role.LEAD)])
    count(service)
    change_tallies(service, sums())
    return service


@transaction.atomic
def _make(courses: int, now: datetime) -> User:
    service = Service(name="Riverside Talking Therapy", time_zone="UTC")
    therapists = -(-courses // CASELOAD)
    supervisors = [_person(f"supervisor-{number}") for number in range(-(-therapists // SUPERVISED))]
    people = [_person(f"therapist-{number}") for number in range(therapists)]
    roles = [Membership(service=service, user=person, role=Role.THERAPIST) for person in people]
    roles += [Membership(service=service, user=person, role=Role.SUPERVISOR) for person in supervisors]
    lead = _person("lead")
    _write(
        [service, lead, *supervisors, *people, *roles, Membership(service=service, user=lead, role=Role.LEAD)]
    )
    for number, person in enumerate(people):
        place = Place(service, person, supervisors[number // SUPERVISED], now, whole=number == 0)
        chance = Random(number)  # noqa: S311 - made-up people
        _write(_caseload(place, min(CASELOAD, courses - number * CASELOAD), chance))
    return people[0]


def _person(name: str) -> User:
    return User(name=name, email=f"{name}@clinic.example", password="!")  # noqa: S106 - nobody can sign in with it


def _caseload(place: Place, courses: int, random: Random) -> Iterator[Any]:
    for _course in range(courses):
        yield from course_rows(place, random)


def _write(rows: Iterable[Any]) -> None:
    """Write rows of any kinds; the order is free, for keys are looked at when the transaction ends."""
    by_model: dict[type[Any], list[Any]] = {}
    for row in rows:
        by_model.setdefault(type(row), []).append(row)
    for model, made in by_model.items():
        model.objects.bulk_create(made)


def _copy(times: int) -> None:
    """Copy every row but the service so many times; the first digits of a key and its references say which.

    No key is made twice by that, for made ones begin with 0, and all are written in order.
    """
    copied = [model for model in apps.get_models() if issubclass(model, Row) and model is not Service]
    with transaction.atomic(), connection.cursor() as cursor:
        for model in copied:
            fields = model._meta.concrete_fields
            into = ", ".join(_named(field.column) for field in fields)
            values = ", ".join(_in_copy(field, copied) for field in fields)
            table = _named(model._meta.db_table)
            cursor.execute(  # names of tables and columns are the program's own
                f"WITH RECURSIVE copies(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM copies WHERE k < %s), "  # noqa: S608
                f"made AS MATERIALIZED (SELECT * FROM {table} ORDER BY {_named(model._meta.pk.column)}) "
                f"INSERT INTO {table} ({into}) SELECT {values} FROM copies CROSS JOIN made WHERE k <= %s",
                [times, times],
            )


def _in_copy(field: Any, copied: list[type[Any]]) -> str:
    name = _named(field.column)
    if field.primary_key or field.related_model in copied:
        return f"printf('8%%0{COPY - 1}x', k) || substr({name}, {COPY + 1})"
    return f"k || {name}" if field.unique else name


def _named(name: str) -> str:
    return connection.ops.quote_name(name)
