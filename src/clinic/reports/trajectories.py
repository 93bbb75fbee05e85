"""How scores went from session to session, for those who began alike."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from django.utils.translation import gettext as _

from clinic.reports.tallies import HUNDREDTHS, LAST_SESSION, SCORE, Counts, bands_of
from ipt.measures import library
from ipt.measures.measure import Measure
from ipt.outcomes import rates
from ipt.outcomes.disclosure import LEAST


@dataclass(frozen=True, slots=True)
class Point:
    """The mean score of ``n`` courses (5 or more) at one session, and the standard deviation around it."""

    session: int
    mean: float
    sd: float
    n: int


@dataclass(frozen=True, slots=True)
class Line:
    """The courses whose first score lay in one band of the measure: ``title`` says which, as in its file.

    ``began`` counts them; a session at which fewer than five have a score has no point. ``title`` is empty
    for a measure without published bands, which has one line.
    """

    title: str
    began: int
    points: Sequence[Point]


@dataclass(frozen=True, slots=True)
class Trajectory:
    """Mean scores of one measure by session, a line for each band of the first score, the lowest band first.

    ``low`` and ``high`` are the ends of the scale, ``caseness`` the cut-off where one is known. ``without``
    counts courses that have no line: without any score of it, or in bands of fewer than five.
    """

    measure: str
    low: float
    high: float
    higher_is_worse: bool
    caseness: float | None
    lines: Sequence[Line]
    without: int


def trajectories(sums: Mapping[str, Counts], measures: Iterable[str], courses: int) -> list[Trajectory]:
    """Those of every measure that follows the course of symptoms, in the order of the measures."""
    loaded = (library.load(id) for id in measures if f"scores:{id}" in sums)
    found = [_trajectory(one, sums[f"scores:{one.id}"], courses) for one in loaded if follows(one)]
    return [one for one in found if one.lines]


def follows(measure: Measure) -> bool:
    """Whether a measure has one total, of which more is better or worse."""
    return measure.has_total and measure.score(measure.main_score).higher_is != "neither"


def _trajectory(measure: Measure, counts: Counts, courses: int) -> Trajectory:
    titles = _titles(measure)
    by_session = counts.reshape(LAST_SESSION + 1, len(titles), len(SCORE))
    lines = [
        Line(title, int(by_session[0, band, 0]), _points(by_session[1:, band]))
        for band, title in enumerate(titles)
        if by_session[0, band, 0] >= LEAST
    ]
    lines = [line for line in lines if line.points]
    scale, cut = measure.score(measure.main_score), rates.cut_off(measure)
    return Trajectory(
        measure=measure.short_title,
        low=scale.low,
        high=scale.high,
        higher_is_worse=scale.higher_is == "worse",
        caseness=cut.value if cut else None,
        lines=lines,
        without=courses - sum(line.began for line in lines),
    )


def _points(by_session: Counts) -> list[Point]:
    return [
        _point(session, *map(int, of_it))
        for session, of_it in enumerate(by_session, start=1)
        if of_it[0] >= LEAST
    ]


def _point(session: int, n: int, total: int, squares: int) -> Point:
    """``total`` and ``squares`` are sums of hundredths; whole numbers, so that nothing is lost in between."""
    variance = (n * squares - total * total) / (n * (n - 1))
    return Point(session, total / n / HUNDREDTHS, sqrt(variance) / HUNDREDTHS, n)


def _titles(measure: Measure) -> list[str]:
    """The bands with the scores that lie in them: moderate, 10 to 14."""
    bands = bands_of(measure)
    if len(bands) == 1:
        return [_(label) if (label := bands[0][1]) else ""]
    titles = []
    for (low, label), after in zip(bands, [*bands[1:], None], strict=True):
        to = f"{after[0] - 1:g}" if after else f"{measure.score(measure.main_score).high:g}"
        said = {"band": _(label), "low": f"{low:g}", "high": to}
        titles.append(_("%(band)s, %(low)s to %(high)s") % said)
    return titles
