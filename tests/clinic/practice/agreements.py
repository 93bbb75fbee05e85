"""What Rowan and Maya agree on, by the program's own actions."""

from typing import Any

from clinic.practice import actions
from clinic.practice.models import Practice, PracticeEntry
from tests.factories import Case


def agreed(case: Case, what: str = "Ring Ada on Sunday", **terms: Any) -> Practice:
    given = {"how_often": "some_days", "weekdays": [3, 6], "part_of_day": "evening", **terms}
    terms_kept = actions.agree_practice(participant=case.participant, what=what, by=case.therapist, **given)
    return terms_kept.practice


def told(case: Case, practice: Practice, how: str = "partly", **more: Any) -> PracticeEntry:
    entry, _new = actions.log_practice(practice=practice, how=how, by=case.patient.user, **more)
    return entry
