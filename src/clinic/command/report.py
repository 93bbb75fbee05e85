"""kith outcomes report: who recovered and reliably changed, in files of any size or in this installation."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from clinic.command import rates_in_words
from clinic.command.measured_rows import refusal
from clinic.command.own_thresholds import Own
from clinic.command.rates_in_words import Counted, Thresholds
from clinic.command.refusal import BadInput, PlainCommand, Refusal
from clinic.command.score import add_pack, load
from clinic.command.scores_file import of_measures, read, read_all, takes_places, told
from clinic.command.start import existing_home, set_up_django
from clinic.exchange.mapping import Columns
from ipt.outcomes import engines, rates
from ipt.outcomes.courses import Courses
from ipt.outcomes.parquet import is_parquet
from ipt.outcomes.said import GROUPS, SAID
from ipt.outcomes.which_measures import judged_by

REFERENCE = "numpy"  # the definition that every engine is held to


@click.command(cls=PlainCommand)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@takes_places
@click.option("--measure", multiple=True, help="Judge by this measure, not by the usual; repeatable.")
@click.option("--by", multiple=True, type=click.Choice(GROUPS), help="Count by group as well; several times.")
@click.option(
    "--engine", type=click.Choice(engines.ENGINES), help="For large files; the counts are the same."
)
@click.option("--reliable-change", multiple=True, metavar="MEASURE=POINTS", help="A threshold of your own.")
@click.option("--caseness", multiple=True, metavar="MEASURE=POINTS", help="A cut-off of your own.")
@click.option("--for-publication", is_flag=True, help="Withhold small groups and counts, round the others.")
@click.option("--pack", type=click.Path(path_type=Path), envvar="KITH_PACKS", help="Measures of your own.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def report(
    files: tuple[Path, ...],
    measure: tuple[str, ...],
    by: tuple[str, ...],
    engine: str | None,
    reliable_change: tuple[str, ...],
    caseness: tuple[str, ...],
    for_publication: bool,
    pack: Path | None,
    as_json: bool,
    **columns: Any,
) -> None:
    """Count who recovered and reliably changed, in files or in this installation.

    kith outcomes report scores.csv reads rows of course, session, measure and score; columns with other names
    are guessed or told. Parquet files, and any with --engine, are counted by that engine, DuckDB if none is
    named. Without a file it counts the courses of the installation in KITH_HOME.

    Courses are judged by the PHQ-9 and one measure of anxiety (the disorder's own, else the GAD-7), as NHS
    Talking Therapies does; by all measures where neither is there; or by those named with --measure. In a
    file without a column measure, --measure says what its scores are.
    """
    add_pack(pack)
    if engine and not files:
        raise BadInput("--engine counts files: name one")
    asked = Asked(
        files=files,
        columns=told(**columns, measure="", others=SAID),
        chosen=tuple(dict.fromkeys(load(name).id for name in measure)),
        by=tuple(dict.fromkeys(by)),
        own=Own.of(reliable_change, caseness),
    )
    if engine or any(map(is_parquet, files)):
        counted = _by_engine(engine or "duckdb", asked)
    else:
        counted = _by_reference(asked)
    if for_publication:
        counted = counted.for_publication()
    click.echo(json.dumps(counted.as_json()) if as_json else "\n".join(rates_in_words.lines(counted)))


@dataclass(frozen=True)
class Asked:
    """What is to be counted, by which measures and thresholds, and in which groups."""

    files: tuple[Path, ...]
    columns: Columns
    chosen: tuple[str, ...]
    by: tuple[str, ...]
    own: Own

    def columns_of(self, file: Path) -> Columns:
        """Which column of a file says what."""
        return of_measures(file, self.columns, self.chosen)


def _by_reference(asked: Asked) -> Counted:
    found, left_out = _from_files(asked) if asked.files else (_from_here(), 0)
    own = {"reliable": asked.own.reliable, "caseness": asked.own.caseness}
    try:
        measured = found.first_and_last()
        judged = judged_by((one.measure.id for one in measured), asked.chosen)
        of = rates.outcomes(measured, finished=found.finished(), chosen=asked.chosen, **own)
        groups = {name: _groups(found, of, name) for name in asked.by}
        cells = rates_in_words.crossed(found, of, asked.by)
    except ValueError as error:
        raise refusal(asked.files, error) if asked.files else BadInput(str(error)) from error
    thresholds = [Thresholds.of(one, asked.own.reliable, asked.own.caseness, judged) for one in measured]
    return Counted(REFERENCE, rates.count(of), groups, judged, thresholds, left_out, cells)


def _groups(found: Courses, of: rates.Outcomes, by: str) -> dict[str, rates.Counts]:
    return {name: rates.count(of, among) for name, among in found.groups(by).items()}


def _from_files(asked: Asked) -> tuple[Courses, int]:
    tables = read_all(asked.files, asked.columns_of)
    rows = [row for _, table in tables for row in table.rows]
    return Courses.of(rows), sum(table.left_out for _, table in tables)


def _from_here() -> Courses:
    existing_home()
    set_up_django()
    from clinic.reports.queries import courses

    return courses()


def _by_engine(engine: str, asked: Asked) -> Counted:
    try:
        from ipt.outcomes.counting import count
        from ipt.outcomes.long_rows import BadRows
    except ImportError as error:
        raise Refusal(
            f"{engine} needs more packages: start the command as ./kith, or install kith-ipt[outcomes]"
        ) from error
    try:
        done = count(
            {file: _named(file, asked.columns_of(file)) for file in asked.files},
            engine=engine,
            by=asked.by,
            chosen=asked.chosen,
            reliable=asked.own.reliable,
            caseness=asked.own.caseness,
        )
    except BadRows as error:
        raise BadInput(str(error)) from error
    except engines.Unreadable as error:
        _say_where(asked)
        raise BadInput(str(error)) from error
    except engines.EngineError as error:
        raise Refusal(str(error)) from error
    cells, counting = done.cells, done.judged.measures
    thresholds = [
        Thresholds(
            rule.measure, rule.reliable, rule.cut, int(begun), int(paired), rule.measure.id in counting
        )
        for rule, begun, paired in zip(done.rules, cells.begun, cells.paired, strict=True)
    ]
    groups = {name: cells.groups(name) for name in asked.by}
    crossed = rates_in_words.Crossed(cells.finished(), cells.groupings())
    return Counted(engine, cells.whole(), groups, done.judged, thresholds, done.left_out, crossed)


def _say_where(asked: Asked) -> None:
    """Read CSV files that an engine could not, row by row: BadInput with file, row and reason."""
    for file in asked.files:
        if not is_parquet(file):
            read(file, asked.columns_of(file))


def _named(file: Path, found: Columns) -> Any:
    from ipt.outcomes.long_rows import Names

    if found.wide:
        raise BadInput(f"{file.name}: --engine reads one score a row; a wide file is read without it")
    return Names(found.course, found.session, found.score, found.measure, found.leave_out)
