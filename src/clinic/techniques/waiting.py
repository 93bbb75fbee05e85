"""Check-ins that wait for somebody: for the caseload, and for the patient."""

from typing import Any

from django.utils import timezone

from clinic.access.models import User
from clinic.courses.models import Participant
from clinic.techniques.models import OPEN, CheckIn


def for_reader(reader: User) -> dict[str, Any]:
    """Those this person is to do, and those of the courses they treat: none is lost when somebody is away."""
    found = CheckIn.objects.filter(state__in=OPEN).order_by().values("pk")
    of_their_courses = found.filter(run__participant__course__therapist=reader)
    theirs = CheckIn.objects.open().filter(pk__in=found.filter(owner=reader).union(of_their_courses))
    listed = list(theirs.select_related("run__participant__patient", "run__session"))
    return {"check_ins": listed, "now": timezone.now(), "reader": reader}


def for_patient(participant: Participant) -> CheckIn | None:
    """The next contact agreed with the patient."""
    return CheckIn.objects.open().filter(run__participant=participant).first()  # type: ignore[no-any-return]
