"""Service rates as lines to read and as JSON: counts, what each is a share of, and what is missing."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from ipt.measures.norms import Caseness, ChangeThreshold
from ipt.outcomes.rates import Counts, FirstAndLast


@dataclass(frozen=True)
class Thresholds:
    """What was used for one measure, and for how many courses it could be."""

    scores: FirstAndLast
    reliable: ChangeThreshold | None
    cut: Caseness | None
    courses: int
    with_two_scores: int

    @classmethod
    def of(cls, scores: FirstAndLast, reliable: ChangeThreshold | None, cut: Caseness | None) -> "Thresholds":
        begun, both = (int(np.count_nonzero(~np.isnan(part))) for part in (scores.first, scores.last))
        return cls(scores, reliable, cut, begun, both)

    def as_json(self) -> dict[str, Any]:
        rule, cut = self.reliable, self.cut
        return {
            "measure": self.scores.measure.id,
            "version": self.scores.measure.version,
            "courses": self.courses,
            "with_two_scores": self.with_two_scores,
            "reliable_change": rule and {"op": rule.op, "value": rule.value, "source": rule.source},
            "caseness": cut and {"op": cut.op, "value": cut.value, "source": cut.meaning},
        }

    def __str__(self) -> str:
        rule, cut = self.reliable, self.cut
        points = f"reliable change {rule.value:g} points ({rule.source})" if rule else ""
        case = f"caseness {cut.op} {cut.value:g}" if cut else "no cut-off known"
        paired = f"{self.with_two_scores} of {self.courses} courses with two scores"
        return f"{self.scores.measure.id}: {case}; {points or 'no reliable change known'}; {paired}"


@dataclass(frozen=True)
class Counted:
    """The courses counted, in all and by group."""

    whole: Counts
    by: str | None
    groups: dict[str, Counts]
    thresholds: list[Thresholds]
    left_out: int

    def as_json(self) -> dict[str, Any]:
        """The counts of all courses, then those of each group under ``by``."""
        grouped = {name: asdict(counts) for name, counts in self.groups.items()}
        return {
            **asdict(self.whole),
            "by": {self.by: grouped} if self.by else {},
            "measures": [one.as_json() for one in self.thresholds],
            "left_out": self.left_out,
        }


def lines(counted: Counted) -> list[str]:
    """The same to read."""
    whole = counted.whole
    said = [f"{whole.courses} courses, {whole.finished} finished (ended after two sessions or more)"]
    if counted.left_out:
        said.append(f"{counted.left_out} rows left out as asked")
    said += ["", *_shares(whole)]
    for name, counts in counted.groups.items():
        said += ["", f"{counted.by}: {name or 'not said'} ({counts.courses} courses)", *_shares(counts)]
    said += ["", *map(str, counted.thresholds)]
    return [*said, "Change from first to last score does not show what caused it."]


def _shares(counts: Counts) -> list[str]:
    rows = [
        ("recovered", counts.recovered, counts.at_caseness, "finished at caseness"),
        ("reliably recovered", counts.reliably_recovered, counts.at_caseness, "finished at caseness"),
        ("reliably improved", counts.reliably_improved, counts.finished, "finished"),
        ("reliably deteriorated", counts.reliably_deteriorated, counts.finished, "finished"),
        ("without an outcome", counts.missing_outcome, counts.finished, "finished"),
    ]
    return [f"  {words:<22}{n:>7} of {of:>7} {what}{_percent(n, of)}" for words, n, of, what in rows]


def _percent(n: int, of: int) -> str:
    return f"  {100 * n / of:.1f} %" if of else ""
