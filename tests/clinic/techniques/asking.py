"""What several tests of these pages ask for: their addresses, and what is typed before a run."""

from django.test import Client

from clinic.techniques.models import (
    ImageryRun,
)
from tests.clinic.techniques.running import (
    NOTHING,
)
from tests.factories import Case


def at(case: Case, path: str = "") -> str:
    return f"/courses/{case.course.pk}/techniques/{path}"


def of(run: ImageryRun, path: str = "") -> str:
    return f"/courses/{run.participant.course_id}/techniques/imagery/{run.pk}/{path}"


def before(**more: str) -> dict[str, str]:
    """What is typed before a run that may begin."""
    asked = {f"asked_{name}": "no" for name in NOTHING}
    typed = {"label": "The stairs", "stop_word": "red", "distress": "7", "steps_in_first": "clinician"}
    return {**asked, **typed, "said": "I want to try.", **more}


def page(client: Client, path: str, status: int = 200) -> str:
    reply = client.get(path)
    assert reply.status_code == status
    return reply.content.decode()
