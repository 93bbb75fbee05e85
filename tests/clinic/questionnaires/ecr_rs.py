"""A clinic's own wording for ECR-RS, invented and neutral: the tests' alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ipt.measures import library

ITEMS = {f"ecrrs-{n}": f"Invented statement {n}." for n in range(1, 10)}
LABELS = [f"answer {n}" for n in range(1, 8)]
FIVE_AND_SIX = {f"ecrrs-{n}": float(value) for n, value in enumerate([2, 2, 2, 2, 5, 6, 6, 5, 4], start=1)}


@contextmanager
def loaded(folder: Path) -> Iterator[None]:
    """ECR-RS with a wording, as long as it lasts."""
    lines = [
        'wording_for = "ecr_rs"',
        'words = "Invented for tests."',
        'instructions = "Think of this person."',
    ]
    lines += ["[items]", *(f'{item} = "{text}"' for item, text in ITEMS.items())]
    lines += ["[labels]", *(f"{item} = {LABELS}".replace("'", '"') for item in ITEMS)]
    (folder / "ecr_rs.toml").write_text("\n".join(lines))
    before = dict(library._added)
    library.add_pack(folder)
    try:
        yield
    finally:
        library._added.clear()
        library._added.update(before)
