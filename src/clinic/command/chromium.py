"""The browser that the journeys drive: found, or installed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def system() -> str | None:
    """The path of a browser from the system's packages that really runs."""
    for name in NAMES:
        path = shutil.which(name)
        if path and _succeeds([path, "--version"]):  # Ubuntu's package is an empty one that asks for a snap
            return path
    return None


def own() -> bool:
    """Whether Playwright has a browser of its own."""
    if configured := os.environ.get("PLAYWRIGHT_BROWSERS_PATH"):
        return any(Path(configured).glob("chromium*"))
    caches = (Path.home() / ".cache/ms-playwright", Path.home() / "Library/Caches/ms-playwright")
    return any(folder for cache in caches for folder in cache.glob("chromium*"))


def ensure() -> bool:
    """Find a browser or install one: Debian's as root, otherwise Playwright's."""
    if system() or own():
        return True
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if root and Path("/etc/debian_version").exists():
        apt = ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]
        _succeeds(["apt-get", "update"])
        if _succeeds(apt) and system():
            return True
    with_libraries = ["--with-deps"] if root else []
    return _succeeds([sys.executable, "-m", "playwright", "install", *with_libraries, "chromium"])


def _succeeds(command: list[str]) -> bool:
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0
