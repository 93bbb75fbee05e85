"""kith bench: Kith beside named peers, in the same run, accuracy first."""

import importlib
import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click

from clinic.command import bench_table
from clinic.command.benches import BENCHES, peers
from clinic.command.benches.measured import Given, Row, Skipped
from clinic.command.checkout import ROOT
from clinic.command.refusal import BadInput, PlainCommand

PEERS = ROOT / "var" / "peers"
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@click.command(cls=PlainCommand)
@click.argument("names", nargs=-1)
@click.option("--install-peers", is_flag=True, help="Install what Kith is measured beside, then measure.")
@click.option("--largest", is_flag=True, help="A million patients too: ten minutes and 10 GB for the peers.")
@click.option("--quick", is_flag=True, help="Small data, one run: shows that it works and measures nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def bench(names: tuple[str, ...], install_peers: bool, largest: bool, quick: bool, as_json: bool) -> None:
    """Measure Kith beside named peers, all subjects or those named.

    Both sides read the same data and run one after the other on this machine, one thread each; times are
    medians of a few runs, of the processor where other work kept it waiting. What is not installed is
    skipped by name.
    """
    unknown = sorted(set(names) - set(BENCHES))
    if unknown:
        raise BadInput(f"There is no bench {unknown[0]}. There are: {', '.join(BENCHES)}.")
    there = peers.Peers(PEERS)
    if install_peers:
        there.install()
    found: list[Row | Skipped] = []
    with tempfile.TemporaryDirectory(prefix="kith-bench-") as folder:
        given = Given(
            folder=Path(folder),
            python=Path(sys.executable),
            peers=there.python if there.has("pandas") else None,
            r=peers.rscript(),
            largest=largest,
            quick=quick,
            environment={**os.environ, **dict.fromkeys(THREADS, "1")},
        )
        for row in _rows(names or tuple(BENCHES), given):
            found.append(row)
            if not as_json:
                click.echo("\n".join(bench_table.lines(row)))
    if as_json:
        machine = {
            "python": platform.python_version(),
            "cores": os.cpu_count(),
            "machine": platform.machine(),
        }
        click.echo(json.dumps({"on": machine, **bench_table.as_json(found)}))
    sys.exit(0 if all(isinstance(row, Skipped) or all(g.holds for g in row.gates) for row in found) else 1)


def _rows(names: tuple[str, ...], given: Given) -> Iterator[Row | Skipped]:
    for name in names:
        yield from importlib.import_module(f"clinic.command.benches.{name}").rows(given)
