"""Scores, sessions and life on one time axis: from plain values to the geometry of a drawing."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from django.utils import formats
from django.utils.translation import gettext as _

from clinic.ui.axes import Axes, Label, months, width_of
from clinic.ui.drawing import Dot, Drawing, Month, Stripe
from clinic.ui.lanes import CHIP, Event, Mark, chips, diamonds

WIDE, MIDDLE, NARROW = 800, 560, 340
LOOKS_BACK = dt.timedelta(days=120)  # events further before the first score are told in words
DEEPEST = 5
LARGE = 20  # size of the last score


@dataclass(frozen=True)
class Point:
    """A score on its day; no value where none was given, which leaves a gap in the line."""

    on: dt.date
    value: float | None
    label: str = ""
    reliable: bool = False
    enquiry: bool = False
    worse: bool = False


@dataclass(frozen=True)
class Expected:
    """The range of scores expected on a day for people who began as this one did."""

    on: dt.date
    low: float
    high: float


@dataclass(frozen=True)
class ScoreChart:
    """All that a score chart says. ``bands`` are (lowest score, name), from the mildest up."""

    measure_title: str
    low: float
    high: float
    bands: Sequence[tuple[float, str]]
    points: Sequence[Point]
    sessions: Sequence[Mark] = ()
    events: Sequence[Event] = ()
    reliable_at: float | None = None
    cutoff: float | None = None
    today: dt.date | None = None
    finding: str = ""
    words: str = ""
    higher_is_better: bool = False
    expected: Sequence[Expected] = ()
    events_title: str = ""
    plain: bool = False  # for the patient: days and scores, nothing said about change


def draw(chart: ScoreChart, width: float = WIDE, name: str = "wide") -> Drawing:
    """Lay a chart out for a given width; narrow ones put the names of the bands inside."""
    narrow = width < 500
    axes = axes_of(chart, width, narrow)
    scored = [point for point in chart.points if point.value is not None and not point.enquiry]
    chips_y = sessions_y(chart, axes)
    lane = chips_y + (30 if chart.sessions else 0)
    events = diamonds(axes, shown_events(chart), lane + 26, width - 4, 26 if narrow else 40)
    foot = max([event.y for event in events] or [lane - 8]) + 26
    last = scored[-1] if scored else None
    return Drawing(
        name=name,
        width=width,
        height=foot + 22,
        axes=axes,
        stripes=stripes(chart, axes, narrow),
        ticks=[Label(axes.left - 8, axes.y(value) + 4, whole(value), "end") for value in tick_values(chart)],
        lines=lines(chart, axes),
        enquiry_line=enquiry_line(chart, axes),
        dots=[dot(point, axes, point is last) for point in chart.points if point.value is not None],
        values=[first_value(scored, axes)] if len(scored) > 1 else [],
        last_value=last_value(scored, axes) if scored else None,
        enquiry_value=enquiry_value(chart, axes),
        reliable=reliable_label(chart, axes, narrow),
        reliable_y=None if chart.reliable_at is None else axes.y(chart.reliable_at),
        reliable_from=axes.x(scored[0].on) if scored else axes.left,
        today_x=axes.x(chart.today) if chart.today and axes.first <= chart.today <= axes.last else None,
        today_bottom=chips_y if chart.sessions else axes.bottom,
        chips=chips(axes, chart.sessions, chips_y),
        sessions_label=Label(axes.left, axes.bottom + 26, _("Sessions")) if chart.sessions else None,
        events=events,
        events_label=Label(axes.left, lane + 6, chart.events_title or _("Life events")) if events else None,
        months=month_labels(axes, foot + 14, 40, width),
        expected=expected_path(chart, axes),
        expected_label=expected_label(chart, axes),
    )


def axes_of(chart: ScoreChart, width: float, narrow: bool) -> Axes:
    """Choose the rectangle and the days in view."""
    days = [point.on for point in chart.points] + [mark.on for mark in chart.sessions]
    days += [event.on for event in shown_events(chart)] + ([chart.today] if chart.today else [])
    first, last = min(days), max(days)
    room = dt.timedelta(days=max(2, (last - first).days // 40))
    right = width - 8 if narrow else width - 128
    return Axes(28, right, 22, 222 if narrow else 272, first - room, last + room, chart.low, chart.high)


def shown_events(chart: ScoreChart) -> list[Event]:
    """Leave out events so long ago that they would squeeze the course."""
    first = min((point.on for point in chart.points), default=dt.date.max)
    first = min([first, *(mark.on for mark in chart.sessions)])
    return [event for event in chart.events if first == dt.date.max or event.on >= first - LOOKS_BACK]


def sessions_y(chart: ScoreChart, axes: Axes) -> float:
    """Set the chips beside their label, or below it when they begin at once."""
    begins = min((axes.x(mark.on) for mark in chart.sessions), default=axes.right)
    return axes.bottom + (22 if begins > axes.left + width_of(_("Sessions")) + CHIP + 8 else 44)


def tick_values(chart: ScoreChart) -> list[float]:
    """The edges of the bands and both ends of the scale."""
    return sorted({chart.low, chart.high, *(since for since, _name in chart.bands)})


def whole(value: float) -> str:
    """Write a score without needless decimals."""
    return formats.localize(int(value) if value == int(value) else round(value, 1))


def stripes(chart: ScoreChart, axes: Axes, narrow: bool) -> list[Stripe]:
    """Draw the bands of severity as sand by depth, each with its name at the right."""
    edges = [since for since, _name in chart.bands] + [chart.high]
    inside = emptier_end(chart, axes) if narrow else ""
    drawn = []
    for i, (since, label) in enumerate(chart.bands):
        top, bottom = axes.y(edges[i + 1]), axes.y(since)
        place = band_label(chart, label, (top, bottom), axes, inside)
        drawn.append(Stripe(top, round(bottom - top, 1), depth_of(i, chart), place))
    return drawn


def depth_of(i: int, chart: ScoreChart) -> int:
    """Spread the bands over the five depths of sand; the most severe is the deepest."""
    steps = len(chart.bands) - 1
    place = steps - i if chart.higher_is_better else i
    return 1 + round(place * (DEEPEST - 1) / steps) if steps else 1


def band_label(
    chart: ScoreChart, label: str, span: tuple[float, float], axes: Axes, inside: str
) -> Label | None:
    """Place the name of a band: beside it, or inside a narrow drawing where it covers no line."""
    (top, bottom), width = span, width_of(label)
    if not inside:
        return Label(axes.right + 10, (top + bottom) / 2 + 4, label) if bottom - top >= 12 else None
    crossed = chart.reliable_at is not None and top < axes.y(chart.reliable_at) < top + 20
    if bottom - top < 18 or crossed:
        return None
    ends = {"end": (axes.right - 6, axes.right - 6), "start": (axes.left + 6, axes.left + 6 + width)}
    for end in sorted(ends, key=lambda end: end != inside):
        x, stops_at = ends[end]
        if not covered(chart, axes, (stops_at, top + 14), width, room=14):
            return Label(x, top + 14, label, end)
    return None


def emptier_end(chart: ScoreChart, axes: Axes) -> str:
    """Choose the end of a narrow drawing where the names of the bands cover less of the score line."""
    edges = [since for since, _name in chart.bands[1:]] + [chart.high]
    names = [
        (axes.y(top) + 14, width_of(name)) for top, (_since, name) in zip(edges, chart.bands, strict=False)
    ]
    right = sum(covered(chart, axes, (axes.right - 6, y), width) for y, width in names)
    left = sum(covered(chart, axes, (axes.left + 6 + width, y), width) for y, width in names)
    return "start" if left < right else "end"


def path(points: Sequence[tuple[float, float]]) -> str:
    """Write points as a line."""
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)


def lines(chart: ScoreChart, axes: Axes) -> list[str]:
    """Join the scores; a missing one leaves a gap."""
    counted = [point for point in chart.points if not point.enquiry]
    runs = [list(run) for given, run in groupby(counted, lambda p: p.value is not None) if given]
    return [path([(axes.x(p.on), axes.y(p.value or 0)) for p in run]) for run in runs if len(run) > 1]


def enquiry_line(chart: ScoreChart, axes: Axes) -> str:
    """Join the enquiry's score to the first of the course with dashes: it is not counted."""
    before = [point for point in chart.points if point.enquiry and point.value is not None]
    after = [point for point in chart.points if not point.enquiry and point.value is not None]
    ends = before + after[:1]
    return path([(axes.x(p.on), axes.y(p.value or 0)) for p in ends]) if before and len(ends) > 1 else ""


def dot(point: Point, axes: Axes, last: bool) -> Dot:
    """Draw one score."""
    shape = "square" if point.worse else "filled" if point.reliable else "hollow"
    day = formats.date_format(point.on, "j F Y")
    title = f"{day}{', ' + point.label if point.label else ''}: {whole(point.value or 0)}"
    return Dot(axes.x(point.on), axes.y(point.value or 0), shape, title, last)


def first_value(scored: Sequence[Point], axes: Axes) -> Label:
    """Write the first score on the side where the line is not."""
    first, second = scored[0], scored[1]
    below = (second.value or 0) >= (first.value or 0)
    y = axes.y(first.value or 0) + (20 if below else -11)
    y = y if axes.top + 10 < y < axes.bottom - 3 else axes.y(first.value or 0) + (-11 if below else 20)
    return Label(axes.x(first.on) - 2, y, whole(first.value or 0), "middle")


def last_value(scored: Sequence[Point], axes: Axes) -> Label:
    """Write the last score large, right of its point; at the edge, on the side where the line is not."""
    last, before = scored[-1], scored[-2:][0]
    x, y, text = axes.x(last.on), axes.y(last.value or 0), whole(last.value or 0)
    if x + 10 + width_of(text, LARGE) <= axes.right:
        return Label(x + 10, y + 21 if y + 24 < axes.bottom else y - 9, text)
    below = (before.value or 0) > (last.value or 0)
    below = (below and y + 28 < axes.bottom) or y - 30 < axes.top
    return Label(min(x + 6, axes.right - 2), y + 26 if below else y - 12, text, "end")


def enquiry_value(chart: ScoreChart, axes: Axes) -> Label | None:
    """Write the score given with the enquiry."""
    found = next((point for point in chart.points if point.enquiry and point.value is not None), None)
    if found is None or found.value is None:
        return None
    text = _("enquiry %(score)s") % {"score": whole(found.value)}
    x = max(axes.x(found.on), axes.left + width_of(text) / 2)
    y = axes.y(found.value)
    return Label(x, y - 10 if y - 22 > axes.top else y + 20, text, "middle")


def reliable_label(chart: ScoreChart, axes: Axes, narrow: bool) -> Label | None:
    """Name the line of reliable change where it covers the fewest scores."""
    if chart.reliable_at is None:
        return None
    more, less = _("%(score)s or more: reliable"), _("%(score)s or less: reliable")
    if not narrow:
        more, less = _("%(score)s or more: reliable change"), _("%(score)s or less: reliable change")
    text = (more if chart.higher_is_better else less) % {"score": whole(chart.reliable_at)}
    y, right = axes.y(chart.reliable_at), axes.right - 8
    left = axes.left + 6 + width_of(text)
    places = [(right, y + 17), (right, y - 7), (left, y + 17), (left, y - 7)]
    x, y = min(places, key=lambda place: covered(chart, axes, place, width_of(text)))
    return Label(x, y, text, "end")


def covered(chart: ScoreChart, axes: Axes, place: tuple[float, float], width: float, room: float = 0) -> int:
    """Count the steps along the score line that words ending at a place, with room around, would cover."""
    x, y = place
    return sum(
        x - width - 6 < at_x < x + 6 and y - 16 - room < at_y < y + 6 + room
        for at_x, at_y in steps(chart, axes)
    )


def steps(chart: ScoreChart, axes: Axes) -> list[tuple[float, float]]:
    """Walk along the score line in small steps."""
    places = [(axes.x(p.on), axes.y(p.value)) for p in chart.points if p.value is not None]
    return places[:1] + [
        (x + (to_x - x) * i / 8, y + (to_y - y) * i / 8)
        for (x, y), (to_x, to_y) in pairwise(places)
        for i in range(9)
    ]


def month_labels(axes: Axes, y: float, step: float, width: float) -> list[Month]:
    """Name the months that have room; the first and every January carry their year."""
    named: list[Month] = []
    free = 0.0
    for day, x in months(axes, step):
        text = formats.date_format(day, "M Y" if not named or day.month == 1 else "M")
        if free <= x and x + 5 + width_of(text) <= width:
            named.append(Month(x, y, text))
            free = x + 11 + width_of(text)
    return named


def expected_path(chart: ScoreChart, axes: Axes) -> str:
    """Outline the expected range."""
    if not chart.expected:
        return ""
    upper = [(axes.x(e.on), axes.y(e.high)) for e in chart.expected]
    lower = [(axes.x(e.on), axes.y(e.low)) for e in reversed(chart.expected)]
    return path(upper + lower) + "Z"


def expected_label(chart: ScoreChart, axes: Axes) -> Label | None:
    """Name the expected range, inside its right end."""
    if not chart.expected:
        return None
    end = chart.expected[-1]
    return Label(axes.x(end.on) - 8, axes.y(end.low) - 24, _("expected range"), "end")
