"""A fictional course to draw: Rowan, sixteen sessions, one missed."""

import datetime as dt

from clinic.ui.charts import Event, Expected, Mark, Point, ScoreChart
from clinic.ui.marks import GoalScale, PhaseCells, SessionCell, Spark

FIRST = dt.date(2026, 9, 3)
WEEK = dt.timedelta(days=7)
TODAY = dt.date(2026, 11, 12)
SCORES = [18, 19, 17, 16, 17, 13, None, 12, 14, 11, 9]
PHQ9 = [(0, "Minimal"), (5, "Mild"), (10, "Moderate"), (15, "Moderately severe"), (20, "Severe")]
EVENTS = [
    Event(dt.date(2026, 7, 6), "Moved to Leeds"),
    Event(dt.date(2026, 8, 4), "Stopped ringing Ada"),
    Event(dt.date(2026, 9, 29), "Row about the house"),
    Event(dt.date(2026, 10, 17), "Ada came to stay"),
    Event(dt.date(2026, 10, 27), "Sam’s mother in hospital"),
    Event(dt.date(2026, 11, 8), "Talked with Sam"),
]


def points() -> list[Point]:
    """The enquiry, then a score a week; from 12 down the change is reliable."""
    enquiry = Point(dt.date(2026, 8, 20), 19, "enquiry", enquiry=True)
    return [enquiry] + [
        Point(FIRST + i * WEEK, score, f"session {i + 1 - (i > 6)}", reliable=(score or 99) <= 12)
        for i, score in enumerate(SCORES)
    ]


def marks() -> list[Mark]:
    """Ten sessions, one missed week, and six to come."""
    done = [Mark(n, FIRST + (n - 1 + (n > 6)) * WEEK, "done") for n in range(1, 10)]
    missed = [Mark(0, FIRST + 6 * WEEK, "missed")]
    ahead = [Mark(n, TODAY + (n - 10) * WEEK, "to come") for n in range(11, 16)]
    return sorted(
        [*done, *missed, Mark(10, TODAY, "now"), *ahead, Mark(16, dt.date(2027, 1, 7), "to come")],
        key=lambda mark: mark.on,
    )


def expected() -> list[Expected]:
    """A range that widens and sinks over the course."""
    falls = [(16.5, 19), (14, 17.5), (11, 16), (9, 15.5), (7.5, 15), (5, 14.5), (4, 14), (3.5, 13), (3, 12.8)]
    return [Expected(FIRST + 2 * i * WEEK, low, high) for i, (low, high) in enumerate(falls)]


def chart() -> ScoreChart:
    """The chart of the course page."""
    return ScoreChart(
        measure_title="PHQ-9",
        low=0,
        high=27,
        bands=PHQ9,
        points=points(),
        sessions=marks(),
        events=EVENTS,
        reliable_at=12,
        expected=expected(),
        cutoff=10,
        today=TODAY,
        finding="PHQ-9 is 9, down 9 from the start. That is a reliable change.",
        words="Mild, below 10 for the first time. All 9 items answered.",
    )


def cells(done: int = 9, now: bool = True) -> list[SessionCell]:
    """Sixteen sessions."""
    states = ["done"] * done + ["now"] * now + ["to come"] * (16 - done - now)
    return [SessionCell(n, state, f"/course/sessions/{n}/") for n, state in enumerate(states, 1)]


def phases(done: int = 9, now: bool = True) -> list[PhaseCells]:
    """The same by phase."""
    all_cells = cells(done, now)
    return [
        PhaseCells("Initial", all_cells[:4]),
        PhaseCells("Middle", all_cells[4:12]),
        PhaseCells("Ending", all_cells[12:]),
    ]


def rows() -> list[dict[str, object]]:
    """A few lines of a caseload."""
    told = [
        ("14:00", "Rowan T.", "Dispute with partner", 10, "Middle", SCORES, "down", "9 lower, reliable"),
        (
            "15:00",
            "J. B.",
            "Grief, brother",
            6,
            "Middle",
            [17, 16, 18, 17, 16, 16],
            "right",
            "no reliable change",
        ),
        ("16:00", "Wren", "Move into retirement", 2, "Initial", [13, 14], "right", "too early to say"),
    ]
    words = "PHQ-9: {} at first, {} now"
    return [
        {
            "at": at, "who": who, "focus": focus, "session": session, "phase": phase, "way": way,
            "change": change, "score": scores[-1], "phases": phases(session, False),
            "spark": Spark(0, 27, 16, list(enumerate(scores, 1)), 10, words.format(scores[0], scores[-1])),
        }
        for at, who, focus, session, phase, scores, way, change in told
    ]  # fmt: skip


GOALS = [
    ("Tell Sam what I need before I am angry", GoalScale(2, 5)),
    ("See one friend each week", GoalScale(3, 7)),
    ("Sleep through", GoalScale(3, 4)),
    ("Sing again", GoalScale(0)),
]
