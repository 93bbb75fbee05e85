"""The demo's service and its staff."""

from django.db import transaction

from clinic.access.actions import add_member, open_service
from clinic.access.models import Service
from clinic.access.roles import Role

STAFF = {
    Role.THERAPIST: "Maya Osei",
    Role.SUPERVISOR: "Helen Marsh",
    Role.LEAD: "Daniel Whitlock",
    Role.ADMINISTRATOR: "Priya Nair",
    Role.RECEPTION: "Tom Ellery",
}


@transaction.atomic
def seed() -> Service:
    """Make the service and one person a role; they sign in by /demo-sign-in/<role>/ and have no password."""
    service = open_service(name="Riverside Talking Therapy (fictional)", phone="0113 496 0143")
    for role, name in STAFF.items():
        add_member(service=service, name=name, email=f"{role}@riverside.example", role=role, by=None)
    return service
