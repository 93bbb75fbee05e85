"""One side of a row, measured in a process of its own; and a row: two sides, gates, what to reach."""

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from clinic.command.refusal import Refusal

SIDES = Path(__file__).parent / "sides"
LONGEST = 3 * 3600  # seconds that one side may take


@dataclass(frozen=True)
class Side:
    """What one side took in seconds, peak memory in MB (its data included), and its figures.

    `told` says which time it is: the median of the runs, or another figure of them.
    """

    name: str
    seconds: float
    runs: int
    peak_mb: float
    figures: Mapping[str, Any]
    told: str = "median"


@dataclass(frozen=True)
class Gate:
    """Something that must hold before speed means anything."""

    what: str
    holds: bool
    seen: str


@dataclass(frozen=True)
class Row:
    """One line of the table; `peer` is None where a limit is set and nobody is raced."""

    what: str
    ours: Side
    peer: Side | None = None
    reach: float | None = None  # times faster than the peer
    limit: float | None = None  # seconds at most, of ours
    gates: tuple[Gate, ...] = ()
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times faster we are; above 1 is faster."""
        return self.peer.seconds / self.ours.seconds if self.peer else None

    @property
    def reached(self) -> bool:
        """Whether all gates hold and the figure is reached."""
        fast = self.ratio is None or self.reach is None or self.ratio >= self.reach
        soon = self.limit is None or self.ours.seconds <= self.limit
        return fast and soon and all(gate.holds for gate in self.gates)

    def as_json(self) -> dict[str, Any]:
        """The row with numbers unrounded."""
        return {
            "what": self.what,
            "seconds": self.ours.seconds,
            "runs": self.ours.runs,
            "told": self.ours.told,
            "peak_mb": self.ours.peak_mb,
            "peer": self.peer
            and {"name": self.peer.name, "seconds": self.peer.seconds, "runs": self.peer.runs},
            "peer_peak_mb": self.peer and self.peer.peak_mb,
            "ratio": self.ratio,
            "reach": self.reach,
            "limit_seconds": self.limit,
            "gates": [{"what": gate.what, "holds": gate.holds, "seen": gate.seen} for gate in self.gates],
            "reached": self.reached,
            "note": self.note,
        }


@dataclass(frozen=True)
class Skipped:
    """A row whose peer, or whose engine, is not on this machine."""

    what: str
    why: str


@dataclass(frozen=True)
class Given:
    """What the person who asked wants: how large, where scratch data may lie, which peers there are."""

    folder: Path
    python: Path  # ours
    peers: Path | None  # the Python in which peers are installed
    r: Path | None
    largest: bool = False
    quick: bool = False
    environment: Mapping[str, str] = field(default_factory=dict)

    def runs(self, usual: int) -> int:
        """How often to run: once when somebody only wants to see that it works."""
        return 1 if self.quick else usual


def side(name: str, program: Path, script: str, *arguments: object, given: Given) -> Side:
    """Run one side; Refusal with what it printed if it fails."""
    command = [str(program), str(SIDES / script), *map(str, arguments)]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=LONGEST, env=dict(given.environment), check=False
    )
    if done.returncode:
        raise Refusal(f"{name} ({script}) ended with {done.returncode}:\n{done.stderr.strip()[-2000:]}")
    line = json.loads(done.stdout.strip().splitlines()[-1])
    return Side(name, **line)
