"""What a new safety plan begins with: what the record already knows."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.courses.models import Participant
from clinic.inventory.models import Relationship
from clinic.safety import lock
from clinic.safety.crisis_help import Country, countries
from clinic.safety.models import SAFETY_PLAN_PARTS, SafetyPlan
from ipt.relationships.fear_and_violence import Answer

ANSWERS: dict[str, str | Promise] = {
    Answer.SAFE: gettext_lazy("Reports no fear and no violence"),
    Answer.NOT_SAFE: gettext_lazy("Reports fear or violence"),
    Answer.NOT_SURE: gettext_lazy("Is not sure, or would rather not say"),
    Answer.NOT_ASKED: gettext_lazy("Not asked yet"),
}


def plan_to_write(participant: Participant, last: SafetyPlan | None) -> dict[str, object]:
    """The last version to go on from; or a first one with the people and numbers that are known."""
    if last is not None:
        return {**dict(last.parts), "based_on": last.version, "review_on": last.review_on}
    empty = dict.fromkeys(SAFETY_PLAN_PARTS, "")
    people = lock.suggested_in_crisis(
        Relationship.objects.filter(participant=participant, help_in_crisis=True, died_year=None)
    )
    return {
        **empty,
        "based_on": 0,
        "helpers": helpers(one for one in people if not one.professional),
        "professionals": professionals(participant),
    }


def helpers(people: Iterable[Relationship]) -> str:
    """People from the inventory who would help in a crisis, one a line."""
    return "\n".join(f"{one.pseudonym} ({one.role})" if one.role else one.pseudonym for one in people)


def professionals(participant: Participant) -> str:
    """The therapist, the doctor and the lines of the country, one a line."""
    service, known = participant.service, []
    known.append(_("%(who)s, %(phone)s (in opening hours)") % {
        "who": participant.course.therapist.name, "phone": service.phone or service.name
    })  # fmt: skip
    if doctor := participant.patient.general_practitioner:
        known.append(doctor)
    if country := countries().get(service.country):
        known += lines(country)
    return "\n".join(known)


def lines(country: Country) -> list[str]:
    """The numbers of a country as a plan lists them."""
    called = [
        f"{line.name}, {line.number}" if line.number else _text(line.word, line.text)
        for line in country.lines
    ]
    return [*called, _("%(number)s if my life is in danger") % {"number": country.emergency}]


def _text(word: str, number: str) -> str:
    return (
        _("Text %(word)s to %(number)s") % {"word": word, "number": number} if word else _("Text %s") % number
    )
