"""kith outcomes case: one patient's trend, and the scores before and after a change, with their limits."""

import json
import math
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

import click

from clinic.command.measured_rows import by_measure, higher_is, refusal, takes_rows
from clinic.command.refusal import BadInput, PlainCommand
from ipt.outcomes.single_case import Description, HigherIs, describe


@click.command(cls=PlainCommand)
@takes_rows
@click.option("--only", metavar="COURSE", help="The course to describe, where the files hold several.")
@click.option("--changed-at", type=float, metavar="SESSION", help="When something changed: the second phase.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, numbers unrounded.")
def case(
    files: tuple[Path, ...], only: str | None, changed_at: float | None, as_json: bool, **rows: Any
) -> None:
    """Describe one patient's scores: their trend, and two phases where something changed.

    Rows are course, session, measure and score, as for "kith outcomes report"; with --changed-at, scores from
    that session on are the second phase. docs/effects.md says what few points can tell.
    """
    found, names = {}, set()
    for measure, scores in by_measure(files, **rows):
        here = [row for row in scores if only in (None, row.course)]
        names |= {row.course for row in here}
        if len(names) > 1:
            raise BadInput(f"the files hold several courses; say with --only which, such as {min(names)}")
        if not here:
            continue
        side = cast(HigherIs, higher_is(measure))
        when, points = [row.session for row in here], [row.score for row in here]
        try:
            found[measure.id] = describe(when, points, changed_at=changed_at, higher_is=side)
        except ValueError as problem:
            raise refusal(files, f"{measure.id}: {problem}") from problem
    if not found:
        raise BadInput(f"there is no course {only}")
    if as_json:
        said = {id: _plain(asdict(one)) for id, one in found.items()}
        click.echo(json.dumps({"course": names.pop(), "measures": said}))
        return
    click.echo("\n\n".join("\n".join(lines(id, one)) for id, one in found.items()))


def _plain(value: Any) -> Any:
    """A bound that so few points do not set is null."""
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return None if isinstance(value, float) and math.isinf(value) else value


def lines(id: str, one: Description) -> list[str]:
    """One measure to read."""
    line = one.trend
    how = "exact" if line.exact else "by the normal distribution"
    said = [
        f"{id}: {line.n} scores",
        f"  trend {line.slope:z.2f} points a session, {_bound(line.low)} to {_bound(line.high)} (95 %); "
        f"tau {line.tau:z.2f}, p {_small(line.p)} ({how})",
    ]
    if phases := one.phases:
        said += [
            f"  {phases.n_a} scores before, {phases.n_b} after; positive is for the better:",
            f"  the later is better in {100 * phases.nap:.0f} % of pairs (NAP); tau {phases.tau:z.2f}, "
            f"less the trend before {phases.tau_u:z.2f} (tau-U)",
            f"  median change {phases.median_change:z.2f} points; {100 * phases.pem:.0f} % "
            "of the later beyond the earlier median (PEM)",
        ]
    return [*said, *(f"  {limit}" for limit in one.limits)]


def _small(p: float) -> str:
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def _bound(value: float) -> str:
    return "no bound" if math.isinf(value) else f"{value:z.2f}"
