"""Template tags of the questionnaires: what is due, in the patient's words."""

from datetime import date
from typing import Any

from django import template

from clinic.questionnaires import plain
from clinic.questionnaires.models import MeasureRequest
from ipt.measures.measure import Measure

register = template.Library()


@register.inclusion_tag("questionnaires/_due.html")
def due(asked: MeasureRequest, when: str = "", opens: date | None = None, which: str = "") -> dict[str, Any]:
    """A card with the questions that wait.

    ``when`` says for which day, ``opens`` a day still to come, ``which`` tells it from another like it.
    """
    said = {"heading": plain.heading(asked, when), "about": plain.about(asked)}
    return {"asked": asked, "opens": opens, "which": which, **said}


@register.filter
def called(measure: Measure) -> str:
    """A measure as its patient reads it."""
    return plain.called(measure)


@register.simple_tag
def due_words(asked: MeasureRequest) -> str:
    """The same inside a sentence."""
    return plain.in_a_sentence(asked)


@register.simple_tag
def then_words(asked: MeasureRequest, which: str = "") -> str:
    """What comes after the first questions, in a line."""
    return plain.afterwards(asked, which)
