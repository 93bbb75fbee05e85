"""A PostgreSQL server for the tests, started in a temporary folder and gone afterwards."""

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"  # its data is thrown away


@contextmanager
def temporary() -> Iterator[str | None]:
    """The address of a server that lives as long as the block, or None where none can be started."""
    programs = _programs()
    if programs is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="kith-postgresql-") as folder:
        address = _start(programs, Path(folder))
        try:
            yield address
        finally:
            if address:
                _run([programs / "pg_ctl", "stop", "-m", "immediate", "-D", f"{folder}/data"])


def _programs() -> Path | None:
    found = [path for place in PLACES for path in Path("/").glob(place[1:]) if (path / "initdb").exists()]
    if initdb := shutil.which("initdb"):
        found.append(Path(initdb).parent)
    return max(found, default=None)


def _start(programs: Path, folder: Path) -> str | None:
    """Make a database cluster there and start it on a free port; None if it will not."""
    password, port = secrets.token_hex(16), _free_port()
    (folder / "password").write_text(password)
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        shutil.chown(folder / "password", "postgres")
    safe = ["--auth=scram-sha-256", f"--pwfile={folder / 'password'}"]
    plain = ["-U", "kith", "-E", "UTF8", "--locale=C.UTF-8"]
    made = _run([programs / "initdb", "-D", folder / "data", *plain, *safe])
    options = f"-h 127.0.0.1 -p {port} -k {folder} {FAST}"
    started = made and _run(
        [programs / "pg_ctl", "start", "-w", "-D", folder / "data", "-l", folder / "log", "-o", options]
    )
    return f"postgresql://kith:{password}@127.0.0.1:{port}/postgres" if started else None


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def _run(command: list[Any]) -> bool:
    """Run as the user postgres when we are root, whom PostgreSQL refuses to serve."""
    user: dict[str, Any] = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
    null = subprocess.DEVNULL
    try:
        return subprocess.run(command, cwd="/", check=False, stdout=null, stderr=null, **user).returncode == 0
    except (OSError, LookupError):
        return False
