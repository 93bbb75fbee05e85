"""How new the figures are."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from clinic.access.models import Service
from clinic.reports.models import Standing
from clinic.reports.queries import courses_changed, courses_counted


@dataclass(frozen=True, slots=True)
class Freshness:
    """How new the figures are.

    ``as_of`` is the moment up to which changes are in them; None before the first count. ``changed`` courses
    were changed since and wait for the next refresh. While all are counted anew, ``counting`` is true, and
    ``counted`` of ``courses`` are in the figures.
    """

    as_of: datetime | None
    changed: int = 0
    counting: bool = False
    counted: int = 0
    courses: int = 0


def freshness_of(service: Service, standing: Standing | None) -> Freshness:
    """Read how far the figures have come; what nothing was added to since is as new as it can be."""
    if standing is None or standing.counted_to is not None:
        counted, courses = courses_counted(service, standing)
        return Freshness(None, counting=True, counted=counted, courses=courses)
    changed = courses_changed(standing)
    return Freshness(standing.as_of if changed else timezone.now(), changed)
