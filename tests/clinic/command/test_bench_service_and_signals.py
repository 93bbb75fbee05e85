"""kith bench service and signals: other integers, or a score judged otherwise in bulk, fail their gate."""

import importlib.util
import sys
from pathlib import Path

import pytest

from clinic.command.benches import measured, service, signals
from clinic.command.benches.measured import Side, Skipped

COUNTS = {"courses": 10, "recovered": 4}


def told(seconds=1.0, **figures):
    return Side("one", seconds, runs=1, peak_mb=1.0, figures=figures)


def failing(row):
    return [gate.what for gate in row.gates if not gate.holds]


@pytest.fixture
def given(tmp_path):
    return measured.Given(tmp_path, Path(sys.executable), None, None, quick=True)


@pytest.fixture
def sides(monkeypatch):
    """The sides of a bench answered from a table of script to figures; nothing runs."""

    def answer(module, by_script):
        def side(_name, _program, script, *arguments, given):
            return by_script(script, *arguments)

        monkeypatch.setattr(module, "side", side)

    return answer


def in_service(monkeypatch, sides, given, engine_says=COUNTS, by_hand=COUNTS, seconds=1.0):
    monkeypatch.setattr(service.shutil, "which", lambda _: None)
    monkeypatch.setattr(service, "_written", lambda *_: 160_000)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: object())

    def by_script(script, *arguments):
        if script == "service_kith.py":
            return told(seconds, **engine_says)
        return told(**(by_hand if script == "service_by_hand.py" else COUNTS))

    sides(service, by_script)
    return list(service.rows(given))


def test_the_integers_of_each_engine_are_held_to_both_others(monkeypatch, sides, given):
    duckdb, polars, spark = in_service(monkeypatch, sides, given)
    assert duckdb.what.endswith("10,000 courses, 0.16M scores, on DuckDB")
    assert duckdb.reached
    assert polars.limit is None
    assert failing(duckdb) == failing(polars) == []
    assert isinstance(spark, Skipped)
    assert "Java" in spark.why


def test_an_engine_that_counts_otherwise_fails_whatever_its_speed(monkeypatch, sides, given):
    duckdb, *_ = in_service(monkeypatch, sides, given, engine_says=COUNTS | {"recovered": 5})
    assert failing(duckdb) == ["integers equal NumPy's definition", "integers equal those by hand"]
    assert not duckdb.reached


def test_a_count_by_hand_that_differs_fails(monkeypatch, sides, given):
    duckdb, *_ = in_service(monkeypatch, sides, given, by_hand={"courses": 9})
    assert failing(duckdb) == ["integers equal those by hand"]


def test_duckdb_is_held_to_its_limit(monkeypatch, sides, given):
    duckdb, polars, _ = in_service(monkeypatch, sides, given, seconds=service.LIMIT + 0.1)
    assert (duckdb.reached, polars.reached) == (False, True)


def test_without_the_engines_the_service_is_skipped_by_their_names(monkeypatch, given):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "duckdb" else object())
    (skipped,) = service.rows(given)
    assert skipped.why.startswith("duckdb is not installed; ./kith bench service --install-peers")


def test_the_scores_of_the_service_bench_are_of_two_measures_and_some_are_missing(tmp_path):
    polars = pytest.importorskip("polars")
    written = service._written(tmp_path / "scores.parquet", 200)
    table = polars.read_parquet(tmp_path / "scores.parquet")
    assert (len(table), set(table["measure"])) == (written, {"phq9", "gad7"})
    assert 0 < table["score"].null_count() < written / 10


def test_a_score_judged_otherwise_in_bulk_fails(sides, given):
    sides(signals, lambda _script, _file, how, *_: told(off=3 if how == "one" else 4))
    one, _ = signals.rows(given)
    assert failing(one) == ["one by one and in bulk alike"]


def test_a_call_and_a_score_in_bulk_are_held_to_limits_of_their_own(sides, given):
    sides(signals, lambda *_: told(1e-6, off=3))
    one, bulk = signals.rows(given)
    assert (one.reached, bulk.reached) == (True, False)


def test_the_signals_bench_runs_and_both_ways_judge_alike(given):
    one, bulk = signals.rows(given)
    assert failing(one) == []
    assert one.ours.figures == bulk.ours.figures
    assert one.ours.figures["off"] > 0
