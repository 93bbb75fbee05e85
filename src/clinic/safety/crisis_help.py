"""Who helps now: crisis lines by country, and the truth about who sees an answer and when."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from clinic.access.models import Service
from clinic.courses.models import Participant
from clinic.safety import hours
from clinic.safety.models import Alert, SafetyPlan


@dataclass(frozen=True)
class Line:
    """One way to reach somebody: a number to call, or one to text a word to."""

    name: str
    note: str
    source: str
    looked_up_on: date
    number: str = ""
    text: str = ""
    word: str = ""

    @property
    def names_its_number(self) -> bool:
        return self.number in self.name

    @property
    def href(self) -> str:
        return f"sms:{self.text}" if self.text else f"tel:{dialled(self.number)}"


@dataclass(frozen=True)
class Country:
    """The emergency number and the crisis lines of a country."""

    code: str
    name: str
    emergency: str
    lines: tuple[Line, ...]


@cache
def countries() -> dict[str, Country]:
    """Every country whose lines are known, by its code."""
    text = resources.files("clinic.safety").joinpath("crisis_lines.toml").read_text("utf-8")
    return {code: _country(code, entry) for code, entry in tomllib.loads(text).items()}


def _country(code: str, entry: dict[str, Any]) -> Country:
    lines = tuple(Line(**line) for line in entry["lines"])
    return Country(code, entry["name"], entry["emergency"], lines)


def dialled(number: str) -> str:
    """A number as a telephone dials it."""
    return "".join(sign for sign in number if sign in "+0123456789")


@dataclass(frozen=True)
class Help:
    """What a person in distress is shown: lines, plan, and who sees their answer by when."""

    service: Service
    country: Country | None
    owner: str
    now: datetime
    open: bool
    opens_at: datetime
    due_at: datetime
    listed: bool
    sent: bool
    has_plan: bool

    @property
    def same_day(self) -> bool:
        """Whether the answer is due on the day on which the service opens."""
        zone = ZoneInfo(self.service.time_zone)
        return self.due_at.astimezone(zone).date() == self.opens_at.astimezone(zone).date()

    @property
    def tonight(self) -> bool:
        """Whether what lies before the next opening is one night."""
        local = self.now.astimezone(ZoneInfo(self.service.time_zone))
        wait = self.opens_at - self.now
        return wait.total_seconds() < 18 * 3600 and (local.hour >= 17 or local.hour < 6)


def here(user: Any) -> Service | None:
    """The service whose numbers a visitor is shown: a patient's own, or the only one there is."""
    if user.is_authenticated and (mine := Participant.objects.own(user).select_related("service").first()):
        return mine.service
    services = list(Service.objects.order_by("created_at")[:2])
    return services[0] if len(services) == 1 else None


def help_for(participant: Participant, alert: Alert | None = None, now: datetime | None = None) -> Help:
    """Gather the help for a patient; without an alert, as it would be if they sent their answer now."""
    now = now or timezone.now()
    service = participant.service
    owner = alert.owner if alert else participant.course.therapist
    return Help(
        service=service,
        country=countries().get(service.country),
        owner=owner.first_name,
        now=now,
        open=hours.is_open(service, now),
        opens_at=hours.next_open(service, now),
        due_at=alert.due_at if alert else hours.after_working(service, now, service.alert_minutes),
        listed=alert.listed if alert else False,
        sent=alert is not None,
        has_plan=SafetyPlan.objects.of(participant).exists(),
    )
