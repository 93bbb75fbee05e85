"""Every figure of the dashboard; what filters leave of them; and who sees the courses behind."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
import time_machine
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from clinic.access.roles import Role
from clinic.courses.actions import begin_session, end_course, record_absence, sign_session
from clinic.exchange.actions import carry_out
from clinic.exchange.mapping import Columns
from clinic.exchange.planning import Way, plan
from clinic.exchange.reading import Scored, Table
from clinic.formulation.actions import agree_focus, rate_focus, rate_goal, set_goal
from clinic.inventory.actions import add_person, revise_person
from clinic.patients.actions import receive_enquiry
from clinic.reports import actions, drill
from clinic.reports.cells import Cells
from clinic.reports.dashboard import dashboard
from clinic.reports.filters import NOT_AGREED, Filters, Refused
from clinic.reports.tallies import RATES
from clinic.welcome.actions import accept
from ipt.outcomes.disclosure import LEAST
from tests import factories
from tests.conftest import NOW

TODAY = NOW.date()


@pytest.fixture
def service(db):
    return factories.service()


@pytest.fixture
def therapist(service):
    return factories.member(Role.THERAPIST, service)


def figures(service, **chosen):
    while actions.refresh(service=service):
        pass
    return dashboard(service, Filters(**chosen))


def bring(service, therapist, dataset, courses, measure="phq9", **how):
    """Imported courses, each a list of scores from session 1 on."""
    rows = [
        Scored(0, f"{number}", session, measure, score)
        for number, course in enumerate(courses)
        for session, score in enumerate(course, start=1)
    ]
    way = Way(dataset, service, therapist, **how)
    carry_out(plan=plan(Table(Columns(), rows), way, timezone.now()), by=None)


# What each figure is


def test_a_line_stands_for_each_band_of_the_first_score(service, therapist):
    bring(service, therapist, "severe", [(20, 18, 10), (22, 16, 8), (24, 14), (21, 12, 9), (23, 15, 7)])
    bring(service, therapist, "mild", [(6, 4)] * 6)
    (phq9,) = figures(service).trajectories
    assert (phq9.measure, phq9.low, phq9.high, phq9.caseness, phq9.without) == ("PHQ-9", 0, 27, 10, 0)
    mild, severe = phq9.lines
    assert (mild.title, mild.began, severe.title, severe.began) == ("mild, 5 to 9", 6, "severe, 20 to 27", 5)
    assert [(one.session, one.n, one.mean) for one in severe.points] == [(1, 5, 22), (2, 5, 15)]
    assert severe.points[0].sd == pytest.approx(1.5811388)  # of 20, 22, 24, 21, 23


def test_a_band_of_fewer_than_five_has_no_line_and_is_counted(service, therapist):
    bring(service, therapist, "severe", [(20, 18)] * 4)
    bring(service, therapist, "mild", [(6, 4)] * 6)
    (phq9,) = figures(service).trajectories
    assert ([line.title for line in phq9.lines], phq9.without) == (["mild, 5 to 9"], 4)


def test_symptoms_stand_first_among_the_aims_with_how_many_are_not_known(service, therapist):
    bring(service, therapist, "spring", [(18, 4), (18, 9), (18, 17), (8, 15), (12, 4), (12,)])
    phq9, *others = figures(service).aims
    assert (phq9.what, phq9.first, phq9.last, phq9.wanted, phq9.reliable) == (
        "PHQ-9",
        14.8,
        9.8,
        "less",
        True,
    )
    assert (phq9.better, phq9.same, phq9.worse, phq9.known, phq9.unknown) == (3, 1, 1, 5, 1)
    assert [(one.wanted, one.known, one.unknown) for one in others] == [
        ("more", 0, 6), ("less", 0, 6), ("more", 0, 6), ("more", 0, 6),
    ]  # fmt: skip


def worked_through(service, therapist):
    """A course in which the circle was drawn twice, and focus and goal were rated twice; then it ended."""
    case = factories.course(of=service, therapist=therapist)
    whose = {"participant": case.participant, "by": therapist}
    alone = {"can_confide": False, "support_received": [], "drawn_on": TODAY}
    sister = add_person(pseudonym="Bea", category="family", ring=1, **alone, **whose)
    revise_person(
        relationship=sister, can_confide=True, support_received=["emotional", "advice"], drawn_on=TODAY,
        by=therapist,
    )  # fmt: skip
    agree_focus(
        course=case.course, area="grief", own_words="Since she died.", reason="It began then.",
        patient_says="agrees", by=therapist,
    )  # fmt: skip
    goal = set_goal(text="See a friend", **whose)
    for days, rating in ((30, 2), (1, 7)):
        at = NOW - timedelta(days=days)
        rate_goal(goal=goal, rating=rating, rated_at=at, by=therapist)
        for question, more in (("near", 0), ("people", 1)):
            rate_focus(area="grief", question=question, rating=rating + more, rated_at=at, **whose)
    for _session in range(2):
        sign_session(session=begin_session(course=case.course, by=therapist), by=therapist, line="We talked.")
    end_course(course=case.course, on=TODAY, by=therapist)


def test_people_focus_and_goals_stand_beside_symptoms(service, therapist):
    for _course in range(5):
        worked_through(service, therapist)
    confidants, gaps, focus, goals = figures(service).aims
    assert (confidants.first, confidants.last, confidants.wanted, confidants.better) == (0, 1, "more", 5)
    assert (gaps.first, gaps.last, gaps.wanted, gaps.better, gaps.worse) == (4, 2, "less", 5, 0)
    assert (focus.first, focus.last, focus.known) == (2.5, 7.5, 5)
    assert (goals.first, goals.last, goals.better, goals.unknown) == (2, 7, 5, 0)


def enquired(service, therapist, days_ago, **how):
    """A course begun from an enquiry so many days ago, first attended today."""
    with time_machine.travel(NOW - timedelta(days=days_ago), tick=False):
        enquiry = receive_enquiry(
            service=service, name="Ash Moran", contact_by="phone", contact="0113 496 0143", adult=True
        )
    return accept(
        enquiry=enquiry, name="Ash Moran", preferred_name="Ash", born_on=date(1990, 1, 1), manual="dep16",
        stage="acute", therapist=therapist, supervisor=None, began_on=TODAY, by=therapist,
    )  # fmt: skip


def test_waits_are_begun_weeks_from_enquiry_to_first_attended_session(service, therapist):
    for days_ago in (0, 1, 7, 8, 42, 43, 300):
        sign_session(
            session=begin_session(course=enquired(service, therapist, days_ago), by=therapist),
            by=therapist, line="We talked.",
        )  # fmt: skip
    enquired(service, therapist, 30)  # not seen yet
    waits = figures(service).waits
    assert (waits.known, waits.unknown, waits.median) == (7, 1, 2)
    assert waits.by_week[:8] == [1, 2, 1, 0, 0, 0, 1, 1]
    assert (len(waits.by_week), waits.by_week[-1]) == (28, 1)
    assert [(one.count, one.of) for one in waits.within] == [(5, 7), (6, 7)]


def ended_after(sessions, service, therapist, courses):
    for number in range(courses):
        case = factories.course("dep12", of=service, therapist=therapist)
        for _session in range(sessions):
            session = begin_session(course=case.course, by=therapist)
            sign_session(session=session, by=therapist, line="We talked.")
        if number < 2:
            session = begin_session(course=case.course, by=therapist)
            record_absence(session=session, kind="missed", by=therapist)
        end_course(course=case.course, on=TODAY, by=therapist, how="agreed early")


def test_sessions_are_counted_by_what_became_of_them(service, therapist):
    ended_after(1, service, therapist, 5)
    found = figures(service)
    assert found.sessions[:2] == [("attended", 5), ("missed", 2)]
    assert (found.attended.count, found.attended.of) == (5, 60)
    assert found.endings == [("earlier, agreed together", 5)]


def test_sessions_agreed_of_fewer_than_five_courses_have_no_share(service, therapist):
    """Five courses are a block of their own; the one in it that has ended is one person's."""
    for number in range(5):
        case = factories.course("dep12", of=service, therapist=therapist)
        sign_session(session=begin_session(course=case.course, by=therapist), by=therapist, line="We talked.")
        if number == 0:
            end_course(course=case.course, on=TODAY, by=therapist, how="agreed early")
    found = figures(service)
    assert (found.whole.courses, found.attended) == (5, None)
    assert found.endings == [("earlier, agreed together", 1)]


def test_how_many_sessions_took_place_is_not_said_of_a_few_among_imported_courses(service, therapist):
    bring(service, therapist, "before", [(18, 4)] * 6, manual="dep12")
    ended_after(2, service, therapist, 4)
    found = figures(service)
    assert (found.whole.courses, found.attended) == (10, None)


# What filters leave


def test_filters_narrow_every_figure(service, therapist):
    bring(service, therapist, "long", [(18, 4)] * 6, began_on=date(2026, 2, 1))
    bring(service, therapist, "short", [(18, 17)] * 5, manual="dep12", began_on=date(2025, 5, 1))
    everything, long = figures(service), figures(service, manual="dep16")
    assert (everything.whole.finished, everything.whole.recovered, everything.left_out) == (11, 6, 0)
    assert (long.whole.finished, long.whole.recovered, long.aims[0].last) == (6, 6, 4)
    assert figures(service, quarter_to="2025 Q2").whole.courses == 5
    assert figures(service, quarter_from="2025 Q2", quarter_to="2026 Q1").whole.courses == 11
    assert figures(service, focus=NOT_AGREED).whole.courses == 11
    assert figures(service, condition="Depression in adults").whole.courses == 11
    assert everything.choices.quarters == [("2025 Q2", "2025 Q2"), ("2026 Q1", "2026 Q1")]
    assert [value for value, _words in everything.choices.manuals] == ["dep12", "dep16"]


def test_a_filter_that_would_give_a_few_away_leaves_them_out_and_says_how_many(service, therapist):
    bring(service, therapist, "autumn", [(18, 4)] * 6, began_on=date(2025, 11, 1))
    bring(service, therapist, "winter", [(18, 17)], began_on=date(2026, 2, 1))
    assert figures(service).whole.finished == 7
    for chosen in ({"quarter_to": "2025 Q4"}, {"quarter_from": "2026 Q1"}):
        found = figures(service, **chosen)
        assert (found.enough, found.whole.courses, found.trajectories) == (False, 0, [])
        assert found.left_out == (6 if "quarter_to" in chosen else 1)


def test_where_no_quarter_can_stand_alone_the_table_is_by_year(service, therapist):
    for number, (year, month) in enumerate([(2024, 1), (2024, 5), (2025, 2), (2025, 11)]):
        bring(service, therapist, f"q{number}", [(18, 4)] * 3, began_on=date(year, month, 10))
    by = figures(service).comparisons[2]
    assert (by.what, [(one.title, one.counts.finished) for one in by.groups]) == (
        "Year",
        [("2024", 6), ("2025", 6)],
    )


@pytest.mark.parametrize(
    ("chosen", "field"),
    [
        ({"manual": "dep99"}, "manual"),
        ({"focus": "grief"}, "focus"),
        ({"quarter_from": "yesterday"}, "quarter_from"),
        ({"quarter_from": "2026 Q1", "quarter_to": "2025 Q2"}, "quarter_to"),
        ({"condition": "'; DROP TABLE"}, "condition"),
    ],
)
def test_a_choice_that_cannot_be_is_refused_by_its_field(service, therapist, chosen, field):
    bring(service, therapist, "a", [(18, 4)], began_on=date(2026, 2, 1))
    bring(service, therapist, "b", [(18, 4)], began_on=date(2025, 5, 1))
    with pytest.raises(Refused) as refused:
        figures(service, **chosen)
    assert set(refused.value.faults) == {field}


QUARTERS, MANUALS, FOCUSES = ("2025 Q4", "2026 Q1", "2026 Q2"), ("dep12", "dep16"), ("", "grief")
CELLS = st.dictionaries(
    st.tuples(st.booleans(), st.sampled_from(QUARTERS), st.sampled_from(MANUALS), st.sampled_from(FOCUSES)),
    st.integers(1, 8),
    min_size=1,
)
LOOKS = st.builds(
    Filters,
    quarter_from=st.sampled_from(["", *QUARTERS]),
    quarter_to=st.sampled_from(["", *QUARTERS]),
    manual=st.sampled_from(["", *MANUALS]),
    focus=st.sampled_from(["", NOT_AGREED, "grief"]),
)


@given(CELLS, LOOKS, LOOKS)
def test_what_two_looks_differ_by_is_nobody_or_at_least_five(cells, one, other):
    """Of finished courses and of the others, each by itself."""
    counts = [[n, n * key[0], *[0] * (len(RATES) - 2)] for key, n in cells.items()]
    found = Cells.of(list(cells), np.array(counts), {})
    first, second = (found.shown(found.among(look)) for look in (one, other))
    for part in (first & ~second, second & ~first, first & second, ~first & ~second, first):
        for finished in (True, False):
            held = int(found.counts[part & (found.names["finished"] == finished), 0].sum())
            whole = int(found.counts[found.names["finished"] == finished, 0].sum())
            assert held == 0 or held >= LEAST or whole < LEAST


# Who sees what stands behind


def test_own_courses_are_looked_for_by_whose_they_are_not_among_all_of_the_service(service, therapist):
    """A lead with none waited a second for it among a million courses."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL reads so small a table from one end to the other")
    plan = drill.courses_behind(service, Filters(), therapist).explain()
    assert "(therapist_id=?)" in plan and "courses_course_service_id" not in plan


def test_a_therapist_finds_the_own_courses_behind_a_figure_and_nobody_elses(service, therapist):
    mine = factories.course(of=service, therapist=therapist)
    factories.course("dep12", of=service, therapist=factories.member(Role.THERAPIST, service))
    figures(service)
    assert list(drill.courses_behind(service, Filters(), therapist)) == [mine.course]
    assert list(drill.courses_behind(service, Filters(manual="dep12"), therapist)) == []
    assert list(drill.courses_behind(service, Filters(manual="dep16"), therapist, "open")) == [mine.course]
    assert list(drill.courses_behind(service, Filters(), therapist, "finished")) == []
    assert list(drill.courses_behind(service, Filters(), mine.supervisor)) == [mine.course]


def test_a_lead_without_courses_finds_none(service, therapist):
    factories.course(of=service, therapist=therapist)
    figures(service)
    assert not drill.courses_behind(service, Filters(), factories.member(Role.LEAD, service)).exists()


def test_whoever_left_finds_none(service, therapist):
    factories.course(of=service, therapist=therapist)
    figures(service)
    therapist.memberships.update(left_on=TODAY)
    assert not drill.courses_behind(service, Filters(), therapist).exists()


def test_no_courses_stand_behind_what_is_no_figure(service, therapist):
    with pytest.raises(ValueError, match="no courses stand behind 'therapist'"):
        drill.courses_behind(service, Filters(), therapist, "therapist")


def test_a_figure_says_as_of_when_it_is(service, therapist):
    factories.course(of=service, therapist=therapist)
    london = ZoneInfo("Europe/London")
    assert figures(service).freshness.as_of == datetime(2026, 11, 12, 13, 0, tzinfo=london)
