"""Columns of a CSV file, read whole or refused: numbers where every cell is one, else text.

Large files are read by PyArrow where it is installed. Whatever it cannot read, the plain reader reads, or
says by row why nobody can. Both give the same columns.
"""

import csv
import gzip
import re
import zlib
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

PACKED = ".gz"
WHOLE = re.compile("0|-?[1-9][0-9]*")  # as a whole number is written; 007 is a name
DAMAGED = (EOFError, zlib.error, gzip.BadGzipFile)
CUT_SHORT = "it is cut short or damaged, and cannot be unpacked"
MANY = 1 << 16  # bytes from which PyArrow is worth its while


class Unreadable(ValueError):
    """A file that cannot be read as CSV; the message names the row below the header where it can."""


def read(
    path: Path, names: Sequence[str], *, whose: Iterable[str] = (), missing: Sequence[str] = ("",)
) -> dict[str, NDArray[Any]]:
    """Columns by name, as arrays of one length; where one is not there, all names of the header, and no rows.

    Parameters
    ----------
    names
        The columns wanted. Space around names and cells is passed over.
    whose
        Those of them that name somebody: 007 is not 7 there, nor 3.10 the same as 3.1.
    missing
        What stands for a missing cell: nan among numbers, None in text.

    Raises
    ------
    Unreadable
        If the file is not UTF-8 CSV with commas, is cut short, names a wanted column twice, or has a row that
        is not as long as its header.
    """
    header = _header(path)
    if any(name not in header for name in names):
        return dict.fromkeys(header, np.empty(0))
    if twice := [name for name in names if header.count(name) > 1]:
        raise Unreadable(f"two columns are called {twice[0]}")
    found = _by_arrow(path, header, names, tuple(whose), missing)
    return found or _plainly(path, header, names, tuple(whose), missing)


def _header(path: Path) -> list[str]:
    with _lines(path) as lines:
        header = [name.strip() for name in next(lines, [])]
    if not any(header):
        raise Unreadable("the file is empty")
    for sign, called in ((";", "semicolons"), ("\t", "tabs")):
        if len(header) == 1 and sign in header[0]:
            raise Unreadable(
                f"the cells stand between {called}; save it as CSV with commas and decimal points"
            )
    return header


def opened(path: Path) -> Any:
    """A CSV file open as text, unpacked where its name ends in .gz."""
    unpacked: Any = gzip.open if path.suffix.lower() == PACKED else open
    return unpacked(path, "rt", encoding="utf-8-sig", newline="")


@contextmanager
def _lines(path: Path) -> Iterator[Iterator[list[str]]]:
    """The rows of a file as text; what goes wrong on the way is said in words."""
    try:
        with opened(path) as text:
            yield csv.reader(text, strict=True)
    except UnicodeDecodeError as error:
        raise Unreadable("it is not UTF-8 text; save it as CSV UTF-8 and try again") from error
    except DAMAGED as error:
        raise Unreadable(CUT_SHORT) from error
    except csv.Error as error:
        raise Unreadable(f"it is not CSV: {error}") from error
    except OSError as error:
        raise Unreadable(error.strerror or str(error)) from error


def _plainly(
    path: Path, header: Sequence[str], names: Sequence[str], whose: Iterable[str], missing: Sequence[str]
) -> dict[str, NDArray[Any]]:
    places = [header.index(name) for name in names]
    kept: list[list[str | None]] = [[] for _ in names]
    with _lines(path) as lines:
        next(lines)
        for row, cells in enumerate((cells for cells in lines if cells), start=1):
            stripped = [cell.strip() for cell in cells]
            if len(cells) != len(header) and any(stripped):
                raise Unreadable(f"row {row}: {len(cells)} cells where the header has {len(header)}")
            for place, column in zip(places, kept, strict=True):
                cell = stripped[place] if len(cells) == len(header) else ""
                column.append(None if cell in missing else cell)
    rows = len(kept[0])
    while rows and all(column[rows - 1] is None for column in kept):
        rows -= 1
    return {name: _column(column[:rows], name in whose) for name, column in zip(names, kept, strict=True)}


def _column(cells: list[str | None], is_name: bool) -> NDArray[Any]:
    said = [cell for cell in cells if cell is not None]
    try:
        if len(said) == len(cells) and all(map(WHOLE.fullmatch, said)):
            return np.array(list(map(int, said)), dtype=np.int64)
    except OverflowError:
        pass
    try:
        if not is_name and not any("_" in cell for cell in said):
            return np.array([np.nan if cell is None else float(cell) for cell in cells])
    except ValueError:
        pass
    return np.array(cells, dtype=object)


def _by_arrow(
    path: Path, header: Sequence[str], names: Sequence[str], whose: Iterable[str], missing: Sequence[str]
) -> dict[str, NDArray[Any]] | None:
    """The same by PyArrow; None where the file is small, or it stumbles over anything."""
    broken = any("\n" in name or "\r" in name for name in header)
    if path.stat().st_size < MANY or broken or _quotes(path) % 2:
        return None
    try:
        import pyarrow
        from pyarrow import csv as reader
    except ImportError:
        return None
    wanted = [str(header.index(name)) for name in names]
    try:
        table = reader.read_csv(
            path,
            read_options=reader.ReadOptions(column_names=list(map(str, range(len(header)))), skip_rows=1),
            parse_options=reader.ParseOptions(newlines_in_values=True),
            convert_options=reader.ConvertOptions(
                include_columns=wanted,
                column_types=dict.fromkeys(wanted, pyarrow.string()),
                strings_can_be_null=False,
            ),
        )
        columns = [_without(missing, _whole(table[at])) for at in wanted]
        rows = max(map(_last_said, columns))
        return {
            name: _arrow_column(column.slice(0, rows), name in whose)
            for name, column in zip(names, columns, strict=True)
        }
    except (pyarrow.ArrowException, OSError):
        return None


def refuse_open_quote(path: Path) -> None:
    """Unreadable if a quotation mark is never closed, as in a file cut short, which PyArrow lets pass."""
    if _quotes(path) % 2:
        with _lines(path) as lines:
            deque(lines, maxlen=0)


def _quotes(path: Path) -> int:
    """How many quotation marks there are: odd where one is never closed, which PyArrow lets pass."""
    unpacked: Any = gzip.open if path.suffix.lower() == PACKED else open
    with suppress(OSError, EOFError, zlib.error), unpacked(path, "rb") as file:
        return sum(piece.count(b'"') for piece in iter(lambda: file.read(1 << 20), b""))
    return 1


def _without(missing: Sequence[str], cells: Any) -> Any:
    """Text without space around it, null where it says that nothing is known; numbers as they are."""
    import pyarrow
    from pyarrow import compute

    if pyarrow.types.is_integer(cells.type):
        return cells
    cells = compute.utf8_trim_whitespace(cells)
    blank = compute.is_in(cells, value_set=pyarrow.array(missing))
    return compute.if_else(blank, pyarrow.scalar(None, pyarrow.string()), cells)


def _last_said(cells: Any) -> int:
    """How many cells there are up to the last that says something."""
    for at in range(len(cells), 0, -1):
        if cells[at - 1].is_valid:
            return at
    return 0


def _whole(cells: Any) -> Any:
    """Text as whole numbers where every cell is written as one; else as it is."""
    import pyarrow
    from pyarrow import compute

    if pyarrow.types.is_integer(cells.type):
        return cells
    with suppress(pyarrow.ArrowInvalid):
        whole = compute.cast(cells, pyarrow.int64())
        written = compute.equal(compute.cast(whole, pyarrow.string()), cells)
        if compute.all(written, skip_nulls=False, min_count=0).as_py():
            return whole
    return cells


def _arrow_column(cells: Any, is_name: bool) -> NDArray[Any]:
    import pyarrow
    from pyarrow import compute

    cells = _whole(cells)
    if pyarrow.types.is_integer(cells.type):
        return np.asarray(cells.to_numpy())
    with suppress(pyarrow.ArrowInvalid):
        if not is_name:
            return np.asarray(compute.cast(cells, pyarrow.float64()).to_numpy(), dtype=np.float64)
    return np.array(cells.to_pylist(), dtype=object)
