"""The named peers: whether they are on this machine, and how to put them there."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import click

from clinic.command.refusal import Refusal

PYTHON_PEERS = ("pandas", "mixedlm-rs", "circumplex")
R_PACKAGES = ("r-base-core", "r-cran-lme4")
R_KNOWS = 'cat(suppressWarnings(requireNamespace("lme4", quietly = TRUE)))'


@dataclass(frozen=True)
class Peers:
    """A folder with a Python of their own, so that no peer changes what Kith runs on."""

    folder: Path

    @property
    def python(self) -> Path:
        return self.folder / "bin" / "python"

    def has(self, module: str) -> bool:
        """Whether a peer can be imported."""
        if not self.python.exists():
            return False
        tried = subprocess.run([self.python, "-c", f"import {module}"], capture_output=True, check=False)
        return tried.returncode == 0

    def install(self) -> None:
        """Put every peer there: the Python ones here, R and lme4 by the system's packages."""
        if not self.python.exists():
            _run([sys.executable, "-m", "venv", str(self.folder)])
        click.echo(f"Installing {', '.join(PYTHON_PEERS)} …", err=True)
        _run(
            [
                str(self.python),
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                *PYTHON_PEERS,
            ]
        )
        if rscript() is None:
            install_r()


def rscript() -> Path | None:
    """Rscript, where it knows lme4."""
    found = shutil.which("Rscript")
    if not found:
        return None
    told = subprocess.run([found, "-e", R_KNOWS], capture_output=True, text=True, check=False)
    return Path(found) if told.stdout.strip() == "TRUE" else None


def install_r() -> None:
    """Debian's packages, as root; elsewhere it is said what to install."""
    apt = shutil.which("apt-get")
    if not apt:
        click.echo(f"R is not here; install {' and '.join(R_PACKAGES)} to run beside lme4.", err=True)
        return
    click.echo("Installing R and lme4 …", err=True)
    _run([apt, "update", "-qq"])
    _run([apt, "install", "-y", "-qq", "--no-install-recommends", *R_PACKAGES])


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Refusal(f"{' '.join(command[:4])} …: {done.stderr.strip()[-1000:]}")
