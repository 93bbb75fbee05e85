"""The one folder that holds an installation: its database, its mark (demo or real) and its keys."""

import os
import re
import secrets
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

KEYS = ("database", "audit", "notes", "web")
MARKS = ("demo", "real")


class HomeError(Exception):
    """The folder cannot be used as it is; the message says what to do."""


@dataclass(frozen=True)
class Home:
    """Where an installation lives; keys may lie elsewhere than the data."""

    folder: Path
    keys_folder: Path

    @classmethod
    def from_environment(cls) -> "Home":
        folder = Path(os.environ.get("KITH_HOME", "var")).resolve()
        return cls(folder, Path(os.environ.get("KITH_KEYS", folder / "keys")).resolve())

    @property
    def database(self) -> Path:
        return self.folder / "kith.db"

    @property
    def audit_heads(self) -> Path:
        return self.folder / "audit-heads"

    @property
    def mark(self) -> str | None:
        """``demo``, ``real``, or ``None`` before the first start."""
        file = self.folder / "mark"
        if not file.exists():
            return None
        mark = file.read_text().strip()
        if mark not in MARKS:
            raise HomeError(f"{file} says {mark!r}; it must say demo or real.")
        return mark

    def open_as(self, mark: str) -> None:
        """Make the folder and its keys on the first start; refuse a folder marked otherwise."""
        begun = self.mark
        if begun not in (None, mark):
            raise HomeError(f"{self.folder} is a {begun} installation, not a {mark} one. Set KITH_HOME.")
        if begun is None:
            try:
                self._begin_as(mark)
            except OSError as error:
                raise HomeError(f"Cannot write to {error.filename}: {error.strerror}.") from error

    def _begin_as(self, mark: str) -> None:
        """Make the keys, then the mark: once it stands there, a missing key is a loss and never made anew."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not any(self.folder.iterdir()):
            self.folder.chmod(0o700)
        self.keys_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in KEYS:
            self._make_key(name)
        (self.folder / "mark").write_text(mark + "\n")

    def key(self, name: str) -> str:
        """64 hexadecimal digits; refuses a key that is missing, spoilt, or that others may read."""
        file = self.keys_folder / name
        if not file.exists():
            raise HomeError(f"The key {file} is missing. Put it back; without it the data cannot be read.")
        if stat.S_IMODE(file.stat().st_mode) & 0o077:
            raise HomeError(f"Others may read {file}. Run: chmod 600 {file}")
        digits = file.read_text().strip()
        if not re.fullmatch("[0-9a-f]{64}", digits):
            raise HomeError(f"The key {file} is not 64 hexadecimal digits. Put back the one that was there.")
        return digits

    def _make_key(self, name: str) -> None:
        """Put a new key in its place, whole or not at all, and never over another."""
        file = self.keys_folder / name
        if file.exists():
            return
        if self.database.exists():
            raise HomeError(f"The key {file} is missing, but {self.database} exists. Put the key back.")
        fresh = file.with_name(f".{name}.{os.getpid()}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as key:
            key.write(secrets.token_hex(32) + "\n")
            key.flush()
            os.fsync(key.fileno())
        with suppress(FileExistsError):  # another start was quicker, and its key is as good
            file.hardlink_to(fresh)
        fresh.unlink()
