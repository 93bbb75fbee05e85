"""Takes columns out of whatever holds a table, as numbers or names, and refuses what is neither."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ipt.outcomes import csv_columns
from ipt.outcomes.parquet import fault, is_parquet
from ipt.outcomes.said import AWAY, THERE

Floats = NDArray[np.float64]

MISSING = ("", "NA", "na", "NaN", "nan", "NULL", "null", "-", ".")  # what stands in text for a missing value
DATES = "holds dates or spans of time; give numbers, such as sessions, or days since the first"
NEEDS_POLARS = "needs the package polars: install kith-ipt[outcomes]"


class BadScores(ValueError):
    """Scores that cannot be fitted; the message names the row (from 1) or the column, and the reason.

    >>> numbers(np.array(["18", "sixteen"]), "phq9")
    Traceback (most recent call last):
        ...
    ipt.outcomes.columns.BadScores: phq9: row 2: 'sixteen' is not a number
    """


def take(
    table: Any,
    names: Iterable[str],
    whose: Iterable[str] = (),
    leave_out: Iterable[tuple[str, str]] = (),
) -> dict[str, NDArray[Any]]:
    """Columns by name, as arrays of one length.

    Parameters
    ----------
    table
        A pandas, polars or Arrow table, a mapping of arrays, a structured array, or the path of a CSV or
        Parquet file. In a file, an empty field, NA, NaN, NULL, "-" and "." are missing.
    whose
        Those that name somebody: in a file their cells stay as they are written, so that 007 is not 7.
    leave_out
        Columns and what they say in rows to be passed over: all that is wanted of such a row is missing, and
        the rows keep their numbers. A number is said by any way to write it, a truth by yes or no.

    Raises
    ------
    BadScores
        If there is no such column or file, it is empty, or the columns differ in length.

    Examples
    --------
    >>> take({"patient": ["a", "a"], "phq9": [18, 9], "age": [41, 41]}, ["patient", "phq9"])
    {'patient': array(['a', 'a'], dtype='<U1'), 'phq9': array([18,  9])}
    """
    kept, pairs = list(dict.fromkeys(names)), tuple(leave_out)
    wanted = list(dict.fromkeys([*kept, *(column for column, _ in pairs)]))
    held = _from_file(Path(table), wanted, whose) if isinstance(table, str | Path) else table
    if callable(getattr(held, "collect", None)):  # a lazy frame of polars; of pandas, it is a column
        held = held.collect()
    found = {name: _column(held, name) for name in wanted}
    lengths = {len(column) for column in found.values()}
    if len(lengths) > 1:
        raise BadScores("the columns differ in length")
    if not lengths.pop():
        raise BadScores("there are no rows")
    if pairs:
        out = np.logical_or.reduce([_says(found[column], value) for column, value in pairs])
        return {name: _blanked(found[name], out) for name in kept}
    return found


def _says(column: NDArray[Any], value: str) -> NDArray[np.bool_]:
    """Whether each row says this: numbers by what they are worth, truths as yes or no, or true or false."""
    if is_missing(value):
        return np.array([is_missing(one) for one in column.tolist()], dtype=bool)
    if column.dtype.kind == "b":
        return column if value.lower() in THERE else ~column & (value.lower() in AWAY)
    if column.dtype.kind in "iuf":
        return np.asarray(column == _worth(value))
    if column.dtype.kind == "O":
        return np.array([_is(one, value) for one in column.tolist()], dtype=bool)
    return np.asarray(np.char.strip(column.astype(str)) == value.strip())


def _is(one: Any, value: str) -> bool:
    if isinstance(one, bool):
        return value.lower() in (THERE if one else AWAY)
    if isinstance(one, int | float):
        return bool(one == _worth(value))
    return str(one).strip() == value.strip()


def _worth(value: str) -> float:
    try:
        return int(value) if csv_columns.WHOLE.fullmatch(value) else float(_without_separators(value))
    except ValueError:
        return np.nan


def _blanked(column: NDArray[Any], rows: NDArray[np.bool_]) -> NDArray[Any]:
    blank = column.astype(np.float64 if column.dtype.kind in "biuf" else object)
    blank[rows] = np.nan if blank.dtype.kind == "f" else None
    return blank


def _column(table: Any, name: str) -> NDArray[Any]:
    try:
        held = table[name]
        if hasattr(held, "filled"):  # a masked array of NumPy
            held = np.where(held.mask, None, held.data)
        column = np.asarray(held)
    except (KeyError, ValueError, IndexError):
        known = ", ".join(map(str, _names(table)))
        raise BadScores(f"there is no column {name}{f'; there are: {known}' if known else ''}") from None
    except Exception as error:  # each library of tables has an error of its own for this
        if "NotFound" in type(error).__name__:
            raise BadScores(f"there is no column {name}; there are: {', '.join(_names(table))}") from None
        raise
    if column.ndim != 1:
        raise BadScores(f"{name}: is not one column")
    if column.dtype.kind == "O" and isinstance(next((one for one in column if one is not None), None), bytes):
        column = np.array([one or b"" for one in column])
    return np.char.decode(column, "utf-8", "surrogateescape") if column.dtype.kind == "S" else column


def _names(table: Any) -> list[str]:
    named = getattr(table, "column_names", getattr(table, "columns", None))
    if named is None:
        named = table.keys() if hasattr(table, "keys") else getattr(table.dtype, "names", None) or ()
    return [name for name in named if isinstance(name, str)]


def _from_file(path: Path, names: list[str], whose: Iterable[str]) -> Any:
    if not path.is_file():
        raise BadScores(f"{path}: {'is a folder' if path.is_dir() else 'there is no such file'}")
    try:
        why = fault(path) if is_parquet(path) else ""
    except OSError as error:
        why = error.strerror or str(error)
    if why:
        raise BadScores(f"{path.name}: cannot be read: {why}")
    try:
        if not is_parquet(path):
            return csv_columns.read(path, names, whose=whose, missing=MISSING)
        import polars

        return polars.read_parquet(path)
    except csv_columns.Unreadable as error:
        raise BadScores(f"{path.name}: {error}") from error
    except ImportError:
        raise BadScores(f"{path.name}: {NEEDS_POLARS}") from None
    except polars.exceptions.PolarsError as error:
        raise BadScores(f"{path.name}: cannot be read: {str(error).splitlines()[0]}") from error


def numbers(column: NDArray[Any], name: str) -> Floats:
    """A column as numbers, nan = missing; BadScores with the row where one is text, a date or infinite.

    >>> numbers(np.array(["18", "NA", " 9 "]), "phq9")
    array([18., nan,  9.])
    """
    if column.dtype.kind in "mM":
        raise BadScores(f"{name}: {DATES}")
    values = column.astype(np.float64, copy=False) if column.dtype.kind in "biuf" else _parsed(column, name)
    if not np.isfinite(values.sum()) and np.isinf(values).any():
        raise BadScores(f"{name}: row {int(np.flatnonzero(np.isinf(values))[0]) + 1} is infinite")
    return np.ascontiguousarray(values)


def _parsed(column: NDArray[Any], name: str) -> Floats:
    found = np.empty(len(column))
    for row, value in enumerate(column):
        if isinstance(value, date | time | timedelta):
            raise BadScores(f"{name}: {DATES}")
        try:
            found[row] = np.nan if is_missing(value) else float(_without_separators(value))
        except (TypeError, ValueError):
            raise BadScores(f"{name}: row {row + 1}: {str(value)!r} is not a number") from None
    return found


def _without_separators(value: Any) -> Any:
    """What Python alone reads as a number, 1_000, is none in a table."""
    if isinstance(value, str) and "_" in value:
        raise ValueError
    return value


def finite(values: ArrayLike, what: str) -> Floats:
    """Numbers in an array of any shape, nan = missing; ValueError that says what one is, where it is none.

    >>> finite([18, None, 9], "a score")
    array([18., nan,  9.])
    >>> finite([18, "nine"], "a score")
    Traceback (most recent call last):
        ...
    ValueError: a score is not a number: could not convert string to float: 'nine'
    """
    try:
        given = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{what} is not a number: {error}") from None
    if np.isinf(given).any():
        raise ValueError(f"{what} is infinite")
    return given


def is_missing(value: Any) -> bool:
    """Whether a value, or the text that stands for it, says nothing.

    >>> is_missing(" NA "), is_missing(float("nan")), is_missing(0)
    (True, True, False)
    """
    if isinstance(value, str):
        return value.strip() in MISSING
    return value is None or type(value).__name__ in ("NAType", "NaTType") or bool(value != value)


def is_text(column: NDArray[Any]) -> bool:
    """Whether a column holds text, or values of any kind.

    >>> is_text(np.array(["18"])), is_text(np.array([18]))
    (True, False)
    """
    return column.dtype.kind in "OUST"


def levels(
    column: NDArray[Any], name: str, *, missing: bool = False
) -> tuple[NDArray[np.str_], NDArray[np.intp]]:
    """The different texts of a column in order, and the place of each row among them.

    A row that says nothing has place -1, or is refused unless ``missing``.

    >>> texts, place = levels(np.array(["north", "south", "north"]), "service")
    >>> texts.tolist(), place.tolist()
    (['north', 'south'], [0, 1, 0])
    """
    try:
        different, place = _alike(column.tolist())
    except TypeError:
        raise BadScores(f"{name}: holds something other than names or numbers") from None
    known = np.array([not is_missing(value) for value in different], dtype=bool)
    of = np.full(len(different), -1)
    said = [str(value) for value in different if not is_missing(value)]
    texts, of[known] = np.unique(np.array(said, dtype=str), return_inverse=True)
    if not missing:
        refuse_nobody(of[place] < 0, name)
    return texts, of[place]


def _alike(values: list[Any]) -> tuple[list[Any], NDArray[np.intp]]:
    """The different values, and the place of each among them: told by their hashes, then held together.

    Numbers are sorted faster than texts are looked up one by one.
    """
    hashes = np.fromiter(map(hash, values), np.int64, len(values))
    starts = np.flatnonzero(np.diff(hashes, prepend=~hashes[:1]))
    found, of = np.unique(hashes[starts], return_inverse=True)
    first, place = np.empty(len(found), np.intp), np.repeat(of, np.diff(starts, append=len(values)))
    first[of] = starts
    different = np.fromiter((values[row] for row in first), object, len(first))
    if different[place].tolist() == values:
        return list(different), place
    places = {value: at for at, value in enumerate(dict.fromkeys(values))}  # two of them share a hash
    return list(places), np.fromiter(map(places.__getitem__, values), np.intp, len(values))


def named(who: NDArray[Any], name: str) -> NDArray[Any]:
    """Names as numbers or text; BadScores where one is missing.

    >>> named(np.array(["a", ""]), "patient")
    Traceback (most recent call last):
        ...
    ipt.outcomes.columns.BadScores: patient: row 2 names nobody
    """
    if is_text(who):
        texts, place = levels(who, name)
        return texts[place]
    refuse_nobody(who != who, name)
    return who


def refuse_nobody(blank: NDArray[np.bool_], name: str) -> None:
    """BadScores if a row is blank.

    >>> refuse_nobody(np.array([False, True]), "therapist")
    Traceback (most recent call last):
        ...
    ipt.outcomes.columns.BadScores: therapist: row 2 names nobody
    """
    if blank.any():
        raise BadScores(f"{name}: row {int(np.flatnonzero(blank)[0]) + 1} names nobody")
