"""Which figures of a service are drawn, and as what."""

from django.utils.translation import gettext as _

from clinic.reports import findings
from clinic.reports.trajectories import Trajectory
from clinic.reports.waits import Waits
from clinic.ui.group_lines import Group, GroupLines, Mean
from clinic.ui.histogram import Histogram

LEAST_WEEKS = 11  # in view, so that a short wait looks short


def trajectory(of: Trajectory) -> GroupLines:
    """Mean scores by session, a line for each band of the first score."""
    groups = [
        Group(
            line.title or _("all courses"),
            [Mean(point.session, point.mean, point.n) for point in line.points],
        )
        for line in of.lines
    ]
    return GroupLines(
        finding=findings.of_trajectory(of),
        words=findings.beneath_trajectory(of),
        more=findings.reading_trajectory(),
        measure_title=of.measure,
        low=of.low,
        high=of.high,
        groups=groups,
        cut=of.caseness,
    )


def waits(of: Waits) -> Histogram:
    """Courses by the weeks they waited, as far as anybody did."""
    longest = max((week for week, courses in enumerate(of.by_week) if courses), default=0)
    return Histogram(
        finding=findings.of_waits(of),
        words=findings.beneath_waits(of),
        unit=_("weeks from the enquiry to the first session"),
        counted=_("Courses"),
        counts=of.by_week[: max(longest, LEAST_WEEKS) + 2],
        median=of.median,
    )
