"""The engines that count long rows: DuckDB and Polars on one machine, Spark on a cluster; one Ibis for all.

What an engine needs is imported when it is opened, so that its name can be asked for without it: the packages
of ``kith-ipt[outcomes]``, and for Spark those of ``kith-ipt[spark]`` and Java.
"""

import csv
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ipt.outcomes import csv_columns
from ipt.outcomes.parquet import fault, is_parquet

Backend = Any  # one of Ibis' backends
ENGINES = ("duckdb", "polars", "spark")
MORE_PACKAGES = "Parquet needs more packages: install kith-ipt[outcomes]"
# Parquet's statistics leave nan out; DuckDB 2.0 concludes that there is none, and would take it for a score.
NAN_IS_FOUND = "SET disabled_optimizers = 'statistics_propagation'"
LOCAL_PARTITIONS = 8  # Spark's 200 are for a cluster


class EngineError(Exception):
    """An engine cannot be used here; the message says why."""


class Unreadable(EngineError):
    """An engine cannot read a file; the message names it, and the line where it can."""


def connect(engine: str) -> Backend:
    """Open an engine of one's own, with nothing in it.

    Raises
    ------
    EngineError
        If there is no such engine, or it is not installed.

    Examples
    --------
    >>> connect("duckdb").name
    'duckdb'
    >>> connect("oracle")
    Traceback (most recent call last):
        ...
    ipt.outcomes.engines.EngineError: there is no engine 'oracle'; there are duckdb, polars, spark
    """
    if engine not in ENGINES:
        raise EngineError(f"there is no engine {engine!r}; there are {', '.join(ENGINES)}")
    try:
        return {"duckdb": _duckdb, "polars": _polars, "spark": _spark}[engine]()
    except ImportError as error:
        extra = "spark" if engine == "spark" else "outcomes"
        raise EngineError(f"{engine} is not installed here: install kith-ipt[{extra}]") from error


def joins_bits(backend: Backend) -> bool:
    """Whether an engine can join the bits of a group, by which repeated sessions are found in one pass."""
    from ibis.expr.operations import BitOr

    return bool(backend.has_operation(BitOr))


def raw(backend: Backend, file: Path, *, numbered: bool = False) -> Any:
    """A file as a table: Parquet with its own types, CSV as text in every cell.

    Parameters
    ----------
    numbered
        Add ``file_row_number``, from 0, to a Parquet file (DuckDB only).

    Raises
    ------
    Unreadable
        If the engine cannot read the file, so far as it looks at once.
    """
    if not file.exists():
        raise Unreadable(f"{file}: there is no such file")
    _refuse_what_is_none(file)
    try:
        if is_parquet(file):
            return backend.read_parquet(str(file), **({"file_row_number": True} if numbered else {}))
        return _csv(backend, file)
    except Exception as error:  # each engine has errors of its own for this
        raise Unreadable(f"{file.name} cannot be read: {_in_a_line(error)}") from error


def names(file: Path) -> list[str]:
    """The names of a Parquet file's columns; none of any other file.

    Raises
    ------
    EngineError
        If the file, or what reads it, is not there.
    """
    if not is_parquet(file):
        return []
    try:
        return list(raw(connect("duckdb"), file).columns)
    except ImportError as error:
        raise EngineError(f"{file.name}: {MORE_PACKAGES}") from error


def text_rows(file: Path) -> Iterator[list[str]]:
    """The names of a Parquet file's columns, then its rows, as text: for what reads CSV row by row.

    Raises
    ------
    EngineError
        If the file, or what reads it, is not there.
    """
    try:
        import polars
    except ImportError as error:
        raise EngineError(f"{file.name}: {MORE_PACKAGES}") from error
    _refuse_what_is_none(file)
    try:
        table = polars.read_parquet(file)
    except (polars.exceptions.PolarsError, OSError) as error:
        raise Unreadable(f"{file.name} cannot be read: {_in_a_line(error)}") from error
    yield table.columns
    yield from (list(map(_cell, row)) for row in table.iter_rows())


def _refuse_what_is_none(file: Path) -> None:
    try:
        why = fault(file) if is_parquet(file) else ""
    except OSError as error:
        raise Unreadable(f"{file.name} cannot be read: {error.strerror}") from error
    if why:
        raise Unreadable(f"{file.name} cannot be read: {why}")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, bytes):  # text that whoever wrote it did not call so
        return value.decode("utf-8", "replace")
    return f"{value:.0f}" if isinstance(value, float) and value.is_integer() else str(value)


def answer(backend: Backend, expression: Any) -> dict[str, list[Any]]:
    """Run an expression; its columns by name. For results that fit in memory many times over.

    Raises
    ------
    Unreadable
        If a file turns out to be damaged, or has a row that is not as long as its header.
    """
    try:
        found: dict[str, list[Any]] = backend.to_pyarrow(expression).to_pydict()
    except Exception as error:  # engines read late, and each has errors of its own
        raise Unreadable(f"the files cannot be read: {_in_a_line(error)}") from error
    return found


def union(tables: Iterable[Any]) -> Any:
    """Tables of the same columns as one, all rows kept."""
    first, *others = tables
    return first.union(*others) if others else first


def _in_a_line(error: Exception) -> str:
    """What an engine said first, and the cells it counted."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()] or [type(error).__name__]
    return "; ".join(
        [lines[0], *(line for line in lines[1:] if line.startswith("Expected Number of Columns"))]
    )


def _duckdb() -> Backend:
    import ibis

    backend = ibis.duckdb.connect()
    backend.raw_sql(NAN_IS_FOUND)
    return backend


def _polars() -> Backend:
    import ibis

    return ibis.polars.connect()


def _spark() -> Backend:
    import ibis
    import pyspark.sql

    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise EngineError("Spark needs Java: install a Java runtime, 17 or newer")
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
    }
    building = pyspark.sql.SparkSession.builder
    for name, value in settings.items():
        building = building.config(name, value)
    session = building.getOrCreate()
    if str(session.sparkContext.master).startswith("local"):
        session.conf.set("spark.sql.shuffle.partitions", LOCAL_PARTITIONS)
    return ibis.pyspark.connect(session)


def _csv(backend: Backend, file: Path) -> Any:
    """Every cell as text, so that a bad one can be named; a row not as long as the header is an error."""
    names = _header(file)
    if backend.name == "duckdb":
        as_text = {"columns": dict.fromkeys(names, "VARCHAR"), "header": True, "auto_detect": False}
        return backend.read_csv(str(file), **as_text, delim=",", quote='"', escape='"')
    import pyarrow.csv
    from ibis.util import gen_name

    csv_columns.refuse_open_quote(file)
    types = pyarrow.csv.ConvertOptions(
        column_types=dict.fromkeys(names, pyarrow.string()), strings_can_be_null=False
    )
    lines = pyarrow.csv.ParseOptions(newlines_in_values=True)
    table = pyarrow.csv.read_csv(file, convert_options=types, parse_options=lines)
    return backend.create_table(gen_name("scores"), table.to_pandas() if backend.name == "pyspark" else table)


def _header(file: Path) -> list[str]:
    with csv_columns.opened(file) as text:
        names = next(csv.reader(text), [])
    if not any(names):
        raise ValueError("it is empty")
    if twice := [name for name in names if names.count(name) > 1]:
        raise ValueError(f"two columns are called {twice[0]}")
    return names
