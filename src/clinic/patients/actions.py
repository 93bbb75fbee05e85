"""Takes enquiries in and makes patients of some of them."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from clinic.access.actions import make_patient_user
from clinic.access.models import Service, User
from clinic.audit.actions import record
from clinic.patients.models import Enquiry, Patient


@transaction.atomic
def register_patient(
    *,
    service: Service,
    name: str,
    by: User,
    preferred_name: str = "",
    born_on: date | None = None,
    **contact: Any,
) -> Patient:
    """Open a patient's record and the account they sign in to."""
    called = preferred_name or name.split(" ")[0]
    patient = Patient.objects.create(
        service=service,
        user=make_patient_user(service=service, name=called, by=by),
        name=name,
        preferred_name=called,
        born_on=born_on,
        **contact,
    )
    record(by=by, did="registered a patient", on=patient)
    return patient


@transaction.atomic
def receive_enquiry(*, service: Service, **said: Any) -> Enquiry:
    """Keep what somebody wrote when they asked for a first talk, with the moment of their consent."""
    now = timezone.now()
    enquiry = Enquiry.objects.create(service=service, created_at=now, consented_at=now, **said)
    record(by=None, did="asked for a first talk", on=enquiry)
    return enquiry


@transaction.atomic
def handle_enquiry(
    *, enquiry: Enquiry, state: str, by: User, reason: str = "", patient: Patient | None = None
) -> None:
    """Note that a person was invited, accepted or referred on, by whom and why; what is accepted stays so."""
    if Enquiry.objects.select_for_update().get(pk=enquiry.pk).state == "accepted":
        return
    enquiry.state, enquiry.reason, enquiry.patient = state, reason or enquiry.reason, patient
    enquiry.handled_by, enquiry.handled_at = by, timezone.now()
    enquiry.save()
    record(by=by, did=f"{state} an enquiry", on=enquiry)
