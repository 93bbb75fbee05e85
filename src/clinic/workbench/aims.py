"""What the therapy is for beside symptoms: people to turn to, the work on the focus, goals; first and now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from clinic.courses.models import Course
from clinic.formulation.models import Focus, FocusRating, Goal
from clinic.inventory.facts import HELP
from clinic.inventory.models import Placement
from clinic.inventory.words import people_at
from clinic.workbench.scores import Scores
from ipt.relationships.inventory import Inventory
from ipt.relationships.network import SUPPORT, Measures, measure
from ipt.therapy import workspaces


@dataclass(frozen=True, slots=True)
class Aim:
    """One thing as it was first known, and as it is known now; empty = not known."""

    what: str
    first: str
    now: str
    page: str  # where it is worked on, below the course
    own: bool = False  # in the patient's own words


def aims(
    course: Course,
    seen: Scores,
    focus: Focus | None,
    goals: Iterable[Goal],
    circles: tuple[UUID, UUID] | None,
) -> list[Aim]:
    """Symptoms and, beside them, what the course is for; what was never asked is left out.

    ``goals`` come with their first and last rating, ``circles`` are the first and the last that stand.
    """
    return [*_score(seen), *_people(circles), *_focus(course, focus), *map(_goal, goals)]


def _score(seen: Scores) -> list[Aim]:
    if seen.last is None or seen.first is None:
        return []
    return [Aim(seen.measure.short_title, _number(seen.first.total), _number(seen.last.total), "measures/")]


def _people(circles: tuple[UUID, UUID] | None) -> list[Aim]:
    """Whom the person can confide in, and which help comes from nobody, in the first circle and the last."""
    if circles is None:
        return []
    places = list(Placement.objects.filter(circle__in=circles).select_related("relationship"))
    first, now = (
        measure(Inventory(people_at(one for one in places if one.circle_id == circle))) for circle in circles
    )
    told = [
        Aim(_("People to confide in"), _known(first.confidants), _known(now.confidants), "circle/"),
        Aim(_("Help that comes from nobody, professionals not counted"), _gaps(first), _gaps(now), "circle/"),
    ]
    return [one for one in told if one.first or one.now]


def _known(count: int | None) -> str:
    return "" if count is None else str(count)


def _gaps(found: Measures) -> str:
    """The kinds of help that nobody gives; nothing where it was not asked of everybody."""
    if not found.asked_of_all("support_received"):
        return ""
    missing = [str(HELP[kind]).lower() for kind in SUPPORT if found.support[kind] == 0]
    return ", ".join(missing) or _("none")


def _focus(course: Course, focus: Focus | None) -> list[Aim]:
    """How far the work on the focus has come, as the patient rates it."""
    if focus is None:
        return []
    given = list(FocusRating.objects.filter(participant__course=course, area=focus.area))
    questions = workspaces.load(focus.area).questions
    of_each = [(one, [row.rating for row in given if row.question == one.id]) for one in questions]
    return [
        Aim(_(one.title), *_first_and_now(rated), "formulation/workspace/") for one, rated in of_each if rated
    ]


def _goal(goal: Any) -> Aim:
    rated = [one for one in (goal.first_rated, goal.last_rated) if one is not None]
    return Aim(goal.text, *_first_and_now(rated), "formulation/", own=True)


def _first_and_now(rated: Sequence[int]) -> tuple[str, str]:
    if not rated:
        return "", ""
    return _("%d of 10") % rated[0], _("%d of 10") % rated[-1]


def _number(total: float | None) -> str:
    return "" if total is None else f"{round(total, 1):g}"
