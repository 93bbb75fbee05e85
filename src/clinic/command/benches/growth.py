"""The growth model beside lme4 and mixedlm-rs, from a data frame to estimates, errors and patients' lines.

Accuracy is compared with lme4 at tight tolerance, speed with lme4 as it comes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from clinic.command.benches.measured import Gate, Given, Row, Side, Skipped, side
from ipt.outcomes.growth import simulate

MEGABYTES_OF_LME4 = 7200.0  # at a million patients, where an eighth is wanted


@dataclass(frozen=True)
class Size:
    """How many patients, how often each side runs, and how many times faster we mean to be."""

    patients: int
    runs: int
    reach_lme4: float
    reach_mixedlm: float
    tight: bool = True  # whether lme4 also runs at tight tolerance, to compare figures


SIZES = (
    Size(1_000, 9, 30, 3),
    Size(10_000, 5, 100, 6),
    Size(100_000, 3, 400, 12),
)
LARGEST = Size(1_000_000, 1, 1000, 30, tight=False)


def rows(given: Given) -> Iterator[Row | Skipped]:
    """Rows by size: in order; the same shuffled; and times that are not whole."""
    sizes = SIZES[:1] if given.quick else SIZES + ((LARGEST,) if given.largest else ())
    for size in sizes:
        folder = given.folder / f"growth-{size.patients}"
        drawn = simulate.courses(np.random.default_rng(size.patients), size.patients)
        _write(folder, drawn)
        what = f"growth model, {size.patients:,} patients, {len(drawn.score):,} scores"
        ours = side(
            "Kith", given.python, "growth_kith.py", folder, given.runs(max(size.runs, 3)), given=given
        )
        yield from _beside_lme4(what, folder, ours, size, given)
        yield from _beside_mixedlm(what, folder, ours, size.reach_mixedlm, size, given)
        yield _unordered(what, given, drawn, ours, size)
        yield from _real_times(what, given, size)


def _write(folder: Path, drawn: simulate.Simulated, order: np.ndarray | slice = slice(None)) -> None:
    folder.mkdir()
    for name, column in drawn.columns().items():
        column[order].astype("<i4" if name == "patient" else "<f8").tofile(folder / f"{name}.bin")


def _beside_lme4(what: str, folder: Path, ours: Side, size: Size, given: Given) -> Iterator[Row | Skipped]:
    what = f"{what}, beside lme4"
    if given.r is None:
        yield Skipped(what, "R with lme4 is not here (--install-peers)")
        return
    peer = side(
        "lme4",
        given.r,
        "growth_lme4.R",
        folder,
        1 if given.quick else min(size.runs, 3),
        "usual",
        given=given,
    )
    tight = side("lme4", given.r, "growth_lme4.R", folder, 1, "tight", given=given) if size.tight else peer
    gates = agreeing(ours, tight, tight=size.tight)
    if size is LARGEST:
        gates += (_memory(ours),)
    yield Row(what, ours, peer, reach=size.reach_lme4, gates=gates)


def agreeing(ours: Side, peer: Side, *, tight: bool) -> tuple[Gate, ...]:
    """Never below lme4; as high to 1e-6, or to 1e-12 of the log likelihood; estimates to 1e-5 of an error."""
    mine, theirs = ours.figures, peer.figures
    above = mine["loglik"] - theirs["loglik"]
    digits = max(1e-6, 1e-12 * abs(theirs["loglik"]))
    gates = [Gate("not below lme4", above > -digits, f"{above:+.1e} in log likelihood")]
    if tight:
        gates.append(Gate("log likelihood equal", abs(above) <= digits, f"within {digits:.0e}"))
        far = np.max(  # unlike max, nan where one is nan
            [
                abs(a - b) / error
                for a, b, error in zip(mine["estimates"], theirs["estimates"], mine["errors"], strict=True)
            ]
        )
        gates.append(Gate("estimates equal", bool(far < 1e-5), f"{far:.1e} standard errors apart at most"))
        spread = np.max([abs(a / b - 1) for a, b in zip(mine["spreads"], theirs["spreads"], strict=True)])
        gates.append(Gate("spreads equal", bool(spread < 1e-5), f"{spread:.1e} apart at most, as a share"))
    return tuple(gates)


def _memory(ours: Side) -> Gate:
    most = MEGABYTES_OF_LME4 / 8
    return Gate("an eighth of lme4's memory", ours.peak_mb <= most, f"{ours.peak_mb:.0f} of {most:.0f} MB")


def _beside_mixedlm(
    what: str, folder: Path, ours: Side, reach: float, size: Size, given: Given
) -> Iterator[Row | Skipped]:
    what = f"{what}, beside mixedlm-rs"
    if given.peers is None:
        yield Skipped(what, "mixedlm-rs is not installed (--install-peers)")
        return
    peer = side(
        "mixedlm-rs", given.peers, "growth_mixedlm_rs.py", folder, given.runs(min(size.runs, 3)), given=given
    )
    mine, theirs = ours.figures, peer.figures
    above = mine["loglik"] - theirs["loglik"]
    gate = Gate("not below mixedlm-rs", above > -1e-6 - 1e-12 * abs(mine["loglik"]), f"{above:+.1e}")
    yield Row(what, ours, peer, reach=reach, gates=(gate,))


def _unordered(what: str, given: Given, drawn: simulate.Simulated, ours: Side, size: Size) -> Row:
    folder = given.folder / f"shuffled-{size.patients}"
    _write(folder, drawn, np.random.default_rng(1).permutation(len(drawn.score)))
    mixed = side("Kith", given.python, "growth_kith.py", folder, given.runs(min(size.runs, 3)), given=given)
    apart = abs(mixed.figures["loglik"] / ours.figures["loglik"] - 1)
    gate = Gate("as in order", apart < 1e-11, f"{apart:.0e} apart")
    note = f"{mixed.seconds / ours.seconds:.2g} times as long as in order"
    return Row(f"{what}, rows in any order", mixed, gates=(gate,), note=note)


def _real_times(what: str, given: Given, size: Size) -> Iterator[Row | Skipped]:
    folder = given.folder / f"real-{size.patients}"
    drawn = simulate.courses(np.random.default_rng(size.patients), size.patients, whole=False)
    _write(folder, drawn)
    ours = side("Kith", given.python, "growth_kith.py", folder, given.runs(min(size.runs, 3)), given=given)
    yield from _beside_mixedlm(f"{what}, times not whole", folder, ours, 3, size, given)
