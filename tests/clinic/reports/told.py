"""A dashboard with all that it can say, for tests of what is made of it."""

from datetime import UTC, datetime
from typing import Any

from clinic.access.models import Service
from clinic.reports.aims import Aim
from clinic.reports.dashboard import Dashboard
from clinic.reports.figures import Comparison, Group, Rate
from clinic.reports.filters import Choices, Filters
from clinic.reports.freshness import Freshness
from clinic.reports.trajectories import Line, Point, Trajectory
from clinic.reports.waits import Waits
from ipt.outcomes.rates import Counts

CHOICES = Choices(
    quarters=[("2025 Q4", "2025 Q4"), ("2026 Q1", "2026 Q1")],
    manuals=[("dep16", "IPT for depression, sixteen sessions")],
    focuses=[("grief", "Grief")],
    conditions=[("depression", "Depression")],
)
COUNTS = Counts(40, 30, 26, 13, 18, 13, 2, 3)
RECOVERED = Rate("Recovered", 13, 26, "finished courses that began as a case")


def line(title: str, *means: float) -> Line:
    return Line(title, 12, [Point(session, mean, 4.0, 12) for session, mean in enumerate(means, 1)])


def trajectory(*lines: Line, **more: Any) -> Trajectory:
    of: dict[str, Any] = {"measure": "PHQ-9", "low": 0, "high": 27, "higher_is_worse": True, "caseness": 10}
    return Trajectory(**{**of, "without": 0, **more}, lines=lines)


CONFIDANTS = Aim("People to confide in", "people", "more", 1.8, 3.1, 16, 9, 2, 27, 3)
WAITS = Waits([0, 6, 9, 6, 2, 7], 2, [Rate("Within 6 weeks", 23, 30, "courses")], 30, 10)


def dashboard(**more: Any) -> Dashboard:
    said: dict[str, Any] = {
        "service": Service(name="Riverside"),
        "filters": Filters(),
        "choices": CHOICES,
        "freshness": Freshness(datetime(2026, 11, 12, 9, 30, tzinfo=UTC)),
        "whole": COUNTS,
        "open": 10,
        "waiting": 2,
        "rates": [RECOVERED],
        "comparisons": [Comparison("By focus", "Focus", [Group("Grief", COUNTS, [RECOVERED])])],
        "thresholds": [],
        "trajectories": [trajectory(line("severe", 22, 17, 12))],
        "aims": [CONFIDANTS],
        "waits": WAITS,
        "sessions": [("attended", 412), ("missed", 3)],
        "attended": Rate("Attended", 412, 480, "sessions planned in ended courses"),
        "endings": [("as agreed", 27), ("handed on to other care", 3)],
    }
    return Dashboard(**{**said, **more})
