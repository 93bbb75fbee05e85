"""kith lock: write the locked packages again; and tell whether they still fit pyproject.toml."""

import hashlib
import json
import shutil
import subprocess
import sys
import tomllib

import click

from clinic.command.checkout import ROOT

LOCKS = {"requirements.lock": [], "requirements-test.lock": ["--group", "test"]}
MARK = "# made from the dependencies in pyproject.toml with this hash: "
COMPILE = ["uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes"]
PLAIN = ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]


def dependencies_hash() -> str:
    """A hash of what pyproject.toml asks for, whatever its comments and order."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    asked = {
        "python": project["project"]["requires-python"],
        "run": sorted(project["project"]["dependencies"]),
        "test": sorted(project["dependency-groups"]["test"]),
    }
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def faults() -> list[str]:
    """What is wrong with the locks."""
    wanted, found = MARK + dependencies_hash(), []
    for name in LOCKS:
        text = (ROOT / name).read_text()
        if text.splitlines()[0] != wanted:
            found.append(f"{name} is older than the dependencies in pyproject.toml; run ./kith lock")
        if "://" in text:
            found.append(f"{name} names a host")
    return found


@click.command()
def lock() -> None:
    """Write requirements.lock and requirements-test.lock again (needs uv and the network)."""
    if not shutil.which("uv"):
        raise click.ClickException("uv is needed to write the locks; see https://docs.astral.sh/uv/")
    for name, groups in LOCKS.items():
        command = [*COMPILE, *PLAIN, *groups, "pyproject.toml"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            raise click.ClickException(done.stderr.strip())
        (ROOT / name).write_text(f"{MARK}{dependencies_hash()}\n{done.stdout}")


if __name__ == "__main__":
    sys.exit("\n".join(faults()) or None)
