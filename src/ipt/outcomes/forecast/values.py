"""Single values of a model file: each is what it should be, or is refused under its name."""

import sys
from typing import Any


class BadModel(ValueError):
    """A file that is no forecast model, or not one to rely on; the message names the key and the reason.

    >>> from pathlib import Path
    >>> from ipt.outcomes.forecast import read
    >>> _ = Path("model.json").write_text("PHQ-9: 18, 17, 12")
    >>> read(Path("model.json"))
    Traceback (most recent call last):
        ...
    ipt.outcomes.forecast.values.BadModel: model.json: is not JSON: Expecting value: line 1 ...
    """


def exactly(held: Any, name: str, wanted: Any) -> None:
    """Refuse an object that lacks a key, or has one too many."""
    where = name or "the file"
    if not isinstance(held, dict):
        raise BadModel(f"{where}: is not an object")
    missing, odd = [key for key in wanted if key not in held], [key for key in held if key not in wanted]
    if missing or odd:
        said = [f"{key} is missing" for key in missing] + [f"{key} is unknown" for key in odd]
        raise BadModel(f"{where}: {', '.join(said)}")


def array(held: Any, name: str) -> list[Any]:
    """A list."""
    if not isinstance(held, list):
        raise BadModel(f"{name}: is not a list")
    return held


def numbers(held: Any, name: str, count: int | None = None) -> list[float]:
    """A list of finite numbers, so many of them where that is asked."""
    found = [number(one, name) for one in array(held, name)]
    if count is not None and len(found) != count:
        raise BadModel(f"{name}: has {len(found)} numbers, not {count}")
    return found


def number(held: Any, name: str) -> float:
    """A finite number."""
    if isinstance(held, bool) or not isinstance(held, int | float) or not abs(held) <= sys.float_info.max:
        raise BadModel(f"{name}: {held!r:.40} is not a finite number")
    return float(held)


def whole(held: Any, name: str) -> int:
    """A whole number from 0."""
    if isinstance(held, bool) or not isinstance(held, int) or held < 0:
        raise BadModel(f"{name}: {held!r} is not a whole number from 0")
    return held


def truth(held: Any, name: str) -> bool:
    """True or false."""
    if not isinstance(held, bool):
        raise BadModel(f"{name}: {held!r} is neither true nor false")
    return held


def text(held: Any, name: str) -> str:
    """Text."""
    if not isinstance(held, str):
        raise BadModel(f"{name}: {held!r} is not text")
    return held


def refuse_constant(name: str) -> float:
    """Refuse NaN and Infinity, which Python alone takes for JSON."""
    raise ValueError(f"{name} is no number in JSON")
