"""Small drawings: a trend, a goal from 0 to 10, and where a course stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from clinic.ui.axes import Label, path, whole, width_of

SPARK_WIDTH, SPARK_HEIGHT = 104, 34
GOAL_WIDTH, GOAL_LEFT, GOAL_STEP = 312, 6, 29.6


@dataclass(frozen=True)
class Spark:
    """A small trend: as high as the whole scale, as wide as the whole course.

    ``scores`` are (session number, score or None); ``words`` says the same to who cannot see it.
    """

    low: float
    high: float
    sessions: int
    scores: Sequence[tuple[int, float | None]]
    cutoff: float | None = None
    words: str = ""

    def place(self, session: float, score: float) -> tuple[float, float]:
        """Where a score stands."""
        x = 2 + (SPARK_WIDTH - 4) * (session - 1) / max(self.sessions - 1, 1)
        return round(x, 1), round(3 + (SPARK_HEIGHT - 6) * (self.high - score) / (self.high - self.low), 1)

    @property
    def lines(self) -> list[str]:
        """The scores joined, with gaps."""
        runs = [list(run) for given, run in groupby(self.scores, lambda s: s[1] is not None) if given]
        return [path([self.place(n, s or 0) for n, s in run]) for run in runs if len(run) > 1]

    @property
    def end(self) -> tuple[float, float] | None:
        """The last score."""
        given = [(n, s) for n, s in self.scores if s is not None]
        return self.place(*given[-1]) if given else None

    @property
    def cutoff_y(self) -> float | None:
        """How high the usual cut-off stands."""
        return None if self.cutoff is None else self.place(1, self.cutoff)[1]


@dataclass(frozen=True)
class GoalScale:
    """How near a goal was at the start and is now, 0 to 10; ``now`` is empty until rated again."""

    start: float | None
    now: float | None = None

    @staticmethod
    def x(value: float) -> float:
        """Place a rating."""
        return round(GOAL_LEFT + GOAL_STEP * value, 1)

    @property
    def ticks(self) -> list[float]:
        """The eleven marks of the scale."""
        return [self.x(value) for value in range(11)]

    @property
    def start_x(self) -> float | None:
        """Where the goal stood at the start."""
        return None if self.start is None else self.x(self.start)

    @property
    def now_x(self) -> float | None:
        """Where it stands now."""
        return None if self.now is None else self.x(self.now)

    @property
    def words(self) -> str:
        """The same, to be heard."""
        if self.start is None:
            return _("Not rated yet.")
        if self.now is None:
            return _("%(start)s of 10 at the start.") % {"start": whole(self.start)}
        return _("%(start)s of 10 at the start, %(now)s now.") % {
            "start": whole(self.start),
            "now": whole(self.now),
        }

    @property
    def labels(self) -> list[tuple[str, Label]]:
        """The words under the scale, kept apart; each with its part: end, start or now."""
        named = self._named()
        halves = [(label.x, width_of(label.text) / 2) for _part, label in named]
        ends = [Label(self.x(0), 39, "0", "middle"), Label(self.x(10), 39, "10", "middle")]
        free = [end for end in ends if all(abs(end.x - x) > half + 10 for x, half in halves)]
        return [("end", end) for end in free] + named

    def _named(self) -> list[tuple[str, Label]]:
        """Label the start and now; one label when they are the same, pushed apart when they are near."""
        if self.start is None:
            return []
        start = _("start %s") % whole(self.start)
        if self.now is None:
            return [("start", held(self.x(self.start), start))]
        now = _("now %s") % whole(self.now)
        if self.now == self.start:
            return [("now", held(self.x(self.now), _("start and now %s") % whole(self.now)))]
        told = sorted([(self.x(self.start), "start", start), (self.x(self.now), "now", now)])
        places = apart([(x, width_of(text)) for x, _part, text in told])
        return [(part, held(x, text)) for x, (_x, part, text) in zip(places, told, strict=True)]


def apart(two: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Move two words away from each other until they do not touch, and keep both in the drawing."""
    (x, width), (other_x, other_width) = two
    x, other_x = max(x, width / 2), min(other_x, GOAL_WIDTH - other_width / 2)
    needed = (width + other_width) / 2 + 8
    middle = (x + other_x) / 2
    if other_x - x < needed:
        x = max(middle - needed / 2, width / 2)
        x = min(x, GOAL_WIDTH - other_width / 2 - needed)
        return x, x + needed
    return x, other_x


def held(x: float, text: str) -> Label:
    """Keep a middle label inside the drawing."""
    half = width_of(text) / 2
    return Label(round(min(max(x, half), GOAL_WIDTH - half), 1), 39, text, "middle")


@dataclass(frozen=True)
class SessionCell:
    """A session of a course; the state is "done", "now", "to come" or "missed"."""

    number: int
    state: str = "to come"
    path: str = ""

    @property
    def kind(self) -> str:
        """The state as the stylesheet names it."""
        return self.state.replace(" ", "-")

    @property
    def words(self) -> str:
        """The state in words, to be heard."""
        return {"done": _("done"), "now": _("now"), "missed": _("missed")}.get(self.state, _("to come"))


@dataclass(frozen=True)
class PhaseCells:
    """A phase with its sessions."""

    name: str
    sessions: Sequence[SessionCell]
