"""The structural summary with 2,000 resamples, beside PyPI's circumplex."""

from collections.abc import Iterator

import numpy as np

from clinic.command.benches.measured import Gate, Given, Row, Side, Skipped, side

PEOPLE, RESAMPLES, REACH = 1_000, 2_000, 60.0


def rows(given: Given) -> Iterator[Row | Skipped]:
    """Means by group with their contrast, then correlations with an outside measure."""
    file = given.folder / "octants.npy"
    rng = np.random.default_rng(8)
    theta = np.radians([90, 135, 180, 225, 270, 315, 360, 45])
    way = rng.normal([[0.3, 0.8]], 0.9, (PEOPLE, 2))
    octants = 1.5 + way @ np.array([np.cos(theta), np.sin(theta)]) + rng.normal(0, 0.5, (PEOPLE, 8))
    beside = way[:, 1] + rng.normal(0, 1, PEOPLE)
    with file.open("wb") as opened:
        np.lib.format.write_array(opened, np.column_stack([octants, np.arange(PEOPLE) % 2, beside]))
    resamples = 200 if given.quick else RESAMPLES
    for kind in ("means", "correlations"):
        what = f"circumplex, {kind} of {PEOPLE:,} people, {resamples:,} resamples"
        ours = side(
            "Kith", given.python, "circumplex_kith.py", file, kind, resamples, given.runs(5), given=given
        )
        if given.peers is None:
            yield Skipped(what, "PyPI's circumplex is not installed (--install-peers)")
            continue
        peer = side("circumplex", given.peers, "circumplex_pypi.py", file, kind, resamples, 1, given=given)
        yield Row(what, ours, peer, reach=REACH, gates=_gates(ours, peer))


def _gates(ours: Side, peer: Side) -> tuple[Gate, ...]:
    pairs = list(zip(ours.figures["estimates"], peer.figures["estimates"], strict=True))
    far = max(abs(a - b) for a, b in pairs)
    widths = zip(ours.figures["bounds"], peer.figures["bounds"], ours.figures["widths"], strict=True)
    off = max(min(abs(a - b), abs(abs(a - b) - 360)) / width for a, b, width in widths)  # 350 degrees are -10
    return (
        Gate("estimates equal", far < 1e-9, f"{far:.0e} apart at most"),
        Gate("intervals alike", off < 0.2, f"bounds {100 * off:.0f} % of an interval apart at most"),
    )
