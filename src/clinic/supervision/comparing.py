"""Two ratings of one session: who may read what, side by side, and each item over the sessions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.access.models import User
from clinic.courses.models import Course
from clinic.supervision.charts import ItemTrend, Rated
from clinic.supervision.choosing import rater_of
from clinic.supervision.models import RATERS, ChosenSession, SessionRating
from ipt.therapy.adherence import Compared, compare, item_file

FAR = 2  # points from which a difference is asked about first; Kith's choice, not validated


@dataclass(frozen=True, slots=True)
class Line:
    """One item as both rated it, in words, and what to ask where they differ."""

    compared: Compared
    own: str
    supervisor: str
    own_later: str  # what the rating was changed to once the other's had been read
    supervisor_later: str
    question: str

    @property
    def far(self) -> bool:
        return abs(self.compared.apart_by or 0) >= FAR


@dataclass(frozen=True, slots=True)
class Pair:
    """The ratings of a chosen session as far as the reader may know them."""

    chosen: ChosenSession
    rater: str  # as whom the reader rates
    mine: SessionRating | None
    other_is_given: bool
    lines: list[Line]  # empty until both have been given

    @property
    def opened(self) -> bool:
        return bool(self.lines)

    @property
    def closed(self) -> bool:
        """Still to be rated by the reader, who is to lean on nobody: not on the patient's answers either."""
        return self.mine is None

    @property
    def other(self) -> str:
        return next(one for one in RATERS if one != self.rater)


def pair(chosen: ChosenSession, reader: User, course: Course) -> Pair:
    """What the reader may see: their own rating, and the other's only once both have been given."""
    prefetch_related_objects([chosen], "ratings__written_by")
    rater = rater_of(reader, course)
    other = next(one for one in RATERS if one != rater)
    return Pair(
        chosen=chosen,
        rater=rater,
        mine=chosen.newest(rater),
        other_is_given=chosen.newest(other) is not None,
        lines=_lines(chosen) if chosen.opened_at else [],
    )


def _lines(chosen: ChosenSession) -> list[Line]:
    """Every item as it was rated before either knew the other's; a later change is told beside it."""
    first = {rater: chosen.newest(rater, chosen.opened_at).ratings for rater in RATERS}
    now = {rater: chosen.newest(rater).ratings for rater in RATERS}
    return [
        Line(
            compared=one,
            own=_said(first["therapist"], one.item.id),
            supervisor=_said(first["supervisor"], one.item.id),
            own_later=_changed(first["therapist"], now["therapist"], one.item.id),
            supervisor_later=_changed(first["supervisor"], now["supervisor"], one.item.id),
            question=question(one),
        )
        for one in compare(first["therapist"], first["supervisor"])
    ]


def _said(ratings: dict[str, int | None], item: str) -> str:
    if item not in ratings:
        return _("not rated")
    rating = ratings[item]
    return _("not called for") if rating is None else str(rating)


def _changed(before: dict[str, int | None], now: dict[str, int | None], item: str) -> str:
    said = _said(now, item)
    return "" if said == _said(before, item) else said


def question(one: Compared) -> str:
    """A difference is something to talk about: nobody is right by rank."""
    if one.apart_by is None or not one.apart_by:
        return ""
    told = {"item": _(one.item.title), "points": abs(one.apart_by)}
    words = (
        _("%(item)s: the supervisor saw more of it than the therapist did. What was seen?")
        if one.apart_by > 0
        else _("%(item)s: the therapist saw more of it than the supervisor did. What was meant?")
    )
    return words % told


def agreement(lines: Sequence[Line]) -> str:
    """The sentence over two ratings: on how many items they are the same or a point apart; never a mark."""
    both = [one for one in lines if one.compared.apart_by is not None]
    if not both:
        return _("No item was rated by both")
    near = sum(abs(one.compared.apart_by or 0) < FAR for one in both)
    told = {"near": near, "all": len(both)}
    return (
        ngettext(
            "The two ratings are the same or a point apart on %(near)d of %(all)d item",
            "The two ratings are the same or a point apart on %(near)d of %(all)d items",
            len(both),
        )
        % told
    )


def both_rated(chosen: Sequence[ChosenSession]) -> list[ChosenSession]:
    """Those rated by both, in the order of the sessions."""
    rated = [one for one in chosen if one.set_aside_at is None and one.opened_at]
    return sorted(rated, key=lambda one: (one.session.began_at, one.session.number))


def trends(rated: Sequence[ChosenSession], label: Any = None) -> list[ItemTrend]:
    """Every item over these sessions, as rated before either knew the other's."""
    name = label or (lambda one: _("session %d") % one.session.number)
    told = [
        (name(one), {rater: one.newest(rater, one.opened_at).ratings for rater in RATERS}) for one in rated
    ]
    return [
        ItemTrend(
            title=_(item.title),
            rated=[
                Rated(called, of["therapist"].get(item.id), of["supervisor"].get(item.id))
                for called, of in told
            ],
            apart=item.counts == "apart",
        )
        for item in item_file().items
    ]


def moved(found: Sequence[ItemTrend]) -> str:
    """The sentence over the trends: how many of the supervisor's ratings stand elsewhere than at first."""
    ends = [
        (given[0], given[-1])
        for one in found
        if not one.apart
        and len(given := [at.supervisor for at in one.rated if at.supervisor is not None]) > 1
    ]
    up, down = sum(last > first for first, last in ends), sum(last < first for first, last in ends)
    if not up and not down:
        return _("In the supervisor’s ratings, no item stands elsewhere than at first")
    higher = ngettext("%d item stands higher than at first", "%d items stand higher than at first", up) % up
    lower = ngettext("%d item lower", "%d items lower", down) % down
    told = ", ".join(words for words, number in ((higher, up), (lower, down)) if number)
    if not up:
        told = (
            ngettext("%d item stands lower than at first", "%d items stand lower than at first", down) % down
        )
    return _("In the supervisor’s ratings, %s") % told
