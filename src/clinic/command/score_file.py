"""Scores a CSV file in steps, so that its size does not matter, and writes all of it or nothing."""

import csv
import math
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

import click
import numpy as np

from clinic.command.refusal import BadInput
from ipt.measures import bulk
from ipt.measures.answers import AnswerError, Floats
from ipt.measures.measure import Item, Measure

STEP = 20_000  # rows scored at a time
BLANK = {"", "-", "na", "nan", "null", "."}
MOST_COMPLAINTS = 20


@dataclass
class Summary:
    """What became of a file."""

    measure: Measure
    out: Path
    rows: int = 0
    without_score: int = 0
    prorated: int = 0
    with_risk: int = 0

    def count(self, scored: bulk.ScoredRows) -> None:
        """Add a step."""
        self.rows += len(scored.missing)
        self.without_score += int(np.isnan(scored.scores[self.measure.main_score]).sum())
        self.prorated += int(scored.prorated.sum())
        self.with_risk += int(np.any(list(scored.risk.values()), axis=0).sum()) if scored.risk else 0

    def as_json(self) -> dict[str, Any]:
        """The same as one JSON object."""
        counts = {name: getattr(self, name) for name in ("rows", "without_score", "prorated", "with_risk")}
        return {"measure": self.measure.id, "version": self.measure.version, "out": str(self.out), **counts}

    def __str__(self) -> str:
        return (
            f"{self.out}: {self.rows} forms of {self.measure.short_title}; "
            f"{self.without_score} without a score (too much left blank), {self.prorated} prorated, "
            f"{self.with_risk} with an answer that shows risk."
        )


@dataclass
class Complaints:
    """Rows that cannot be scored, with reasons."""

    name: str
    reasons: dict[int, str] = field(default_factory=dict)

    def add(self, row: int, reason: str) -> None:
        """Note a row; stop when there are many."""
        self.reasons[row] = reason
        if len(self.reasons) == MOST_COMPLAINTS:
            self.stop_if_any(f"; stopped looking after {MOST_COMPLAINTS} wrong rows")

    def stop_if_any(self, end: str = "") -> None:
        """Refuse the file if a row was wrong."""
        if self.reasons:
            lines = [f"{self.name}: row {row}: {reason}" for row, reason in sorted(self.reasons.items())]
            raise BadInput("\n".join(lines) + end + "; nothing was written")


def score_file(measure: Measure, source: Path, out: Path, names: list[str] | None) -> Summary:
    """Score the rows of `source` into `out`; BadInput, and no file, if anything is wrong.

    Rows are counted as a spreadsheet does: the header is row 1.
    """
    if out.resolve() == source.resolve():
        raise BadInput("--out must be another file than --file")
    if not out.parent.is_dir():
        raise BadInput(f"{out.parent}: is not a folder")
    try:
        with source.open(encoding="utf-8-sig", newline="") as text:
            return _score_into(measure, text, out, names)
    except UnicodeDecodeError as error:
        raise BadInput(f"{source.name}: is not UTF-8 text; save it as CSV UTF-8") from error
    except csv.Error as error:
        raise BadInput(f"{source.name}: is not a CSV file: {error}") from error
    except OSError as error:
        raise BadInput(f"{error.filename or source}: {error.strerror}") from error


def _score_into(measure: Measure, text: IO[str], out: Path, names: list[str] | None) -> Summary:
    name = Path(text.name).name
    reader = csv.reader(text, delimiter=_delimiter(text), strict=True)
    header = next(reader, None)
    if not header:
        raise BadInput(f"{name}: is empty")
    places = _places(measure, name, header, names)
    handle, made = tempfile.mkstemp(dir=out.parent, prefix=".kith-", suffix=".csv")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as target, _progress(text) as seen:
            summary = _write(measure, Rows(name, header, places, reader, seen), csv.writer(target), out)
        Path(made).replace(out)
    finally:
        Path(made).unlink(missing_ok=True)
    return summary


@contextmanager
def _progress(text: IO[str]) -> Iterator[Callable[[], None]]:
    """Show a bar on a terminal; gives the function that moves it to how far the file was read."""
    source = cast(BinaryIO, cast(TextIOWrapper, text).buffer)
    size = os.fstat(text.fileno()).st_size
    with click.progressbar(length=size, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        yield lambda: bar.update(source.tell() - bar.pos)


@dataclass
class Rows:
    """The rows of a file, read in steps."""

    name: str
    header: list[str]
    places: list[int]
    reader: Iterator[list[str]]
    seen: Callable[[], None]
    read: int = 1

    def steps(self, complaints: Complaints) -> Iterator[tuple[int, list[list[str]], Floats]]:
        """Read some rows: the number of the first, the rows, and their answers."""
        while rows := list(islice(self.reader, STEP)):
            first = self.read + 1
            self.read += len(rows)
            self.seen()
            yield (
                first,
                rows,
                np.array([self._answers(row, first + i, complaints) for i, row in enumerate(rows)]),
            )

    def _answers(self, row: list[str], number: int, complaints: Complaints) -> list[float]:
        if len(row) != len(self.header):
            complaints.add(number, f"has {len(row)} of {len(self.header)} columns")
            return [math.nan] * len(self.places)
        try:
            return [_number(row[place]) for place in self.places]
        except ValueError:
            wrong = next(place for place in self.places if not _is_number(row[place]))
            complaints.add(number, f"{self.header[wrong]}: {row[wrong]!r} is not a number")
            return [math.nan] * len(self.places)


def _write(measure: Measure, rows: Rows, writer: Any, out: Path) -> Summary:
    summary, complaints = Summary(measure, out), Complaints(rows.name)
    for first, cells, answers in rows.steps(complaints):
        scored = _score(measure, answers, first, complaints)
        if first == 2:
            writer.writerow([*rows.header, *_new_columns(scored, rows.header)])
        writer.writerows(before + after for before, after in zip(cells, _new_cells(scored), strict=True))
        summary.count(scored)
    if not summary.rows:
        raise BadInput(f"{rows.name}: has no rows below its header")
    complaints.stop_if_any()
    return summary


def _score(measure: Measure, answers: Floats, first: int, complaints: Complaints) -> bulk.ScoredRows:
    """Score a step; a row with an answer that is not an option is noted and left out."""
    while True:
        try:
            return bulk.score_rows(measure, answers)
        except AnswerError as error:
            complaints.add(first + error.row, error.reason)
            answers[error.row] = math.nan


def _new_columns(scored: bulk.ScoredRows, header: list[str]) -> list[str]:
    bands = [f"{name}_band" for name in scored.bands]
    names = [*scored.scores, *bands, "answered", "missing", "prorated", "attention"]
    return [f"{scored.measure.id}_{name}" if name in header else name for name in names]


def _new_cells(scored: bulk.ScoredRows) -> Iterator[list[str]]:
    columns: list[list[str]] = [[_text(value) for value in values] for values in scored.scores.values()]
    columns += [values.tolist() for values in scored.bands.values()]
    columns += [[str(n) for n in values.tolist()] for values in (scored.answered, scored.missing)]
    columns.append(["yes" if prorated else "no" for prorated in scored.prorated.tolist()])
    columns.append(_attention(scored))
    return map(list, zip(*columns, strict=True))


def _attention(scored: bulk.ScoredRows) -> list[str]:
    flags = {f"item {scored.measure.item(item).number}": rows for item, rows in scored.risk.items()}
    flags |= dict(scored.attention)
    return ["; ".join(name for name, rows in flags.items() if rows[i]) for i in range(len(scored.missing))]


def _text(value: float) -> str:
    return "" if math.isnan(value) else str(int(value)) if value.is_integer() else repr(float(value))


def _number(cell: str) -> float:
    text = cell.strip()
    if text.lower() in BLANK:
        return math.nan
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def _is_number(cell: str) -> bool:
    try:
        _number(cell)
    except ValueError:
        return False
    return True


def _delimiter(text: IO[str]) -> str:
    """The character that parts the header most often: comma, semicolon or tab."""
    header = text.readline()
    text.seek(0)
    return max(",;\t", key=header.count)


def _places(measure: Measure, name: str, header: list[str], names: list[str] | None) -> list[int]:
    """Where the items stand; unscored items may be absent."""
    if names is not None:
        return _named(measure, name, header, names)
    found = {item.id: _place(item, name, header) for item in measure.items}
    absent = [item.id for item in measure.scored_items if found[item.id] is None]
    if absent:
        raise BadInput(f"{name}: has no column for {', '.join(absent)}; name the columns with --columns")
    items = measure.scored_items if None in found.values() else measure.items
    return [place for item in items if (place := found[item.id]) is not None]


def _named(measure: Measure, name: str, header: list[str], names: list[str]) -> list[int]:
    if len(names) not in {len(measure.scored_items), len(measure.items)}:
        raise BadInput(
            f"--columns names {len(names)} columns, {measure.short_title} has {len(measure.items)} items"
        )
    wrong = [column for column in names if header.count(column) != 1 or names.count(column) != 1]
    if wrong:
        raise BadInput(f"{name}: needs one column {wrong[0]!r}, named once")
    return [header.index(column) for column in names]


def _place(item: Item, name: str, header: list[str]) -> int | None:
    number = _plain(item.number)
    wanted = {_plain(item.id), *(f"{word}{number}" for word in ("q", "item", "question"))}
    places = [place for place, column in enumerate(header) if _plain(column) in wanted]
    if len(places) > 1:
        raise BadInput(f"{name}: has {len(places)} columns for {item.id}; name the columns with --columns")
    return places[0] if places else None


def _plain(column: str) -> str:
    return re.sub(r"[^a-z0-9]", "", column.lower())
