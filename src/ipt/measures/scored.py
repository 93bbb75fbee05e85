"""What scoring one person's form gives: each score with its band, and what was answered."""

from collections.abc import Mapping
from dataclasses import dataclass

from ipt.measures.measure import Item, Measure
from ipt.measures.norms import Band


@dataclass(frozen=True, slots=True)
class ScoreResult:
    """One score of one person. `value` is None when too much was left blank; `rule` says how blanks count."""

    id: str
    label: str
    value: float | None
    band: Band | None
    answered: int
    items: int
    prorated: bool
    rule: str


@dataclass(frozen=True, slots=True)
class Scored:
    """All scores of one person's form.

    `answered` and `missing` count the items that are scored; an item the form passes over is neither.
    """

    measure: Measure
    results: tuple[ScoreResult, ...]
    answered: int
    missing: int
    blank: tuple[Item, ...]
    findings: Mapping[str, bool | None]

    @property
    def scores(self) -> dict[str, float | None]:
        """Values by score id."""
        return {result.id: result.value for result in self.results}

    @property
    def bands(self) -> dict[str, str | None]:
        """Band labels by score id."""
        return {result.id: result.band.label if result.band else None for result in self.results}

    @property
    def prorated(self) -> bool:
        """Say whether any score was prorated."""
        return any(result.prorated for result in self.results)

    @property
    def main(self) -> ScoreResult:
        """The score that charts and caseloads show."""
        return next(result for result in self.results if result.id == self.measure.main_score)
