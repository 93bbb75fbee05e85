"""Service rates as lines to read and as JSON: counts, what each is a share of, and what is missing."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clinic.command.how_many import how_many
from ipt.measures.measure import Measure
from ipt.measures.norms import Caseness, ChangeThreshold
from ipt.outcomes import disclosure, funnel
from ipt.outcomes.change import reliable_rule
from ipt.outcomes.courses import Courses
from ipt.outcomes.rates import Counts, FirstAndLast, Outcomes, cut_off
from ipt.outcomes.which_measures import Judged

FUNNELS = (
    ("recovery", "recovered", "at_caseness"),
    ("reliable_recovery", "reliably_recovered", "at_caseness"),
    ("reliable_improvement", "reliably_improved", "finished"),
    ("reliable_deterioration", "reliably_deteriorated", "finished"),
)
NO_FUNNEL = ("therapist",)  # therapists are not set against each other (docs/adr/0024)


@dataclass(frozen=True)
class Thresholds:
    """What was used for one measure, and for how many courses it could be."""

    measure: Measure
    reliable: ChangeThreshold | None
    cut: Caseness | None
    courses: int
    with_two_scores: int
    counted: bool  # whether courses are judged by it

    @classmethod
    def of(
        cls,
        scores: FirstAndLast,
        reliable: Mapping[str, ChangeThreshold],
        cuts: Mapping[str, Caseness],
        judged: Judged,
    ) -> "Thresholds":
        """Those given with the command, else those of the measure's file."""
        begun, both = (int(np.count_nonzero(~np.isnan(part))) for part in (scores.first, scores.last))
        id = scores.measure.id
        rule, cut = reliable.get(id) or reliable_rule(scores.measure), cuts.get(id) or cut_off(scores.measure)
        return cls(scores.measure, rule, cut, begun, both, id in judged.measures)

    def as_json(self) -> dict[str, Any]:
        rule, cut = self.reliable, self.cut
        return {
            "measure": self.measure.id,
            "version": self.measure.version,
            "counted": self.counted,
            "courses": self.courses,
            "with_two_scores": self.with_two_scores,
            "reliable_change": rule and {"op": rule.op, "value": rule.value, "source": rule.source},
            "caseness": cut and {"op": cut.op, "value": cut.value, "source": cut.meaning},
        }

    def __str__(self) -> str:
        if not self.counted:
            return f"{self.measure.id}: not counted; scores of {how_many(self.courses, 'course')}"
        rule, cut = self.reliable, self.cut
        points = f"reliable change {rule.value:g} points ({rule.source})" if rule else ""
        case = f"caseness {cut.op} {cut.value:g}" if cut else "no cut-off known"
        paired = f"{self.with_two_scores} of {how_many(self.courses, 'course')} with two scores"
        return f"{self.measure.id}: {case}; {points or 'no reliable change known'}; {paired}"


@dataclass(frozen=True)
class Crossed:
    """Finished courses in each combination of the groups: (cells,), and the group of each a grouping."""

    finished: NDArray[np.int64]
    groupings: list[list[str]]


def crossed(found: Courses, of: Outcomes, by: tuple[str, ...]) -> Crossed:
    """Every course a cell of its own, which says the same as the combinations would."""
    groupings = [[known.get(name, "") for known in found.known] for name in by]
    return Crossed(of.finished.astype(np.int64), groupings)


@dataclass(frozen=True)
class Counted:
    """The courses counted, in all and by group; a count is None where it is withheld."""

    engine: str
    whole: Counts
    groups: dict[str, dict[str, Counts]]
    judged: Judged
    thresholds: list[Thresholds]
    left_out: int
    crossed: Crossed
    withheld: dict[str, list[str]] | None = None  # groups not shown, by grouping; None where all are

    def for_publication(self) -> "Counted":
        """Without groups that are small or would give a small one away; counts rounded, small ones hidden."""
        hidden = disclosure.withheld(self.crossed.finished, self.crossed.groupings)
        names = dict(zip(self.groups, hidden, strict=True))
        shown = {
            by: {name: counts for name, counts in groups.items() if name not in names[by]}
            for by, groups in self.groups.items()
        }
        return replace(self, groups=shown, withheld={by: sorted(names[by]) for by in names})

    def counts(self, of: Counts) -> dict[str, int | None]:
        """Counts by name, as they may be shown."""
        exact = asdict(of)
        if self.withheld is None:
            return exact
        return {name: disclosure.rounded(n) for name, n in exact.items()}

    def as_json(self) -> dict[str, Any]:
        """The counts of all courses, then those of each group under ``by``, and its place in the funnel."""
        said: dict[str, Any] = {
            **self.counts(self.whole),
            "by": {
                by: {name: self.counts(counts) for name, counts in groups.items()}
                for by, groups in self.groups.items()
            },
            "measures": [one.as_json() for one in self.thresholds],
            "left_out": self.left_out,
            "engine": self.engine,
        }
        if self.withheld is None:
            return {**said, "funnel": {by: self.funnel(by) for by in self.groups if by not in NO_FUNNEL}}
        return {**said, "withheld": self.withheld}

    def funnel(self, by: str) -> dict[str, dict[str, dict[str, Any]]]:
        """For each rate, where each group lies between the limits of chance around all of them."""
        found = {}
        for rate, count, of in FUNNELS:
            pairs = {name: (getattr(c, count), getattr(c, of)) for name, c in self.groups[by].items()}
            found[rate] = {
                name: {**asdict(place), "share": place.share, "position": place.position}
                for name, place in funnel.places(pairs).items()
            }
        return found


def lines(counted: Counted) -> list[str]:
    """The same to read."""
    whole = counted.counts(counted.whole)
    said = [
        f"{how_many(_shown(whole['courses']), 'course')}, {_shown(whole['finished'])} finished "
        "(ended after two sessions or more)"
    ]
    if counted.left_out:
        said.append(f"{how_many(counted.left_out, 'row')} left out as asked")
    said += ["", *_shares(whole)]
    for by, groups in counted.groups.items():
        said += _grouping(counted, by, groups)
    said += ["", *_judged_by(counted.judged), *map(str, counted.thresholds)]
    if counted.withheld is not None:
        said.append("Counts are rounded to 5, and those below 5 are hidden.")
    return [*said, "Change from first to last score does not show what caused it."]


def _judged_by(judged: Judged) -> list[str]:
    """Where measures stand for one another, or recovery needs several, how."""
    each = [", else ".join(group) for group in judged.groups]
    if len(judged.measures) < 2:
        return []
    if not judged.every:
        return [f"judged by every measure that a course began with: {'; '.join(each)}"]
    return [f"judged by {'; and by '.join(each)}; recovery needs a last score of each"]


def _grouping(counted: Counted, by: str, groups: Mapping[str, Counts]) -> list[str]:
    said = []
    if by == "therapist":
        said += [
            "",
            "Therapists stand in the order of their names, for supervision. This is no ranking: most of what",
            "differs between a few dozen patients is chance and who comes to whom.",
        ]
    places = {} if by in NO_FUNNEL or counted.withheld is not None else counted.funnel(by)
    for name, counts in groups.items():
        shown = counted.counts(counts)
        said += [
            "",
            f"{by}: {name or 'not said'} ({how_many(_shown(shown['courses']), 'course')})",
            *_shares(shown),
        ]
        for rate, found in places.items():
            if name in found and found[name].get("position") != "within":
                said.append(f"  {rate} lies {found[name]['position']} of what chance alone would show")
    if counted.withheld and (names := counted.withheld[by]):
        listed = ", ".join(name or "not said" for name in names)
        said += ["", f"{by}: withheld, so that no small group can be worked out: {listed}"]
    return said


def _shares(counts: Mapping[str, int | None]) -> list[str]:
    rows = [
        ("recovered", "recovered", "at_caseness", "finished at caseness"),
        ("reliably recovered", "reliably_recovered", "at_caseness", "finished at caseness"),
        ("reliably improved", "reliably_improved", "finished", "finished"),
        ("reliably deteriorated", "reliably_deteriorated", "finished", "finished"),
        ("without an outcome", "missing_outcome", "finished", "finished"),
    ]
    return [
        f"  {words:<22}{_shown(n):>7} of {_shown(of):>7} {what}{_percent(n, of)}"
        for words, n, of, what in ((words, counts[n], counts[of], what) for words, n, of, what in rows)
    ]


def _shown(n: int | None) -> str:
    return "< 5" if n is None else str(n)


def _percent(n: int | None, of: int | None) -> str:
    return f"  {100 * min(n / of, 1):.1f} %" if n is not None and of else ""
