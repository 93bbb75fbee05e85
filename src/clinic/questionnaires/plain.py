"""Says in plain words what questions are about and what a score may mean, for the patient."""

from collections.abc import Iterable
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clinic.courses.models import Course
from clinic.courses.templatetags.courses import next_appointment
from clinic.questionnaires.models import MeasureRequest, Response
from ipt.measures import asking
from ipt.measures.measure import Measure

_MOOD, _WORRY = gettext_lazy("Low mood"), gettext_lazy("Worry")
_STRAIN, _TOGETHER = gettext_lazy("Feeling low or tense"), gettext_lazy("How we get on as a couple")
ABOUT: dict[str, str | Promise] = {  # what a measure asks about, as one would say it; else its name alone
    "bdi": _MOOD,
    "cesd": _MOOD,
    "epds": _MOOD,
    "phq2": _MOOD,
    "phq9": _MOOD,
    "qids_sr16": _MOOD,
    "gad2": _WORRY,
    "gad7": _WORRY,
    "phq4": gettext_lazy("Low mood and worry"),
    "k6": _STRAIN,
    "k10": _STRAIN,
    "csi4": _TOGETHER,
    "csi16": _TOGETHER,
    "pcl5": gettext_lazy("Stress after something bad"),
    "rses": gettext_lazy("How I see myself"),
    "swls": gettext_lazy("How life is going"),
    "who5": gettext_lazy("Feeling well"),
}
NUMBERS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def called(measure: Measure) -> str:
    """ "Low mood (PHQ-9)": what it asks about in plain words, and its name; else the name alone."""
    about = ABOUT.get(measure.id)
    return f"{about} ({measure.short_title})" if about else measure.short_title


def heading(asked: MeasureRequest, when: str = "") -> str:
    """ "Nine questions", or "For tomorrow: nine questions"."""
    count = _count(asked.loaded)
    word = NUMBERS[count] if count < len(NUMBERS) else str(count)
    said = ngettext("%(number)s question", "%(number)s questions", count) % {"number": word}
    if asked.about:
        said = _("%(what)s about %(name)s") % {"what": said, "name": asked.about.pseudonym}
    elif asked.loaded.about_person:
        said = _("%(what)s about people in general") % {"what": said}
    return _("For %(when)s: %(what)s") % {"when": when, "what": said} if when else said[0].upper() + said[1:]


def afterwards(asked: MeasureRequest, which: str = "") -> str:
    """ "Then: seven questions, about 2 minutes"; ``which`` tells them from others like them."""
    what = ", ".join(filter(None, [in_a_sentence(asked), which]))
    minutes = asking.minutes(_count(asked.loaded))
    said = ngettext("Then: %(what)s, about %(n)s minute", "Then: %(what)s, about %(n)s minutes", minutes)
    return said % {"what": what, "n": minutes}


def about(asked: MeasureRequest) -> str:
    """How long it takes, and who reads it."""
    minutes = asking.minutes(_count(asked.loaded))
    time = ngettext("About %(n)s minute.", "About %(n)s minutes.", minutes) % {"n": minutes}
    name = asked.participant.course.therapist.first_name
    return f"{_period(asked.loaded)}{time} " + _("%(name)s reads your answers with you.") % {"name": name}


def in_a_sentence(asked: MeasureRequest) -> str:
    """ "nine questions about Sam": the heading inside a sentence."""
    said = heading(asked)
    return said[0].lower() + said[1:]


def read_when(course: Course) -> str:
    """When answers are read together: at the next meeting; nothing after the end."""
    if course.ended_on:
        return ""
    booked, now = next_appointment(course), timezone.now()
    if booked is None or booked.ends_at <= now:
        return _("when you next meet")
    day = timezone.localdate(booked.starts_at)
    ahead = (day - timezone.localdate(now)).days
    if ahead < 2:
        return _("tomorrow") if ahead == 1 else _("today")
    return _("on %(day)s") % {"day": date_format(day, "l" if ahead < 7 else "j F")}


def _period(measure: Measure) -> str:
    two_weeks, week, month = (
        _("How the last two weeks have been."),
        _("How the last week has been."),
        _("How the last month has been."),
    )
    periods = {
        "last 2 weeks": two_weeks,
        "last two weeks": two_weeks,
        "over the last week": week,
        "past week": week,
        "past 7 days": week,
        "past month": month,
        "past 30 days": month,
        "past 28 days": month,
    }
    words = periods.get(measure.recall_period.lower(), "")
    return f"{words} " if words else ""


def _count(measure: Measure) -> int:
    return len(measure.items) - len(asking.follow_ups(measure))


def in_plain_words(response: Response, first: Response | None = None) -> str:
    """The person's own score with what it may mean; nothing where there is none, or it is not shown."""
    if not _shown(response):
        return ""
    said = [_on_its_scale(response), _better(response), _since(response, first), _caveat(response)]
    return " ".join(filter(None, said))


def in_figures(response: Response, first: Response | None = None) -> str:
    """The person's own score without what it may mean: for beside a chart, which says that."""
    return f"{_on_its_scale(response)} {_since(response, first)}".strip() if _shown(response) else ""


def _shown(response: Response) -> bool:
    return response.total is not None and response.loaded.has_total and response.service.shows_scores


def with_words(sent: Iterable[Response]) -> list[tuple[Response, str]]:
    """What was sent, the newest first; words for the newest of a kind, for the line tells of those before."""
    told: set[tuple[str, UUID | None]] = set()
    found = []
    for response in sent:
        kind = (response.measure, response.about_id)
        found.append((response, "" if kind in told else in_plain_words(response)))
        told.add(kind)
    return found


def _on_its_scale(response: Response) -> str:
    score = response.loaded.score(response.loaded.main_score)
    return _("Your answers add up to %(score)s, on a scale from %(low)s to %(high)s.") % {
        "score": f"{response.total:g}",
        "low": f"{score.low:g}",
        "high": f"{score.high:g}",
    }


def _better(response: Response) -> str:
    better = {"worse": _("Lower is better."), "better": _("Higher is better.")}
    return better.get(response.loaded.score(response.loaded.main_score).higher_is, "")


def _since(response: Response, first: Response | None) -> str:
    if first is None or first.pk == response.pk or first.total is None:
        return ""
    return _("The first time it was %(score)s.") % {"score": f"{first.total:g}"}


def _caveat(response: Response) -> str:
    """What others call such a score; never beside a worrying answer, which no word for the sum makes mild."""
    called = _("Scores like this are often called “%(band)s”.") % {"band": response.band}
    talk = _("One score cannot say how you are. It is a thing to talk about.")
    return f"{called} {talk}" if response.band and not response.risk else talk
