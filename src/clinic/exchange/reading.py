"""Reads session-by-session scores, long or wide, and refuses a bad file with row and reason."""

import csv
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from sys import intern
from typing import TextIO

from clinic.exchange.mapping import Columns
from ipt.measures import library
from ipt.measures.measure import Measure, MeasureError
from ipt.outcomes import csv_columns, engines
from ipt.outcomes.parquet import is_parquet

MISSING = frozenset({"", "na", "nan", "n/a", "null", "none", "."})
MOST_FAULTS = 20
NOTHING: Mapping[str, str] = {}
Seen = Callable[[int], object]  # told now and then how many characters have been read


class Refused(Exception):
    """The file is not read at all; the message lists the rows and the reasons."""


@dataclass(frozen=True, slots=True)
class Scored:
    """One score of one course. ``score`` is nan where the file says it is missing."""

    line: int
    course: str
    session: float
    measure: str
    score: float
    others: Mapping[str, str] = field(default_factory=lambda: NOTHING)


@dataclass
class Table:
    """What was read, what was passed over on request, and every fault found."""

    columns: Columns
    rows: list[Scored] = field(default_factory=list)
    left_out: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def missing(self) -> int:
        """How many scores the file says are missing."""
        return sum(math.isnan(row.score) for row in self.rows)


def read(file: Path, columns: Columns, seen: Seen = lambda _: None) -> Table:
    """Read a file whole, or refuse it whole.

    Raises
    ------
    Refused
        If the file cannot be read as UTF-8 CSV or as Parquet, lacks a column, or has any row that is cut
        short, names an unknown measure or another than was told, or holds a score that is no number,
        impossible, or given twice with two values.
    """
    table = Table(columns)
    first = 1 if is_parquet(file) else 2  # the row below the header of a CSV file is its second
    _with_lines(file, lambda lines: _read_lines(lines, table, first), seen)
    _refuse_two_values(table)
    refuse_if(table.faults, file.name, "was not read; nothing was taken from it")
    if not table.rows:
        raise Refused(f"{file.name} has no scores.")
    return table


def refuse_if(faults: list[str], name: str, what: str) -> None:
    """Raise Refused with the first faults and how many more there are."""
    if faults:
        more = len(faults) - MOST_FAULTS
        end = [f"and {more} more"] if more > 0 else []
        raise Refused("\n".join([f"{name} {what}:", *faults[:MOST_FAULTS], *end]))


def first_rows(file: Path, number: int = 5) -> list[list[str]]:
    """The names of the columns and the first rows as they stand; Refused when the file cannot be read."""
    found: list[list[str]] = []

    def take(lines: Iterator[list[str]]) -> None:
        found.append(_names(lines))
        found.extend(cells for _, cells in zip(range(number), lines, strict=False))

    _with_lines(file, take)
    return found


def _with_lines(file: Path, do: Callable[[Iterator[list[str]]], None], seen: Seen = lambda _: None) -> None:
    """Open a file as CSV, packed or not, or as Parquet; what goes wrong is said in words."""
    try:
        if is_parquet(file):
            do(engines.text_rows(file))
            return
        with csv_columns.opened(file) as text:
            do(csv.reader(_counted(text, seen), strict=True))
    except engines.EngineError as error:
        raise Refused(str(error)) from error
    except csv_columns.DAMAGED as error:
        raise Refused(f"{file.name}: {csv_columns.CUT_SHORT}.") from error
    except OSError as error:
        raise Refused(f"{file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise Refused(
            f"{file.name} is not UTF-8 text (byte {error.start}); save it as CSV UTF-8 and try again."
        ) from error
    except csv.Error as error:
        raise Refused(f"{file.name} is not CSV: {error}.") from error
    except Refused as error:
        raise Refused(f"{file.name}: {error}") from error


def _counted(text: TextIO, seen: Seen) -> Iterator[str]:
    read = 0
    for line in text:
        read += len(line)
        seen(read)
        yield line


def _names(lines: Iterator[list[str]]) -> list[str]:
    """The header; Refused when there is none, when it names two columns alike, or is cut at semicolons."""
    names = [name.strip() for name in next(lines, [])]
    if not any(names):
        raise Refused("the file is empty.")
    for sign, called in ((";", "semicolons"), ("\t", "tabs")):
        if len(names) == 1 and sign in names[0]:
            raise Refused(f"the cells stand between {called}; save it as CSV with commas and decimal points.")
    return names


def _read_lines(lines: Iterator[list[str]], table: Table, first: int) -> None:
    names = _names(lines)
    wide = _wide_columns(names, table.columns)
    _require_columns(names, table.columns, wide)
    for number, cells in enumerate(lines, start=first):
        if not any(cells) or not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(names):
            table.faults.append(f"row {number}: {len(cells)} cells where the header has {len(names)}")
            continue
        row = dict(zip(names, (cell.strip() for cell in cells), strict=True))
        if any(row[column] == value for column, value in table.columns.leave_out):
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
    has = f"The file has: {', '.join(names)}."
    if columns.wide and "{}" not in columns.wide:
        raise Refused(f"--wide needs {{}} where the number stands, such as {columns.wide}{{}}.")
    if columns.wide and not wide:
        raise Refused(f"no column is named like {columns.wide}. {has}")
    if columns.wide and not columns.measure:
        raise Refused("say with --measure what the scores of a wide file are.")
    needed = [columns.course, *wide, *(column for column, _ in columns.leave_out)]
    if not columns.wide:
        needed += [columns.session, columns.score] + ([] if columns.measure else ["measure"])
    if absent := [name for name in needed if name not in names]:
        hint = " Say with --measure what the scores are." if absent == ["measure"] else ""
        raise Refused(f"there is no column {', '.join(absent)}. {has}{hint}")
    if twice := [name for name in dict.fromkeys(needed) if names.count(name) > 1]:
        raise Refused(f"two columns are called {twice[0]}.")


def _read_row(number: int, row: dict[str, str], wide: dict[str, float], table: Table) -> None:
    columns = table.columns
    course = intern(row[columns.course])
    if not course:
        table.faults.append(f"row {number}: {columns.course} is empty")
        return
    others = {name: intern(row[name]) for name in columns.others if row.get(name)} or NOTHING
    said = row.get("measure", "")
    if columns.measure and said.lower() != columns.measure and said.lower() in library.ids():
        table.faults.append(f"row {number}: measure is {said}, but --measure says {columns.measure}")
        return
    cells = wide.items() if wide else [(columns.score, _session(number, row[columns.session], table))]
    measure = columns.measure or intern(row["measure"])
    for name, session in cells:
        score = None if session is None else _score(number, name, row[name], measure, table)
        if session is not None and score is not None:
            table.rows.append(Scored(number, course, session, measure, score, others))


def _session(number: int, text: str, table: Table) -> float | None:
    session = _number(text)
    if math.isfinite(session):
        return session
    name = table.columns.session
    table.faults.append(f"row {number}: {name} is {text!r}, not a number{_way_out(name, text)}")
    return None


def _way_out(name: str, text: str) -> str:
    return f" (--leave-out {name}={text} passes over it)"


def _score(number: int, name: str, text: str, measure_id: str, table: Table) -> float | None:
    try:
        measure = library.load(measure_id)
    except MeasureError:
        known = "kith score --list names those there are"
        way_out = "" if table.columns.measure else _way_out("measure", measure_id)
        table.faults.append(f"row {number}: there is no measure {measure_id!r}; {known}{way_out}")
        return None
    if text.lower() in MISSING:
        return math.nan
    try:
        return _points(measure, text)
    except ValueError as error:
        table.faults.append(f"row {number}: {name} is {text}, {error}{_way_out(name, text)}")
        return None


def _points(measure: Measure, text: str) -> float:
    points = _number(text)
    if math.isnan(points):
        raise ValueError("not a number")
    allowed = measure.score(measure.main_score)
    if not allowed.low <= points <= allowed.high:
        raise ValueError(f"not between {allowed.low:g} and {allowed.high:g} ({measure.short_title})")
    return points


def _number(text: str) -> float:
    """What a cell says, or nan; Python's 1_000 is nobody's number."""
    try:
        return math.nan if "_" in text else float(text)
    except ValueError:
        return math.nan


def together(tables: Sequence[tuple[Path, Table]]) -> None:
    """Have several files say each score once, as each does alone; Refused where two contradict each other."""
    over, against = _said_again(row for _, table in tables for row in table.rows)
    if against:
        place = {id(row): f"{file.name} row {row.line}" for file, table in tables for row in table.rows}
        faults = [_contradiction(*pair, *(place[id(one)] for one in pair)) for pair in against]
        refuse_if(faults, "the files", "were not read; nothing was taken from them")
    for _, table in tables:
        table.rows = [row for row in table.rows if id(row) not in over]


def _refuse_two_values(table: Table) -> None:
    """The same course, measure and session with two scores: nobody here can say which is right."""
    over, against = _said_again(table.rows)
    table.faults += [_contradiction(*pair, *(f"row {one.line}" for one in pair)) for pair in against]
    if over:
        table.rows = [row for row in table.rows if id(row) not in over]


def _said_again(rows: Iterable[Scored]) -> tuple[set[int], list[tuple[Scored, Scored]]]:
    """The rows, by identity, that say nothing but what another says, and those that contradict each other.

    The same score twice, or a score beside a row that says it is missing, is kept once; rows that say other
    things beside it stay.
    """
    kept: dict[tuple[str, str, float], Scored] = {}
    over: set[int] = set()
    against: list[tuple[Scored, Scored]] = []
    for row in rows:
        key = (row.course, row.measure, row.session)
        before = kept.setdefault(key, row)
        if before is row:
            continue
        first, again = (row, before) if math.isnan(before.score) else (before, row)
        kept[key] = first
        if not math.isnan(again.score) and first.score != again.score:
            against.append((row, before))
        if not again.others or again.others == first.others:
            over.add(id(again))
    return over, against


def _contradiction(row: Scored, before: Scored, at: str, there: str) -> str:
    said = f"{row.measure} of {row.course} at {row.session:g} is {row.score:g}"
    return f"{at}: {said}, but {there} says {before.score:g}"
