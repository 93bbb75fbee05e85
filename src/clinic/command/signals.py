"""kith outcomes signals: which courses of a file call for a look, by rules that no service has validated."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray

from clinic.command.how_many import how_many
from clinic.command.refusal import BadInput, PlainCommand
from clinic.command.score import add_pack
from clinic.command.scores_file import completed, read, takes_columns, told
from clinic.exchange.reading import MISSING, Scored
from ipt.measures import library
from ipt.measures.measure import Measure
from ipt.outcomes.signals import Look, Observed, Rules, Signal, can_look, load, look, raised

BESIDE = ("risk_item", "risk", "missed", "alliance")
Row = tuple[str, Scored]  # with the name of its file
LAST_SESSION = 500  # more than any course holds; a day or a year in its place is a mistake


@click.command(cls=PlainCommand)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@takes_columns
@click.option("--mid-point", default=8, show_default=True, metavar="SESSION", type=click.IntRange(1))
@click.option("--pack", type=click.Path(path_type=Path), envvar="KITH_PACKS", help="Measures of your own.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def signals(
    files: tuple[Path, ...], mid_point: int, pack: Path | None, as_json: bool, **columns: Any
) -> None:
    """List the courses of a file that call for a look, and why.

    Rows are course, session, measure and score, as for "kith outcomes report". Sessions are counted from 1; a
    score at session 0 is the one to compare with, and nothing else is read of that row. Where the file has
    them, the columns risk_item (the answer on self-harm), risk and missed (1 or 0) and alliance (0 to 1) are
    read too; an empty cell is not known.
    """
    add_pack(pack)
    rows = [
        (file.name, row)
        for file in files
        for row in read(file, completed(file, told(**columns, others=BESIDE))).rows
    ]
    found = [_look(measure, among, mid_point) for measure, among in _by_measure(rows)]
    click.echo(json.dumps(_as_json(found)) if as_json else "\n".join(_lines(found)))


@dataclass(frozen=True)
class Looked:
    """One measure's courses, those that call for a look, and the rules that had anything to look at."""

    measure: Measure
    courses: int
    looks: dict[str, Look]
    rules: frozenset[str]


def _by_measure(rows: Iterable[Row]) -> list[tuple[Measure, list[Row]]]:
    among: dict[str, list[Row]] = {}
    for name, row in rows:
        among.setdefault(row.measure, []).append((name, row))
    return [(library.load(id), found) for id, found in sorted(among.items())]


def _look(measure: Measure, rows: Sequence[Row], mid_point: int) -> Looked:
    """Look at all courses at once, then at each that calls once more, for the words."""
    names = list(dict.fromkeys(row.course for _, row in rows))
    arrays = _arrays(rows, {name: place for place, name in enumerate(names)})
    observed = Observed(measure, mid_point=mid_point, **arrays)
    any_called = np.logical_or.reduce(list(raised(observed).values())).any(axis=-1)
    looks = {
        names[at]: look(Observed(measure, mid_point=mid_point, **{k: v[at] for k, v in arrays.items()}))
        for at in np.flatnonzero(any_called)
    }
    return Looked(
        measure, len(names), looks, frozenset(rule.id for rule in load().rules if can_look(observed, rule))
    )


def _arrays(rows: Sequence[Row], places: dict[str, int]) -> dict[str, NDArray[np.float64]]:
    numbers = [_session(name, row) for name, row in rows]
    shape = len(places), max(*numbers, 1)
    arrays = {name: np.full(shape, np.nan) for name in ("scores", *BESIDE)}
    before = np.full((shape[0], 1), np.nan)
    for (file, row), number in zip(rows, numbers, strict=True):
        at = places[row.course]
        if number == 0:
            _put(before, (at, 0), row.score, "score", file, row)
            continue
        _put(arrays["scores"], (at, number - 1), row.score, "score", file, row)
        for name in BESIDE:
            _put(arrays[name], (at, number - 1), _beside(file, row, name), name, file, row)
    given = {name: values for name, values in arrays.items() if name == "scores" or not _empty(values)}
    return given if _empty(before) else given | {"first": _first(arrays["scores"], before[:, 0])}


def _put(
    values: NDArray[np.float64], at: tuple[int, int], value: float, name: str, file: str, row: Scored
) -> None:
    """Keep what a row says; refuse it where another says otherwise of the same session."""
    if np.isnan(value):
        return
    if not np.isnan(values[at]) and values[at] != value:
        raise BadInput(
            f"{file}: row {row.line}: {name} of {row.course} at {row.session:g} is {value:g}, "
            f"but another row says {values[at]:g}"
        )
    values[at] = value


def _first(scores: NDArray[np.float64], before: NDArray[np.float64]) -> NDArray[np.float64]:
    """The score before the first session; where there is none, the first score."""
    place = np.argmax(~np.isnan(scores), axis=-1)
    return np.where(np.isnan(before), scores[np.arange(len(scores)), place], before)


def _empty(values: NDArray[np.float64]) -> bool:
    return bool(np.isnan(values).all())


def _session(file: str, row: Scored) -> int:
    if row.session != int(row.session) or not 0 <= row.session <= LAST_SESSION:
        raise BadInput(
            f"{file}: row {row.line}: session is {row.session:.15g}; "
            f"these rules need whole sessions from 0 to {LAST_SESSION}"
        )
    return int(row.session)


def _beside(file: str, row: Scored, name: str) -> float:
    text = row.others.get(name, "")
    if text.lower() in MISSING:
        return np.nan
    try:
        value = float(text)
    except ValueError:
        value = np.nan
    top = 1 if name != "risk_item" else np.inf
    whole = name == "alliance" or value == np.floor(value)
    if not (0 <= value <= top and whole and np.isfinite(value)):
        wanted = {"alliance": "a number from 0 to 1", "risk_item": "a whole number, 0 or more"}
        raise BadInput(f"{file}: row {row.line}: {name} is {text!r}, not {wanted.get(name, '0 or 1')}")
    return value


def _as_json(found: Sequence[Looked]) -> dict[str, Any]:
    rules = load()
    return {
        "rules": {"version": rules.version, "standing": rules.standing},
        "measures": [
            {
                "measure": one.measure.id,
                "courses": one.courses,
                "with_a_signal": len(one.looks),
                "by_rule": {rule.id: _courses_with(one, rule.id) for rule in rules.rules},
                "signals": [_signal(name, s) for name, seen in one.looks.items() for s in seen.signals],
                "step_up": [
                    {"course": name, "sessions": list(seen.step_up_at)}
                    for name, seen in one.looks.items()
                    if seen.step_up_at
                ],
            }
            for one in found
        ],
    }


def _courses_with(one: Looked, rule_id: str) -> int | None:
    """How many courses a rule calls for; None where it had nothing to look at, which is not none."""
    if rule_id not in one.rules:
        return None
    return sum(any(s.rule.id == rule_id for s in seen.signals) for seen in one.looks.values())


def _signal(course: str, one: Signal) -> dict[str, Any]:
    return {
        "course": course,
        "session": one.session,
        "rule": one.rule.id,
        "rule_version": one.rule.version,
        "level": one.rule.level,
        "basis": one.basis,
        "because": one.because,
    }


def _lines(found: Sequence[Looked]) -> list[str]:
    rules = load()
    lines = [f"Rules {rules.version}, {rules.standing}. They ask for a look; they judge nobody."]
    for one in found:
        call = "calls" if len(one.looks) == 1 else "call"
        courses = f"{len(one.looks)} of {how_many(one.courses, 'course')}"
        lines += ["", f"{one.measure.title}: {courses} {call} for a look"]
        if blind := [rule.title for rule in rules.rules if rule.id not in one.rules]:
            lines.append(f"  not looked for, as nothing is known of it here: {'; '.join(blind)}")
        for name, seen in one.looks.items():
            lines += _course_lines(name, seen, rules)
    return lines


def _course_lines(name: str, seen: Look, rules: Rules) -> list[str]:
    """One course; a rule that calls again and again is told once, with its sessions."""
    by_rule: dict[str, list[Signal]] = {}
    for one in seen.signals:
        by_rule.setdefault(one.rule.id, []).append(one)
    lines = [f"  {name}"]
    for calls in by_rule.values():
        soon = "look now" if calls[0].rule.level == "review_now" else "look soon"
        sessions = ", ".join(str(one.session) for one in calls)
        lines.append(f"    {soon:<9} session {sessions}: {calls[0].rule.title}. {calls[-1].because}")
    if seen.step_up_at:
        lines.append(f"    from session {seen.step_up_at[0]}: {rules.step_up.words}")
    return lines
