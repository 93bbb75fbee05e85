"""What waits for a patient's answers: the one rule that every page and the phone's copies go by."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinic.courses.models import Participant
from clinic.courses.progress import Progress, progress
from clinic.courses.templatetags.courses import next_appointment
from clinic.questionnaires.days import day_of, is_time
from clinic.questionnaires.models import MeasureRequest
from clinic.questionnaires.plain import heading

NEAR = timedelta(days=7)  # Kith's suggestion: for how long what was not answered in time still waits


@dataclass(frozen=True)
class Waiting:
    """What may be answered now and what opens later, each with its day; all of them in the order of days."""

    now: list[MeasureRequest]
    later: list[MeasureRequest]
    days: dict[MeasureRequest, date]
    today: date

    @property
    def all(self) -> list[MeasureRequest]:
        return list(self.days)

    def which(self, asked: MeasureRequest) -> str:
        """For which day, or asked when: said where two would look alike, or of a session that is over."""
        alike = Counter(heading(one) for one in self.days)[heading(asked)] > 1
        over = asked.session_number is not None and self.days[asked] < self.today
        if not alike and not over:
            return ""
        day = date_format(self.days[asked], "l j F")
        if asked.session_number:
            return _("for the session of %(day)s") % {"day": day}
        on = date_format(timezone.localdate(asked.created_at), "l j F")
        return _("asked on %(on)s, for %(day)s") % {"on": on, "day": day}


def of(participant: Participant, stands: Progress | None = None, booked: Any = None) -> Waiting:
    """What waits for a patient, in three queries; one when the page has read where the course stands."""
    course, today = participant.course, timezone.localdate()
    if stands is None:
        stands, booked = progress(course, course.sessions.all()), next_appointment(course)
    ahead = None if stands.open else booked  # a session that has begun is not the one booked next
    ended = course.ended_on is not None
    requests = MeasureRequest.objects.filter(participant=participant).unanswered()
    found = [one for one in requests if still_waits(one, stands.number, today, ended=ended)]
    days = {one: day_of(one, ahead, stands) for one in found}
    now = [one for one in found if is_time(one, days[one], today)]
    return Waiting(now, [one for one in found if one not in now], days, today)


def still_waits(asked: MeasureRequest, number: int, today: date, *, ended: bool = False) -> bool:
    """Whether the patient is still asked, while the course stands at session ``number``.

    There is nothing to catch up on: questions of a session wait until it is held, those for a day a week
    longer. What was begun can be carried on with for a week.
    """
    if asked.session_number is None:
        return asked.due_on >= today - NEAR or _begun_lately(asked, today)
    return not ended and (asked.session_number >= number or _begun_lately(asked, today))


def _begun_lately(asked: MeasureRequest, today: date) -> bool:
    return asked.begun and timezone.localdate(asked.so_far.saved_at) >= today - NEAR
