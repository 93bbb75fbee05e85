"""kith bench: gates before speed, ratios the right way round, and what is not here skipped by name."""

import json
import sys

import pytest
from click.testing import CliRunner

from clinic.command import bench, bench_table
from clinic.command.benches import BENCHES, measured, pages
from clinic.command.benches.measured import Gate, Given, Row, Side, Skipped
from clinic.command.refusal import Refusal


def took(name, seconds):
    return Side(name, seconds, runs=3, peak_mb=100.0, figures={})


OURS, PEER = took("Kith", 0.002), took("peer", 0.1)


def test_twice_as_fast_is_a_ratio_of_two():
    assert Row("sum", took("Kith", 1.0), took("peer", 2.0)).ratio == 2


@pytest.mark.parametrize(("reach", "reached"), [(50, True), (51, False)])
def test_a_figure_is_reached_or_not(reach, reached):
    row = Row("sum", OURS, PEER, reach=reach)
    assert row.reached is reached
    assert bench_table.lines(row)[-2].endswith("reached" if reached else "not reached")


def test_speed_without_accuracy_reaches_nothing():
    row = Row("sum", OURS, PEER, reach=1, gates=(Gate("totals equal", False, "1, 2"),))
    assert not row.reached
    assert "  FAILS: totals equal (1, 2)" in bench_table.lines(row)


def test_a_limit_is_kept_or_not():
    assert Row("one", OURS, limit=0.003).reached
    assert not Row("one", OURS, limit=0.001).reached


def test_a_limit_beside_a_peer_says_how_much_longer_ours_took():
    row = Row("a page", took("many", 0.12), took("few", 0.1), limit=0.13)
    assert bench_table.lines(row)[-2] == "  1.2 times as long; at most 130 ms wanted: reached"


def test_a_side_says_which_time_it_tells():
    side = Side("many", 0.12, runs=200, peak_mb=1.0, figures={}, told="95th percentile")
    assert "(95th percentile of 200 runs)" in bench_table.lines(Row("a page", side))[1]


def requests(seconds, queries):
    return Side("many", seconds, runs=200, peak_mb=1.0, figures={"queries": queries, "median": seconds / 2})


def test_a_page_is_held_to_few_queries_and_to_its_time_among_few_courses():
    assert pages._row("caseload", requests(0.13, 12), requests(0.1, 12)).reached
    assert not pages._row("caseload", requests(0.131, 12), requests(0.1, 12)).reached
    assert not pages._row("caseload", requests(0.1, 13), requests(0.1, 13)).reached
    assert not pages._row("caseload", requests(0.1, 12), requests(0.1, 11)).reached


def test_of_some_rounds_the_middle_one_is_told():
    told = pages._middle([requests(0.3, 11), requests(0.1, 12), requests(0.2, 11)])
    assert (told.seconds, told.figures) == (0.2, {"queries": 12, "median": 0.1})


def test_pages_are_measured_in_a_home_of_their_own(tmp_path):
    given = Given(
        tmp_path, tmp_path, None, None, environment={"KITH_HOME": "/real", "DATABASE_URL": "x", "A": "b"}
    )
    assert pages._at(tmp_path / "home", given).environment == {"A": "b", "KITH_HOME": str(tmp_path / "home")}


@pytest.mark.parametrize(
    ("taken", "said"), [(2.5e-8, "25 ns"), (4e-5, "40 µs"), (0.25, "250 ms"), (3.14159, "3.14 s")]
)
def test_times_are_told_in_the_unit_they_are_read_in(taken, said):
    assert bench_table.seconds(taken) == said


def test_every_bench_is_a_module_that_gives_rows():
    for name in BENCHES:
        module = bench.importlib.import_module(f"clinic.command.benches.{name}")
        assert callable(module.rows)


def test_an_unknown_bench_is_named_with_those_there_are():
    done = CliRunner().invoke(bench.bench, ["weather"])
    assert done.exit_code == 2
    assert "There is no bench weather" in done.output


def test_a_bench_without_its_peer_is_skipped_by_name(monkeypatch, tmp_path):
    monkeypatch.setattr(bench, "PEERS", tmp_path / "nowhere")
    monkeypatch.setattr(bench.peers, "rscript", lambda: None)
    done = CliRunner().invoke(bench.bench, ["scoring", "--quick", "--json"])
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert told["rows"] == []
    assert "pandas is not installed" in told["skipped"][0]["why"]


def test_a_side_is_timed_in_a_process_of_its_own(tmp_path, monkeypatch):
    monkeypatch.setattr(measured, "SIDES", tmp_path)
    (tmp_path / "timing.py").write_text(
        (measured.Path(bench.__file__).parent / "benches/sides/timing.py").read_text()
    )
    (tmp_path / "one.py").write_text(
        "import sys\nfrom timing import report\n"
        "report(lambda: int(sys.argv[1]), 3, lambda got: {'got': got})\n"
    )
    given = Given(tmp_path, measured.Path(sys.executable), None, None)
    side = measured.side("one", given.python, "one.py", 7, given=given)
    assert (side.figures, side.runs) == ({"got": 7}, 3)
    assert side.seconds > 0
    assert side.peak_mb > 1


def test_a_side_that_fails_says_what_it_printed(tmp_path, monkeypatch):
    monkeypatch.setattr(measured, "SIDES", tmp_path)
    (tmp_path / "one.py").write_text("raise SystemExit('no such column')")
    with pytest.raises(Refusal, match="no such column"):
        measured.side("one", sys.executable, "one.py", given=Given(tmp_path, measured.Path(), None, None))


def test_what_was_skipped_stands_in_the_table():
    assert bench_table.lines(Skipped("growth", "R is not here"))[1] == "  skipped: R is not here"
