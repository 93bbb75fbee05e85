"""kith outcomes gains: sudden gains in a file of scores, by the three published criteria."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray

from clinic.command.measured_rows import by_measure, higher_is, refusal, takes_rows
from clinic.command.refusal import PlainCommand
from clinic.exchange.reading import Scored
from ipt.measures.measure import Measure
from ipt.outcomes.change import reliable_rule
from ipt.outcomes.sudden_gains import sudden_gains

LAST_SESSION = 500  # more than any course holds; a day or a year in its place is a mistake


@click.command(cls=PlainCommand)
@takes_rows
@click.option(
    "--cut", type=click.FloatRange(0, min_open=True), help="Points to fall; else the reliable change."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object, numbers unrounded.")
def gains(files: tuple[Path, ...], cut: float | None, as_json: bool, **rows: Any) -> None:
    """Find sudden gains: large and lasting improvement from one session to the next.

    Rows are course, session, measure and score, as for "kith outcomes report"; sessions are whole numbers.
    The criteria are those of Tang and DeRubeis (1999); docs/effects.md says more.
    """
    found = {}
    for measure, scores in by_measure(files, **rows):
        try:
            found[measure.id] = _found(measure, scores, cut)
        except ValueError as problem:
            raise refusal(files, problem) from problem
    if as_json:
        click.echo(json.dumps({"measures": found}))
        return
    said = [line for id, told in found.items() for line in [*_lines(id, told), ""]]
    click.echo("\n".join([*said, "A gain is described; what brought it about is not."]))


def _found(measure: Measure, rows: Sequence[Scored], cut: float | None) -> dict[str, Any]:
    if higher_is(measure) == "better":
        raise ValueError(f"{measure.id}: higher is better, and the criteria are for scores that fall")
    rule = reliable_rule(measure)
    if cut is None and rule is None:
        raise ValueError(
            f"{measure.id}: no reliable change has been published; say with --cut how far it must fall"
        )
    points = cut if cut is not None else rule.value if rule else 0.0
    names, first, table = _table(measure, rows)
    try:
        seen = sudden_gains(table, cut=points)
    except ValueError as problem:
        raise ValueError(f"{measure.id}: {problem}") from problem
    courses = {
        names[at]: {
            "after_sessions": [int(first + place) for place in np.flatnonzero(seen.gain[at])],
            "size": float(seen.size[at]),
            "reversed": bool(seen.reversed[at]),
        }
        for at in np.flatnonzero(seen.gain.any(axis=-1))
    }
    return {
        "cut": points,
        "cut_source": "given with the command" if cut is not None else rule and rule.source,
        "courses": len(names),
        "judged": int(seen.judged.any(axis=-1).sum()),
        "with_a_gain": len(courses),
        "reversed": sum(told["reversed"] for told in courses.values()),
        "gains": courses,
    }


def _table(measure: Measure, rows: Sequence[Scored]) -> tuple[list[str], int, NDArray[np.float64]]:
    """Courses by sessions, nan where there is no score; and the first session."""
    for row in rows:
        if row.session % 1 or not 0 <= row.session <= LAST_SESSION:
            reason = f"not a whole session between 0 and {LAST_SESSION}"
            raise ValueError(f"row {row.line}: session is {row.session:g}, {reason}")
    places = {name: at for at, name in enumerate(dict.fromkeys(row.course for row in rows))}
    sessions = [int(row.session) for row in rows]
    first = min(sessions)
    table = np.full((len(places), max(sessions) - first + 1), np.nan)
    for row, session in zip(rows, sessions, strict=True):
        table[places[row.course], session - first] = row.score
    return list(places), first, table


def _lines(id: str, told: dict[str, Any]) -> list[str]:
    too_few = told["courses"] - told["judged"]
    said = [
        f"{id}: {told['with_a_gain']} of {told['judged']} courses with scores enough had a sudden gain, "
        f"{told['reversed']} lost half of it later (fall of {told['cut']:g} points: {told['cut_source']})"
    ]
    if too_few:
        said.append(f"  {too_few} of all {told['courses']} had too few scores near each other to tell")
    for course, one in told["gains"].items():
        first, *others = one["after_sessions"]
        again = f", again after {', '.join(map(str, others))}" if others else ""
        lost = "; half of the first lost later" if one["reversed"] else ""
        said.append(f"  {course}: {one['size']:g} points after session {first}{again}{lost}")
    return said
