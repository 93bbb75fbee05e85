"""The rules as data: what each looks at, from where on, how soon somebody should look, and its source."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from ipt.measures.tables import Table, unique

Level = Literal["review_now", "review_soon"]
Finding = Literal[
    "reliable_worsening", "risk_item_rise", "risk_begins", "small_fall", "missed", "alliance_fall"
]
FromModel = Literal["beyond_expected_range"]  # what a forecast model finds; no file of rules holds it
LEVELS: tuple[Level, ...] = get_args(Level)
FINDINGS: tuple[Finding, ...] = get_args(Finding)
SHIPPED = Path(__file__).parent / "rules.toml"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``share`` is a part of the first score's distance, or of the alliance's range, 0 to 1.

    >>> rule = load().rule("little_change_by_mid_point")
    >>> rule.level, rule.finding, rule.share, rule.from_mid_point
    ('review_soon', 'small_fall', 0.25, True)
    >>> rule.title
    'Less than a quarter lower at the mid-point or after it'
    """

    id: str
    version: str
    level: Level
    finding: Finding | FromModel
    title: str
    source: str
    share: float = 0.0
    count: int = 0
    first_session: int = 1
    last_session: int | None = None
    from_mid_point: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """Something a therapist may ask about a course that does not go as hoped.

    >>> reason = load().reasons[0]
    >>> reason.title, reason.ask
    ('Working together', 'Is there a strain between you, or a disagreement about what the work is for?')
    """

    id: str
    title: str
    ask: str


@dataclass(frozen=True, slots=True)
class StepUp:
    """How many scores that call for a look now prompt the question of stopping or stepping up."""

    times: int
    words: str
    source: str


@dataclass(frozen=True, slots=True)
class Rules:
    """A version of all rules; ``standing`` says how far they were tested, and goes wherever they go.

    >>> rules = load()
    >>> rules.version, len(rules.rules), rules.step_up.times
    ('2026.1', 7, 2)
    >>> rules.rule("little_change_early").share
    0.2
    """

    version: str
    standing: str
    rules: tuple[Rule, ...]
    reasons: tuple[Reason, ...]
    step_up: StepUp

    def rule(self, id: str) -> Rule:
        """The rule of that id; KeyError when there is none."""
        found = next((rule for rule in self.rules if rule.id == id), None)
        if found is None:
            raise KeyError(id)
        return found


@cache
def load() -> Rules:
    """The rules that come with the program.

    >>> [rule.id for rule in load().rules if rule.level == "review_now"]
    ['worse_than_start', 'risk_answer_rose', 'new_risk']
    """
    return read(SHIPPED)


def read(file: Path) -> Rules:
    """Read a file of rules.

    Raises
    ------
    MeasureError
        With file, key and reason, for anything missing, misspelt, unknown or contradictory.

    Examples
    --------
    >>> read(SHIPPED) == load()
    True
    """
    table = Table.open(file)
    rules = [_rule(row) for row in table.rows("rules", needed=True)]
    reasons = [_reason(row) for row in table.rows("reasons", needed=True)]
    found = Rules(
        version=table.text("version"),
        standing=table.text("standing"),
        rules=unique(table, "rules", rules, lambda rule: rule.id),
        reasons=unique(table, "reasons", reasons, lambda reason: reason.id),
        step_up=_step_up(table.table("step_up")),
    )
    table.end()
    return found


def _rule(row: Table) -> Rule:
    finding = row.words("finding", FINDINGS)
    rule = Rule(
        id=row.text("id"),
        version=row.text("version"),
        level=row.words("level", LEVELS),  # type: ignore[arg-type]
        finding=finding,  # type: ignore[arg-type]
        title=row.text("title"),
        source=row.text("source"),
        share=_share(row) if finding in ("small_fall", "alliance_fall") else 0.0,
        count=_at_least_one(row, "count") if finding == "missed" else 0,
        first_session=row.count("first_session", 1),
        last_session=row.count("last_session") if row.has("last_session") else None,
        from_mid_point=row.truth("from_mid_point", False),
    )
    if rule.last_session is not None and rule.last_session < rule.first_session:
        row.refuse("last_session", "lies before first_session")
    row.end()
    return rule


def _share(row: Table) -> float:
    share = row.number("share")
    if not 0 < share < 1:
        row.refuse("share", "must lie between 0 and 1")
    return share


def _at_least_one(row: Table, key: str) -> int:
    count = row.count(key)
    if count < 1:
        row.refuse(key, "must be 1 or more")
    return count


def _reason(row: Table) -> Reason:
    reason = Reason(row.text("id"), row.text("title"), row.text("ask"))
    row.end()
    return reason


def _step_up(table: Table) -> StepUp:
    found = StepUp(_at_least_one(table, "times"), table.text("words"), table.text("source"))
    table.end()
    return found
