"""What is placed on the plane: answers to ECR-RS, their mean over people, and the therapist's readings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from clinic.attachment.models import Reading
from clinic.attachment.plane import Point
from clinic.attachment.words import figures, moved, region, said
from clinic.inventory.models import Relationship
from clinic.inventory.words import capital
from clinic.questionnaires.models import Response
from clinic.ui.templatetags.ui import initials
from ipt.relationships.attachment import Placement, overall


@dataclass(frozen=True, slots=True)
class Placed:
    """One thing placed: about whom, from which source, where, when; ``first`` if it was placed before."""

    about: Relationship | None
    name: str
    source: str  # score, reading or mean
    now: Placement
    at: datetime
    first: Placement | None = None
    first_at: datetime | None = None
    by: str = ""
    why: str = ""
    session: int | None = None
    count: int = 1  # versions, or answers; for a mean, people

    @property
    def region(self) -> str:
        return region(self.now)

    @property
    def said(self) -> str:
        return capital(said(self.now))

    @property
    def figures(self) -> str:
        return figures(self.now)

    @property
    def moved(self) -> str:
        return moved(self.first, self.now) if self.first else ""

    @property
    def point(self) -> Point:
        return Point(self.name, self.source, self.now, self.first)


def placed(readings: Iterable[Reading], responses: Iterable[Response], *, hidden: bool) -> list[Placed]:
    """List what is placed: people in general first, then person by person; scores before readings."""
    scored = _scored(responses, hidden=hidden)
    everything = scored + _mean(scored) + _read(readings, hidden=hidden)
    order = {"score": 0, "mean": 1, "reading": 2}
    return sorted(
        everything,
        key=lambda one: (
            one.about is not None,
            one.about.pseudonym if one.about else "",
            str(one.about.pk) if one.about else "",
            order[one.source],
        ),
    )


def _scored(responses: Iterable[Response], *, hidden: bool) -> list[Placed]:
    """The answers of which both scores are known, the newest about each with the first beside it."""
    found: dict[object, list[Response]] = {}
    for one in responses:
        if point_of(one):
            found.setdefault(one.about_id, []).append(one)
    return [_score(answers, hidden=hidden) for answers in found.values()]


def _score(answers: Sequence[Response], *, hidden: bool) -> Placed:
    first, last = answers[0], answers[-1]
    now = point_of(last)
    assert now is not None
    return Placed(
        about=last.about,
        name=name(last.about, hidden=hidden),
        source="score",
        now=now,
        at=last.given_at,
        first=point_of(first) if len(answers) > 1 else None,
        first_at=first.given_at if len(answers) > 1 else None,
        session=last.session_number,
        count=len(answers),
    )


def point_of(response: Response) -> Placement | None:
    """Where an answer lies; nothing when a blank left one of the scores open."""
    anxiety, avoidance = response.scores.get("anxiety"), response.scores.get("avoidance")
    if anxiety is None or avoidance is None:
        return None
    return Placement(anxiety=anxiety, avoidance=avoidance)


def _mean(scored: Sequence[Placed]) -> list[Placed]:
    """The mean over the people asked about, when there are two or more."""
    people = [one for one in scored if one.about]
    now = overall(one.now for one in people)
    if now is None or len(people) < 2:
        return []
    newest = max(one.at for one in people)
    return [Placed(None, _("mean over people"), "mean", now, newest, count=len(people))]


def _read(readings: Iterable[Reading], *, hidden: bool) -> list[Placed]:
    """The therapist's newest reading of each, with the first beside it."""
    found: dict[object, list[Reading]] = {}
    for one in readings:
        found.setdefault(one.relationship_id, []).append(one)
    return [_reading(versions, hidden=hidden) for versions in found.values()]


def _reading(versions: Sequence[Reading], *, hidden: bool) -> Placed:
    last, first = versions[0], versions[-1]
    return Placed(
        about=last.relationship,
        name=name(last.relationship, hidden=hidden),
        source="reading",
        now=last.placement,
        at=last.written_at,
        first=first.placement if len(versions) > 1 else None,
        first_at=first.written_at if len(versions) > 1 else None,
        by=str(last.written_by),
        why="" if hidden else last.why,
        session=last.session_number,
        count=len(versions),
    )


def name(about: Relationship | None, *, hidden: bool = False) -> str:
    """Name whom it is about; with names hidden, by initials."""
    if about is None:
        return _("in general")
    return initials(about.pseudonym) if hidden else about.pseudonym
