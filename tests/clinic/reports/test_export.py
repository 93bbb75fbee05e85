"""What leaves the house: every table, what was chosen, small counts hidden, nothing a spreadsheet runs."""

import csv
import io

import pytest

from clinic.access.models import Service
from clinic.reports import export
from clinic.reports.aims import Aim
from clinic.reports.filters import Filters
from ipt.outcomes.rates import Counts
from tests.clinic.reports.told import CONFIDANTS, dashboard


def rows(of) -> list[list[str]]:
    return list(csv.reader(io.StringIO(export.as_csv(of))))


def found(of, table, what=None, group=None):
    return [
        row[3:] for row in rows(of) if row[0] == table and what in (None, row[2]) and group in (None, row[1])
    ]


def test_every_table_of_the_page_is_in_the_file():
    tables = {row[0] for row in rows(dashboard())[1:]}
    shown = {"Recovery and change", "By focus", "PHQ-9 by session", "First and last"}
    assert tables == {"chosen", "Waiting", "Sessions", "Endings"} | shown


def test_the_first_rows_say_which_courses_and_up_to_when():
    said = rows(dashboard(filters=Filters(quarter_from="2026 Q1", focus="grief")))
    assert said[0] == ["table", "group", "what", "value", "of", "of what", "per cent"]
    assert [row[2:4] for row in said[1:5]] == [
        ["Service", "Riverside"],
        ["Begun", "2026 Q1 or later"],
        ["Focus", "Grief"],
        ["Counted up to", "2026-11-12T09:30+00:00"],
    ]


def test_counts_are_rounded_and_small_ones_hidden():
    of = dashboard()
    assert found(of, "Recovery and change", "Recovered") == [
        ["15", "25", "finished courses that began as a case", "60"]
    ]
    assert found(of, "Endings", "handed on to other care") == [["fewer than 5", "", "", ""]]
    assert found(of, "First and last", "worse") == [
        ["fewer than 5", "25", "finished courses in which both are known", ""]
    ]


def test_means_stand_with_the_rounded_number_they_are_of():
    of = dashboard()
    assert found(of, "PHQ-9 by session", "mean at session 2") == [["17.0", "10", "courses with a score", ""]]
    assert found(of, "First and last", "mean at last")[0][:2] == ["3.1", "25"]
    few = Aim("Goals", "0 to 10", "more", None, None, 2, 1, 0, 3, 27)
    assert [row[2] for row in rows(dashboard(aims=[few])) if row[0] == "First and last"] == ["not known"]


def test_weeks_one_by_one_do_not_leave_the_house():
    assert [row[2] for row in rows(dashboard()) if row[0] == "Waiting"] == [
        "median weeks from the enquiry to the first session",
        "Within 6 weeks",
        "not known",
    ]


def test_too_few_finished_courses_give_no_figures():
    few = dashboard(whole=Counts(9, 4, 4, 4, 4, 4, 0, 0))
    assert {row[0] for row in rows(few)[1:]} == {"chosen"}


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_is_never_a_formula(sign):
    of = dashboard(service=Service(name=f"{sign}1+1"), aims=[CONFIDANTS])
    assert rows(of)[1][3] == f"'{sign}1+1"
    assert export.neutral("18") == "18"
