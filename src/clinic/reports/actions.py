"""Notes what of a service's figures left the house."""

from django.db import transaction

from clinic.access.models import Service, User
from clinic.audit.actions import record


@transaction.atomic
def note_export(*, service: Service, by: User) -> None:
    """Keep who took the figures of a service away as a file."""
    record(by=by, did="exported the report", on=service, service_id=service.pk)
