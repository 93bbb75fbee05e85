"""Takes enquiries in and makes patients of some of them."""

from datetime import date
from typing import Any

from django.db import transaction

from clinic.access.actions import make_patient_user
from clinic.access.models import Service, User
from clinic.audit.actions import record
from clinic.patients.models import Patient


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
