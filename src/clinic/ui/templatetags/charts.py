"""Tags that draw: a score chart, a small trend, a goal, and where a course stands."""

from collections.abc import Sequence
from typing import Any

from django import template

from clinic.ui.charts import MIDDLE, NARROW, WIDE, ScoreChart, draw
from clinic.ui.group_lines import GroupLines, draw_lines
from clinic.ui.histogram import Histogram, draw_histogram
from clinic.ui.life import LifeChart, draw_life
from clinic.ui.marks import GoalScale, PhaseCells, SessionCell, Spark
from clinic.ui.ratings import RatingLine

register = template.Library()
LIFE_WIDE = 1000
WIDTHS = {"wide": WIDE, "middle": MIDDLE, "narrow": NARROW}


@register.inclusion_tag("ui/_score_chart.html")
def score_chart(chart: ScoreChart, name: str = "chart") -> dict[str, Any]:
    """Draw scores, sessions and life on one time axis, with the same as a table; the page shows one width."""
    drawn = chart.points or chart.without_scores
    drawings = [draw(chart, width, called) for called, width in WIDTHS.items()] if drawn else []
    return {"chart": chart, "name": name, "drawings": drawings}


@register.inclusion_tag("ui/_life_chart.html")
def life_chart(chart: LifeChart, name: str = "life") -> dict[str, Any]:
    """Draw a life over the years; the page shows one width."""
    widths = {**WIDTHS, "wide": LIFE_WIDE}
    return {
        "chart": chart,
        "name": name,
        "drawings": [draw_life(chart, width, called) for called, width in widths.items()],
    }


@register.inclusion_tag("ui/_group_lines.html")
def group_lines(chart: GroupLines, name: str) -> dict[str, Any]:
    """Draw the mean scores of groups by session, with the same as a table; the page shows one width."""
    drawings = [draw_lines(chart, width, called) for called, width in WIDTHS.items()]
    return {"chart": chart, "name": name, "drawings": drawings}


@register.inclusion_tag("ui/_histogram.html")
def histogram(chart: Histogram, name: str) -> dict[str, Any]:
    """Draw how many took how long, with the same as a table; the page shows one width."""
    drawings = [draw_histogram(chart, width, called) for called, width in WIDTHS.items()]
    return {"chart": chart, "name": name, "drawings": drawings}


@register.inclusion_tag("ui/_rating_line.html")
def rating_line(line: RatingLine) -> dict[str, RatingLine]:
    """Draw ratings over time."""
    return {"line": line}


@register.inclusion_tag("ui/_spark.html")
def spark(trend: Spark) -> dict[str, Spark]:
    """Draw a small trend."""
    return {"spark": trend}


@register.inclusion_tag("ui/_goal_scale.html")
def goal_scale(scale: GoalScale) -> dict[str, GoalScale]:
    """Draw a goal from 0 to 10."""
    return {"scale": scale}


@register.inclusion_tag("ui/_strip.html")
def strip(phases: Sequence[PhaseCells]) -> dict[str, Any]:
    """Draw the sessions of a course, grouped by phase; without links, the strip itself takes the focus."""
    return {"phases": phases, "still": not any(cell.path for phase in phases for cell in phase.sessions)}


@register.inclusion_tag("ui/_cells.html")
def cells(phases: Sequence[PhaseCells]) -> dict[str, Sequence[PhaseCells]]:
    """Draw the same as a small bar, beside words that say it."""
    return {"phases": phases}


@register.inclusion_tag("ui/_dots.html")
def dots(sessions: Sequence[SessionCell]) -> dict[str, Sequence[SessionCell]]:
    """Draw the sessions of a course as dots, above words that say it."""
    return {"sessions": sessions}
