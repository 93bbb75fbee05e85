"""Reads session-by-session scores from CSV, long or wide, and refuses a bad file with row and reason."""

import csv
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ipt.measures import library
from ipt.measures.measure import Measure, MeasureError

MISSING = frozenset({"", "na", "nan", "n/a", "null", "none", "."})
MOST_FAULTS = 20
GUESSES = {
    "course": ("course", "patient", "patient_id", "client", "client_id", "case", "id", "record_id"),
    "session": ("session", "visit", "session_number", "week", "month", "day", "time", "reldays"),
}


class Refused(Exception):
    """The file is not read at all; the message lists the rows and the reasons."""


@dataclass(frozen=True)
class Columns:
    """Which column says what. ``wide`` is a column name with ``{}`` where the session's number stands."""

    course: str = "course"
    session: str = "session"
    score: str = "score"
    measure: str = ""  # a measure's id, or empty where a column called measure says it
    wide: str = ""
    leave_out: tuple[tuple[str, str], ...] = ()  # rows in which a column says this are passed over
    others: tuple[str, ...] = ()  # columns to keep beside each score, where the file has them


@dataclass(frozen=True)
class Scored:
    """One score of one course. ``score`` is nan where the file says it is missing."""

    line: int
    course: str
    session: float
    measure: str
    score: float
    others: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Table:
    """What was read, what was passed over on request, and every fault found."""

    columns: Columns
    rows: list[Scored] = field(default_factory=list)
    left_out: int = 0
    faults: list[str] = field(default_factory=list)

    def refuse_if_faulty(self, file: Path) -> None:
        """Raise Refused with the first faults and how many more there are."""
        if not self.faults:
            return
        shown = self.faults[:MOST_FAULTS]
        more = len(self.faults) - len(shown)
        end = [f"and {more} more"] if more else []
        raise Refused("\n".join([f"{file.name} was not read; nothing was taken from it:", *shown, *end]))


def read(file: Path, columns: Columns) -> Table:
    """Read a file whole, or refuse it whole.

    Raises
    ------
    Refused
        If the file cannot be read as UTF-8 CSV, lacks a column, or has any row that is cut short, names an
        unknown measure, or holds a score that is no number, impossible, or given twice with two values.
    """
    table = Table(columns)
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            _read_lines(csv.reader(lines, strict=True), table)
    except OSError as error:
        raise Refused(f"{file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        reason = f"byte {error.start} is not UTF-8; save the file as CSV UTF-8"
        raise Refused(f"{file.name}: {reason}") from error
    except csv.Error as error:
        raise Refused(f"{file.name}: not CSV: {error}") from error
    _refuse_two_values(table)
    table.refuse_if_faulty(file)
    if not table.rows:
        raise Refused(f"{file.name} has no scores.")
    return table


def header(file: Path) -> list[str]:
    """The names of the columns; Refused when the file cannot be read."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            return [name.strip() for name in next(csv.reader(lines), [])]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise Refused(f"{file.name}: {error}") from error


def guess(names: list[str]) -> Columns:
    """Guess which column says what from the names alone, for a person to confirm.

    A column named after a measure is taken as its scores; ``course``, ``patient`` or ``id`` as the course.
    """
    small = {name.lower(): name for name in names}
    course = next((small[name] for name in GUESSES["course"] if name in small), "course")
    session = next((small[name] for name in GUESSES["session"] if name in small), "session")
    if "measure" in small and "score" in small:
        return Columns(course, session, small["score"])
    measure = next((name for name in small if name in library.ids()), "")
    if measure:
        return Columns(course, session, small[measure], measure)
    wide = _wide_pattern(names)
    return Columns(course, session, small.get("score", "score"), wide=wide)


def _wide_pattern(names: list[str]) -> str:
    """``bdi_s{}`` where several columns differ only in a number at their end; the commonest such."""
    stems = [found[1] for name in names if (found := re.fullmatch(r"(.*?)\d+", name))]
    best = max(stems, key=stems.count, default="")
    return f"{best}{{}}" if stems.count(best) > 1 else ""


def _read_lines(lines: Iterator[list[str]], table: Table) -> None:
    names = [name.strip() for name in next(lines, [])]
    if not names:
        raise Refused("The file is empty.")
    wide = _wide_columns(names, table.columns)
    _require_columns(names, table.columns, wide)
    for number, cells in enumerate(lines, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(names):
            table.faults.append(f"row {number}: {len(cells)} cells where the header has {len(names)}")
            continue
        row = dict(zip(names, (cell.strip() for cell in cells), strict=True))
        if any(row.get(column) == value for column, value in table.columns.leave_out):
            table.left_out += 1
            continue
        _read_row(number, row, wide, table)


def _wide_columns(names: list[str], columns: Columns) -> dict[str, float]:
    """The columns of a wide file and the session each stands for."""
    if not columns.wide:
        return {}
    pattern = re.escape(columns.wide).replace(r"\{\}", r"(\d+)")
    return {name: float(found[1]) for name in names if (found := re.fullmatch(pattern, name))}


def _require_columns(names: list[str], columns: Columns, wide: dict[str, float]) -> None:
    needed = [columns.course]
    if columns.wide:
        if not wide:
            raise Refused(f"No column is named like {columns.wide}. The file has: {', '.join(names)}")
        if not columns.measure:
            raise Refused("A wide file needs --measure, to say what its scores are.")
    else:
        needed += [columns.session, columns.score] + ([] if columns.measure else ["measure"])
    needed += [column for column, _ in columns.leave_out]
    if absent := [name for name in needed if name not in names]:
        raise Refused(f"No column {', '.join(absent)}. The file has: {', '.join(names)}")


def _read_row(number: int, row: dict[str, str], wide: dict[str, float], table: Table) -> None:
    columns = table.columns
    course = row[columns.course]
    if not course:
        table.faults.append(f"row {number}: {columns.course} is empty")
        return
    others = {name: row[name] for name in columns.others if row.get(name)}
    cells = (
        [(name, session, row[name]) for name, session in wide.items()]
        if wide
        else [(columns.score, _session(number, row[columns.session], table), row[columns.score])]
    )
    measure = columns.measure or row["measure"]
    for name, session, text in cells:
        if session is not None:
            score = _score(number, name, text, measure, table)
            if score is not None:
                table.rows.append(Scored(number, course, session, measure, score, others))


def _session(number: int, text: str, table: Table) -> float | None:
    try:
        session = float(text)
    except ValueError:
        session = math.nan
    if math.isfinite(session):
        return session
    name = table.columns.session
    table.faults.append(f"row {number}: {name} is {text!r}, not a number{_way_out(name, text)}")
    return None


def _way_out(name: str, text: str) -> str:
    return f" (--leave-out {name}={text} passes over it)"


def _score(number: int, name: str, text: str, measure_id: str, table: Table) -> float | None:
    if text.lower() in MISSING:
        return math.nan
    try:
        measure = library.load(measure_id)
        return _points(measure, text)
    except (MeasureError, ValueError) as error:
        table.faults.append(f"row {number}: {name}: {error}{_way_out(name, text)}")
        return None


def _points(measure: Measure, text: str) -> float:
    try:
        points = float(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a number") from None
    allowed = measure.score(measure.main_score)
    if not allowed.low <= points <= allowed.high:
        raise ValueError(
            f"{text} is not between {allowed.low:g} and {allowed.high:g} ({measure.short_title})"
        )
    return points


def _refuse_two_values(table: Table) -> None:
    """The same course, measure and session with two scores: nobody here can say which is right."""
    seen: dict[tuple[str, str, float], Scored] = {}
    for row in table.rows:
        before = seen.setdefault((row.course, row.measure, row.session), row)
        if before is not row and before.score != row.score and not math.isnan(row.score):
            if math.isnan(before.score):
                seen[(row.course, row.measure, row.session)] = row
                continue
            table.faults.append(
                f"row {row.line}: {row.measure} of {row.course} at {row.session:g} is {row.score:g}, "
                f"but row {before.line} says {before.score:g}"
            )
