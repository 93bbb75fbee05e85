"""The same rows from every kind of table give the same fit; what is no number and no name is refused."""

from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt.outcomes.columns import BadScores, levels, numbers, take
from ipt.outcomes.growth import GrowthModel
from tests.ipt.outcomes.growth.courses import courses

TABLE = courses(5)
BLANK = np.isin(np.arange(len(TABLE["score"])), [2, 30])  # rows without a score
NAMES = np.array([f"p{place:02d}" for place in TABLE["patient"]])
PLACE = np.where(TABLE["patient"] % 2, "town", "land")
PLAIN = TABLE | {"patient": NAMES, "place": PLACE, "score": np.where(BLANK, np.nan, TABLE["score"])}
LISTS = {name: column.tolist() for name, column in PLAIN.items()}
NONE = LISTS | {
    "score": [None if blank else score for blank, score in zip(BLANK, LISTS["score"], strict=True)]
}


def of_pandas(**kinds):
    pandas = pytest.importorskip("pandas")
    return pandas.DataFrame(NONE).astype(kinds)


def of_polars(*casts):
    polars = pytest.importorskip("polars")
    return polars.DataFrame(NONE).with_columns(
        polars.col(name).cast(getattr(polars, kind)) for name, kind in casts
    )


def of_arrow(*, dictionary=False, chunks=1):
    arrow = pytest.importorskip("pyarrow")
    table = arrow.table(NONE)
    if dictionary:
        for name in ("patient", "place"):
            at = table.schema.get_field_index(name)
            table = table.set_column(at, name, table[name].dictionary_encode())
    parts = [
        table.slice(
            len(table) * part // chunks, len(table) * (part + 1) // chunks - len(table) * part // chunks
        )
        for part in range(chunks)
    ]
    return arrow.concat_tables(parts)


def masked():
    return PLAIN | {"score": np.ma.array(TABLE["score"], mask=BLANK)}


def structured():
    found = np.empty(len(NAMES), dtype=[(name, column.dtype) for name, column in PLAIN.items()])
    for name, column in PLAIN.items():
        found[name] = column
    return found


def decimals():
    return NONE | {
        "score": [None if score is None else Decimal(repr(score)) for score in NONE["score"]],
        "time": [Decimal(int(time)) for time in LISTS["time"]],
    }


def parquet(folder, table):
    path = folder / "scores.parquet"
    pytest.importorskip("pyarrow.parquet").write_table(table, path)
    return path


def csv(folder):
    path = folder / "scores.csv"
    rows = zip(*NONE.values(), strict=True)
    lines = [
        ",".join(NONE),
        *(",".join("" if value is None else repr(value).strip("'") for value in row) for row in rows),
    ]
    path.write_text("\n".join(lines))
    return path


KINDS = {
    "lists with None": lambda _: NONE,
    "NumPy, masked": lambda _: masked(),
    "NumPy, structured": lambda _: structured(),
    "NumPy, text as objects": lambda _: (
        PLAIN | {"patient": NAMES.astype(object), "place": PLACE.astype(object)}
    ),
    "NumPy, text as bytes": lambda _: PLAIN | {"patient": NAMES.astype("S"), "place": PLACE.astype("S")},
    "Decimal": lambda _: decimals(),
    "pandas": lambda _: of_pandas(),
    "pandas, categorical": lambda _: of_pandas(patient="category", place="category"),
    "pandas, nullable": lambda _: of_pandas(score="Float64", time="Int64", patient="string"),
    "pandas, of Arrow": lambda _: of_pandas(score="double[pyarrow]", patient="string[pyarrow]"),
    "polars": lambda _: of_polars(),
    "polars, lazy": lambda _: of_polars().lazy(),
    "polars, categorical": lambda _: of_polars(("patient", "Categorical"), ("place", "Categorical")),
    "Arrow": lambda _: of_arrow(),
    "Arrow, dictionary-encoded, in chunks": lambda _: of_arrow(dictionary=True, chunks=3),
    "Parquet": lambda folder: parquet(folder, of_arrow()),
    "Parquet, dictionary-encoded": lambda folder: parquet(folder, of_arrow(dictionary=True)),
    "CSV": csv,
}


def told(fit):
    return fit.loglik, *fit.beta, *fit.covariance.ravel(), fit.residual_sd


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_rows_give_the_same_fit(kind, tmp_path):
    model = GrowthModel(covariates=("place",))
    plain, fit = model.fit(PLAIN), model.fit(KINDS[kind](tmp_path))
    assert fit.n_left_out == plain.n_left_out == 2
    assert fit.names == plain.names == ("(Intercept)", "time", "placetown")
    assert fit.patients.tolist() == plain.patients.tolist() == sorted(set(NAMES.tolist()))
    assert told(fit) == pytest.approx(told(plain), rel=1e-12)
    assert fit.blups == pytest.approx(plain.blups, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
def test_whole_scores_with_blanks_are_numbers(library):
    frame = pytest.importorskip(library)
    score = [4, None, 7]
    column = {
        "pandas": lambda: frame.DataFrame({"score": frame.array(score, dtype="Int64")}),
        "polars": lambda: frame.DataFrame({"score": score}),
        "pyarrow": lambda: frame.table({"score": score}),
    }[library]()
    assert numbers(take(column, ["score"])["score"], "score") == pytest.approx([4, np.nan, 7], nan_ok=True)


DAYS = [date(2026, 1, 5) + timedelta(days=7 * week) for week in range(3)]


def dated(library):
    table = {"day": DAYS}
    if library == "lists":
        return table
    if library == "NumPy":
        return {"day": np.array(DAYS, dtype="M8[D]")}
    if library == "spans":
        return {"day": [day - DAYS[0] for day in DAYS]}
    frame = pytest.importorskip(library)
    if library == "pandas":
        return frame.DataFrame({"day": frame.to_datetime(DAYS)})
    return frame.DataFrame(table) if library == "polars" else frame.table(table)


@pytest.mark.parametrize("library", ["lists", "NumPy", "spans", "pandas", "polars", "pyarrow"])
def test_days_are_no_numbers(library):
    with pytest.raises(BadScores, match="day: holds dates or spans of time; give numbers"):
        numbers(take(dated(library), ["day"])["day"], "day")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (["4", "1_000"], "x: row 2: '1_000' is not a number"),
        (["4", "2026-01-05"], "x: row 2: '2026-01-05' is not a number"),
        ([4, [5]], "x: row 2: '[5]' is not a number"),
        ([4, 3j], "x: row 2: '3j' is not a number"),
        (["4", "inf"], "x: row 2 is infinite"),
        ([4.0, -np.inf], "x: row 2 is infinite"),
    ],
)
def test_what_is_no_number_is_told_with_its_row(values, said):
    column = np.empty(2, dtype=object)
    column[:] = values
    with pytest.raises(BadScores) as refused:
        numbers(column, "x")
    assert str(refused.value) == said


@pytest.mark.parametrize("blank", [None, "", " ", "NA", "nan", "NULL", "-", ".", float("nan")])
def test_what_says_nothing_is_missing(blank):
    column = np.array(["4.5", blank, 7], dtype=object)
    assert numbers(column, "x") == pytest.approx([4.5, np.nan, 7], nan_ok=True)
    texts, place = levels(column, "x", missing=True)
    assert (texts.tolist(), place.tolist()) == (["4.5", "7"], [0, -1, 1])
    with pytest.raises(BadScores, match="x: row 2 names nobody"):
        levels(column, "x")


VALUES = st.lists(st.one_of(st.text("ab1-2", max_size=3), st.integers(-3, 3), st.none()), min_size=1)


@given(values=VALUES)
def test_texts_are_told_apart_and_put_in_order(values):
    """-1 and -2 share a hash; 1 and "1" share a text."""
    column = np.empty(len(values), dtype=object)
    column[:] = values
    texts, place = levels(column, "x", missing=True)
    said = [None if value is None or str(value).strip() in ("", "-") else str(value) for value in values]
    assert texts.tolist() == sorted({text for text in said if text is not None})
    assert [texts[at] if at >= 0 else None for at in place] == said


def test_a_name_that_is_a_list_is_refused():
    column = np.empty(2, dtype=object)
    column[:] = ["a", ["b"]]
    with pytest.raises(BadScores, match="x: holds something other than names or numbers"):
        levels(column, "x")


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
def test_a_column_that_is_not_there_is_named_beside_those_that_are(library):
    frame = pytest.importorskip(library)
    make = frame.table if library == "pyarrow" else frame.DataFrame
    with pytest.raises(BadScores, match="there is no column score; there are: patient, time"):
        take(make({"patient": [1], "time": [2]}), ["patient", "score"])


ARMS = {"patient": ["a", "b", "c", "d"], "arm": [1, 0, None, 1], "late": [True, False, None, True]}


def arms(kind, folder):
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame(ARMS)
    if kind == "csv":
        frame.write_csv(folder / "arms.csv")
        return folder / "arms.csv"
    if kind == "parquet":
        frame.write_parquet(folder / "arms.parquet")
        return folder / "arms.parquet"
    return {"polars": frame, "lazy": frame.lazy(), "pandas": frame.to_pandas(), "lists": ARMS}[kind]


@pytest.mark.parametrize("kind", ["csv", "parquet", "polars", "lazy", "pandas", "lists"])
@pytest.mark.parametrize(
    ("pair", "left"),
    [
        (("arm", "1"), "bc"),
        (("arm", "1.0"), "bc"),
        (("arm", "0"), "acd"),
        (("arm", ""), "abd"),
        (("arm", "one"), "abcd"),
        (("late", "true"), "bc"),
        (("late", "false"), "acd"),
        (("patient", "b"), "acd"),
    ],
)
def test_what_is_passed_over_is_the_same_in_every_table(tmp_path, kind, pair, left):
    """Where some cells are empty, whole numbers are read as 1.0, and are still said as 1."""
    said = take(arms(kind, tmp_path), ["patient"], whose=["patient"], leave_out=[pair])["patient"]
    assert [one for one in said.tolist() if one is not None] == list(left)


def test_a_column_called_collect_is_a_column():
    pandas = pytest.importorskip("pandas")
    assert take(pandas.DataFrame({"collect": [1, 2]}), ["collect"])["collect"].tolist() == [1, 2]


def test_a_parquet_file_that_may_not_be_read_is_said(tmp_path, monkeypatch):
    def denied(*_):
        raise PermissionError(13, "Permission denied")

    path = arms("parquet", tmp_path)
    monkeypatch.setattr("ipt.outcomes.columns.fault", denied)
    with pytest.raises(BadScores, match=r"arms\.parquet: cannot be read: Permission denied"):
        take(path, ["arm"])
