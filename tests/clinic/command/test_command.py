"""The command as a person types it: in its own process, with a home of its own."""

import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from clinic.command import COMMANDS

ROOT = Path(__file__).resolve().parents[3]
INIT = ["--service-name", "Elm Clinic", "--country", "GB", "--time-zone", "Europe/London"]
INIT += ["--name", "Ana Field", "--email", "ana@elm.example"]


@pytest.fixture
def surroundings(tmp_path):
    """An environment with nothing but what Python and Kith need, and an empty home."""
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src"), "KITH_HOME": str(tmp_path / "home")}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A real installation, set up once for all tests of this file and copied by each."""
    home = tmp_path_factory.mktemp("made") / "home"
    done = kith(
        {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src"), "KITH_HOME": str(home)}, "init", *INIT
    )
    assert done.returncode == 0, done.stderr
    return home, done.stdout


@pytest.fixture
def installed(surroundings, made):
    """An environment with a real installation of its own."""
    shutil.copytree(made[0], surroundings["KITH_HOME"])
    return surroundings


def kith(surroundings, *arguments):
    """Run a command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "clinic.command", *arguments],
        env=surroundings, cwd=ROOT, text=True, capture_output=True, stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip


def begin(surroundings, *arguments):
    """Begin a command that goes on."""
    return subprocess.Popen(
        [sys.executable, "-m", "clinic.command", *arguments],
        env=surroundings, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def answer(address):
    """What the server says, as soon as it says something."""
    for _ in range(2000):
        try:
            with urllib.request.urlopen(address, timeout=5) as reply:  # noqa: S310
                return reply.read().decode()
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"{address} does not answer")


def finish(process):
    """Stop a server as a system would; its exit code and what it said."""
    process.send_signal(signal.SIGTERM)
    said, _ = process.communicate(timeout=30)
    return process.returncode, said


def first_child_of(pid):
    """The first process that a process started; Linux tells by itself, macOS by its pgrep."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    if children.exists():
        return int(children.read_text().split()[0])
    return int(subprocess.check_output(["/usr/bin/pgrep", "-P", str(pid)]).split()[0])


@pytest.fixture
def port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(surroundings, name):
    arguments = ["manage", "help"] if name == "manage" else [name, "--help"]
    done = kith(surroundings, *arguments)
    assert done.returncode == 0
    assert done.stdout


def test_help_loads_no_web_framework(surroundings):
    code = "from clinic.command import kith; kith(['--help'], standalone_mode=False); "
    code += "import sys; print('django' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], env=surroundings, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "False"


def test_an_unknown_command_is_bad_input(surroundings):
    done = kith(surroundings, "deom")
    told = "kith: There is no command deom. Did you mean demo? kith --help lists them.\n"
    assert (done.returncode, done.stderr) == (2, told)


def test_nonsense_in_the_environment_is_one_line(installed):
    done = kith({**installed, "KITH_PROXY": "maybe"}, "verify")
    assert (done.returncode, done.stderr) == (1, "kith: KITH_PROXY must be 1 or 0, not 'maybe'.\n")


# A real installation


def test_a_real_installation_is_set_up_once(installed, made):
    assert "Password of ana@elm.example, shown this once: " in made[1]
    again = kith(installed, "init", *INIT)
    assert (again.returncode, again.stderr) == (1, "kith: This installation is already set up.\n")


def test_what_is_written_is_for_its_owner_alone(installed):
    home = Path(installed["KITH_HOME"])
    for path in [home, *home.rglob("*")]:
        assert not stat.S_IMODE(path.stat().st_mode) & 0o077, path


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--country", "Britain", "the two letters"),
        ("--time-zone", "Mars/Base", "not a time zone"),
        ("--email", "ana", "mail"),
    ],
)
def test_a_set_up_with_nonsense_is_refused(surroundings, option, value, told):
    done = kith(surroundings, "init", *INIT, option, value)
    assert done.returncode == 2
    assert told in done.stderr


def test_the_file_on_disk_is_not_readable_without_its_key(installed):
    home = Path(installed["KITH_HOME"])
    for file in home.glob("kith.db*"):
        assert b"SQLite format 3" not in file.read_bytes()
        assert b"Elm Clinic" not in file.read_bytes()
    shutil.copy(home / "keys" / "web", home / "keys" / "database")
    assert kith(installed, "verify").returncode == 1


def test_verify_finds_nothing_where_nothing_is(surroundings):
    told = f"There is no installation in {surroundings['KITH_HOME']} yet; run kith init or kith demo."
    for command in (["verify"], ["outcomes", "report"], ["worker", "--once"]):
        done = kith(surroundings, *command)
        assert (done.returncode, done.stdout, done.stderr) == (2, "", f"kith: {told}\n")
    assert not Path(surroundings["KITH_HOME"]).exists()


def test_verify_finds_a_whole_installation_whole(installed):
    done = kith(installed, "verify")
    assert (done.returncode, done.stdout.split(":")[0]) == (0, "Whole")


def test_verify_finds_a_flipped_byte(installed):
    database = Path(installed["KITH_HOME"]) / "kith.db"
    spoilt = bytearray(database.read_bytes())
    spoilt[-2000] ^= 1
    database.write_bytes(spoilt)
    assert kith(installed, "verify").returncode == 1


ORIGIN = {"KITH_ORIGIN": "https://kith.example.org"}


@pytest.mark.parametrize(
    "missing", [{}, ORIGIN, {"KITH_ORIGIN": "http://kith.example.org", "KITH_PROXY": "1"}]
)
def test_nothing_is_served_in_the_clear(installed, missing):
    done = kith({**installed, **missing}, "serve")
    assert done.returncode == 2


def test_an_installation_that_is_not_there_is_not_served(surroundings):
    done = kith({**surroundings, **ORIGIN, "KITH_PROXY": "1"}, "serve")
    assert "run kith init" in done.stderr
    assert not Path(surroundings["KITH_HOME"]).exists()


def test_a_real_server_answers_restarts_what_ends_and_stops_when_told(installed, port):
    server = begin(
        {**installed, **ORIGIN, "KITH_PROXY": "1"}, "serve", "--processes", "1", "--port", str(port)
    )
    try:
        assert answer(f"http://127.0.0.1:{port}/readyz") == '{"keys": "ok", "database": "ok"}'
        os.kill(first_child_of(server.pid), signal.SIGKILL)
        time.sleep(0.5)
        assert answer(f"http://127.0.0.1:{port}/healthz") == '{"alive": true}'
    finally:
        code, said = finish(server)
    assert code == 0
    assert "starting it again" in said


# The demo


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """A demo that found its port taken: its environment, the port it wanted, and what it said once ready."""
    home = tmp_path_factory.mktemp("demo") / "home"
    surroundings = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src"), "KITH_HOME": str(home)}
    with socket.create_server(("127.0.0.1", 0)) as other:
        wanted = other.getsockname()[1]
        server = begin(surroundings, "demo", "--port", str(wanted), "--no-browser")
        said = "".join(read_until(server, "enquire"))
        yield surroundings, wanted, said
        server.terminate()
        server.communicate(timeout=60)


def read_until(process, last):
    """What a process says, up to a line with that word."""
    for line in process.stdout:
        yield line
        if last in line:
            return


def test_the_demo_moves_to_a_free_port_and_says_how_to_sign_in(demo):
    _, wanted, said = demo
    used = int(re.search(rf"port {wanted} is taken; using (\d+)", said)[1])
    assert used > wanted
    assert f"http://127.0.0.1:{used}/demo-sign-in/therapist/" in said
    assert "every person in it is fictional" in said
    assert answer(f"http://127.0.0.1:{used}/readyz") == '{"keys": "ok", "database": "ok"}'


def test_a_running_demo_is_not_reset(demo):
    done = kith(demo[0], "demo", "--reset", "--no-browser")
    assert done.returncode == 1
    assert "Kith is running" in done.stderr


def test_a_demo_is_not_served(demo):
    done = kith({**demo[0], **ORIGIN, "KITH_PROXY": "1"}, "serve")
    assert done.returncode == 1
    assert "is a demo installation, not a real one" in done.stderr


def test_the_demo_refuses_a_real_installation(installed):
    done = kith(installed, "demo", "--no-browser")
    assert done.returncode == 1
    assert "is a real installation, not a demo one" in done.stderr
