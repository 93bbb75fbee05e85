"""Where a course stands: which session comes now, which phase, how many are left."""

from collections.abc import Iterable
from dataclasses import dataclass

from clinic.courses.models import Course, Session
from clinic.ui.marks import PhaseCells, SessionCell
from ipt.therapy.manuals import Manual, Phase, TasksDue, as_in_manual, phase_at, sessions_left, tasks_due


@dataclass(frozen=True, slots=True)
class Progress:
    """A course as seen now; ``number`` is the open session's, or the next one's."""

    manual: Manual
    planned: int
    sessions: tuple[Session, ...]
    open: Session | None
    number: int

    @property
    def begun(self) -> int:
        return len(self.sessions)

    @property
    def left(self) -> int:
        """Agreed sessions that have not begun."""
        return sessions_left(self.planned, self.begun)

    @property
    def after(self) -> int:
        """Agreed sessions that come after this one."""
        return max(self.planned - self.number, 0)

    @property
    def all_used(self) -> bool:
        return self.open is None and self.left == 0

    @property
    def phase(self) -> Phase:
        return self.phase_of(self.number)

    def phase_of(self, number: int) -> Phase:
        """The phase of a session; the ending is counted back from the agreed end."""
        return phase_at(self.manual, as_in_manual(self.manual, number, self.planned))

    def due(self, done: Iterable[str]) -> TasksDue:
        """What the manual asks for now; ticks for tasks that another version of it had are passed over."""
        known = {task.id for task in self.manual.tasks}
        here = as_in_manual(self.manual, self.number, self.planned)
        return tasks_due(self.manual, here, known & set(done))


def progress(course: Course, sessions: Iterable[Session]) -> Progress:
    """Where a course stands, given all its sessions."""
    begun = tuple(sorted(sessions, key=lambda session: session.number))
    unsigned = next((session for session in begun if session.signed_at is None), None)
    following = min(len(begun) + 1, max(course.planned_sessions, len(begun)))
    number = unsigned.number if unsigned else following
    return Progress(course.in_manual(), course.planned_sessions, begun, unsigned, number)


def strip(course: Progress, *, ended: bool = False, root: str = "") -> list[PhaseCells]:
    """Every agreed session under its phase; a course made longer has more sessions before its ending.

    With ``root``, the course's own address, each session that has begun leads to its page. When the course
    has ended, nothing is to come.
    """
    by_phase: dict[str, list[SessionCell]] = {}
    last = course.begun if ended else max(course.planned, course.begun)
    for number in range(1, last + 1):
        path = f"{root}sessions/{number}/" if root and number <= course.begun else ""
        cell = SessionCell(number, _state(course, number), path)
        by_phase.setdefault(course.phase_of(number).title, []).append(cell)
    return [PhaseCells(name, cells) for name, cells in by_phase.items()]


def _state(course: Progress, number: int) -> str:
    if number <= course.begun:
        session = course.sessions[number - 1]
        if session == course.open:
            return "now"
        return "done" if session.attendance == "attended" else "missed"
    return "now" if number == course.number else "to come"
