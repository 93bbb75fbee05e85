"""Builds a measure from its file, and refuses one that contradicts itself."""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

from ipt.measures.measure import (
    OPERATORS,
    Band,
    Bands,
    Caseness,
    ChangeThreshold,
    Clause,
    Condition,
    Finding,
    Item,
    Licence,
    Loinc,
    Measure,
    Missing,
    Option,
    SafetyRule,
    Sample,
    Score,
    Wording,
)
from ipt.measures.tables import Table, unique

METHODS = ("sum", "mean", "count_in", "max_groups", "mean_of_scores")
POLICIES = (
    "require_complete",  # any blank: no score
    "prorate",  # the mean of the answered items stands for the blank ones
    "mean_of_answered",  # the same, for a score that is itself a mean
    "refusal_is_positive",  # a blank counts as the highest answer
    "zero",  # a follow-up that was skipped counts as no
    "gate_zero",  # "no" at the gate item: the score is zero
    "leave_out",  # blanks are left out and nothing stands for them
)
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
    scores = _scores(table, item_by_id)
    score_by_id = {score.id: score for score in scores}
    findings = tuple(_finding(row, item_by_id) for row in table.rows("findings"))
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
        instructions=table.text("instructions", ""),
        stem=table.text("stem", ""),
        notes=table.texts("notes", ()),
        loinc=_loinc(table.table("loinc")) if table.has("loinc") else None,
        bands=tuple(_bands(row, score_by_id) for row in table.rows("bands")),
        caseness=tuple(_caseness(row, score_by_id, findings) for row in table.rows("caseness")),
        change=tuple(_change(row, score_by_id) for row in table.rows("change")),
        psychometrics=tuple(_sample(row, score_by_id) for row in table.rows("psychometrics")),
        safety=tuple(_safety(row, item_by_id, score_by_id) for row in table.rows("safety")),
        findings=findings,
    )


def _abbreviation(title: str) -> str:
    """The last brackets of a title, `PHQ-9`, or the whole title."""
    found = re.findall(r"\(([^()]+)\)", title)
    return found[-1] if found else title


def _main(table: Table, scores: tuple[Score, ...]) -> str:
    if not table.has("main_score"):
        return scores[0].id if scores else ""
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


def _scores(table: Table, items: Mapping[str, Item]) -> tuple[Score, ...]:
    scores = tuple(_score(row, items) for row in table.rows("scores"))
    for index, score in enumerate(scores):
        earlier = {before.id for before in scores[:index]}
        if missing := set(score.parts) - earlier:
            table.refuse(f"scores[{score.id}].parts", f"{min(missing)!r} is not an earlier score")
    return unique(table, "scores", scores, lambda score: score.id)


def _score(table: Table, items: Mapping[str, Item]) -> Score:
    ids = table.ids("items", items)
    low, high = table.pair("range")
    score = Score(
        id=table.text("id"),
        label=table.text("label", ""),
        method=table.words("method", METHODS),
        items=ids,
        low=low,
        high=high,
        higher_is=table.words("higher_is", ("worse", "better", "neither")),
        missing=_missing(table.table("missing"), items, ids),
        higher_means=table.text("higher_means", ""),
        note=table.text("note", ""),
        reversed=table.ids("reversed", ids, ()),
        minus=table.ids("minus", ids, ()),
        constant=table.number("constant", 0),
        multiplier=table.number("multiplier", 1),
        angle=table.optional("angle"),
        groups=_groups(table, ids),
        count_values=table.lists_by_id("count_values", ids) if table.has("count_values") else {},
        parts=table.texts("parts", ()),
    )
    _check_score(table, score, items)
    table.end()
    return score


def _groups(table: Table, ids: Collection[str]) -> tuple[tuple[str, ...], ...]:
    if not table.has("groups"):
        return ()
    groups = table.groups("groups")
    if sorted(item for group in groups for item in group) != sorted(ids):
        table.refuse("groups", "must hold each of the score's items once")
    return groups


def _check_score(table: Table, score: Score, items: Mapping[str, Item]) -> None:
    """Refuse a score whose method lacks its data, or whose range its items cannot give."""
    needs = {"count_in": score.count_values, "max_groups": score.groups, "mean_of_scores": score.parts}
    if score.method in needs and not needs[score.method]:
        table.refuse("method", f"{score.method} lacks its own key")
    if any(not items[item].scored for item in score.items):
        table.refuse("items", "holds an item that is not scored")
    reach = _reach(score, items)
    if reach and reach != (score.low, score.high):
        table.refuse("range", f"the items give {reach[0]:g} to {reach[1]:g}")


def _reach(score: Score, items: Mapping[str, Item]) -> tuple[float, float] | None:
    if score.method not in {"sum", "mean"} or score.missing.policy == "leave_out":
        return None
    share = len(score.items) if score.method == "mean" else 1
    low = sum(-items[item].high if item in score.minus else items[item].low for item in score.items)
    high = sum(-items[item].low if item in score.minus else items[item].high for item in score.items)
    return (
        (low / share + score.constant) * score.multiplier,
        (high / share + score.constant) * score.multiplier,
    )


def _missing(table: Table, items: Mapping[str, Item], ids: tuple[str, ...]) -> Missing:
    missing = Missing(
        policy=table.words("policy", POLICIES),
        max_missing=table.count("max_missing"),
        rounding=table.words("rounding", ("none", "half_up")) if table.has("rounding") else "none",
        checked=table.truth("checked"),
        note=table.text("note", ""),
        never_blank=table.ids("never_blank", ids, ()),
        may_be_blank=table.ids("may_be_blank", ids, ()),
        gate=table.words("gate", items) if table.has("gate") else "",
    )
    if missing.max_missing > len(ids):
        table.refuse("max_missing", f"the score has only {len(ids)} items")
    if (missing.policy == "gate_zero") != bool(missing.gate):
        table.refuse("gate", "belongs to the policy gate_zero")
    table.end()
    return missing


def _bands(table: Table, scores: Mapping[str, Score]) -> Bands:
    score = scores[table.words("score", scores)]
    bands = tuple(_band(row) for row in table.rows("bands", needed=True))
    ends = [end for band in bands for end in (band.low, band.high)]
    if ends != sorted(ends) or (ends[0], ends[-1]) != (score.low, score.high):
        table.refuse("bands", f"must run from {score.low:g} to {score.high:g} in order")
    made = Bands(score.id, bands, table.text("source"), table.truth("checked"), table.text("note", ""))
    table.end()
    return made


def _band(table: Table) -> Band:
    band = Band(table.number("min"), table.number("max"), table.text("label"))
    table.end()
    return band


def _caseness(table: Table, scores: Mapping[str, Score], findings: tuple[Finding, ...]) -> Caseness:
    meaning, checked, note = table.text("meaning"), table.truth("checked"), table.text("note", "")
    if table.has("findings"):
        named = table.ids("findings", [finding.id for finding in findings])
        rule = Caseness(meaning, checked, note, findings=named)
    else:
        score = table.words("score", scores)
        op, value, accuracy = table.words("op", OPERATORS), table.number("value"), table.text("accuracy", "")
        rule = Caseness(meaning, checked, note, score=score, op=op, value=value, accuracy=accuracy)
    table.end()
    return rule


def _change(table: Table, scores: Mapping[str, Score]) -> ChangeThreshold:
    threshold = ChangeThreshold(
        kind=table.words("kind", ("reliable", "minimal_important", "clinically_significant")),
        score=table.words("score", scores),
        op=table.words("op", OPERATORS),
        value=table.number("value"),
        source=table.text("source"),
        checked=table.truth("checked"),
        note=table.text("note", ""),
        upper=table.optional("upper"),
        unit=table.text("unit", "points"),
    )
    table.end()
    return threshold


def _sample(table: Table, scores: Mapping[str, Score]) -> Sample:
    sample = Sample(
        sample=table.text("sample"),
        source=table.text("source"),
        checked=table.truth("checked"),
        note=table.text("note", ""),
        mean=table.number_or_numbers("mean", scores),
        sd=table.number_or_numbers("sd", scores),
        alpha=table.optional("alpha"),
        alpha_range=table.numbers("alpha_range", ()),
        retest=table.optional("retest"),
        retest_range=table.numbers("retest_range", ()),
        retest_interval=table.text("retest_interval", ""),
    )
    table.end()
    return sample


def _safety(table: Table, items: Mapping[str, Item], scores: Mapping[str, Score]) -> SafetyRule:
    if table.has("item") == table.has("score"):
        table.refuse("item", "needs either an item or a score")
    rule = SafetyRule(
        item=table.words("item", items) if table.has("item") else "",
        score=table.words("score", scores) if table.has("score") else "",
        op=table.words("op", OPERATORS),
        value=table.number("value"),
        action=table.text("action"),
        checked=table.truth("checked"),
        note=table.text("note", ""),
    )
    table.end()
    return rule


def _finding(table: Table, items: Mapping[str, Item]) -> Finding:
    finding = Finding(
        id=table.text("id"),
        label=table.text("label"),
        clauses=tuple(_clause(row, items) for row in table.rows("clauses", needed=True)),
        checked=table.truth("checked"),
        note=table.text("note", ""),
    )
    table.end()
    return finding


def _clause(table: Table, items: Mapping[str, Item]) -> Clause:
    answers = table.numbers_by_id("answers", items)
    at_least, at_most = table.count("at_least"), table.count("at_most", len(answers))
    blank = table.words("blank_counts", ("yes", "no", "unknown")) if table.has("blank_counts") else "unknown"
    table.end()
    return Clause(answers, at_least, at_most, blank)
