"""The words of this room: how it went, how often, when, and what it is with somebody."""

import datetime as dt

from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.courses.models import Course
from clinic.practice.models import PracticeTerms
from clinic.ui.templatetags.ui import long_day

Words = str | Promise

HOW: dict[str, Words] = {  # three answers of equal weight
    "done": gettext_lazy("Done"),
    "partly": gettext_lazy("Partly"),
    "not_this_time": gettext_lazy("Not this time"),
}
ONCE, SOME_DAYS, WHEN_WANTED = "once", "some_days", "when_wanted"
HOW_OFTEN: dict[str, Words] = {
    ONCE: gettext_lazy("once"),
    SOME_DAYS: gettext_lazy("on some days"),
    WHEN_WANTED: gettext_lazy("when wanted"),
}
PARTS_OF_DAY: dict[str, Words] = {
    "morning": gettext_lazy("in the morning"),
    "afternoon": gettext_lazy("in the afternoon"),
    "evening": gettext_lazy("in the evening"),
    "comes_up": gettext_lazy("when it comes up"),
}
SAY = "say"
TOWARDS: dict[str, Words] = {
    "company": gettext_lazy("being together, or being in touch"),
    SAY: gettext_lazy("saying something that matters, or asking for something"),
}
AGREED, RESTING, ENDED = "agreed", "resting", "ended"
STANDS: dict[str, Words] = {
    AGREED: gettext_lazy("Agreed"),
    RESTING: gettext_lazy("Resting"),
    ENDED: gettext_lazy("Ended"),
}


def when(terms: PracticeTerms) -> str:
    """When and how often, as one line: "Once, on Friday 20 November, in the evening"."""
    told = [_often(terms)]
    if terms.how_often == ONCE and terms.on:
        told.append(_("on %s") % long_day(terms.on))
    if terms.part_of_day:
        told.append(str(PARTS_OF_DAY[terms.part_of_day]))
    return ", ".join(told)


def _often(terms: PracticeTerms) -> str:
    if terms.how_often == SOME_DAYS and terms.weekdays:
        days = [str(WEEKDAYS[day]) for day in terms.weekdays]
        return _("On %s") % get_text_list(days, _("and"))
    said = str(HOW_OFTEN[terms.how_often])
    return said[:1].upper() + said[1:]


def falls_on(terms: PracticeTerms, day: dt.date) -> bool:
    """Whether what was agreed names this day; what names no day falls on none."""
    if terms.how_often == ONCE:
        return terms.on == day
    return terms.how_often == SOME_DAYS and day.weekday() in terms.weekdays


def readers(course: Course) -> str:
    """Who reads what is shared, by name."""
    therapist = course.therapist.first_name
    if course.supervisor is None:
        return therapist
    return _("%(therapist)s, and %(supervisor)s, who supervises the work") % {
        "therapist": therapist,
        "supervisor": course.supervisor.name,
    }
