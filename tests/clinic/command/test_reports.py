"""kith reports refresh: what the worker does by itself, and all of it again from the start."""

import pytest
from click.testing import CliRunner

from clinic.command import kith
from clinic.command import reports as command
from clinic.reports.models import CourseOutcome
from tests import factories


@pytest.fixture
def course(db, monkeypatch):
    monkeypatch.setattr(command, "existing_home", lambda: None)
    monkeypatch.setattr(command, "set_up_django", lambda: None)
    return factories.course().course


def refresh(*how):
    done = CliRunner().invoke(kith, ["reports", "refresh", *how])
    assert done.exit_code == 0, done.output
    return done.output


def test_every_service_is_brought_up_to_date(course):
    factories.course(of=factories.service(name="Elsewhere"))
    assert refresh() == "Up to date: 2 courses.\n"
    assert CourseOutcome.objects.count() == 2


def test_figures_are_kept_unless_all_are_to_be_counted_anew(course):
    refresh()
    CourseOutcome.objects.update(attended=7)
    refresh()
    assert CourseOutcome.objects.get().attended == 7
    assert refresh("--all") == "Up to date: 1 course.\n"
    assert CourseOutcome.objects.get().attended == 0


def test_where_nothing_is_nothing_is_counted(course, monkeypatch, tmp_path):
    monkeypatch.undo()
    monkeypatch.setenv("KITH_HOME", str(tmp_path / "none"))
    done = CliRunner().invoke(kith, ["reports", "refresh"])
    assert done.exit_code == 2
    assert "There is no installation" in done.output
