"""Counts the courses in files of long rows on an engine, or refuses them with row and reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ipt.measures import library
from ipt.measures.norms import Caseness, ChangeThreshold
from ipt.outcomes import engines, long_rows, service
from ipt.outcomes.long_rows import MOST_FAULTS, BadRows, Names, Profile
from ipt.outcomes.service import Cells, Rule, Told
from ipt.outcomes.which_measures import Judged, judged_by

NEEDED_BY = {"quarter": "started_on"}


@dataclass(frozen=True)
class Counting:
    """What was counted, by which thresholds, and how many rows were left out as asked.

    >>> import polars
    >>> rows = {"course": ["a", "a", "b"], "session": [1, 8, 1], "measure": "gad7", "score": [15, 4, 11]}
    >>> polars.DataFrame({**rows, "study": ["no", "no", "yes"]}).write_csv("scores.csv")
    >>> counted = count({Path("scores.csv"): Names(leave_out=(("study", "yes"),))})
    >>> counted.left_out, counted.judged.measures, counted.cells.whole().recovered
    (1, ('gad7',), 1)
    """

    cells: Cells
    rules: tuple[Rule, ...]
    judged: Judged
    left_out: int


def count(
    files: Mapping[Path, Names],
    *,
    engine: str = "duckdb",
    by: Sequence[str] = (),
    chosen: Sequence[str] = (),
    reliable: Mapping[str, ChangeThreshold] | None = None,
    caseness: Mapping[str, Caseness] | None = None,
) -> Counting:
    """Count the courses of files taken together.

    Parameters
    ----------
    files
        CSV or Parquet files of long rows, and which column says what in each.
    engine
        One of `engines.ENGINES`; the integers are the same on each.
    by
        Any of `said.GROUPS`; the quarter is that of ``started_on``.
    chosen
        Measures to count in place of those of `which_measures.judged_by`.
    reliable, caseness
        Thresholds by measure id in place of those in the measures' files.

    Raises
    ------
    BadRows
        If a row cannot be used: no course, a session that is no number, an unknown measure, a score that is
        no number, impossible, or given twice with two values; a course stands in two groups; or a chosen
        measure has no scores.
    EngineError
        If the engine is not there or cannot read a file.

    Examples
    --------
    >>> import polars
    >>> polars.DataFrame(
    ...     {
    ...         "course": ["a", "a", "b", "b", "c"],
    ...         "session": [1, 8, 1, 8, 1],
    ...         "measure": "phq9",
    ...         "score": [19, 6, 15, 14, 22],
    ...     }
    ... ).write_csv("scores.csv")
    >>> counted = count({Path("scores.csv"): Names()})
    >>> whole = counted.cells.whole()
    >>> whole.courses, whole.finished, whole.at_caseness, whole.recovered, whole.reliably_improved
    (3, 2, 2, 1, 1)
    >>> [(rule.measure.id, rule.reliable.value, rule.cut.value) for rule in counted.rules]
    [('phq9', 6.0, 10.0)]
    """
    backend = engines.connect(engine)
    raw = {file: engines.raw(backend, file) for file in files}
    rows = _together([_named(file, raw[file], names) for file, names in files.items()], by)
    profile = long_rows.look_over(backend, rows)
    if not profile.measures:
        raise BadRows(f"{_called(files)} has no scores.")
    if not profile.sound:
        raise BadRows(_faults(files, profile))
    told = replace(profile.told, by=tuple(by))
    rules = tuple(
        Rule.of(library.load(id), (reliable or {}).get(id), (caseness or {}).get(id))
        for id in profile.measures
    )
    judged = _judged(profile.measures, chosen)
    bits = profile.small_sessions and engines.joins_bits(backend)
    cells = _cells(backend, rows, rules, told, judged, bits=bits)
    if cells.repeated or not bits:
        _refuse_two_scores(backend, rows, files)
    for name in told.by if cells.divided else ():
        if name != "quarter":
            _refuse_two_groups(backend, rows, name, files)
    if cells.nameless:
        raise BadRows(_faults(files, profile))
    return Counting(
        cells, rules, judged, sum(_left_out(backend, raw[file], names) for file, names in files.items())
    )


def _judged(there: Sequence[str], chosen: Sequence[str]) -> Judged:
    try:
        return judged_by(there, chosen)
    except ValueError as error:
        raise BadRows(str(error)) from None


def _cells(
    backend: Any, rows: Any, rules: Sequence[Rule], told: Told, judged: Judged, *, bits: bool
) -> Cells:
    counted = service.counted(rows, rules, told, judged, bits=bits)
    return service.cells(engines.answer(backend, counted), rules, told)


def _named(file: Path, table: Any, names: Names) -> Any:
    try:
        return long_rows.canonical(table, names)
    except BadRows as error:
        raise BadRows(f"{file.name}: {error}") from None


def _together(tables: Sequence[Any], by: Sequence[str]) -> Any:
    """The rows of all files; a column that one file lacks says nothing there."""
    import ibis

    there = {name for table in tables for name in table.columns}
    wanted = [NEEDED_BY.get(name, name) for name in by]
    if absent := [name for name in wanted if name not in there]:
        raise BadRows(f"there is no column {', '.join(absent)} to count by.")
    blank = ibis.null("string")
    return engines.union(
        table.mutate(**dict.fromkeys(sorted(there - set(table.columns)), blank)).select(*sorted(there))
        for table in tables
    )


def _refuse_two_scores(backend: Any, rows: Any, files: Mapping[Path, Names]) -> None:
    found = _offenders(backend, service.two_values(rows))
    words = "{course} has two scores of {measure} at {session:g}: {low:g} ({low_at}) and {high:g} ({high_at})"
    _refuse(files, found, words, same=("course", "measure", "session"), told="score")


def _refuse_two_groups(backend: Any, rows: Any, name: str, files: Mapping[Path, Names]) -> None:
    found = _offenders(backend, service.two_groups(rows, name))
    words = f"{{course}} has two values of {name}: {{low}} ({{low_at}}) and {{high}} ({{high_at}})"
    _refuse(files, found, words, same=("course",), told=name)


def _offenders(backend: Any, offenders: Any) -> list[dict[str, Any]]:
    found = engines.answer(backend, offenders.order_by("course").limit(MOST_FAULTS + 1))
    return [dict(zip(found, row, strict=True)) for row in zip(*found.values(), strict=True)]


def _refuse(
    files: Mapping[Path, Names],
    found: Sequence[Mapping[str, Any]],
    words: str,
    *,
    same: Sequence[str],
    told: str,
) -> None:
    """Refuse rows that contradict each other, each value with its file and row."""
    if not found:
        return
    sides = ("low", "high")
    wanted = [{**{name: one[name] for name in same}, told: one[side]} for one in found for side in sides]
    at = iter(_places(files, wanted))
    lines = [words.format(**one, low_at=next(at), high_at=next(at)) for one in found]
    raise BadRows("\n".join(["the files were not counted:", *_at_most(lines)]))


def _places(files: Mapping[Path, Names], wanted: Sequence[Mapping[str, Any]]) -> list[str]:
    """Where each of the wanted stands first: in which file and row, so far as DuckDB writes it the same."""
    rows = [(file, long_rows.first_rows(file, names, wanted)) for file, names in files.items()]
    return [
        next((f"{file.name} row {first[at]}" for file, first in rows if first[at]), _called(files))
        for at in range(len(wanted))
    ]


def _faults(files: Mapping[Path, Names], profile: Profile) -> str:
    said = []
    for file, names in files.items():
        if faults := long_rows.explain(file, names, profile):
            said += [f"{file.name} was not read; nothing was taken from it:", *_at_most(faults)]
    return "\n".join(said) or "attended says yes or no in some rows and a number of sessions in others"


def _at_most(lines: Sequence[str]) -> list[str]:
    return [*lines[:MOST_FAULTS], *(["and more"] if len(lines) > MOST_FAULTS else [])]


def _left_out(backend: Any, table: Any, names: Names) -> int:
    if not names.leave_out:
        return 0
    rows = table.filter(long_rows.left_out(table, names))
    return int(engines.answer(backend, rows.aggregate(n=rows.count()))["n"][0])


def _called(files: Mapping[Path, Names]) -> str:
    return ", ".join(file.name for file in files)
