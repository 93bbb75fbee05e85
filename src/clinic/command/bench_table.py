"""What `kith bench` found, as lines to read and as JSON."""

from collections.abc import Iterable
from typing import Any

from clinic.command.benches.measured import Row, Side, Skipped


def lines(row: Row | Skipped) -> list[str]:
    """One row: gates first, then what each side took."""
    if isinstance(row, Skipped):
        return [f"{row.what}", f"  skipped: {row.why}", ""]
    said = [row.what]
    said += [f"  {'holds' if gate.holds else 'FAILS'}: {gate.what} ({gate.seen})" for gate in row.gates]
    said += [f"  {_side(one)}" for one in (row.ours, row.peer) if one]
    said += [f"  {_reached(row)}"] if row.reach or row.limit or row.peer else []
    return [*said, *([f"  {row.note}"] if row.note else []), ""]


def as_json(rows: Iterable[Row | Skipped]) -> dict[str, Any]:
    """Rows and what was skipped, numbers unrounded."""
    found = list(rows)
    return {
        "rows": [row.as_json() for row in found if isinstance(row, Row)],
        "skipped": [{"what": row.what, "why": row.why} for row in found if isinstance(row, Skipped)],
    }


def seconds(taken: float) -> str:
    """A time in the unit in which it is read: ns, µs, ms or s."""
    for unit, size in (("ns", 1e-9), ("µs", 1e-6), ("ms", 1e-3)):
        if taken < size * 1000:
            return f"{taken / size:.3g} {unit}"
    return f"{taken:.3g} s"


def _side(one: Side) -> str:
    runs = "1 run" if one.runs == 1 else f"{one.told} of {one.runs} runs"
    return f"{one.name:<12} {seconds(one.seconds):>9}  {one.peak_mb:>7.0f} MB at most  ({runs})"


def _reached(row: Row) -> str:
    if row.ratio is not None and row.limit is None:
        wanted = f", wanted {row.reach:g}: {'reached' if row.reached else 'not reached'}" if row.reach else ""
        return f"{row.ratio:.3g} times as fast{wanted}"
    beside = f"{1 / row.ratio:.3g} times as long; " if row.ratio else ""
    return f"{beside}at most {seconds(row.limit or 0)} wanted: {'reached' if row.reached else 'not reached'}"
