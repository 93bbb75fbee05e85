"""The examples of docs/couples-and-circumplex.md and docs/forecast.md run as they stand there."""

import re
import shlex
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from clinic.command import kith
from ipt.outcomes.forecast.simulated import FILE, draw

ROOT = Path(__file__).parents[3]


def blocks(page, kind=""):
    text = (ROOT / "docs" / page).read_text("utf-8")
    found = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [block for name, block in found if name == kind]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_couples_and_the_circumplex_of_the_page_are_computed(folder):
    rng = np.random.default_rng(1)
    header, *example = blocks("couples-and-circumplex.md")[0].splitlines()
    own = rng.normal(3, 1, (30, 2)).round(2)
    rows = [f"{n + 2},{role},{5 - own[n, at] / 2 + rng.normal():.2f},{own[n, at]},{own[n, 1 - at]}"
            for n in range(30) for at, role in enumerate(("wife", "husband"))]  # fmt: skip
    Path("pairs.csv").write_text("\n".join([header, *example, *rows]))
    octants = rng.normal(2, 1, (40, 8)).round(2)
    people = [",".join(map(str, [*one, "ab"[n % 2], n % 20])) for n, one in enumerate(octants)]
    Path("people.csv").write_text("\n".join(["PA,BC,DE,FG,HI,JK,LM,NO,group,phq9", *people]))
    Path("couple.csv").write_text(blocks("couples-and-circumplex.md", "csv")[0])
    commands = [one for one in blocks("couples-and-circumplex.md") if one.startswith("kith ")]
    assert len(commands) == 3
    for command in commands:
        done = CliRunner().invoke(kith, shlex.split(command)[1:])
        assert done.exit_code == 0, done.output


def test_the_python_of_the_page_runs():
    rng = np.random.default_rng(1)
    own = rng.normal(3, 1, (30, 2))
    known = {
        "np": np, "couple": np.repeat(np.arange(30), 2), "role": ["wife", "husband"] * 30,
        "outcome": rng.normal(size=60), "own": own.ravel(), "partner": own[:, ::-1].ravel(),
        "octants": rng.normal(size=(40, 8)), "group": np.array(["a", "b"] * 20),
    }  # fmt: skip
    for block in blocks("couples-and-circumplex.md", "python"):
        exec(block, known)  # noqa: S102


def test_the_python_about_forecasts_runs(folder):
    Path("model.json").write_bytes(FILE.read_bytes())
    table = draw(5, np.random.default_rng(1))
    [block] = blocks("forecast.md", "python")
    known = {"Path": Path, "sessions": np.arange(1.0, 4), "scores": table["score"][:3]}
    before, line = block.rstrip().rsplit("\n", 1)
    assert line.startswith("signal_source(model)")  # a simulated one speaks in no service
    exec(before, known)  # noqa: S102
