"""The locks fit pyproject.toml, and name no host."""

import shutil

import pytest

from clinic.command.checkout import ROOT
from clinic.command.locks import LOCKS, faults


@pytest.fixture
def checkout(tmp_path):
    for name in (*LOCKS, "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def rewrite(file, old, new):
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def test_the_locks_fit(checkout):
    assert faults(checkout) == []


def test_a_new_dependency_makes_every_lock_stale(checkout):
    rewrite(checkout / "pyproject.toml", '"click>=8.3"', '"click>=8.3", "typer>=0.20"')
    assert [fault.split()[0] for fault in faults(checkout)] == [*LOCKS]


def test_a_reworded_comment_makes_no_lock_stale(checkout):
    rewrite(checkout / "pyproject.toml", "# runs the tests", "# runs them all")
    assert faults(checkout) == []


def test_a_lock_that_names_a_host_is_refused(checkout):
    rewrite(
        checkout / "requirements.lock", "argon2-cffi==", "--index-url https://mirror.example\nargon2-cffi=="
    )
    assert faults(checkout) == ["requirements.lock names a host"]


def test_every_package_is_locked_by_its_hashes():
    for name in LOCKS:
        text = (ROOT / name).read_text()
        packages = [line for line in text.splitlines() if line[:1].isalnum()]
        assert packages
        assert all(line.endswith("\\") for line in packages), f"{name} has a package without a hash"


def test_a_package_has_the_same_version_in_every_lock():
    """Or the installation of one would undo that of another."""
    versions: dict[str, set[str]] = {}
    for name in LOCKS:
        for line in (ROOT / name).read_text().splitlines():
            if line[:1].isalnum():
                package, _, rest = line.partition("==")
                versions.setdefault(f"{package} {rest.partition(';')[2]}", set()).add(rest.split()[0])
    assert {package: found for package, found in versions.items() if len(found) > 1} == {}


def test_a_new_package_of_an_engine_makes_the_locks_stale(checkout):
    rewrite(checkout / "pyproject.toml", '"pyspark>=4"', '"pyspark>=4.1"')
    assert len(faults(checkout)) == len(LOCKS)
