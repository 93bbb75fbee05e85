"""Every job that time alone sets off, and the action that does it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from clinic.access.actions import forget_expired
from clinic.questionnaires.alerting import tell_of_unconfirmed
from clinic.safety.actions import escalate_overdue


@dataclass(frozen=True)
class Periodic:
    """An action that is done every so often; doing it twice does no harm."""

    name: str
    every: timedelta
    do: Callable[[], object]


PERIODIC = (
    Periodic("escalate overdue alerts", timedelta(minutes=1), escalate_overdue),
    Periodic("tell of answers put down unconfirmed", timedelta(minutes=1), tell_of_unconfirmed),
    Periodic("forget expired links and sign-ins", timedelta(hours=1), forget_expired),
)
