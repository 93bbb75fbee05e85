"""Filters that say what was agreed in words."""

from django import template

from clinic.practice import words
from clinic.practice.models import PracticeTerms

register = template.Library()


@register.filter
def when_agreed(terms: PracticeTerms) -> str:
    """When and how often, as one line."""
    return words.when(terms)


@register.filter
def stands_in_words(terms: PracticeTerms) -> str:
    """Whether it was agreed, rested or ended with this version."""
    return str(words.STANDS[terms.stands])
