"""kith outcomes: whether it is working, over many courses."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from clinic.command import rates_in_words
from clinic.command.refusal import BadInput, PlainCommand
from clinic.command.score import add_pack
from clinic.command.scores_file import completed, pair, read, takes_columns, told
from clinic.command.start import existing_home, set_up_django
from clinic.exchange.mapping import Columns
from ipt.measures import library
from ipt.measures.measure import MeasureError
from ipt.measures.norms import Caseness, ChangeThreshold
from ipt.outcomes import rates
from ipt.outcomes.courses import Courses

GROUPS = ("service", "therapist", "focus", "manual")
FROM_FILE = (*GROUPS, "started_on", "ended_on", "attended")
GIVEN = "given with the command"


@click.group()
def outcomes() -> None:
    """Whether it is working, over many courses."""


@outcomes.command(cls=PlainCommand)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@takes_columns
@click.option("--by", type=click.Choice(GROUPS), help="Count by group as well.")
@click.option("--reliable-change", multiple=True, metavar="MEASURE=POINTS", help="A threshold of your own.")
@click.option("--caseness", multiple=True, metavar="MEASURE=POINTS", help="A cut-off of your own.")
@click.option("--pack", type=click.Path(path_type=Path), envvar="KITH_PACKS", help="Measures of your own.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def report(
    files: tuple[Path, ...],
    by: str | None,
    reliable_change: tuple[str, ...],
    caseness: tuple[str, ...],
    pack: Path | None,
    as_json: bool,
    **columns: Any,
) -> None:
    """Count who recovered and reliably changed, in files or in this installation.

    kith outcomes report scores.csv reads rows of course, session, measure and score; columns with other names
    are guessed or told. Without a file it counts the courses of the installation in KITH_HOME.
    """
    add_pack(pack)
    own = Own.of(reliable_change, caseness)
    found, left_out = _from_files(files, told(**columns, others=FROM_FILE)) if files else (_from_here(), 0)
    try:
        counted = _count(found, own, by, left_out)
    except ValueError as error:
        raise BadInput(str(error)) from error
    click.echo(json.dumps(counted.as_json()) if as_json else "\n".join(rates_in_words.lines(counted)))


@dataclass(frozen=True)
class Own:
    """Thresholds given with the command, by measure."""

    reliable: dict[str, ChangeThreshold] = field(default_factory=dict)
    caseness: dict[str, Caseness] = field(default_factory=dict)

    @classmethod
    def of(cls, reliable_change: Iterable[str], caseness: Iterable[str]) -> "Own":
        changes = dict(_points(text, "--reliable-change") for text in reliable_change)
        cuts = dict(_points(text, "--caseness") for text in caseness)
        return cls(
            {m: ChangeThreshold("reliable", _main(m), ">=", v, GIVEN, False, "") for m, v in changes.items()},
            {m: Caseness(GIVEN, False, "", _main(m), _worse(m), v) for m, v in cuts.items()},
        )


def _points(text: str, option: str) -> tuple[str, float]:
    measure, value = pair(text, option)
    try:
        library.load(measure)
        return measure, float(value)
    except MeasureError:
        raise BadInput(f"{option}: there is no measure {measure!r}") from None
    except ValueError:
        raise BadInput(f"{option}: {value!r} is not a number") from None


def _main(measure: str) -> str:
    return library.load(measure).main_score


def _worse(measure: str) -> str:
    """On which side of a cut-off a case lies."""
    return "<=" if library.load(measure).score(_main(measure)).higher_is == "better" else ">="


def _from_files(files: Iterable[Path], columns: Columns) -> tuple[Courses, int]:
    tables = [read(file, completed(file, columns)) for file in files]
    rows = [row for table in tables for row in table.rows]
    return Courses.of(rows), sum(table.left_out for table in tables)


def _from_here() -> Courses:
    existing_home()
    set_up_django()
    from clinic.reports.queries import courses

    return courses()


def _count(found: Courses, own: Own, by: str | None, left_out: int) -> rates_in_words.Counted:
    measured = found.first_and_last()
    of = rates.outcomes(measured, finished=found.finished(), reliable=own.reliable, caseness=own.caseness)
    groups = {name: rates.count(of, among) for name, among in found.groups(by).items()} if by else {}
    thresholds = [
        rates_in_words.Thresholds.of(
            scores,
            own.reliable.get(scores.measure.id) or rates.reliable_rule(scores.measure),
            own.caseness.get(scores.measure.id) or rates.cut_off(scores.measure),
        )
        for scores in measured
    ]
    return rates_in_words.Counted(rates.count(of), by, groups, thresholds, left_out)
