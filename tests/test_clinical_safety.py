"""The hazard log names tests that exist, and says how each hazard is guarded."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOG = (ROOT / "docs" / "clinical-safety.md").read_text("utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", LOG)


def test_every_test_that_the_hazard_log_names_exists():
    missing = [f"{file}::{name}" for file, name in NAMED if not exists(ROOT / file, name)]
    assert not missing


def exists(file: Path, name: str) -> bool:
    return file.exists() and re.search(rf"^def {name}\(", file.read_text("utf-8"), re.MULTILINE) is not None


def test_every_row_of_the_hazard_log_names_a_test():
    rows = [line for line in LOG.splitlines() if line.startswith("| ") and "guarded by" not in line]
    assert len(rows) == len(NAMED) > 40
