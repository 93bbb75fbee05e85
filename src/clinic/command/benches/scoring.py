"""PHQ-9 in bulk: 16 million forms checked, prorated and scored, beside pandas on the same answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from clinic.command.benches.measured import Gate, Given, Row, Skipped, side

FORMS = 16_000_000
BLANK = 0.01  # of the answers
REACH = 10.0


@dataclass(frozen=True)
class Held:
    """How the same answers are held, and what is to be reached beside pandas on them."""

    what: str
    kind: str  # columns, block or complete, as the pandas side knows them
    reach: float | None = None
    note: str = ""


ALL = (
    Held("a float column an item with blanks, as read_csv gives them", "columns", REACH),
    Held("the same in one float block", "block", note="pandas at its best: a frame made from one array"),
    Held("complete, whole numbers in single bytes", "complete"),
)


def rows(given: Given) -> Iterator[Row | Skipped]:
    """One row for each way of holding the answers."""
    forms = FORMS // 100 if given.quick else FORMS
    for held in ALL:
        what = f"PHQ-9, {forms / 1e6:g}M forms scored, {held.what}"
        if given.peers is None:
            yield Skipped(what, "pandas is not installed (--install-peers)")
            continue
        yield _row(what, held, _written(given.folder / "phq9.npy", forms, held), given)


def _row(what: str, held: Held, file: Path, given: Given) -> Row:
    runs = given.runs(5)
    ours = side("Kith", given.python, "scoring_kith.py", file, runs, given=given)
    peer = side(
        "pandas", given.peers or given.python, "scoring_pandas.py", file, runs, held.kind, given=given
    )
    seen = (
        f"sum of all totals {ours.figures['sum']:.0f}, {peer.figures['sum']:.0f}; "
        f"forms scored {ours.figures['scored']}, {peer.figures['scored']}"
    )
    gate = Gate("totals and number scored equal", ours.figures == peer.figures, seen)
    return Row(what, ours, peer, reach=held.reach, gates=(gate,), note=held.note)


def _written(file: Path, forms: int, held: Held) -> Path:
    """Write the answers column after column, as a table of columns holds them."""
    rng = np.random.default_rng(9)
    kind = np.int8 if held.kind == "complete" else np.float64
    answers = np.empty((forms, 9), dtype=kind, order="F")
    for column in answers.T:
        column[:] = rng.integers(0, 4, forms, dtype=np.int8)
        if held.kind != "complete":
            column[rng.random(forms) < BLANK] = np.nan
    with file.open("wb") as opened:
        np.lib.format.write_array(opened, answers)
    return file
