"""kith lock: write the locked packages again; and tell whether they still fit pyproject.toml."""

import hashlib
import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import click

from clinic.command.checkout import ROOT

AS_IN_TESTS = ["--constraint", "requirements-test.lock"]  # one version of a package, whatever is installed
LOCKS = {
    "requirements.lock": [],
    "requirements-test.lock": ["--group", "test", "--extra", "outcomes"],
    "requirements-outcomes.lock": ["--extra", "outcomes", *AS_IN_TESTS],
    "requirements-spark.lock": ["--extra", "spark", *AS_IN_TESTS],
}
MARK = "# made from the dependencies in pyproject.toml with this hash: "
COMPILE = ["pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes"]
PLAIN = ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]


def dependencies_hash(root: Path = ROOT) -> str:
    """A hash of what pyproject.toml asks for, whatever its comments and order."""
    project = tomllib.loads((root / "pyproject.toml").read_text())
    asked = {
        "python": project["project"]["requires-python"],
        "run": sorted(project["project"]["dependencies"]),
        "test": sorted(project["dependency-groups"]["test"]),
        "extras": {name: sorted(of) for name, of in project["project"]["optional-dependencies"].items()},
    }
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def faults(root: Path = ROOT) -> list[str]:
    """What is wrong with the locks."""
    wanted, found = MARK + dependencies_hash(root), []
    for name in LOCKS:
        text = (root / name).read_text()
        if text.splitlines()[0] != wanted:
            found.append(f"{name} is older than the dependencies in pyproject.toml; run ./kith lock")
        if "://" in text:
            found.append(f"{name} names a host")
    return found


@click.command()
@click.option("--upgrade", is_flag=True, help="Take the newest of everything, not only what must change.")
def lock(upgrade: bool) -> None:
    """Write the locks again, requirements.lock and its companions (needs uv and the network)."""
    uv = shutil.which("uv")
    if not uv:
        raise click.ClickException("uv is needed to write the locks; see https://docs.astral.sh/uv/")
    for name, groups in LOCKS.items():
        options = [*COMPILE, *PLAIN, *groups, *(["--upgrade"] if upgrade else []), "--output-file", name]
        done = subprocess.run(
            [uv, *options, "pyproject.toml"], cwd=ROOT, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise click.ClickException(done.stderr.strip())
        path = ROOT / name
        path.write_text(f"{MARK}{dependencies_hash()}\n{path.read_text()}")


if __name__ == "__main__":
    sys.exit("\n".join(faults()) or None)
