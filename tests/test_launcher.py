"""./kith on its own: a small checkout, a stand-in for uv, and no network."""

import ast
import errno
import importlib.machinery
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

KITH = Path(__file__).resolve().parents[1] / "kith"

# Stand in for the package index, which is not ours: make an environment, install nothing, keep a diary.
PIP = """
import pathlib, sys
here = pathlib.Path({here!r})
with open(here / "diary", "a") as diary:
    diary.write("pip-itself\\n")
if (here / "says").exists():
    print((here / "says").read_text())
    sys.exit(1)
"""
UV = f"""#!{sys.executable}
import os, pathlib, sys, time, venv
here = pathlib.Path(__file__).parent
with open(here / "diary", "a") as diary:
    diary.write(sys.argv[1] + "\\n")
if (here / "says").exists() or (here / "uv-fails").exists() and sys.argv[1] == "pip":
    print((here / "says").read_text() if (here / "says").exists() else "invalid peer certificate")
    sys.exit(1)
if sys.argv[1] == "venv":
    venv.create(sys.argv[-1], symlinks=True)
    for packages in pathlib.Path(sys.argv[-1]).glob("lib/*/site-packages"):
        (packages / "pip").mkdir()
        (packages / "pip" / "__init__.py").touch()
        (packages / "pip" / "__main__.py").write_text({PIP!r}.format(here=str(here)))
time.sleep(0.2)
"""


@pytest.fixture
def checkout(tmp_path):
    """A checkout whose command says where it was found."""
    root = tmp_path / "kith"
    command = root / "src" / "clinic" / "command"
    command.mkdir(parents=True)
    shutil.copy(KITH, root / "kith")
    (root / "requirements.lock").write_text("click==8.3.0\n")
    (root / "requirements-test.lock").write_text("click==8.3.0\nduckdb==1.4.0\npytest==9.0.0\n")
    (root / "requirements-outcomes.lock").write_text("click==8.3.0\nduckdb==1.4.0\n")
    (root / "requirements-spark.lock").write_text("click==8.3.0\nduckdb==1.4.0\npyspark==4.0.0\n")
    (command / "__main__.py").write_text("import sys; print(__file__, *sys.argv[1:])\n")
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "uv").write_text(UV)
    (tools / "uv").chmod(0o755)
    return root


def begin(checkout, *arguments):
    """Begin ./kith in that checkout and do not wait."""
    environment = {"PATH": str(checkout.parent / "tools"), "HOME": str(checkout.parent)}
    return subprocess.Popen(
        [sys.executable, checkout / "kith", *arguments],
        env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def start(checkout, *arguments):
    """Run ./kith to its end: exit code, what it printed, what it complained of."""
    process = begin(checkout, *arguments)
    out, complaints = process.communicate(timeout=60)
    return process.returncode, out, complaints


def diary(checkout):
    """What was asked of the stand-in for uv, in order."""
    return (checkout.parent / "tools" / "diary").read_text().split()


def launcher():
    """The file ./kith as a module."""
    loader = importlib.machinery.SourceFileLoader("kith_launcher", str(KITH))
    loader.set_data = lambda *args, **kwargs: None  # no compiled copy beside the checkout
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


def test_an_older_python_can_read_the_file():
    ast.parse(KITH.read_text(), feature_version=(3, 6))


def test_it_needs_nothing_but_the_standard_library():
    tree = ast.walk(ast.parse(KITH.read_text()))
    imported = {alias.name for node in tree if isinstance(node, ast.Import) for alias in node.names}
    assert {name.split(".")[0] for name in imported} <= set(sys.stdlib_module_names)


def start_as_python_3_9(folder, *arguments):
    """Run ./kith as if this Python were 3.9, with that folder as the only place to look for programs."""
    pretend = "import runpy, sys; sys.version_info = (3, 9, 2); del sys.argv[0]; "
    code = pretend + "runpy.run_path(sys.argv[0], run_name='__main__')"
    command = [sys.executable, "-c", code, KITH, *arguments]
    return subprocess.run(command, env={"PATH": str(folder)}, text=True, capture_output=True, check=False)


def test_an_older_python_hands_over_to_a_newer_one(tmp_path):
    newer = tmp_path / "python3.12"
    newer.write_text('#!/bin/sh\necho newer "$@"\n')
    newer.chmod(0o755)
    assert start_as_python_3_9(tmp_path, "demo").stdout.split() == ["newer", str(KITH), "demo"]


def test_an_older_python_alone_is_told_in_one_line(tmp_path):
    done = start_as_python_3_9(tmp_path)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "Python 3.11 or newer is needed" in done.stderr


def test_the_second_start_installs_nothing(checkout):
    assert start(checkout, "score")[0] == 0
    code, out, complaints = start(checkout, "score", "phq9")
    assert (code, complaints) == (0, "")
    assert out.split()[1:] == ["score", "phq9"]
    assert diary(checkout) == ["venv", "pip"]


def test_tests_install_their_own_packages_once_and_keep_the_rest(checkout):
    start(checkout, "demo")
    start(checkout, "test")
    start(checkout, "check")
    assert start(checkout, "demo")[2] == ""
    assert diary(checkout) == ["venv", "pip", "pip"]


REPORT = ("outcomes", "report")


@pytest.mark.parametrize(
    ("arguments", "needed"),
    [
        (("outcomes", "report", "scores.csv"), "run"),
        (("outcomes", "report", "scores.PARQUET"), "outcomes"),
        (("outcomes", "fit", "scores.parquet"), "outcomes"),
        (("outcomes", "report", "scores.csv", "--engine", "polars"), "outcomes"),
        (("outcomes", "report", "scores.csv", "--engine=duckdb"), "outcomes"),
        (("outcomes", "report", "scores.csv", "--engine=spark"), "spark"),
        (("circumplex", "people.parquet"), "outcomes"),
        (("import", "csv", "scores.parquet"), "outcomes"),
        (("score", "--file", "spark.parquet"), "run"),
        (("bench",), "run"),
        (("check",), "test"),
        ((), "run"),
    ],
)
def test_packages_for_large_files_are_installed_when_a_command_first_needs_them(arguments, needed):
    assert launcher().wanted(list(arguments)) == needed


@pytest.mark.parametrize(("java", "needed"), [("/usr/bin/java", "spark"), (None, "outcomes")])
def test_a_bench_that_installs_its_peers_installs_the_engines(monkeypatch, java, needed):
    kith = launcher()
    monkeypatch.setattr(kith.shutil, "which", lambda _: java)
    assert kith.wanted(["bench", "service", "--install-peers"]) == needed


def test_the_packages_of_an_engine_are_installed_once_and_said(checkout):
    start(checkout, *REPORT, "scores.csv")
    code, _, complaints = start(checkout, *REPORT, "scores.parquet")
    assert code == 0
    assert "large files of scores" in complaints
    assert start(checkout, *REPORT, "scores.csv", "--engine", "duckdb")[2] == ""
    assert start(checkout, "demo")[2] == ""
    assert diary(checkout) == ["venv", "pip", "pip"]


def test_what_the_tests_need_holds_what_an_engine_needs(checkout):
    start(checkout, "test")
    assert start(checkout, *REPORT, "--engine", "polars")[2] == ""
    assert "what Spark needs" in start(checkout, *REPORT, "--engine", "spark")[2]
    assert diary(checkout) == ["venv", "pip", "pip"]


def test_an_engine_without_a_network_says_so(checkout):
    start(checkout)
    (checkout.parent / "tools" / "says").write_text("error sending request for url")
    code, _, complaints = start(checkout, *REPORT, "--engine", "duckdb")
    assert code == 1
    assert "Check the network" in complaints


def test_a_changed_lock_is_installed(checkout):
    start(checkout)
    (checkout / "requirements.lock").write_text("click==8.4.0\n")
    assert start(checkout)[0] == 0
    assert diary(checkout) == ["venv", "pip", "pip"]


@pytest.mark.parametrize("carry", [shutil.move, lambda old, new: shutil.copytree(old, new, symlinks=True)])
def test_a_moved_or_copied_checkout_runs_its_own_code_and_installs_nothing(checkout, carry):
    start(checkout)
    new = checkout.parent / "elsewhere"
    carry(checkout, new)
    code, out, complaints = start(new)
    assert (code, complaints) == (0, "")
    assert out.startswith(str(new))
    assert diary(checkout) == ["venv", "pip"]


def test_an_interrupted_installation_is_made_again(checkout):
    start(checkout)
    (checkout / ".venv" / "kith.stamp").write_text("installing\n")
    (checkout / ".venv" / "half-written").touch()
    code, out, _ = start(checkout, "demo")
    assert code == 0
    assert out.split()[1:] == ["demo"]
    assert not (checkout / ".venv" / "half-written").exists()


def test_a_python_that_went_away_is_replaced(checkout):
    start(checkout)
    python = checkout / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python3.11")
    assert start(checkout)[0] == 0
    assert diary(checkout) == ["venv", "pip", "venv", "pip"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("failed to lookup: Temporary failure in name resolution", "Check the network"),
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES", "did not match its hash"),
    ],
)
def test_a_failed_installation_says_why_in_one_line_and_resumes(checkout, said, told):
    start(checkout)
    (checkout / "requirements.lock").write_text("click==8.4.0\n")
    says = checkout.parent / "tools" / "says"
    says.write_text(said)
    code, _, complaints = start(checkout)
    assert code == 1
    assert told in complaints.splitlines()[-1]
    assert said not in complaints
    says.unlink()
    assert start(checkout)[0] == 0


def test_pip_goes_on_where_uv_cannot(checkout):
    (checkout.parent / "tools" / "uv-fails").touch()
    code, out, complaints = start(checkout, "demo")
    assert (code, out.split()[1:]) == (0, ["demo"])
    assert "uv could not; trying pip" in complaints
    assert diary(checkout) == ["venv", "pip", "pip-itself"]


def test_two_starts_at_once_install_once(checkout):
    first, second = begin(checkout, "one"), begin(checkout, "two")
    assert first.communicate(timeout=60)[0].endswith("one\n")
    assert second.communicate(timeout=60)[0].endswith("two\n")
    assert diary(checkout) == ["venv", "pip"]


@pytest.mark.skipif(os.geteuid() == 0, reason="the administrator may write anywhere")
def test_a_folder_that_cannot_be_written_to_is_named(checkout):
    checkout.chmod(0o555)
    code, _, complaints = start(checkout)
    checkout.chmod(0o755)
    assert code == 1
    assert f"{checkout} cannot be written to" in complaints


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS])
def test_a_folder_that_cannot_be_written_to_is_explained(number):
    assert "cannot be written to" in launcher().explain(OSError(number, ""))


def test_debian_without_venv_is_given_the_line_to_run(monkeypatch):
    module = launcher()
    monkeypatch.setattr(module.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(module.os.path, "exists", lambda path: True)
    monkeypatch.setattr(module.os, "geteuid", lambda: 1000)
    with pytest.raises(module.Trouble, match=r"sudo apt-get install -y python3\.\d+-venv"):
        module.need_ensurepip()
