"""The rows of files of scores, sorted by measure, for the commands that look at one measure at a time."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import click

from clinic.command.refusal import BadInput
from clinic.command.score import add_pack, load
from clinic.command.scores_file import of_measures, read_all, takes_places, told
from clinic.exchange.reading import Scored
from ipt.measures import library
from ipt.measures.measure import Measure

Command = TypeVar("Command", bound=Callable[..., Any])


def takes_rows(command: Command) -> Command:
    """Give a command files of long or wide rows, and the measures to look at."""
    for option in (
        click.option(
            "--pack", type=click.Path(path_type=Path), envvar="KITH_PACKS", help="Measures of your own."
        ),
        click.option("--measure", multiple=True, help="Look at this measure alone; repeatable."),
        takes_places,
        click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path)),
    ):
        command = option(command)
    return command


def by_measure(
    files: Iterable[Path], *, measure: Iterable[str], pack: Path | None, **columns: Any
) -> list[tuple[Measure, list[Scored]]]:
    """The rows of each measure, in the order of their ids; BadInput with row and reason."""
    add_pack(pack)
    chosen = tuple(dict.fromkeys(load(name).id for name in measure))
    places = told(**columns, measure="")
    among: dict[str, list[Scored]] = {}
    for _, table in read_all(files, lambda file: of_measures(file, places, chosen)):
        for row in table.rows:
            among.setdefault(row.measure, []).append(row)
    if absent := [id for id in chosen if id not in among]:
        raise BadInput(f"there are no scores of {', '.join(absent)}; there are: {', '.join(sorted(among))}")
    return [(library.load(id), among[id]) for id in sorted(chosen or among)]


def refusal(files: Iterable[Path], problem: object) -> BadInput:
    """What is wrong with the scores of files, after the files' names."""
    return BadInput(f"{', '.join(file.name for file in files)}: {problem}")


def higher_is(measure: Measure) -> str:
    """Whether a higher score is worse or better; BadInput where it is neither."""
    side = measure.score(measure.main_score).higher_is
    if side == "neither":
        raise BadInput(f"{measure.id}: higher is neither better nor worse; leave it out with --measure")
    return side
