"""The demo's service, its staff, and the order in which its stories are told."""

from datetime import date, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from clinic.access.actions import add_member, open_service
from clinic.access.models import Service, User
from clinic.access.roles import Role
from clinic.demo import earlier, story
from clinic.demo.archive import bring_in
from clinic.demo.clock import now_is, tell
from clinic.demo.dates import moment
from clinic.demo.enquiries import asking
from clinic.demo.plot import acts
from clinic.demo.signals import following
from clinic.demo.supervision import supervising
from clinic.demo.tale import Cast, Tale

SEED = 1984
ZONE = "Europe/London"
OPEN_FOR = 1000  # days since the service opened
STAFF = {
    Role.SUPERVISOR: "Helen Marsh",
    Role.LEAD: "Daniel Whitlock",
    Role.ADMINISTRATOR: "Priya Nair",
    Role.RECEPTION: "Tom Ellery",
}
THERAPISTS = ("Maya Osei", "Idris Kaya", "Ruth Adler")


@transaction.atomic
def seed(today: date | None = None, seed: int = SEED) -> Service:
    """Make the service, its staff and everybody's story up to last night; the same every time for a day.

    The staff sign in by /demo-sign-in/<role>/ and have no password.
    """
    today = today or timezone.now().astimezone(ZoneInfo(ZONE)).date()
    with now_is(moment(today - timedelta(days=OPEN_FOR), "09:00", ZONE)):
        cast = _cast(today)
        old = Random(f"{seed} archive")  # noqa: S311
        opened = today - timedelta(days=OPEN_FOR)
        bring_in(cast.service, cast.therapists, before=opened, random=old)
    told = story.load_all()
    tales = [Tale(one, cast, today, Random(f"{seed} {one.name}")) for one in told]  # noqa: S311
    everything = [act for tale in tales for act in acts(tale, first=tale.story is told[0])]
    by_name = {tale.story.name: tale for tale in tales}
    before = earlier.ended(cast, today, seed)
    tell([*everything, *before, *asking(cast, today), *supervising(cast, by_name), *following(by_name)])
    return cast.service


def _cast(today: date) -> Cast:
    weekdays = sorted({0, 1, 2, 3, 4, today.weekday()})  # whoever looks on a Sunday also sees a working day
    service = open_service(
        name="Riverside Talking Therapy (fictional)",
        phone="0113 496 0143",
        time_zone=ZONE,
        working_days=weekdays,
    )
    therapists = {name: _member(service, Role.THERAPIST, name) for name in THERAPISTS}
    others = {role: _member(service, role, name) for role, name in STAFF.items()}
    return Cast(service, therapists, others[Role.SUPERVISOR], others[Role.RECEPTION])


def _member(service: Service, role: Role, name: str) -> User:
    email = f"{name.lower().replace(' ', '.')}@riverside.example"
    return add_member(service=service, name=name, email=email, role=role, by=None)
