"""Whether work on a dispute with somebody is closed for now; what other rooms ask before they begin it."""

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from clinic.inventory.models import Relationship
from clinic.safety.models import PrivateEnquiry, Release
from ipt.relationships import fear_and_violence
from ipt.relationships.fear_and_violence import NEVER_ASKED, Act, Answer, Asked


class Closed(Exception):
    """An act with somebody waits for the private page under Safety; the message says no more than that."""

    def __init__(self) -> None:
        super().__init__("closed until the private page under Safety says otherwise")


def insist_open(act: Act, people: Iterable[Relationship]) -> None:
    """Raise ``Closed`` if the act is closed with any of these people."""
    if is_closed(act, people):
        raise Closed


def is_closed(act: Act, people: Iterable[Relationship]) -> bool:
    """Whether an act is closed with any of these people, read anew in three queries however many they are."""
    keys = [person.pk for person in people]
    return any(closed_with(act, one) for one in known(Relationship.objects.filter(pk__in=keys)))


def known(people: QuerySet[Relationship]) -> list[Relationship]:
    """Those of these people who can be met, each with every enquiry and release."""
    enquiries = Prefetch("private_enquiries", PrivateEnquiry.objects.select_related("written_by"))
    signed = Prefetch("releases", Release.objects.select_related("signed_by", "revoked_by"))
    found = people.select_related("service").prefetch_related(enquiries, signed)
    return [person for person in found if can_be_met(person)]


def closed_with(act: Act, person: Relationship) -> bool:
    """Whether an act is closed with somebody whose enquiries and releases are ``known``."""
    return fear_and_violence.closed(act, asked(person), releases(person), today(person))


def can_be_met(person: Relationship) -> bool:
    """Whether somebody can be met, and so feared, at all: neither dead nor an animal."""
    return person.died_year is None and person.category != "pet"


def asked(person: Relationship) -> Asked:
    """The newest version of the enquiry about somebody."""
    newest = next(iter(person.private_enquiries.all()), None)
    return Asked(Answer(newest.answer), newest.asked_alone, newest.version) if newest else NEVER_ASKED


def releases(person: Relationship) -> tuple[fear_and_violence.Release, ...]:
    """Every release signed for somebody."""
    return tuple(in_core(one) for one in person.releases.all())


def release_in_force(person: Relationship) -> Release | None:
    """The release that opens the work with somebody today, if one does."""
    now, day = asked(person), today(person)
    return next((r for r in person.releases.all() if fear_and_violence.holds(in_core(r), now, day)), None)


def in_core(release: Release) -> fear_and_violence.Release:
    """A release as the rule knows it."""
    return fear_and_violence.Release(release.until, release.on_version, release.revoked_at is not None)


def today(person: Relationship) -> dt.date:
    """Today, where the service is."""
    return timezone.localdate(timezone=ZoneInfo(person.service.time_zone))


def question_open(person: Relationship) -> bool:
    """Whether the patient has still to be asked privately about somebody."""
    return can_be_met(person) and fear_and_violence.question_open(asked(person))


def suggested_in_crisis(people: QuerySet[Relationship]) -> list[Relationship]:
    """Those among these people who may be proposed for a safety plan."""
    asked_about = people.prefetch_related("private_enquiries")
    return [one for one in asked_about if fear_and_violence.may_be_suggested_in_crisis(asked(one))]
