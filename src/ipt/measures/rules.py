"""Reads what a measure's file says of scores: how they are made, and what they mean."""

from collections.abc import Collection, Mapping

from ipt.measures.measure import Clause, Finding, Item, Missing, Score
from ipt.measures.norms import OPERATORS, Band, Bands, Caseness, ChangeThreshold, SafetyRule, Sample
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


def scores(table: Table, items: Mapping[str, Item]) -> tuple[Score, ...]:
    """Read the scores; a score made of others comes after them."""
    made = tuple(_score(row, items) for row in table.rows("scores", needed=True))
    for index, score in enumerate(made):
        earlier = {before.id for before in made[:index]}
        if missing := set(score.parts) - earlier:
            table.refuse(f"scores[{score.id}].parts", f"{min(missing)!r} is not an earlier score")
    return unique(table, "scores", made, lambda score: score.id)


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
    most = len(ids) - 1 if missing.policy in {"prorate", "mean_of_answered"} else len(ids)
    if missing.max_missing > most:
        table.refuse("max_missing", f"at most {most} of {len(ids)} items may be blank here")
    if (missing.policy == "gate_zero") != bool(missing.gate):
        table.refuse("gate", "belongs to the policy gate_zero")
    table.end()
    return missing


def bands(table: Table, scores: Mapping[str, Score]) -> Bands:
    """Read the bands of one score, which must cover its range in order."""
    score = scores[table.words("score", scores)]
    rows = tuple(_band(row) for row in table.rows("bands", needed=True))
    ends = [end for band in rows for end in (band.low, band.high)]
    if ends != sorted(ends) or (ends[0], ends[-1]) != (score.low, score.high):
        table.refuse("bands", f"must run from {score.low:g} to {score.high:g} in order")
    made = Bands(score.id, rows, table.text("source"), table.truth("checked"), table.text("note", ""))
    table.end()
    return made


def _band(table: Table) -> Band:
    band = Band(table.number("min"), table.number("max"), table.text("label"))
    table.end()
    return band


def caseness(table: Table, scores: Mapping[str, Score], findings: tuple[Finding, ...]) -> Caseness:
    """Read a cut-off on a score, or on findings."""
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


CHANGES = ("reliable", "minimal_important", "clinically_significant", "response", "remission")


def change(table: Table, scores: Mapping[str, Score]) -> ChangeThreshold:
    """Read how far a score must move."""
    threshold = ChangeThreshold(
        kind=table.words("kind", CHANGES),
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


def sample(table: Table, scores: Mapping[str, Score]) -> Sample:
    """Read what one sample gave."""
    made = Sample(
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
    return made


def safety(table: Table, items: Mapping[str, Item], scores: Mapping[str, Score]) -> SafetyRule:
    """Read a rule on an answer that shows risk, or on a score that wants attention."""
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


def finding(table: Table, items: Mapping[str, Item]) -> Finding:
    """Read a published yes/no rule."""
    made = Finding(
        id=table.text("id"),
        label=table.text("label"),
        clauses=tuple(_clause(row, items) for row in table.rows("clauses", needed=True)),
        checked=table.truth("checked"),
        note=table.text("note", ""),
    )
    table.end()
    return made


def _clause(table: Table, items: Mapping[str, Item]) -> Clause:
    answers = table.numbers_by_id("answers", items)
    at_least, at_most = table.count("at_least"), table.count("at_most", len(answers))
    blank = table.words("blank_counts", ("yes", "no", "unknown")) if table.has("blank_counts") else "unknown"
    table.end()
    return Clause(answers, at_least, at_most, blank)
