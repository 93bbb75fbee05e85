"""Reads a TOML file key by key, and refuses a bad one with file, key and reason."""

import tomllib
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Any, Never, TypeVar

from ipt.measures.measure import MeasureError

T = TypeVar("T")


class Table:
    """One table of a TOML file, asked key by key; what nobody asked for is refused by `end`."""

    def __init__(self, values: dict[str, Any], *, file: Path, where: str = "") -> None:
        self.file, self.where = file, where
        self._left = dict(values)

    @classmethod
    def open(cls, file: Path) -> "Table":
        """Read a file; MeasureError if it is not UTF-8 TOML."""
        try:
            return cls(tomllib.loads(file.read_text(encoding="utf-8")), file=file)
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise MeasureError(f"{file.name}: cannot be read: {error}") from error

    def refuse(self, key: str, reason: str) -> Never:
        """Stop with file, key and reason."""
        raise MeasureError(f"{self.file.name}: {self.where}{key}: {reason}")

    def has(self, key: str) -> bool:
        """Say whether a key is there and still unasked."""
        return key in self._left

    def end(self) -> None:
        """Refuse keys that nothing asked for: most are misspelt."""
        for key in self._left:
            self.refuse(key, "is not a key of this table")

    def text(self, key: str, default: str | None = None) -> str:
        """Take a string."""
        value = self._take(key, default, str, "text")
        return str(value).strip()

    def words(self, key: str, among: Iterable[str]) -> str:
        """Take one of a few words."""
        value, allowed = self.text(key), tuple(among)
        if value not in allowed:
            self.refuse(key, f"{value!r} is not one of {', '.join(allowed)}")
        return value

    def truth(self, key: str, default: bool | None = None) -> bool:
        """Take true or false."""
        return bool(self._take(key, default, bool, "true or false"))

    def number(self, key: str, default: float | None = None) -> float:
        """Take a finite number."""
        return float(self._take(key, default, (int, float), "a number"))

    def count(self, key: str, default: int | None = None) -> int:
        """Take a whole number, zero or more."""
        value = self._take(key, default, int, "a whole number")
        if value < 0:
            self.refuse(key, "must not be negative")
        return int(value)

    def optional(self, key: str) -> float | None:
        """Take a number that may be absent."""
        return self.number(key) if self.has(key) else None

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """Take a list of strings."""
        return self._list(key, default, str, "a list of texts")

    def numbers(self, key: str, default: tuple[float, ...] | None = None) -> tuple[float, ...]:
        """Take a list of numbers."""
        return self._list(key, default, (int, float), "a list of numbers")

    def pair(self, key: str) -> tuple[float, float]:
        """Take a range: two numbers, the lower first."""
        values = self.numbers(key)
        if len(values) != 2 or values[0] >= values[1]:
            self.refuse(key, "must be two numbers, the lower first")
        return values[0], values[1]

    def ids(
        self, key: str, known: Collection[str], default: tuple[str, ...] | None = None
    ) -> tuple[str, ...]:
        """Take a list of ids, each known, none twice."""
        values = self.texts(key, default)
        for value in values:
            if value not in known:
                self.refuse(key, f"{value!r} is not known here")
        if len(set(values)) < len(values):
            self.refuse(key, "names something twice")
        return values

    def table(self, key: str) -> "Table":
        """Take a table inside this one."""
        return Table(self._take(key, None, dict, "a table"), file=self.file, where=f"{self.where}{key}.")

    def numbers_by_id(self, key: str, known: Collection[str]) -> dict[str, float]:
        """Take a table of numbers by known id."""
        inner = self.table(key)
        return {name: inner.number(name) for name in self._known(inner, key, known)}

    def lists_by_id(self, key: str, known: Collection[str]) -> dict[str, tuple[float, ...]]:
        """Take a table of number lists by known id."""
        inner = self.table(key)
        return {name: inner.numbers(name) for name in self._known(inner, key, known)}

    def number_or_numbers(self, key: str, known: Collection[str]) -> float | dict[str, float] | None:
        """Take a number, or a table of numbers by known id, that may be absent."""
        if isinstance(self._left.get(key), dict):
            return self.numbers_by_id(key, known)
        return self.optional(key)

    def groups(self, key: str) -> tuple[tuple[str, ...], ...]:
        """Take a list of lists of strings."""
        values = self._list(key, None, list, "a list of lists")
        if any(not isinstance(name, str) for value in values for name in value):
            self.refuse(key, "must be lists of texts")
        return tuple(tuple(value) for value in values)

    def _known(self, inner: "Table", key: str, known: Collection[str]) -> list[str]:
        names = list(inner._left)
        for name in names:
            if name not in known:
                self.refuse(key, f"{name!r} is not known here")
        return names

    def rows(self, key: str, *, needed: bool = False) -> "list[Table]":
        """Take a list of tables, empty when absent unless `needed`."""
        rows = self._take(key, None if needed else [], list, "a list of tables")
        if needed and not rows:
            self.refuse(key, "must not be empty")
        return [self._row(key, number, row) for number, row in enumerate(rows, start=1)]

    def _row(self, key: str, number: int, row: Any) -> "Table":
        if not isinstance(row, dict):
            self.refuse(key, "must be a list of tables")
        name = row.get("id", number)
        return Table(row, file=self.file, where=f"{self.where}{key}[{name}].")

    def _list(self, key: str, default: Any, kind: Any, words: str) -> tuple[Any, ...]:
        values = self._take(key, default, (list, tuple), words)
        if any(not isinstance(value, kind) or isinstance(value, bool) for value in values):
            self.refuse(key, f"must be {words}")
        return tuple(values)

    def _take(self, key: str, default: Any, kind: Any, words: str) -> Any:
        value = self._left.pop(key, default)
        if value is None:
            self.refuse(key, "is missing")
        wrong = not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool)
        if wrong or value in (float("inf"), float("-inf")) or value != value:
            self.refuse(key, f"must be {words}")
        return value


def unique(table: Table, key: str, values: Iterable[T], name: Callable[[T], str]) -> tuple[T, ...]:
    """Keep values in order; refuse a second one of the same name."""
    kept: dict[str, T] = {}
    for value in values:
        if name(value) in kept:
            table.refuse(key, f"{name(value)!r} comes twice")
        kept[name(value)] = value
    return tuple(kept.values())
