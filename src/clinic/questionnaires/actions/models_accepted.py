"""Lets an installation rely on a forecast model; a service lead does it, and the audit keeps which."""

from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from clinic.access.models import Membership, User
from clinic.access.roles import Role
from clinic.audit.actions import record
from clinic.questionnaires.accepted import file_of
from ipt.outcomes.forecast import ForecastModel, signal_source


class NotALead(Exception):
    """Nobody of that address leads a service here; the message says so."""


@transaction.atomic
def accept_model(*, model: ForecastModel, content: bytes, email: str) -> Path:
    """Keep a model that passed its report for all charts of its measure, in the name of a service lead.

    Raises
    ------
    NotALead
        If no service lead signs in with that address.
    ValueError
        If the model's report did not pass.
    OSError
        If the file cannot be written; then nothing is recorded.
    """
    if signal_source(model) != "model":
        raise ValueError("a model is relied on once its report has passed")
    lead = _lead(email)
    for service in Membership.objects.filter(user=lead, role=Role.LEAD, left_on=None).values_list(
        "service", flat=True
    ):
        record(
            by=lead, did="accepted a forecast model", service_id=service, measure=model.measure,
            data=model.data, calibration=model.calibration.set_name, made_on=model.calibration.made_on,
        )  # fmt: skip
    return _write(file_of(model.measure), content)


def _lead(email: str) -> User:
    leads = User.objects.filter(memberships__role=Role.LEAD, memberships__left_on=None, is_active=True)
    found = leads.filter(email__iexact=email).first()
    if found is None:
        raise NotALead(_("No service lead signs in as %s.") % email)
    return found


def _write(file: Path, content: bytes) -> Path:
    """Write the whole file or nothing."""
    file.parent.mkdir(mode=0o700, exist_ok=True)
    half = file.with_suffix(".new")
    half.write_bytes(content)
    return half.replace(file)
