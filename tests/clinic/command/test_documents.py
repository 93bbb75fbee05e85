"""What the documents show of commands and of Python is what comes of it.

A block that bears a file's name is that file, for every page. A ``console`` block shows a command and what it
prints, a ``pycon`` block what Python makes of a line; those of one page run in order.
"""

import doctest
import re
import shlex
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from clinic.access.roles import Role
from clinic.command import imports, kith
from clinic.command.outcomes import outcomes
from tests import factories

ROOT = Path(__file__).parents[3]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
BLOCK = re.compile(r"^```(\w*) ?(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ kith (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)


def blocks(page):
    return BLOCK.findall(page.read_text("utf-8"))


FILES = [(name, text) for page in PAGES for _, name, text in blocks(page) if name]
SHOWING = [page for page in PAGES if any(kind in ("console", "pycon") for kind, *_ in blocks(page))]


@pytest.fixture
def folder(db, tmp_path, monkeypatch):
    """The files of the documents, and an installation with one therapist."""
    for name, text in FILES:
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(imports, "existing_home", lambda: None)
    factories.member(Role.THERAPIST)


def printed(command):
    """What a command says, refusals too."""
    return CliRunner().invoke(kith, shlex.split(command)).output


@pytest.mark.parametrize("page", SHOWING, ids=lambda page: page.name)
def test_a_page_shows_what_comes_of_it(page, folder):
    known = {}
    for number, (kind, _, text) in enumerate(blocks(page)):
        if kind == "console":
            for command, shown in COMMAND.findall(text):
                assert printed(command) == shown
        if kind == "pycon":
            session = doctest.DocTestParser().get_doctest(text, known, page.name, str(page), number)
            said = []
            doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(
                session, out=said.append, clear_globs=False
            )
            known = session.globs
            assert not said


def test_a_file_of_the_documents_is_shown_once():
    assert [name for name, n in Counter(name for name, _ in FILES).items() if n > 1] == []


def test_no_block_of_commands_or_of_python_hides_what_comes_of_it():
    others = [block for page in PAGES for block in blocks(page) if block[0] not in ("console", "pycon")]
    assert [text for kind, _, text in others if kind == "python" or text.startswith("kith ")] == []


def test_each_command_about_outcomes_that_reads_a_small_file_is_shown():
    texts = [text for page in SHOWING for kind, _, text in blocks(page) if kind == "console"]
    shown = {command.split()[1] for text in texts for command, _ in COMMAND.findall(text)}
    assert set(outcomes.commands) - shown == {"train", "accept"}  # an archive, and an installation
