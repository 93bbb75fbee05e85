"""Tags that show crisis help and alerts on other rooms' pages."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from clinic.courses.models import Course, Participant
from clinic.inventory.models import Relationship
from clinic.safety import crisis_help, lock
from clinic.safety.models import Alert, RiskReview, SafetyPlan
from ipt.therapy import areas, risk_review

register = template.Library()


@register.inclusion_tag("safety/_help_now.html")
def help_now(participant: Participant, alert: Alert | None = None, carry_on: str = "") -> dict[str, Any]:
    """Crisis help before anything else; ``carry_on`` is the address at which the patient goes on."""
    return {"help": crisis_help.help_for(participant, alert), "carry_on": carry_on}


@register.inclusion_tag("safety/_help_still_here.html")
def help_still_here(participant: Participant, alert: Alert) -> dict[str, Any]:
    """Crisis help for whoever was shown it before, and when the alert is to be seen."""
    return {"help": crisis_help.help_for(participant, alert)}


@register.inclusion_tag("safety/_alert_banner.html", takes_context=True)
def alert_banner(context: template.Context, alert: Alert) -> dict[str, Any]:
    """One alert in a sentence with its deadline; fetch it with ``with_people()``."""
    return {"alert": alert, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("safety/_private_question.html")
def private_question(course: Course, person: Relationship | str | None) -> dict[str, Any]:
    """Remind whoever looks on of nothing: that something is to be done alone first; one query at most."""
    return {"course": course, "open": _is_open(person)}


@register.inclusion_tag("safety/_to_do_alone.html")
def to_do_alone(course: Course, person: Relationship | str | None) -> dict[str, Any]:
    """The same on the therapist's own page, with the whole of what is done alone in a fold."""
    return {"course": course, "open": _is_open(person), "alone": done_alone()}


@register.simple_tag
def done_alone() -> tuple[str, ...]:
    """What a therapist does alone with the patient before work on a dispute."""
    return areas.load("role_dispute").alone


def _is_open(person: Relationship | str | None) -> bool:
    return isinstance(person, Relationship) and lock.question_open(person)


@register.filter
def dialled(number: str) -> str:
    """A number as a telephone dials it."""
    return crisis_help.dialled(number)


@register.filter
def titled_parts(plan: SafetyPlan) -> list[tuple[str, str]]:
    """The parts of a plan under the titles a patient reads."""
    parts = zip(plan.parts, risk_review.load().parts, strict=True)
    return [(_(part.title), words) for (_name, words), part in parts]


@register.filter
def level_words(review: RiskReview) -> str:
    """The level that the clinician chose, in words."""
    return _(risk_review.level(review.level).title)


@register.filter
def answers_of(review: RiskReview) -> list[tuple[str, str, str]]:
    """What a review found: each question with what was ticked and what was said."""
    found = []
    for question in risk_review.load().questions:
        ticked = review.ticked.get(question.id, [])
        titles = ", ".join(_(answer.title) for answer in question.answers if answer.id in ticked)
        if titles or getattr(review, question.id):
            found.append((_(question.title), titles, getattr(review, question.id)))
    return found
