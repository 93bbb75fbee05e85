"""The real program in a process of its own, as somebody starts it who has just cloned it."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src"
READY_WITHIN = 400  # seconds; the first start makes the demo's people
GONE_WITHIN = 30  # seconds after a signal
PORTS = range(20_000, 32_000)  # none that a connection could be given while the program is down
NOT_THE_DEMOS = ("DJANGO_SETTINGS_MODULE", "DATABASE_URL", "KITH_ORIGIN", "KITH_PROXY", "KITH_KEYS")


class Kith:
    """A demo in a folder of its own, which can be stopped, killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        own = {name: value for name, value in os.environ.items() if name not in NOT_THE_DEMOS}
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "clinic.command", "demo", "--port", str(self.port), "--no-browser"],
                env={**own, "KITH_HOME": str(self.folder / "home"), "PYTHONPATH": str(SOURCE)},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            self._wait()
        except BaseException:
            self.kill()  # whoever asked never gets it, and so never stops it
            raise

    def _wait(self) -> None:
        until = time.monotonic() + READY_WITHIN
        while not self._ready():
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"Kith did not start:\n{(self.folder / 'log').read_text()}")
            time.sleep(0.1)

    def _ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/readyz", timeout=2) as reply:  # noqa: S310 - our own
                return reply.status == 200
        except OSError:
            return False

    def kill(self) -> None:
        """As a power cut would: the server and everything it started, without a word."""
        self._signal(signal.SIGKILL)

    def stop(self) -> None:
        self._signal(signal.SIGTERM)
        self._signal(signal.SIGKILL)

    def _signal(self, sent: signal.Signals) -> None:
        with suppress(ProcessLookupError, subprocess.TimeoutExpired):
            os.killpg(self.process.pid, sent)
            self.process.wait(timeout=GONE_WITHIN)


def free_port() -> int:
    for port in random.sample(PORTS, k=100):
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    raise OSError("no port is free")
