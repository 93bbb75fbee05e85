"""Whether a file is Parquet: by its name, and by the four letters that stand at both of its ends.

Apache Parquet format, file layout: "PAR1" at either end, or "PARE" where its footer is encrypted.
"""

from pathlib import Path

SUFFIXES = (".parquet", ".pq")
ENDS = (b"PAR1", b"PARE")
WIDTH = 4  # bytes at an end
SHORTEST = 12  # bytes: both ends, and the length of the footer between them


def is_parquet(file: Path) -> bool:
    """Whether a file, or a folder of files, is Parquet by its name.

    >>> is_parquet(Path("scores.parquet")), is_parquet(Path("scores.csv"))
    (True, False)
    """
    return file.suffix.lower() in SUFFIXES


def fault(file: Path) -> str:
    """What keeps a file that is called Parquet from being it, or nothing; a folder is not looked into.

    >>> _ = Path("scores.parquet").write_text("course,session,measure,score")
    >>> fault(Path("scores.parquet"))
    'it is called Parquet and is something else; if it is CSV, call it .csv'
    """
    if file.is_dir():
        return ""
    size = file.stat().st_size
    with file.open("rb") as held:
        begins = held.read(WIDTH)
        held.seek(max(size - WIDTH, 0))
        ends = held.read()
    if begins not in ENDS:
        return "it is called Parquet and is something else; if it is CSV, call it .csv"
    whole = size >= SHORTEST and ends in ENDS
    return "" if whole else "it is Parquet, but cut short; copy it again"
