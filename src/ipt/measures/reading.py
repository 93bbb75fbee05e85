"""Builds a measure from its file, and refuses one that contradicts itself."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from ipt.measures import rules
from ipt.measures.measure import Condition, Item, Licence, Loinc, Measure, Option, Score, Wording
from ipt.measures.tables import Table, unique

ID = re.compile(r"[a-z][a-z0-9_]*")


def read_measure(file: Path) -> Measure:
    """Read one measure.

    Raises
    ------
    MeasureError
        With file, key and reason, for anything missing, misspelt, unknown or contradictory.
    """
    table = Table.open(file)
    measure = _measure(table)
    table.end()
    return measure


def read_wording(file: Path, measure: Measure) -> Measure:
    """Give a measure whose wording is withheld the wording a clinic has the rights to.

    The file holds `wording_for`, `words` (what the clinic may do and why), `instructions`, `[items]` with a
    text for each item id, and `[labels]` with one list of labels for each item id that has options.
    """
    table = Table.open(file)
    if table.text("wording_for") != measure.id or measure.can_be_asked:
        table.refuse("wording_for", f"{measure.id} is not a measure whose wording is withheld")
    permission = table.text("words")
    instructions, stem = table.text("instructions", measure.instructions), table.text("stem", measure.stem)
    texts, labels = table.table("items"), table.table("labels") if table.has("labels") else None
    items = tuple(_worded(item, texts, labels) for item in measure.items)
    for part in (texts, labels, table):
        if part is not None:
            part.end()
    wording = Wording("verbatim", checked=False, note=f"Brought by the clinic: {permission}")
    return replace(measure, instructions=instructions, stem=stem, items=items, wording=wording)


def _worded(item: Item, texts: Table, labels: Table | None) -> Item:
    text = texts.text(item.id)
    if not item.options or (labels is None and any(option.label for option in item.options)):
        return replace(item, text=text)
    if labels is None:
        texts.refuse(item.id, "needs labels for its answers, in [labels]")
    words = labels.texts(item.id)
    if len(words) != len(item.options):
        labels.refuse(item.id, f"needs {len(item.options)} labels")
    options = tuple(replace(option, label=label) for option, label in zip(item.options, words, strict=True))
    return replace(item, text=text, options=options)


def _measure(table: Table) -> Measure:
    measure_id = table.text("id")
    if not ID.fullmatch(measure_id) or measure_id != table.file.stem:
        table.refuse("id", f"{measure_id!r} must be the file's name, in small letters, digits and _")
    wording = _wording(table.table("wording"))
    option_sets = dict(_options(row) for row in table.rows("options"))
    items = _items(table, option_sets, wording)
    item_by_id = {item.id: item for item in items}
    scores = rules.scores(table, item_by_id)
    score_by_id = {score.id: score for score in scores}
    findings = tuple(rules.finding(row, item_by_id) for row in table.rows("findings"))
    title = table.text("title")
    return Measure(
        id=measure_id,
        title=title,
        short_title=table.text("short_title", _abbreviation(title)),
        version=table.text("version"),
        language=table.text("language"),
        construct=table.text("construct"),
        items=items,
        scores=scores,
        licence=_licence(table.table("licence")),
        wording=wording,
        main_score=_main(table, scores),
        serves=table.texts("serves", ()),
        references=table.texts("references"),
        recall_period=table.text("recall_period", ""),
        about_person=table.truth("about_person", False),
        instructions=table.text("instructions", ""),
        stem=table.text("stem", ""),
        notes=table.texts("notes", ()),
        loinc=_loinc(table.table("loinc")) if table.has("loinc") else None,
        bands=tuple(rules.bands(row, score_by_id) for row in table.rows("bands")),
        caseness=tuple(rules.caseness(row, score_by_id, findings) for row in table.rows("caseness")),
        change=tuple(rules.change(row, score_by_id) for row in table.rows("change")),
        psychometrics=tuple(rules.sample(row, score_by_id) for row in table.rows("psychometrics")),
        safety=tuple(rules.safety(row, item_by_id, score_by_id) for row in table.rows("safety")),
        findings=findings,
    )


def _abbreviation(title: str) -> str:
    """The last brackets of a title, `PHQ-9`, or the whole title."""
    found = re.findall(r"\(([^()]+)\)", title)
    return found[-1] if found else title


def _main(table: Table, scores: tuple[Score, ...]) -> str:
    if not table.has("main_score"):
        return scores[0].id
    return table.words("main_score", (score.id for score in scores))


def _wording(table: Table) -> Wording:
    kind = table.words("kind", ("verbatim", "withheld"))
    wording = Wording(kind, checked=table.truth("checked", False), note=table.text("note", ""))
    table.end()
    return wording


def _licence(table: Table) -> Licence:
    licence = Licence(
        kind=table.text("kind"),
        words=table.text("words"),
        attribution=table.text("attribution"),
        conditions=table.texts("conditions", ()),
        checked=table.truth("checked"),
        note=table.text("note"),
        text=_licence_text(table),
    )
    table.end()
    return licence


def _licence_text(table: Table) -> str:
    name = table.text("file", "")
    if not name:
        return ""
    file = table.file.parent / name
    if file.parent != table.file.parent or not file.is_file():
        table.refuse("file", f"{name!r} must be a file in the same folder")
    return file.read_text(encoding="utf-8")


def _loinc(table: Table) -> Loinc:
    loinc = Loinc(
        table.text("panel", ""), table.text("total", ""), table.truth("checked"), table.text("note", "")
    )
    table.end()
    return loinc


def _options(table: Table) -> tuple[str, tuple[Option, ...]]:
    name = table.text("id")
    options = tuple(_option(row) for row in table.rows("answers", needed=True))
    if len({option.value for option in options}) < len(options):
        table.refuse("answers", "two options have the same value")
    table.end()
    return name, options


def _option(table: Table) -> Option:
    option = Option(table.number("value"), table.text("label", ""), table.text("loinc", ""))
    table.end()
    return option


def _items(table: Table, option_sets: Mapping[str, tuple[Option, ...]], wording: Wording) -> tuple[Item, ...]:
    rows = table.rows("items", needed=True)
    items = unique(table, "items", (_item(row, option_sets, wording) for row in rows), lambda item: item.id)
    known = {item.id for item in items}
    for item in items:
        for condition in filter(None, (item.enable_when, item.required_if)):
            if unknown := {*condition.any_of, *condition.all_of} - known:
                table.refuse(f"items[{item.id}]", f"{min(unknown)!r} is not an item")
    return items


def _item(table: Table, option_sets: Mapping[str, tuple[Option, ...]], wording: Wording) -> Item:
    options = option_sets[table.words("options", option_sets)] if table.has("options") else ()
    values = tuple(option.value for option in options)
    low, high = (min(values), max(values)) if values else table.pair("range")
    withheld = wording.kind == "withheld"
    item = Item(
        id=table.text("id"),
        text=table.text("text", "") if withheld else table.text("text"),
        topic=table.text("topic", ""),
        options=options,
        low=low,
        high=high,
        whole=table.truth("whole", False),
        scored=table.truth("scored", True),
        stem=table.text("stem", ""),
        loinc=table.text("loinc", ""),
        follow_up=table.text("follow_up", ""),
        gate=table.truth("gate", False),
        acuity=table.truth("acuity", False),
        enable_when=_condition(table, "enable_when"),
        required_if=_condition(table, "required_if"),
    )
    if withheld and item.text:
        table.refuse("text", "the wording is said to be withheld")
    table.end()
    return item


def _condition(table: Table, key: str) -> Condition | None:
    if not table.has(key):
        return None
    inner = table.table(key)
    condition = Condition(inner.number("at_least"), inner.texts("any_of", ()), inner.texts("all_of", ()))
    if bool(condition.any_of) == bool(condition.all_of):
        table.refuse(key, "needs either any_of or all_of")
    inner.end()
    return condition
