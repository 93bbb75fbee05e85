"""Every pair of colours that meets on a page can be read (WCAG 2.2: 4.5 for text, 3 for marks)."""

import gzip
import re
from pathlib import Path

import pytest

import clinic.ui

CSS = (Path(clinic.ui.__file__).parent / "static/ui/kith.css").read_text()
LIGHT, DARK = CSS.split("/* The desk and", 1)[0].split("@media screen and (prefers-color-scheme: dark)")
GROUNDS = ["paper", "sheet", "sand"]
BANDS = [f"band-{n}" for n in range(1, 6)]
TEXT = [
    *((text, ground) for text in ("ink", "soft") for ground in (*GROUNDS, *BANDS, "pine-tint", "clay-tint",
      "honey-tint", "sky-tint")),
    *((text, ground) for text in ("pine", "clay", "honey", "sky") for ground in GROUNDS),
    *((text, band) for text in ("pine", "clay") for band in BANDS),
    ("pine", "pine-tint"), ("pine-deep", "pine-tint"), ("sky", "pine-tint"), ("clay", "clay-tint"),
    ("honey", "honey-tint"), ("sky", "sky-tint"), ("on-pine", "pine"), ("on-pine", "pine-deep"),
    ("on-clay", "clay"), ("paper", "ink"),
]  # fmt: skip
MARKS = [("edge", ground) for ground in (*GROUNDS, *BANDS, "pine-tint")] + [("pine", "pine-tint")]


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9A-F]{6})", block))


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_reaches_four_and_a_half_and_marks_three(scheme):
    colour = tokens(LIGHT) if scheme == "light" else tokens(DARK)
    measured = {pair: contrast(colour[pair[0]], colour[pair[1]]) for pair in TEXT + MARKS}
    low = {p: round(c, 2) for p, c in measured.items() if c < (4.5 if p in TEXT else 3.0)}
    assert not low


def test_the_measure_of_contrast_agrees_with_its_definition():
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_the_stylesheets_stay_small():
    folder = Path(clinic.ui.__file__).parent / "static/ui"
    assert len(gzip.compress((folder / "kith.css").read_bytes())) < 9_000
    assert sum(len(gzip.compress(file.read_bytes())) for file in folder.glob("*.css")) < 13_000
