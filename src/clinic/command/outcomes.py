"""kith outcomes: whether it is working, over many courses."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray

from clinic.command.refusal import BadInput, PlainCommand
from clinic.command.score import add_pack
from clinic.exchange import reading
from ipt.measures import library
from ipt.measures.measure import Caseness, ChangeThreshold
from ipt.outcomes import rates

GROUPS = ("service", "therapist", "focus", "manual")
FROM_FILE = (*GROUPS, "started_on", "ended_on", "attended")


@click.group()
def outcomes() -> None:
    """Whether it is working, over many courses."""


@outcomes.command(cls=PlainCommand)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--course", default="course", help="The column that names the course.")
@click.option("--session", default="session", help="The column that says when: a session, week or month.")
@click.option("--score", default="score", help="The column with the score.")
@click.option("--measure", default="", help="The measure of all scores; else a column measure.")
@click.option("--wide", default="", help="For one row a course: the columns, such as bdi_s{}.")
@click.option("--leave-out", multiple=True, metavar="COLUMN=VALUE", help="Pass over these rows.")
@click.option("--by", "by", type=click.Choice(GROUPS), help="Count by group as well.")
@click.option("--reliable-change", multiple=True, metavar="MEASURE=POINTS", help="A threshold of your own.")
@click.option("--caseness", multiple=True, metavar="MEASURE=POINTS", help="A cut-off of your own.")
@click.option("--pack", type=click.Path(path_type=Path), envvar="KITH_PACKS", help="Measures of your own.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def report(files: tuple[Path, ...], by: str | None, as_json: bool, pack: Path | None, **asked: Any) -> None:
    """Count who recovered and reliably changed: kith outcomes report scores.csv."""
    add_pack(pack)
    rows, left_out = _read(files, _columns(**asked))
    courses = Courses.of(rows)
    own_change = {rule.score: rule for rule in _own_change(asked["reliable_change"])}
    own_cut = dict(_own_caseness(asked["caseness"]))
    measured = courses.first_and_last()
    of = rates.outcomes(
        measured,
        finished=courses.finished(),
        reliable={measure: _for(measure, rule) for measure, rule in own_change.items()},
        caseness=own_cut,
    )
    groups = {name: rates.count(of, among) for name, among in courses.groups(by).items()} if by else {}
    thresholds = [_thresholds(scores, own_change, own_cut) for scores in measured]
    whole = rates.count(of)
    if as_json:
        click.echo(json.dumps(_as_json(whole, by, groups, thresholds, left_out)))
    else:
        click.echo("\n".join(_lines(whole, by, groups, thresholds, left_out)))


@dataclass(frozen=True)
class Courses:
    """The rows of the files, as numbers: which course each belongs to, and what is known of each course."""

    names: list[str]
    course: NDArray[np.intp]
    session: NDArray[np.float64]
    score: NDArray[np.float64]
    measure: NDArray[np.str_]
    known: list[dict[str, str]]

    @classmethod
    def of(cls, rows: list[reading.Scored]) -> "Courses":
        """Number the courses in the order in which they come."""
        numbers: dict[str, int] = {}
        known: list[dict[str, str]] = []
        course = np.empty(len(rows), dtype=np.intp)
        for place, row in enumerate(rows):
            number = numbers.setdefault(row.course, len(numbers))
            if number == len(known):
                known.append({})
            known[number].update(row.others)
            course[place] = number
        return cls(
            list(numbers),
            course,
            np.array([row.session for row in rows]),
            np.array([row.score for row in rows]),
            np.array([row.measure for row in rows]),
            known,
        )

    def first_and_last(self) -> list[rates.FirstAndLast]:
        """First and last score of each course, one entry a measure."""
        found = []
        for name in np.unique(self.measure):
            here = self.measure == name
            found.append(
                rates.first_and_last(
                    library.load(str(name)),
                    self.course[here],
                    self.session[here],
                    self.score[here],
                    len(self.names),
                )
            )
        return found

    def finished(self) -> NDArray[np.bool_]:
        """Ended, with two attended sessions or more.

        Where the file says nothing of attendance, the sessions with a row are counted; where it says nothing
        of any course's end, all have ended.
        """
        says_ended = any("ended_on" in known for known in self.known)
        attended = np.array([_attended(known, self._sessions(n)) for n, known in enumerate(self.known)])
        ended = np.array([not says_ended or "ended_on" in known for known in self.known])
        return np.asarray(ended & (attended >= 2))

    def _sessions(self, number: int) -> int:
        return int(self._counts[number])

    @property
    def _counts(self) -> NDArray[np.intp]:
        pairs = np.unique(np.stack([self.course.astype(float), self.session]), axis=1)
        return np.bincount(pairs[0].astype(np.intp), minlength=len(self.names))

    def groups(self, by: str | None) -> dict[str, NDArray[np.bool_]]:
        """The courses of each value of a column; those without one stand under an empty name."""
        values = np.array([known.get(by or "", "") for known in self.known])
        return {str(value): values == value for value in np.unique(values)}


def _attended(known: dict[str, str], sessions: int) -> int:
    text = known.get("attended", "")
    if text and not text.isdecimal():
        raise BadInput(f"attended: {text!r} is not a whole number")
    return int(text) if text else sessions


def _columns(
    course: str, session: str, score: str, measure: str, wide: str, leave_out: Iterable[str], **_: Any
) -> reading.Columns:
    pairs = tuple(_pair(text, "--leave-out") for text in leave_out)
    return reading.Columns(course, session, score, measure, wide, pairs, FROM_FILE)


def _pair(text: str, option: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise BadInput(f"{option}: {text!r} must be NAME=VALUE")
    return name, value


def _read(files: Iterable[Path], columns: reading.Columns) -> tuple[list[reading.Scored], int]:
    rows, left_out = [], 0
    for file in files:
        try:
            table = reading.read(file, columns)
        except reading.Refused as error:
            raise BadInput(str(error)) from error
        rows += table.rows
        left_out += table.left_out
    return rows, left_out


def _points(text: str, option: str) -> tuple[str, float]:
    measure, value = _pair(text, option)
    if measure not in library.ids():
        raise BadInput(f"{option}: there is no measure {measure!r}")
    try:
        return measure, float(value)
    except ValueError:
        raise BadInput(f"{option}: {value!r} is not a number") from None


def _own_change(texts: Iterable[str]) -> list[ChangeThreshold]:
    pairs = [_points(text, "--reliable-change") for text in texts]
    return [ChangeThreshold("reliable", m, ">=", v, "given with the command", False, "") for m, v in pairs]


def _for(measure: str, rule: ChangeThreshold) -> ChangeThreshold:
    """The rule with the measure's own score in the place of the measure."""
    return ChangeThreshold(
        rule.kind, library.load(measure).main_score, rule.op, rule.value, rule.source, False, ""
    )


def _own_caseness(texts: Iterable[str]) -> list[tuple[str, Caseness]]:
    pairs = [_points(text, "--caseness") for text in texts]
    return [
        (m, Caseness("given with the command", False, "", library.load(m).main_score, ">=", v))
        for m, v in pairs
    ]


def _thresholds(
    scores: rates.FirstAndLast, own_change: dict[str, ChangeThreshold], own_cut: dict[str, Caseness]
) -> dict[str, Any]:
    measure = scores.measure
    rule = own_change.get(measure.id) or rates.reliable_rule(measure)
    cut = own_cut.get(measure.id) or rates.cut_off(measure)
    return {
        "measure": measure.id,
        "version": measure.version,
        "courses": int(np.count_nonzero(~np.isnan(scores.first))),
        "with_two_scores": int(np.count_nonzero(~np.isnan(scores.last))),
        "reliable_change": rule and {"op": rule.op, "value": rule.value, "source": rule.source},
        "caseness": cut and {"op": cut.op, "value": cut.value, "source": cut.meaning},
    }


def _as_json(
    whole: rates.Counts,
    by: str | None,
    groups: dict[str, rates.Counts],
    thresholds: list[dict[str, Any]],
    left_out: int,
) -> dict[str, Any]:
    grouped = {name: asdict(counts) for name, counts in groups.items()}
    return {**asdict(whole), "by": {by: grouped} if by else {}, "measures": thresholds, "left_out": left_out}


def _lines(
    whole: rates.Counts,
    by: str | None,
    groups: dict[str, rates.Counts],
    thresholds: list[dict[str, Any]],
    left_out: int,
) -> list[str]:
    lines = [f"{whole.courses} courses, {whole.finished} finished (two sessions or more)"]
    if left_out:
        lines.append(f"{left_out} rows left out as asked")
    lines += ["", *_shares(whole)]
    for name, counts in groups.items():
        lines += ["", f"{by}: {name or 'not said'} ({counts.courses} courses)", *_shares(counts)]
    lines += ["", *(_threshold_line(one) for one in thresholds)]
    return lines


def _shares(counts: rates.Counts) -> list[str]:
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


def _threshold_line(one: dict[str, Any]) -> str:
    rule, cut = one["reliable_change"], one["caseness"]
    change = (
        f"reliable change {rule['value']:g} points ({rule['source']})" if rule else "no reliable change known"
    )
    case = f"caseness {cut['op']} {cut['value']:g}" if cut else "no cut-off known"
    paired = f"{one['with_two_scores']} of {one['courses']} courses with two scores"
    return f"{one['measure']}: {case}; {change}; {paired}"
