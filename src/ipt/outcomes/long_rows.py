"""Long rows of scores in an engine: named, cast, looked over; what is amiss is told with row and reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_
from pathlib import Path
from typing import Any

import ibis

from ipt.measures import library
from ipt.measures.measure import Measure, MeasureError
from ipt.outcomes import engines
from ipt.outcomes.parquet import is_parquet
from ipt.outcomes.said import FLAGS, SAID
from ipt.outcomes.service import SMALL_SESSIONS, Told

Table = Any
MISSING = ("", "na", "nan", "n/a", "null", "none", ".")  # what stands in text for a missing score
MOST_FAULTS = 20
DAY = r"^\d{4}-\d{2}-\d{2}"


class BadRows(ValueError):
    """Rows that cannot be used; the message names the file, and a row and a reason a line."""


@dataclass(frozen=True, slots=True)
class Names:
    """Which column says what. ``measure`` is a measure's id where no column measure says it."""

    course: str = "course"
    session: str = "session"
    score: str = "score"
    measure: str = ""
    leave_out: tuple[tuple[str, str], ...] = ()  # rows in which a column says this are passed over


@dataclass(frozen=True, slots=True)
class Profile:
    """What one look over the rows tells: its measures, and whether all rows can be used."""

    measures: tuple[str, ...]
    told: Told
    small_sessions: bool
    sound: bool


@dataclass(frozen=True, slots=True)
class _Text:
    """A column as text without space around it, and what it is as a number; null of what is no number."""

    text: Any
    number: Any
    missing: Any = field(default=None)


def canonical(table: Table, names: Names, *, row: Any = None) -> Table:
    """The columns by their own names: course, measure text; session, score float; `SAID` text where there.

    Score and session are null where missing or not a number; ``no_number`` tells the two apart for scores.

    Raises
    ------
    BadRows
        If a column is not there.
    """
    table = table.rename({name.strip(): name for name in table.columns if name != name.strip()})
    _require(table, names)
    trimmed = table[names.score].type().is_string()
    score, session = _read(table[names.score]), _read(table[names.session])
    columns = {
        "course": _name(table[names.course], trimmed=trimmed),
        "session": session.number.isinf().ifelse(ibis.null("float64"), session.number),
        "session_said": session.text,
        "measure": ibis.literal(names.measure)
        if names.measure
        else _name(table.measure, trimmed=trimmed).fill_null(""),
        "score": score.number,
        "score_said": score.text,
        "no_number": score.number.isnull() & ~score.missing,
        **{name: _name(table[name], trimmed=trimmed).nullif("") for name in SAID if name in table.columns},
        **({} if row is None else {"row": row}),
    }
    kept = table.filter(~left_out(table, names)) if names.leave_out else table
    return kept.select(**columns)


def left_out(table: Table, names: Names) -> Any:
    """Whether a row is one of those to be passed over."""
    said = [_text(table[column]) == value for column, value in names.leave_out]
    return reduce(or_, said, ibis.literal(False))


def look_over(backend: Any, rows: Table) -> Profile:
    """Look over canonical rows in one pass: what they hold, and whether all of them can be used."""
    session = rows.session
    seen = {
        "no_session": session.isnull().sum(),
        "no_number": rows.no_number.sum(),
        "low": rows.score.min(),
        "high": rows.score.max(),
        "broken": (session % 1 != 0).sum(),
        "first": session.min(),
        "last": session.max(),
        **_said(rows),
    }
    found = engines.answer(backend, rows.group_by("measure").aggregate(**seen))
    measures = tuple(sorted(found["measure"]))
    return Profile(measures, _told(found), _small(found), _sound(found))


def _said(rows: Table) -> dict[str, Any]:
    """How many rows say when a course began, ended and was attended, and how many say it amiss."""
    seen = {}
    if "ended_on" in rows.columns:
        seen["ends"] = rows.ended_on.notnull().sum()
    if "started_on" in rows.columns:
        seen["no_day"] = no_day(rows).sum()
    if "attended" in rows.columns:
        said, words = rows.attended, [flag for flag in FLAGS if not flag.isdigit()]
        seen["attended"] = said.notnull().sum()
        seen["of_courses"] = (~said.lower().isin(FLAGS)).fill_null(False).sum()
        seen["words"] = said.lower().isin(words).fill_null(False).sum()
        seen["no_count"] = no_count(rows).sum()
    return seen


def no_course(rows: Table) -> Any:
    """Whether a row names no course."""
    return rows.course.isnull() | (rows.course == "")


def no_day(rows: Table) -> Any:
    """Whether the beginning of a course is said and is no day."""
    return (~rows.started_on.re_search(DAY)).fill_null(False)


def no_count(rows: Table) -> Any:
    """Whether attendance is said and is neither a whole number nor yes or no."""
    said = rows.attended
    return (~said.re_search(r"^\d+$") & ~said.lower().isin(FLAGS)).fill_null(False)


def _told(found: dict[str, list[Any]]) -> Told:
    ends, attended, counts = (sum(found.get(name, [0])) for name in ("ends", "attended", "of_courses"))
    return Told(ends > 0, ("course" if counts else "session") if attended else "")


def _small(found: dict[str, list[Any]]) -> bool:
    if not found["measure"] or any(found["broken"]) or any(found["no_session"]):
        return False
    return bool(min(found["first"]) >= 0 and max(found["last"]) < SMALL_SESSIONS)


def _sound(found: dict[str, list[Any]]) -> bool:
    faults = ("no_session", "no_number", "no_day", "no_count")
    mixed = sum(found.get("of_courses", [0])) and sum(found.get("words", [0]))
    if mixed or not all(map(_known, found["measure"])):
        return False
    return not any(any(found.get(name, [])) for name in faults) and _in_range(found)


def _in_range(found: dict[str, list[Any]]) -> bool:
    for id, low, high in zip(found["measure"], found["low"], found["high"], strict=True):
        allowed = library.load(id).score(library.load(id).main_score)
        if low is not None and not allowed.low <= low <= high <= allowed.high:
            return False
    return True


def _known(id: str) -> Measure | None:
    try:
        return library.load(id)
    except MeasureError:
        return None


def _require(table: Table, names: Names) -> None:
    needed = [names.course, names.session, names.score, *(column for column, _ in names.leave_out)]
    needed += [] if names.measure else ["measure"]
    if absent := [name for name in dict.fromkeys(needed) if name not in table.columns]:
        hint = " Say with --measure what the scores are." if absent == ["measure"] else ""
        there = ", ".join(table.columns)
        raise BadRows(f"there is no column {', '.join(absent)}. The file has: {there}.{hint}")


def _name(column: Any, *, trimmed: bool) -> Any:
    """What a row belongs to, null where nothing is said; typed text is taken as it stands, for speed."""
    if column.type().is_string() and not trimmed:
        return column
    return _text(column).nullif("")


def _text(column: Any) -> Any:
    """A column as text without space around it; '' where nothing is said. Whole numbers have no point."""
    if column.type().is_floating():
        whole = column == column.floor()
        column = whole.ifelse(column.try_cast("int64").cast("string"), column.cast("string"))
    elif column.type().is_boolean():
        column = column.ifelse("yes", "no")
    return column.cast("string").fill_null("").strip()


def _read(column: Any) -> _Text:
    if not column.type().is_string():
        number = column.cast("float64")
        number = number.isnan().ifelse(ibis.null("float64"), number)
        return _Text(column.cast("string").fill_null(""), number, column.isnull() | number.isnull())
    text = _text(column)
    missing = text.lower().isin(MISSING)
    plain = missing | text.contains("_") | text.lower().contains("nan")
    return _Text(text, plain.ifelse(ibis.null("string"), text).try_cast("float64"), missing)


def explain(file: Path, names: Names, profile: Profile) -> Sequence[str]:
    """The faults of a file, a row and a reason each, in the order of the rows; looked up by DuckDB."""
    backend, rows = _numbered(file, names)
    amiss = _amiss(rows, profile.measures)
    bad = reduce(or_, (holds for holds, _ in amiss))
    why = ibis.cases(*((holds, ibis.literal(reason)) for reason, (holds, _) in enumerate(amiss)), else_=-1)
    listed = rows.filter(bad).mutate(why=why).order_by("row").limit(MOST_FAULTS + 1)
    found = engines.answer(backend, listed.select("row", "why", *_QUOTED))
    return [
        f"row {row}: {amiss[why][1].format(**{name: found[name][at] for name in _QUOTED})}"
        for at, (row, why) in enumerate(zip(found["row"], found["why"], strict=True))
    ]


def first_rows(file: Path, names: Names, wanted: Sequence[Mapping[str, Any]]) -> list[int | None]:
    """The first row of a file that says what is wanted, column by column, for each; looked up by DuckDB."""
    backend, rows = _numbered(file, names)
    if any(name not in rows.columns for one in wanted for name in one):  # a file that does not say it at all
        return [None] * len(wanted)
    holds = [reduce(and_, (rows[name] == value for name, value in one.items())) for one in wanted]
    which = ibis.cases(*((one, ibis.literal(place)) for place, one in enumerate(holds)), else_=-1)
    marked = rows.filter(reduce(or_, holds)).mutate(which=which)
    found = engines.answer(backend, marked.group_by("which").aggregate(row=marked.row.min()))
    first = dict(zip(found["which"], found["row"], strict=True))
    return [first.get(place) for place in range(len(wanted))]


def _numbered(file: Path, names: Names) -> tuple[Any, Table]:
    """The rows of a file with the number of each, as a spreadsheet counts them, or from 1 in Parquet."""
    backend = engines.connect("duckdb")
    table = engines.raw(backend, file, numbered=True)
    row = table.file_row_number + 1 if is_parquet(file) else ibis.row_number() + 2
    return backend, canonical(table.mutate(row_of_file=row), names, row=ibis._.row_of_file)


_QUOTED = ("course", "session_said", "measure", "score_said")


def _amiss(rows: Table, measures: Sequence[str]) -> list[tuple[Any, str]]:
    """What can be amiss with a row, and how it is said."""
    found = [
        (no_course(rows), "the course is empty"),
        (rows.session.isnull(), "session is {session_said!r}, not a number"),
    ]
    for id in measures:
        here = rows.measure == id
        if (measure := _known(id)) is None:
            known = "kith score --list names those there are"
            found.append((here, f"there is no measure {{measure!r}}; {known}"))
            continue
        allowed = measure.score(measure.main_score)
        outside = (rows.score < allowed.low) | (rows.score > allowed.high)
        between = f"{allowed.low:g} and {allowed.high:g} ({measure.short_title})"
        found.append(((here & outside).fill_null(False), f"score is {{score_said}}, not between {between}"))
    found.append((rows.no_number, "score is {score_said}, not a number"))
    if "started_on" in rows.columns:
        found.append((no_day(rows), "started_on is not a day such as 2026-08-31"))
    if "attended" in rows.columns:
        found.append((no_count(rows), "attended of {course} is not a whole number, nor yes or no"))
    return found
