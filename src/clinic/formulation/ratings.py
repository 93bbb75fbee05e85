"""Ratings of goals and of the work on the focus, as lines over the sessions."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.formulation.models import FocusRating, Goal
from clinic.ui.ratings import Rating, RatingLine
from ipt.therapy.workspaces import Question


def goal_line(goal: Goal) -> RatingLine:
    """How far a goal was reached, over time."""
    return RatingLine(goal.text, _ratings(goal.ratings.all()), _("not at all"), _("completely"))


def question_line(question: Question, given: Sequence[FocusRating]) -> RatingLine:
    """How one thing was rated, over time."""
    of_it = [one for one in given if one.question == question.id]
    return RatingLine(_(question.title), _ratings(of_it), _(question.low), _(question.high))


def _ratings(given: Iterable[Any]) -> list[Rating]:
    return [Rating(timezone.localdate(one.rated_at), one.rating, str(one.rated_by)) for one in given]
