"""The figures said in sentences: true of all that they name, and silent where nothing can be said."""

from clinic.reports import findings
from clinic.reports.aims import Aim
from clinic.reports.figures import Rate
from clinic.reports.filters import Filters
from clinic.reports.freshness import Freshness
from clinic.reports.waits import Waits
from ipt.outcomes.rates import Counts
from tests.clinic.reports.told import CHOICES, CONFIDANTS, WAITS, dashboard, line, trajectory

NONE = Counts(0, 0, 0, 0, 0, 0, 0, 0)


def test_the_heading_is_the_finding_or_says_why_there_is_none():
    assert findings.heading(dashboard()).startswith("13 of 26 courses")
    assert findings.heading(dashboard(whole=NONE)) == "No course has begun yet"
    chosen = dashboard(whole=NONE, filters=Filters(focus="grief"))
    assert findings.heading(chosen) == "No course is of this kind"
    few = dashboard(whole=NONE, left_out=4)
    assert findings.heading(few) == "Too few courses to show what became of them"
    counting = dashboard(whole=NONE, freshness=Freshness(None, counting=True))
    assert findings.heading(counting) == "The courses are being counted"


def test_what_was_chosen_is_said_in_words():
    both = Filters(quarter_from="2025 Q4", quarter_to="2026 Q1", manual="dep16", focus="grief")
    assert findings.chosen(both, CHOICES) == [
        ("Begun", "2025 Q4 to 2026 Q1"),
        ("Manual", "IPT for depression, sixteen sessions"),
        ("Focus", "Grief"),
    ]
    for filters, span in (
        (Filters(quarter_from="2026 Q1"), "2026 Q1 or later"),
        (Filters(quarter_to="2026 Q1"), "2026 Q1 or earlier"),
        (Filters(quarter_from="2026 Q1", quarter_to="2026 Q1"), "2026 Q1"),
    ):
        assert findings.chosen(filters, CHOICES) == [("Begun", span)]
    assert findings.chosen(Filters(), CHOICES) == []


def test_a_measure_fell_everywhere_only_where_each_group_did():
    low, high = line("mild", 6, 5, 4), line("severe", 22, 17, 12)
    assert findings.of_trajectory(trajectory(low, high)) == "PHQ-9 fell, wherever it began"
    risen = line("mild", 6, 5, 7)
    assert findings.of_trajectory(trajectory(risen, high)) == "PHQ-9 fell in 1 of 2 groups"
    assert findings.of_trajectory(trajectory(line("mild", 6))) == "PHQ-9 by session"


def test_where_more_is_better_rising_is_what_is_told():
    of = trajectory(line("low", 10, 14), line("high", 30, 33), higher_is_worse=False)
    assert findings.of_trajectory(of) == "PHQ-9 rose, wherever it began"


def test_courses_without_a_line_are_said():
    assert "cut-off, 10." in findings.beneath_trajectory(trajectory(line("mild", 6)))
    assert "7 courses have no line." in findings.beneath_trajectory(trajectory(without=7))
    assert "cut-off" not in findings.beneath_trajectory(trajectory(caseness=None))


def test_the_aim_told_first_is_about_people():
    scores = Aim("PHQ-9", "points", "less", 15.2, 7.1, 18, 6, 2, 26, 4, reliable=True)
    told = "In 16 of 27 finished courses there were more people to confide in at the end"
    assert findings.of_aims([scores, CONFIDANTS]) == told
    gaps = Aim("Kinds of help from nobody", "kinds", "less", 2.0, 0.8, 15, 9, 1, 25, 5)
    assert "fewer kinds of help from nobody" in findings.of_aims([scores, gaps])
    assert findings.of_aims([scores]) == "Symptoms and relationships, first and last"


def test_a_wait_is_told_with_the_standard_and_what_is_not_known():
    assert findings.of_waits(WAITS) == "Half began within 2 weeks of the enquiry"
    assert findings.beneath_waits(WAITS) == (
        "Within 6 weeks: 23 of 30 (77 %). Not known of 10 courses: no enquiry, or no session yet."
    )
    assert findings.of_waits(Waits([1], None, [], 1, 0)) == "Waiting: too few to say"


def test_a_share_of_too_few_is_not_told():
    assert findings.of_share(Rate("Within 6 weeks", 2, 3, "courses")) == "Within 6 weeks: 2 of 3."
    assert findings.of_attendance(Rate("Attended", 2, 3, "sessions")) == "Sessions"
    assert findings.of_attendance(None) == "Sessions"
    assert (
        findings.of_attendance(Rate("Attended", 9, 10, "sessions"))
        == "90 % of the sessions agreed took place"
    )


def test_endings_are_counted():
    assert findings.of_endings([("as agreed", 3), ("handed on", 1)]) == "How 4 courses ended"
    assert findings.of_endings([]) == "No course has ended"
