"""How a role play stands on the screen: who plays whom, which line is large, and the way on."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from clinic.courses.models import Participant
from clinic.incidents.gathering import Line
from clinic.incidents.models import Account


def scene(lines: list[Line], account: Account, participant: Participant, asked: QueryDict) -> dict[str, Any]:
    """The lines as they are played now; ``asked``: whether roles are swapped, and which line stands alone."""
    swapped = asked.get("swap") == "1"
    at = _line_asked(asked.get("line", ""), len(lines))
    patient, therapist = participant.patient.preferred_name, participant.course.therapist.first_name
    return {
        "swapped": swapped,
        "at": at,
        "spoken": [
            {"line": line, "by": therapist if line.turn.by_patient is swapped else patient}
            for place, line in enumerate(lines, 1)
            if at in (None, place)
        ],
        "closing": _closing(lines, account) if at in (None, len(lines)) else "",
        "before": at - 1 if at and at > 1 else None,
        "after": at + 1 if at and at < len(lines) else None,
        "keep_roles": "&swap=1" if swapped else "",
        "other_roles": "" if swapped else "swap=1&",
        "roles": _roles(lines, patient, therapist, swapped),
    }


def _closing(lines: list[Line], account: Account) -> str:
    """The new line, said last, unless it stands in the place of one of the lines already."""
    return "" if account.new_line in {line.told for line in lines} else str(account.new_line)


def _line_asked(asked: str, many: int) -> int | None:
    """The place of the line to show alone; none = all lines at once."""
    return int(asked) if asked.isdecimal() and len(asked) < 3 and 1 <= int(asked) <= many else None


def _roles(lines: list[Line], patient: str, therapist: str, swapped: bool) -> str:
    other = next((line.who for line in lines if not line.turn.by_patient), _("the other"))
    told = {"patient": patient, "therapist": therapist, "other": other}
    if swapped:
        return _("%(patient)s plays %(other)s; %(therapist)s plays %(patient)s.") % told
    return _("%(patient)s plays %(patient)s; %(therapist)s plays %(other)s.") % told
