"""Settings come from the environment, are loud on nonsense, and are all documented."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from clinic import settings

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTED = set(re.findall(r"^\| `(\w+)`", (ROOT / "docs" / "settings.md").read_text(), re.MULTILINE))


def settings_with(home, code="", **environment):
    """Read the settings in a fresh process with this environment alone."""
    command = [sys.executable, "-c", f"from clinic import settings; {code}"]
    given = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT / "src"),
        "KITH_HOME": str(home),
        **environment,
    }
    return subprocess.run(command, env=given, capture_output=True, text=True, check=False)


def test_every_setting_is_documented_and_every_documented_setting_exists():
    assert {*settings.KNOWN, "DATABASE_URL"} == DOCUMENTED


def test_every_setting_that_the_code_reads_is_known():
    sources = [*(ROOT / "src").rglob("*.py")]
    read = set(
        re.findall(r"environ[^\n]{0,12}[\"'](KITH_\w+)", "".join(file.read_text() for file in sources))
    )
    assert read <= settings.KNOWN


def test_a_fresh_clone_needs_no_setting(tmp_path):
    done = settings_with(tmp_path, "print(settings.KITH_DEMO, settings.DEBUG)")
    assert done.stdout.split() == ["True", "False"], done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KITH_HMOE", "/srv/kith"),
        ("KITH_DEBUG", "yes"),
        ("KITH_PROXY", "true"),
        ("KITH_ORIGIN", "http://kith.example.org"),
        ("KITH_ORIGIN", "kith.example.org"),
        ("KITH_ORIGIN", "https://kith.example.org/clinic"),
        ("KITH_QUICK_EXIT", "javascript:alert()"),
        ("KITH_LOG", "loud"),
        ("KITH_PACKS", "/nowhere/at/all"),
        ("KITH_DEMO_TODAY", "tomorrow"),
        ("DATABASE_URL", "mysql://kith@localhost/kith"),
    ],
)
def test_nonsense_is_refused_by_name(tmp_path, name, value):
    done = settings_with(tmp_path, **{name: value})
    assert done.returncode == 1
    assert name in done.stderr.splitlines()[-1]


def test_debug_is_refused_on_the_open_net(tmp_path):
    done = settings_with(tmp_path, KITH_DEBUG="1", KITH_ORIGIN="https://kith.example.org")
    assert "KITH_DEBUG" in done.stderr.splitlines()[-1]


def test_an_origin_means_secure_cookies_and_its_host_alone(tmp_path):
    shown = "print(settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, *settings.ALLOWED_HOSTS)"
    done = settings_with(tmp_path, shown, KITH_ORIGIN="https://kith.example.org")
    assert done.stdout.split() == ["True", "True", "kith.example.org"]


def test_a_database_url_may_hold_odd_characters():
    database = settings.postgresql("postgresql://kith:p%40ss%2Fword@db.example.org:5433/clinic")
    assert (database["PASSWORD"], database["HOST"], database["PORT"]) == (
        "p@ss/word",
        "db.example.org",
        "5433",
    )
