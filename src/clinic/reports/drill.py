"""The courses behind a figure, for those alone who may open them."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from clinic.access.models import Service, User
from clinic.access.scope import supervised_by, treated_by
from clinic.courses.models import Course
from clinic.reports.filters import NOT_AGREED, Filters
from clinic.reports.models import CourseOutcome
from ipt.therapy import manuals

FIGURES = (  # what can be asked for, as `ipt.outcomes.rates.Counts` names it, and the open ones
    "courses", "open", "finished", "at_caseness", "recovered", "reliably_improved", "reliably_recovered",
    "reliably_deteriorated", "missing_outcome",
)  # fmt: skip


def courses_behind(
    service: Service, filters: Filters, user: User, figure: str = "courses"
) -> QuerySet[Course]:
    """The courses that a figure counts and that this person treats or supervises, the newest first.

    It is empty for a lead who has no courses of their own: a page then shows no link, and answers 404.
    A figure on the page may count more courses than these: those of others.

    Raises
    ------
    ValueError
        If the figure is none of `FIGURES`.
    """
    if figure not in FIGURES:
        raise ValueError(f"no courses stand behind {figure!r}")
    counted = CourseOutcome.objects.filter(course=OuterRef("pk"), service=service, **_chosen(filters))
    if figure != "courses":
        counted = counted.filter(**{figure: True})
    # The service is asked of what was counted: asked of the course, its index would lead through all of them.
    mine = Course.objects.filter(treated_by(user, "") | supervised_by(user, ""))
    return mine.filter(Exists(counted)).order_by("-began_on", "pk")


def _chosen(filters: Filters) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if filters.quarter_from:
        found["quarter__gte"] = filters.quarter_from
    if filters.quarter_to:
        found["quarter__lte"] = filters.quarter_to
    if filters.manual:
        found["manual"] = filters.manual
    if filters.focus:
        found["focus"] = "" if filters.focus == NOT_AGREED else filters.focus
    if filters.condition:
        found["manual__in"] = [id for id in manuals.ids() if manuals.load(id).condition == filters.condition]
    return found
