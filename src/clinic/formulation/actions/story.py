"""Writes the formulation."""

from django.db import transaction

from clinic.access.models import User
from clinic.courses.models import Course
from clinic.formulation.actions.versions import next_version
from clinic.formulation.models import Formulation


@transaction.atomic
def write_formulation(
    *, course: Course, crisis: str, story: str, by: User, vulnerability: str = "", support: str = ""
) -> Formulation:
    """Keep the shared story."""
    return next_version(
        Formulation,
        "wrote the formulation",
        by,
        course=course,
        crisis=crisis,
        vulnerability=vulnerability,
        support=support,
        story=story,
    )
