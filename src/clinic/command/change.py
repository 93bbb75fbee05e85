"""kith change: compares two scores of one person."""

import json
import math
from pathlib import Path
from typing import Any

import click

from clinic.command.refusal import BadInput, PlainCommand
from clinic.command.score import add_pack, load, plain
from ipt.measures.norms import ChangeThreshold
from ipt.outcomes.change import Change, compare, reliable_threshold
from ipt.outcomes.response import remitted, responded, rule_of

RELIABLE = {
    "improvement": "a reliable improvement",
    "deterioration": "a reliable deterioration",
    "none": "no reliable change",
    None: "not known: no threshold has been published for this score",
}


@click.command(cls=PlainCommand)
@click.argument("measure_id", metavar="MEASURE")
@click.argument("before")
@click.argument("after")
@click.option("--score", "score_id", help="One of the measure's scores; its main score if not given.")
@click.option("--sd", type=float, help="Standard deviation before treatment, for a threshold of your own.")
@click.option("--reliability", type=float, help="Reliability of the measure, 0 to 1, with --sd.")
@click.option("--pack", type=click.Path(path_type=Path), envvar="KITH_PACKS", help="Measures of your own.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def change(
    measure_id: str,
    before: str,
    after: str,
    score_id: str | None,
    sd: float | None,
    reliability: float | None,
    pack: Path | None,
    as_json: bool,
) -> None:
    """Compare two scores: kith change phq9 18 9.

    Reliable change is the measure's published threshold, or 1.96 standard errors of a difference from --sd
    and --reliability (Jacobson & Truax 1991).
    """
    add_pack(pack)
    measure = load(measure_id)
    first, last = _score("BEFORE", before), _score("AFTER", after)
    try:
        own = _own_threshold(score_id or measure.main_score, sd, reliability)
        result = compare(measure, first, last, score_id=score_id, reliable=own)
    except ValueError as error:
        raise BadInput(str(error)) from error
    click.echo(json.dumps(_as_json(result)) if as_json else "\n".join(_lines(result)))


def _own_threshold(score: str, sd: float | None, reliability: float | None) -> ChangeThreshold | None:
    if (sd is None) != (reliability is None):
        raise BadInput("--sd and --reliability belong together")
    if sd is None or reliability is None:
        return None
    if not (math.isfinite(sd) and math.isfinite(reliability)):
        raise BadInput("--sd and --reliability: are finite numbers")
    return ChangeThreshold(
        kind="reliable",
        score=score,
        op=">=",
        value=float(reliable_threshold(sd, reliability)),
        source=f"1.96 standard errors of a difference, SD {sd:g} and reliability {reliability:g}",
        checked=True,
        note="computed from the figures given (Jacobson & Truax 1991)",
    )


def _score(name: str, text: str) -> float:
    try:
        value = math.nan if "_" in text else float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise BadInput(f"{name}: {text!r} is not a number")
    return value


def _as_json(result: Change) -> dict[str, Any]:
    return {
        "measure": result.measure.id,
        "before": plain(result.before),
        "after": plain(result.after),
        "change": plain(result.change),
        "reliable": result.reliable,
        "caseness": {"before": result.case_before, "after": result.case_after},
        "outcome": result.outcome,
        **_published(result),
        "thresholds": _thresholds(result),
    }


def _published(result: Change) -> dict[str, bool | None]:
    """Response and remission of the main score; None where none was published, or it cannot be said."""
    said: dict[str, bool | None] = {}
    for kind, of in (("response", responded), ("remission", remitted)):
        known = result.score == result.measure.main_score and rule_of(result.measure, kind) is not None
        value = float(of(result.measure, result.before, result.after)) if known else math.nan
        said[kind] = None if math.isnan(value) else bool(value)
    return said


def _thresholds(result: Change) -> dict[str, Any]:
    rule, cut = result.reliable_threshold, result.caseness
    return {
        "score": result.score,
        "version": result.measure.version,
        "reliable_change": rule
        and {"op": rule.op, "value": plain(rule.value), "source": rule.source, "checked": rule.checked},
        "caseness": cut
        and {"op": cut.op, "value": plain(cut.value), "source": cut.meaning, "checked": cut.checked},
    }


def _lines(result: Change) -> list[str]:
    measure, rule, cut = result.measure, result.reliable_threshold, result.caseness
    moved = (
        "no change"
        if not result.change
        else f"{'up' if result.change > 0 else 'down'} {abs(result.change):g}"
    )
    title = f"{measure.short_title} {result.score}: {result.before:g} to {result.after:g}, {moved}"
    lines = [click.style(title, bold=True), f"  Change: {RELIABLE[result.reliable]}"]
    if rule:
        lines.append(
            f"    threshold {rule.op} {rule.value:g} {rule.unit}, {rule.source}{_unchecked(rule.checked)}"
        )
    if cut:
        lines.append(f"  Case: {_yes(result.case_before)} before, {_yes(result.case_after)} after")
        lines.append(f"    cut-off {cut.op} {cut.value:g}, {cut.meaning}{_unchecked(cut.checked)}")
    lines += [f"  Outcome: {result.outcome}"] if result.outcome else []
    for kind, holds in _published(result).items():
        if holds is not None and (published := rule_of(measure, kind)):
            unit = "% of the first score" if published.unit == "percent" else published.unit
            lines.append(f"  {kind.capitalize()}: {_yes(holds)} ({published.op} {published.value:g} {unit})")
    return [*lines, f"{measure.title}, {measure.version}"]


def _yes(case: bool | None) -> str:
    return "yes" if case else "no"


def _unchecked(checked: bool) -> str:
    return "" if checked else " (not checked against the source)"
