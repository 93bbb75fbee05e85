"""Words in which the people of an inventory stand by their initials, for a screen that others may see."""

import re
from collections.abc import Iterable

from clinic.inventory.models import Relationship
from clinic.ui.templatetags.ui import initials


def without_names(text: str, people: Iterable[Relationship]) -> str:
    """The text with initials for each pseudonym, whole or, of several capitalised words, any one of them.

    Capitals count, so that "will" is not taken for Will. Nicknames that the inventory does not know stay.
    """
    short: dict[str, str] = {}
    for person in people:
        words = person.pseudonym.split()
        parts = words if all(word[0].isupper() for word in words) else []
        for name in (person.pseudonym, *parts):
            short.setdefault(name, initials(person.pseudonym))
    if not short:
        return text
    names = "|".join(re.escape(name) for name in sorted(short, key=len, reverse=True))
    return re.sub(rf"(?<!\w)(?:{names})(?!\w)", lambda found: short[found[0]], text)
