"""Reads the code: what the style guide promises and a reader relies on."""

import ast
import re
from pathlib import Path

import pytest

from clinic.command import check

ROOT = Path(__file__).resolve().parents[1]
CLINIC = ROOT / "src" / "clinic"
MODULES = [file for file in (ROOT / "src").rglob("*.py") if "migrations" not in file.parts]
TEMPLATES = sorted(CLINIC.rglob("templates/**/*.html"))

MAKES = {"create", "bulk_create", "get_or_create", "update_or_create"}
CHANGES = {"save", "delete", "bulk_update", "update"}
QUERIES = {"objects", "filter", "exclude", "all", "visible_to", "select_for_update", "order_by"}


def named(file):
    return str(file.relative_to(ROOT))


@pytest.mark.parametrize("step", check.STEPS, ids=str)
def test_the_house_passes_its_own_check(step):
    assert step.complaints() == ""


# Who writes


def chain(node):
    """The names along a.b(…).c, from the last to the first."""
    while isinstance(node, ast.Attribute | ast.Call):
        if isinstance(node, ast.Attribute):
            yield node.attr
            node = node.value
        else:
            node = node.func
    if isinstance(node, ast.Name):
        yield node.id


def writes(node):
    """Whether this call makes, changes or deletes a row; a dict's update and a set's are none of ours."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    verb, *before = chain(node.func)
    if verb in MAKES | {"bulk_update", "update"}:
        return bool(QUERIES & set(before))
    return verb in CHANGES and "session" not in before


@pytest.mark.parametrize("file", [f for f in MODULES if f.is_relative_to(CLINIC)], ids=named)
def test_rows_are_written_by_actions_alone(file):
    if file.name == "actions.py" or "actions" in file.parts:
        return
    lines = [node.lineno for node in ast.walk(ast.parse(file.read_text())) if writes(node)]
    assert not lines, f"{named(file)} writes rows in lines {lines}; that belongs in actions.py"


@pytest.mark.parametrize("file", sorted(CLINIC.glob("*/models.py")), ids=named)
def test_models_override_no_save_and_send_no_signals(file):
    tree = [*ast.walk(ast.parse(file.read_text()))]
    assert not [
        node for node in tree if isinstance(node, ast.FunctionDef) and node.name in ("save", "delete")
    ]
    assert not re.search(r"models\.signals|import signals|django\.dispatch", file.read_text())


# How it is kept


def test_no_room_is_a_lumber_room():
    lumber = {"utils.py", "helpers.py", "common.py", "base.py", "misc.py"}
    found = {named(file) for file in MODULES if file.name in lumber}
    assert found <= {"src/clinic/database/base.py"}  # Django looks for a database backend under that name


@pytest.mark.parametrize("file", [file for file in MODULES if file.read_text().strip()], ids=named)
def test_every_module_says_in_one_line_what_it_is_for(file):
    said = ast.get_docstring(ast.parse(file.read_text()))
    assert said, f"{named(file)} has no docstring"
    assert said.splitlines()[0].endswith((".", ":", "?"))


def test_every_dependency_says_what_it_is_for():
    text = (ROOT / "pyproject.toml").read_text()
    asked = re.findall(r"^  \"[\w\[\],-]+[><=].*$", text, re.MULTILINE)
    assert asked
    assert [line for line in asked if "#" not in line] == []


# What a page may hold


@pytest.mark.parametrize("template", TEMPLATES, ids=named)
def test_no_template_needs_more_than_our_own_files(template):
    """The content security policy forbids all of these; a page that has them is broken, not unsafe."""
    text = template.read_text()
    assert not re.search(r"<[^>]*\sstyle\s*=", text), "a style attribute"
    assert not re.search(r"<[^>]*\son\w+\s*=\s*[\"']", text), "a script in an attribute"
    assert not re.search(r"<style\b", text), "a style element"
    assert not re.search(r"<script(?![^>]*\b(src|type=\"application/json\"))", text), "a script in the page"
    assert not re.search(r"\b(src|srcset|action)\s*=\s*[\"']?(https?:)?//", text), "another host"


@pytest.mark.parametrize("template", TEMPLATES, ids=named)
def test_every_visible_word_can_be_translated(template):
    text = template.read_text()
    for block in ("comment", "blocktranslate", "blocktrans"):
        text = re.sub(rf"{{%\s*{block}\b.*?{{%\s*end{block}\s*%}}", " ", text, flags=re.DOTALL)
    text = re.sub(r"{%\s*block \w+_class\s*%}[^{]*", " ", text)
    text = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}|<!--.*?-->", " ", text, flags=re.DOTALL)
    text = re.sub(r"[\w-]+=\"[^\"<]*\"", " ", text)
    text = re.sub(r"<script\b.*?</script>|<[^>]*>|&\w+;|[\w-]+(\.[\w-]+)+", " ", text, flags=re.DOTALL)
    words = [word for word in re.findall(r"[^\W\d_]{2,}", text) if word not in ("Kith", "IPT", "PHQ")]
    assert not words, f"{named(template)} says {' '.join(words)!r} in one language alone"


@pytest.mark.parametrize("template", TEMPLATES, ids=named)
def test_what_is_included_is_a_partial(template):
    included = set(re.findall(r"{%\s*include\s+\"([^\"]+)\"", template.read_text()))
    ours = {name for name in included if any(file.match(f"templates/{name}") for file in TEMPLATES)}
    assert [name for name in ours if not Path(name).name.startswith("_")] == []


# What the papers say


@pytest.mark.parametrize("page", [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")], ids=named)
def test_every_link_inside_the_documents_leads_somewhere(page):
    targets = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text())
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_the_continuous_check_calls_what_the_readme_says():
    script = (ROOT / ".ci" / "run").read_text().splitlines()
    assert script[-1] == "exec ./kith test"
    assert "\n./kith test\n" in (ROOT / "README.md").read_text()
