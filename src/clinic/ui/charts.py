"""Scores, sessions and life on one time axis: from plain values to the geometry of a drawing."""

import datetime as dt
from itertools import groupby

from django.utils import formats
from django.utils.translation import gettext as _

from clinic.ui.axes import Axes, Label, path, whole, width_of
from clinic.ui.chart_words import Words, band_label, box_of, depth_of, emptier_end, lines_of, month_labels
from clinic.ui.drawing import Dot, Drawing, Stripe
from clinic.ui.expected_range import Range
from clinic.ui.lanes import CHIP, Event, Mark, chips, diamonds
from clinic.ui.score_chart import Expected, Point, ScoreChart

__all__ = ["MIDDLE", "NARROW", "WIDE", "Event", "Expected", "Mark", "Point", "ScoreChart", "draw"]

WIDE, MIDDLE, NARROW = 800, 560, 340
LOOKS_BACK = dt.timedelta(days=120)  # events further before the first score are told in words


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
    begins = axes.x(scored[0].on) if scored else axes.left
    words = Words(chart, axes, lines_of(chart, axes, shown_events(chart), begins))
    last_value = words.last_value(scored) if scored else None
    first_value = words.first_value(scored) if len(scored) > 1 else None
    enquiry_value, bands = words.enquiry_value(), stripes(chart, axes, narrow)
    words.taken += [box_of(stripe.label) for stripe in bands if stripe.label]
    expected = Range(chart, axes)
    expected_label = words.expected_name(expected)
    return Drawing(
        name=name,
        width=width,
        height=foot + 22,
        axes=axes,
        stripes=bands,
        ticks=[Label(axes.left - 8, axes.y(value) + 4, whole(value), "end") for value in tick_values(chart)],
        lines=lines(chart, axes),
        enquiry_line=enquiry_line(chart, axes),
        dots=[dot(point, axes, point is last) for point in chart.points if point.value is not None],
        values=[first_value] if first_value else [],
        last_value=last_value,
        enquiry_value=enquiry_value,
        reliable=words.reliable_name(narrow, begins),
        reliable_y=None if chart.reliable_at is None else axes.y(chart.reliable_at),
        reliable_from=begins,
        today_x=axes.x(chart.today) if chart.today and axes.first <= chart.today <= axes.last else None,
        today_bottom=chips_y - CHIP if chart.sessions else axes.bottom,
        chips=chips(axes, chart.sessions, chips_y),
        sessions_label=Label(axes.left, axes.bottom + 26, _("Sessions")) if chart.sessions else None,
        events=events,
        events_label=Label(axes.left, lane + 6, chart.events_title or _("Life events")) if events else None,
        months=month_labels(axes, foot + 14, 40, width),
        expected=expected.outline(),
        expected_label=expected_label,
    )


def axes_of(chart: ScoreChart, width: float, narrow: bool) -> Axes:
    """Choose the rectangle and the days in view."""
    days = [point.on for point in chart.points] + [mark.on for mark in chart.sessions]
    days += (
        [expected.on for expected in chart.expected]
        + [event.on for event in shown_events(chart)]
        + ([chart.today] if chart.today else [])
    )
    first, last = min(days), max(days)
    room = dt.timedelta(days=max(2, (last - first).days // 40))
    right = width - (8 if narrow else 128 if chart.bands else 24)
    return Axes(28, right, 22, 222 if narrow else 272, first - room, last + room, chart.low, chart.high)


def shown_events(chart: ScoreChart) -> list[Event]:
    """Leave out events so long ago that they would squeeze the course."""
    first = min((point.on for point in chart.points), default=dt.date.max)
    first = min([first, *(mark.on for mark in chart.sessions)])
    if first == dt.date.max and chart.today:
        first = chart.today
    return [event for event in chart.events if first == dt.date.max or event.on >= first - LOOKS_BACK]


def sessions_y(chart: ScoreChart, axes: Axes) -> float:
    """Set the chips beside their label, or below it when they begin at once."""
    begins = min((axes.x(mark.on) for mark in chart.sessions), default=axes.right)
    return axes.bottom + (22 if begins > axes.left + width_of(_("Sessions")) + CHIP + 8 else 44)


def tick_values(chart: ScoreChart) -> list[float]:
    """The edges of the bands and both ends of the scale."""
    return sorted({chart.low, chart.high, *(since for since, _name in chart.bands)})


def stripes(chart: ScoreChart, axes: Axes, narrow: bool) -> list[Stripe]:
    """Draw the bands of severity as sand by depth, each with its name at the right."""
    edges = [since for since, _name in chart.bands] + [chart.high]
    inside = emptier_end(chart, axes) if narrow else ""
    drawn = []
    for i, (since, label) in enumerate(chart.bands):
        top, bottom = axes.y(edges[i + 1]), axes.y(since)
        depth = depth_of(i, chart)
        place = band_label(chart, label, (top, bottom), axes, inside, depth)
        drawn.append(Stripe(top, round(bottom - top, 1), depth, place))
    return drawn


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
    if point.looked:
        title = f"{title}. {point.looked}"
    return Dot(axes.x(point.on), axes.y(point.value or 0), shape, title, last, bool(point.looked))
