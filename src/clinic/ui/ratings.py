"""Ratings from 0 to 10 over time, drawn as one thin line with its table."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext as _

from clinic.ui.axes import Axes, Label, path

WIDTH, HEIGHT = 312.0, 104.0
ALONE = dt.timedelta(days=7)  # how much time is shown around a single rating


@dataclass(frozen=True)
class Rating:
    """One rating on its day; ``by`` says who gave it."""

    on: dt.date
    value: int
    by: str = ""


@dataclass(frozen=True)
class RatingLine:
    """All ratings of one thing, the oldest first; 10 is the better end."""

    title: str
    ratings: Sequence[Rating]
    low: str = ""
    high: str = ""

    @property
    def words(self) -> str:
        """The same, to be heard."""
        if not self.ratings:
            return _("Not rated yet.")
        first, last = self.ratings[0], self.ratings[-1]
        if len(self.ratings) == 1:
            return _("%(value)s of 10 on %(day)s.") % {"value": first.value, "day": short(first.on)}
        return _("From %(first)s of 10 on %(begun)s to %(last)s on %(day)s.") % {
            "first": first.value,
            "begun": short(first.on),
            "last": last.value,
            "day": short(last.on),
        }

    @property
    def axes(self) -> Axes:
        """Where days and ratings stand."""
        first, last = self.ratings[0].on, self.ratings[-1].on
        if first == last:
            first, last = first - ALONE, last + ALONE
        return Axes(24, WIDTH - 28, 12, 76, first, last, 0, 10)

    @property
    def points(self) -> list[tuple[float, float]]:
        """Where each rating stands."""
        return [(self.axes.x(one.on), self.axes.y(one.value)) for one in self.ratings]

    @property
    def line(self) -> str:
        """The ratings joined."""
        return path(self.points) if len(self.ratings) > 1 else ""

    @property
    def rules(self) -> list[Label]:
        """The lowest, the middle and the highest."""
        return [Label(16, self.axes.y(at), str(at), "end") for at in (0, 5, 10)]

    @property
    def values(self) -> list[Label]:
        """The last rating, right of its point."""
        x, y = self.points[-1]
        return [Label(x + 9, y + 5, str(self.ratings[-1].value))]

    @property
    def days(self) -> list[Label]:
        """The first day and the last."""
        first, last = self.points[0], self.points[-1]
        ends = [Label(max(first[0], 24), 98, short(self.ratings[0].on))]
        if last[0] - first[0] > 110:
            ends.append(Label(last[0], 98, short(self.ratings[-1].on), "end"))
        return ends


def short(day: dt.date) -> str:
    """Write 12 Nov."""
    return formats.date_format(day, "j M")
