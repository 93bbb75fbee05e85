"""The options by which a command is told what the columns of a file of scores say."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import click

from clinic.command.refusal import BadInput, Refusal
from clinic.command.score import load
from clinic.exchange import mapping, reading
from ipt.outcomes import engines

Command = TypeVar("Command", bound=Callable[..., Any])
MEASURE = click.option(
    "--measure", default="", help="The measure of all scores; else a column measure says it."
)
OPTIONS = (
    click.option("--course", default="", help="The column that names the course, such as patient."),
    click.option("--session", default="", help="The column that says when: a session, day, week or month."),
    click.option("--score", default="", help="The column with the score."),
    click.option("--wide", default="", help="For one row a course: the columns, such as bdi_s{}."),
    click.option("--leave-out", multiple=True, metavar="COLUMN=VALUE", help="Pass over these rows."),
)


def takes_columns(command: Command) -> Command:
    """Give a command the options above."""
    return takes_places(MEASURE(command))


def takes_places(command: Command) -> Command:
    """Give a command those options that say where things stand, without the measure."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def told(
    *,
    course: str,
    session: str,
    score: str,
    measure: str,
    wide: str,
    leave_out: Iterable[str],
    others: tuple[str, ...] = (),
) -> mapping.Columns:
    """What the options say; the rest is to be guessed."""
    pairs = tuple(pair(text, "--leave-out") for text in leave_out)
    known = load(measure).id if measure else ""
    return mapping.Columns(course, session, score, known, wide, pairs, others)


def pair(text: str, option: str) -> tuple[str, str]:
    """NAME=VALUE as two."""
    name, sign, value = text.partition("=")
    if not sign:
        raise BadInput(f"{option}: {text!r} must be NAME=VALUE")
    return name, value


def of_measures(file: Path, columns: mapping.Columns, chosen: tuple[str, ...]) -> mapping.Columns:
    """Which column of a file says what; without one for the measure, the one chosen is that of all scores."""
    there = [name.strip().lower() for name in names(file)]
    if not chosen or ("measure" in there and (columns.score or "score" in there)):
        return completed(file, columns)
    if len(chosen) > 1:
        raise BadInput(f"{file.name}: no column measure says which scores are of which measure")
    return completed(file, replace(columns, measure=chosen[0]))


def completed(file: Path, columns: mapping.Columns) -> mapping.Columns:
    """What was told, filled with a guess from the names of the file's columns."""
    return mapping.complete(columns, names(file))


def names(file: Path) -> list[str]:
    """The names of a file's columns."""
    try:
        return engines.names(file) or reading.first_rows(file, 0)[0]
    except engines.Unreadable as error:
        raise BadInput(str(error)) from error
    except engines.EngineError as error:
        raise Refusal(str(error)) from error
    except reading.Refused as error:
        raise BadInput(str(error)) from error


def read_all(
    files: Iterable[Path], columns_of: Callable[[Path], mapping.Columns]
) -> list[tuple[Path, reading.Table]]:
    """Read files whole, no score said twice; BadInput with rows and reasons, of one file or of two."""
    tables = [(file, read(file, columns_of(file))) for file in files]
    try:
        reading.together(tables)
    except reading.Refused as error:
        raise BadInput(str(error)) from error
    return tables


def read(file: Path, columns: mapping.Columns, seen: reading.Seen = lambda _: None) -> reading.Table:
    """Read a file whole; BadInput with rows and reasons."""
    try:
        return reading.read(file, columns, seen)
    except reading.Refused as error:
        raise BadInput(str(error)) from error
