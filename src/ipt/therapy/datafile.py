"""Reads data files strictly: what does not fit is refused with file, key and reason."""

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")

DATA = Path(__file__).parent / "data"
NAMES = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}


class BadFile(ValueError):
    """A data file that cannot be used, with the place and the reason."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        super().__init__(f"{file}: {key}: {reason}")
        self.file, self.key, self.reason = file, key, reason


def read(path: Path, kind: type[T]) -> T:
    """Read one TOML file as one frozen value.

    Raises
    ------
    BadFile
        If the file is not TOML, lacks a key, has one too many, or holds a value of the wrong kind.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise BadFile(path.name, "(whole file)", str(problem)) from problem
    return build(kind, raw, file=path.name)


def build(kind: type[T], raw: Mapping[str, Any], *, file: str, key: str = "") -> T:
    """Make one dataclass from a table; keys must match its fields exactly."""
    hints = get_type_hints(kind)
    known = {f.name: f for f in fields(kind)}  # type: ignore[arg-type]
    for name in raw:
        if name not in known:
            raise BadFile(file, _join(key, name), f"not a known key; known are {', '.join(known)}")
    values = {}
    for name, field in known.items():
        if name in raw:
            values[name] = _value(hints[name], raw[name], file, _join(key, name))
        elif field.default is MISSING and field.default_factory is MISSING:
            raise BadFile(file, _join(key, name), "missing")
    return kind(**values)


def _join(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name


def _value(hint: Any, raw: Any, file: str, key: str) -> Any:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return _value(next(a for a in get_args(hint) if a is not NoneType), raw, file, key)
    if origin is Literal:
        return _choice(get_args(hint), raw, file, key)
    if origin is tuple:
        return _sequence(get_args(hint), raw, file, key)
    if is_dataclass(hint) and isinstance(hint, type):
        if not isinstance(raw, dict):
            raise BadFile(file, key, "must be a table")
        return build(hint, raw, file=file, key=key)
    return _plain(hint, raw, file, key)


def _choice(options: tuple[Any, ...], raw: Any, file: str, key: str) -> Any:
    if raw not in options:
        raise BadFile(file, key, f"{raw!r} is not one of {', '.join(map(str, options))}")
    return raw


def _sequence(hints: tuple[Any, ...], raw: Any, file: str, key: str) -> tuple[Any, ...]:
    if not isinstance(raw, list):
        raise BadFile(file, key, "must be a list")
    if hints[-1] is Ellipsis:
        hints = (hints[0],) * len(raw)
    if len(raw) != len(hints):
        raise BadFile(file, key, f"must have {len(hints)} entries, not {len(raw)}")
    return tuple(
        _value(hint, one, file, f"{key}[{place}]")
        for place, (hint, one) in enumerate(zip(hints, raw, strict=True))
    )


def _plain(hint: Any, raw: Any, file: str, key: str) -> Any:
    fits = type(raw) is hint or (hint is float and type(raw) is int)
    if not fits:
        raise BadFile(file, key, f"must be {NAMES.get(hint, hint)}, not {raw!r}")
    if hint is str and not raw.strip():
        raise BadFile(file, key, "must not be empty")
    return raw
