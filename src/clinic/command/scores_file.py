"""The options by which a command is told what the columns of a file of scores say."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import click

from clinic.command.refusal import BadInput
from clinic.command.score import load
from clinic.exchange import mapping, reading

Command = TypeVar("Command", bound=Callable[..., Any])
OPTIONS = (
    click.option("--course", default="", help="The column that names the course, such as patient."),
    click.option("--session", default="", help="The column that says when: a session, day, week or month."),
    click.option("--score", default="", help="The column with the score."),
    click.option("--measure", default="", help="The measure of all scores; else a column measure says it."),
    click.option("--wide", default="", help="For one row a course: the columns, such as bdi_s{}."),
    click.option("--leave-out", multiple=True, metavar="COLUMN=VALUE", help="Pass over these rows."),
)


def takes_columns(command: Command) -> Command:
    """Give a command the options above."""
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


def completed(file: Path, columns: mapping.Columns) -> mapping.Columns:
    """What was told, filled with a guess from the names of the file's columns."""
    try:
        return mapping.complete(columns, reading.first_rows(file, 0)[0])
    except reading.Refused as error:
        raise BadInput(str(error)) from error


def read(file: Path, columns: mapping.Columns, seen: reading.Seen = lambda _: None) -> reading.Table:
    """Read a file whole; BadInput with rows and reasons."""
    try:
        return reading.read(file, columns, seen)
    except reading.Refused as error:
        raise BadInput(str(error)) from error
