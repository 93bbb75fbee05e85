"""Every job that time alone sets off, and the action that does it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from clinic.access.actions import forget_expired
from clinic.incidents.actions import delete_recordings_due, put_closed_lines_away
from clinic.questionnaires.alerting import tell_of_unconfirmed
from clinic.reports.actions import refresh_all
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
    Periodic("put closed lines away", timedelta(minutes=1), put_closed_lines_away),
    Periodic("delete recordings whose day has come", timedelta(minutes=10), delete_recordings_due),
    Periodic("bring the reports up to date", timedelta(seconds=10), refresh_all),
    Periodic("forget expired links and sign-ins", timedelta(hours=1), forget_expired),
)
