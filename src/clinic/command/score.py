"""kith score: scores a questionnaire, one person's answers or a whole file."""

import difflib
import json
import math
import textwrap
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from clinic.command.refusal import BadInput, PlainCommand
from clinic.command.score_file import score_file
from ipt.measures import library, risk, scoring
from ipt.measures.measure import Measure, MeasureError, Score
from ipt.measures.scored import Scored, ScoreResult

BLANK = {"-", ""}


@click.command(cls=PlainCommand)
@click.argument("measure_id", metavar="MEASURE", required=False)
@click.argument("answers", metavar="ANSWER...", nargs=-1)
@click.option("--file", "source", type=click.Path(path_type=Path), help="A CSV file, one row a person.")
@click.option("--out", type=click.Path(path_type=Path), help="Where to write the file with the scores.")
@click.option("--columns", help="The file's columns for the items, in order, with commas between.")
@click.option("--pack", type=click.Path(path_type=Path), envvar="KITH_PACKS", help="Measures of your own.")
@click.option("--list", "listing", is_flag=True, help="List the measures.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def score(
    measure_id: str | None,
    answers: tuple[str, ...],
    source: Path | None,
    out: Path | None,
    columns: str | None,
    pack: Path | None,
    listing: bool,
    as_json: bool,
) -> None:
    """Score a questionnaire: kith score phq9 1 2 0 1 1 0 2 1 0, where - means left blank.

    With --file and --out, score a CSV file. Its columns are named as the items (phq9-1), by number (q1,
    item1), or given with --columns. Nothing is written when a row is wrong.
    """
    add_pack(pack)
    if listing:
        _list(as_json)
    elif source is not None or out is not None:
        _score_file(load(measure_id), source, out, columns, answers, as_json)
    else:
        _score_one(load(measure_id), answers, as_json)


def load(measure_id: str | None) -> Measure:
    """Find a measure, or say what there is."""
    if not measure_id:
        raise BadInput("say which measure: kith score --list names them")
    wanted = _letters(measure_id)
    names = {_letters(one): one for one in library.ids()}
    if wanted not in names:
        names |= {_letters(library.load(one).short_title): one for one in library.ids()}
    if wanted not in names:
        near = difflib.get_close_matches(wanted, names, n=1)
        hint = f"did you mean {names[near[0]]}?" if near else "kith score --list names them"
        raise BadInput(f"there is no measure {measure_id!r}; {hint}")
    return library.load(names[wanted])


def _letters(name: str) -> str:
    """PHQ-9 is phq9, and asq-nimh is asq_nimh."""
    return "".join(filter(str.isalnum, name.lower()))


def plain(value: float | None) -> float | int | None:
    """A number as people write it: 12, not 12.0."""
    return int(value) if value is not None and value.is_integer() else value


def add_pack(folder: Path | None) -> None:
    """Make a clinic's own measures known."""
    try:
        if folder is not None:
            library.add_pack(folder)
    except MeasureError as error:
        raise BadInput(str(error)) from error


def _number(measure: Measure, place: int, answer: str) -> float:
    if answer in BLANK:
        return math.nan
    try:
        value = float(answer)
    except ValueError:
        value = math.nan
    if math.isfinite(value):
        return value
    where = f"item {measure.items[place].number}" if place < len(measure.items) else f"answer {place + 1}"
    raise BadInput(f"{measure.short_title} {where}: {answer!r} is not a number (- means left blank)")


def _score_file(
    measure: Measure,
    source: Path | None,
    out: Path | None,
    columns: str | None,
    answers: tuple[str, ...],
    as_json: bool,
) -> None:
    if source is None or out is None:
        raise BadInput("--file and --out belong together")
    if answers:
        raise BadInput("give either answers or --file, not both")
    names = [name.strip() for name in columns.split(",")] if columns else None
    summary = score_file(measure, source, out, names)
    click.echo(json.dumps(summary.as_json()) if as_json else str(summary))


def _score_one(measure: Measure, texts: tuple[str, ...], as_json: bool) -> None:
    answers = [_number(measure, place, text) for place, text in enumerate(texts)]
    try:
        scored = scoring.score(measure, answers)
    except ValueError as error:
        raise BadInput(str(error)) from error
    lines = [json.dumps(_as_json(scored, answers))] if as_json else _lines(scored, answers)
    click.echo("\n".join(lines))


def _as_json(scored: Scored, answers: list[float]) -> dict[str, Any]:
    return {
        "measure": scored.measure.id,
        "version": scored.measure.version,
        "scores": {name: plain(value) for name, value in scored.scores.items()},
        "bands": scored.bands,
        "answered": scored.answered,
        "missing": scored.missing,
        "prorated": scored.prorated,
        "attention": _attention(scored, answers),
    }


def _attention(scored: Scored, answers: list[float]) -> list[dict[str, Any]]:
    measure = scored.measure
    risks = [
        {
            "kind": "risk",
            "item": one.item.id,
            "answer": plain(one.answer),
            "label": one.label,
            "action": one.action,
        }
        for one in risk.risk_items(measure, answers)
    ]
    blanks = [{"kind": "blank", "item": item.id} for item in risk.blank_risk_items(measure, answers)]
    levels = [
        {"kind": "score", "score": one.score, "value": plain(one.value), "action": one.rule.action}
        for one in risk.attention(scored)
    ]
    return risks + blanks + levels


def _lines(scored: Scored, answers: list[float]) -> list[str]:
    measure = scored.measure
    return [
        click.style(f"{measure.title}, {measure.version}", bold=True),
        *_score_lines(scored),
        *(_finding_line(measure, name, value) for name, value in scored.findings.items()),
        *(_attention_line(measure, one) for one in _attention(scored, answers)),
        _answered_line(scored),
        *_wrapped(f"Blanks: {rule}." for rule in dict.fromkeys(_rule(one) for one in measure.scores)),
        *_wrapped([f"Licence: {measure.licence.kind}. {measure.licence.attribution}"]),
    ]


def _wrapped(texts: Iterable[str]) -> list[str]:
    return [line for text in texts for line in textwrap.wrap(text, 100, subsequent_indent="  ")]


def _score_lines(scored: Scored) -> list[str]:
    width = max(len(result.label) for result in scored.results)
    return [f"  {one.label:<{width}}  {_value(scored.measure, one)}" for one in scored.results]


def _value(measure: Measure, result: ScoreResult) -> str:
    one = measure.score(result.id)
    if result.value is None:
        return f"no score, {result.answered} of {result.items} items answered"
    band = f", {result.band.label}" if result.band else ""
    prorated = f" (prorated from {result.answered} of {result.items} items)" if result.prorated else ""
    return f"{result.value:.6g} on a scale of {one.low:g} to {one.high:g}{band}{prorated}"


def _answered_line(scored: Scored) -> str:
    items = len(scored.measure.scored_items)
    passed = items - scored.answered - scored.missing
    return f"{scored.answered} of {items} items answered" + (f", {passed} not asked." if passed else ".")


def _finding_line(measure: Measure, name: str, value: bool | None) -> str:
    label = next(finding.label for finding in measure.findings if finding.id == name)
    return f"  {label}: " + {True: "yes", False: "no", None: "cannot be told, too much is blank"}[value]


def _attention_line(measure: Measure, one: dict[str, Any]) -> str:
    if one["kind"] == "score":
        return f"! {measure.score(one['score']).name} {one['value']}: {one['action']}."
    number = measure.item(one["item"]).number
    if one["kind"] == "blank":
        return f"! Item {number} asks about safety and was left blank: ask it again."
    return f'! Item {number} was answered {one["answer"]} ("{one["label"]}"): {one["action"]}.'


def _rule(one: Score) -> str:
    unchecked = "" if one.missing.checked else " (this rule was not checked against a published source)"
    return scoring.missing_rule(one) + unchecked


def _list(as_json: bool) -> None:
    measures = [library.load(measure_id) for measure_id in library.ids()]
    if as_json:
        rows = [{"measure": m.id, "title": m.title, "can_be_asked": m.can_be_asked} for m in measures]
        click.echo(json.dumps({"measures": rows}))
    for measure in () if as_json else measures:
        note = "" if measure.can_be_asked else "  (scores only: bring your own wording)"
        click.echo(f"{measure.id:<12} {len(measure.items):>3} items  {measure.title}{note}")
