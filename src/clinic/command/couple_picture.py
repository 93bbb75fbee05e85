"""One couple for kith outcomes couples: both partners' scores over time in words, and drawn into a file."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from clinic.command.refusal import BadInput, Refusal, in_file
from clinic.command.score import load
from clinic.command.start import set_up_drawing
from ipt.measures import bands
from ipt.outcomes import columns
from ipt.outcomes.couples import Partner, Picture, picture
from ipt.outcomes.couples.picture_words import LIMITS, heading, sentences

NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def of_one(
    file: Path,
    names: Mapping[str, str],
    *,
    measure: str,
    only: str | None,
    target: Path | None,
    as_json: bool,
) -> None:
    """Say what one couple's rows show, and draw it where asked; ``names`` are those of the columns."""
    if target and target.suffix.lower() != ".svg":
        raise BadInput(f"--picture: {target} is drawn as SVG; name it so, such as couple.svg")
    if target and target.exists() and file.exists() and target.samefile(file):
        raise BadInput("--picture: is the file of scores itself, which would be lost")
    found = _read(file, names, measure, only)
    if target:
        _draw(found, target)
    if as_json:
        click.echo(json.dumps(as_object(found)))
        return
    drawn = [f"Drawn: {target}"] if target else []
    click.echo("\n".join([heading(found), "", *sentences(found), "", *LIMITS, *drawn]))


def _read(file: Path, names: Mapping[str, str], measure: str, only: str | None) -> Picture:
    scored = load(measure) if measure else None
    try:
        table = columns.take(file, names.values(), whose=(names["couple"], names["role"]))
        who = [columns.named(table[names[one]], names[one]) for one in ("couple", "role")]
        told = [columns.numbers(table[names[one]], names[one]) for one in ("time", "score")]
        return picture(*who, *told, measure=scored, only=only, when=names["time"])
    except ValueError as problem:
        raise BadInput(in_file(file, str(problem))) from problem


def _draw(found: Picture, target: Path) -> None:
    set_up_drawing()
    from django.template.loader import render_to_string

    from clinic.ui.couple_lines import CoupleLines, PartnerScores, draw_couple

    cut = bands.caseness(found.measure) if found.measure else None
    first, second = (PartnerScores(one.role, _plain(one)) for one in found.partners)
    chart = CoupleLines(
        finding=heading(found),
        words=(*sentences(found), *LIMITS),
        when=found.when,
        occasions=found.occasions.tolist(),
        low=found.low,
        high=found.high,
        partners=(first, second),
        cut=cut.value if cut else None,
    )
    svg = render_to_string("ui/couple_lines.svg", {"chart": chart, "drawn": draw_couple(chart)})
    svg = NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", svg)  # such as a control character in a name
    try:
        target.write_text(svg, encoding="utf-8")
    except OSError as problem:
        raise Refusal(f"{target}: {problem.strerror}") from problem


def as_object(found: Picture) -> dict[str, Any]:
    """The figures, numbers unrounded; null where no score was given, or a change is not judged."""
    steps = found.steps
    return {
        "couple": found.couple,
        "measure": found.measure.id if found.measure else None,
        "occasions": found.occasions.tolist(),
        "partners": {one.role: _partner(one) for one in found.partners},
        "steps": {
            "compared": steps.compared,
            "same": steps.same,
            "opposite": steps.opposite,
            "one_alone": steps.one_alone,
            "neither": steps.neither,
        },
        "limits": list(LIMITS),
    }


def _partner(one: Partner) -> dict[str, Any]:
    rule = one.change.reliable_threshold if one.change else None
    return {
        "scores": _plain(one),
        "missing": one.n_missing,
        "first": {"at": one.first.at, "score": one.first.score},
        "last": {"at": one.last.at, "score": one.last.score},
        "change": one.last.score - one.first.score,
        "reliable": one.change.reliable if one.change else None,
        "threshold": rule and {"op": rule.op, "value": rule.value, "source": rule.source},
    }


def _plain(one: Partner) -> list[float | None]:
    return [None if score != score else score for score in one.scores.tolist()]
