"""Finds measures: those that ship with the program, and a clinic's own packs."""

import tomllib
from functools import cache
from pathlib import Path

from ipt.measures.measure import Measure, MeasureError
from ipt.measures.reading import read_measure, read_wording

HERE = Path(__file__).parent
SHIPPED = ("instruments", "instruments_conditional", "instruments_withheld")

_added: dict[str, Measure] = {}  # a clinic's packs, filled once when the program starts


def load(measure_id: str) -> Measure:
    """Load a measure by id; MeasureError if there is none.

    >>> load("phq9").short_title, load("phq9").licence.kind
    ('PHQ-9', 'public-domain-style grant')
    """
    if measure_id in _added:
        return _added[measure_id]
    if measure_id not in _files():
        raise MeasureError(f"There is no measure {measure_id!r}; known: {', '.join(ids())}")
    return _shipped(measure_id)


def ids() -> tuple[str, ...]:
    """The ids of all measures, in alphabetical order; some have no wording yet (`can_be_asked`).

    >>> "phq9" in ids(), "gad7" in ids()
    (True, True)
    """
    return tuple(sorted({*_files(), *_added}))


def read_pack(folder: Path) -> dict[str, Measure]:
    """Read a clinic's folder of measures and wordings, by id.

    Parameters
    ----------
    folder
        TOML files in the format of `docs/measures.md`; other files are ignored.

    Raises
    ------
    MeasureError
        If the folder or a file cannot be read, or a file would replace a measure that ships.
    """
    if not folder.is_dir():
        raise MeasureError(f"{folder}: is not a folder")
    pack: dict[str, Measure] = {}
    for file in sorted(folder.glob("*.toml")):
        measure = _pack_measure(file)
        if measure.id in pack:
            raise MeasureError(f"{file.name}: {measure.id!r} is in this folder twice")
        pack[measure.id] = measure
    return pack


def add_pack(folder: Path) -> tuple[str, ...]:
    """Make a clinic's pack known to `load`, once, when the program starts; returns its ids.

    Nothing is added unless every file is good. Raises MeasureError as `read_pack` does.
    """
    pack = read_pack(folder)
    _added.update(pack)
    return tuple(sorted(pack))


def _pack_measure(file: Path) -> Measure:
    wanted = _wording_for(file)
    if wanted is not None:
        if wanted not in _files():
            raise MeasureError(f"{file.name}: wording_for: there is no measure {wanted!r}")
        return read_wording(file, _shipped(wanted))
    measure = read_measure(file)
    if measure.id in _files():
        raise MeasureError(f"{file.name}: id: {measure.id!r} ships with the program and is not replaced")
    return measure


def _wording_for(file: Path) -> str | None:
    try:
        value = tomllib.loads(file.read_text(encoding="utf-8")).get("wording_for")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise MeasureError(f"{file.name}: cannot be read: {error}") from error
    return None if value is None else str(value)


@cache
def _files() -> dict[str, Path]:
    return {file.stem: file for folder in SHIPPED for file in sorted((HERE / folder).glob("*.toml"))}


@cache
def _shipped(measure_id: str) -> Measure:
    return read_measure(_files()[measure_id])
