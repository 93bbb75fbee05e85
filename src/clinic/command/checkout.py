"""The checkout the developers' commands work on, and a throw-away home for what they start."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

Done = subprocess.CompletedProcess[str]
ROOT = Path(__file__).resolve().parents[3]


@contextmanager
def environment() -> Iterator[dict[str, str]]:
    """The environment without Kith's settings, and with a home of its own that is removed afterwards."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KITH_")}
    kept.pop("DATABASE_URL", None)
    with tempfile.TemporaryDirectory(prefix="kith-") as home:
        yield {**kept, "KITH_HOME": home}


def run(command: list[str], environment: dict[str, str], quiet: bool = False) -> Done:
    """Run Python with these arguments at the root of the checkout."""
    pipe = subprocess.PIPE if quiet else None
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=environment,
        text=True,
        check=False,
        stdout=pipe,
        stderr=subprocess.STDOUT if quiet else None,
    )
