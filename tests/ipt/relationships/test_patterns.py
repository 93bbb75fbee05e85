"""What repeats, counted by hand."""

from math import isnan

from hypothesis import given
from hypothesis import strategies as st

from ipt.relationships.patterns import Kind, Line, Measures, Repeat, Told, measures, repeats

QUIET = Line(by_patient=True, failures=("silence",), want_said=False)
SAID = Line(by_patient=True, want_said=True)
PRESSED = Line(by_patient=False, failures=("demand_withdraw",))
FIRST = Told("1", ("Sam",), wish="heard", response="misses", own_response="quiet", lines=(QUIET, PRESSED))
SECOND = Told("2", ("Sam", "Mum"), wish="heard", own_response="quiet", lines=(QUIET, QUIET, SAID))
THIRD = Told("3", ("Jo",), wish="heard", response="listens", lines=(SAID, PRESSED))

ids = st.lists(
    st.builds(Told, st.uuids().map(str), st.lists(st.sampled_from("ABC"), max_size=2).map(tuple)), max_size=8
)


def test_what_is_in_two_incidents_or_more_repeats_the_most_frequent_first():
    assert repeats([FIRST, SECOND, THIRD]) == (
        Repeat(Kind.WISH, "heard", ("1", "2", "3")),
        Repeat(Kind.WHO, "Sam", ("1", "2")),
        Repeat(Kind.OWN_RESPONSE, "quiet", ("1", "2")),
        Repeat(Kind.OWN_FAILURE, "silence", ("1", "2")),
        Repeat(Kind.DEMAND_WITHDRAW, "demand_withdraw", ("1", "3")),
    )


def test_a_thing_counts_once_an_incident_however_often_it_is_in_it():
    assert not repeats([SECOND])


def test_the_patients_failures_and_the_others_are_told_apart():
    other = Told("4", ("Mum",), lines=(Line(by_patient=False, failures=("silence",)),))
    assert Kind.OTHERS_FAILURE not in {one.kind for one in repeats([FIRST, SECOND, other])}
    again = Told("5", ("Dad",), lines=other.lines)
    assert Repeat(Kind.OTHERS_FAILURE, "silence", ("4", "5")) in repeats([FIRST, other, again])


def test_what_was_not_coded_never_repeats():
    assert not repeats([Told("1", ()), Told("2", ())])


@given(ids)
def test_every_repeat_has_two_different_instances_of_those_given(incidents):
    for one in repeats(incidents):
        assert len(set(one.instances)) == one.count >= 2
        assert set(one.instances) <= {incident.id for incident in incidents}


def test_the_figures_of_a_course():
    assert measures([FIRST, SECOND, THIRD]) == Measures(
        open_wants=2 / 5, lines_coded=5, failures=5 / 3, incidents_coded=3, demand_withdraw=2
    )


def test_what_was_not_coded_is_missing_and_not_zero():
    bare = Told("6", ("Sam",), lines=(Line(by_patient=True), Line(by_patient=False)))
    found = measures([bare])
    assert isnan(found.open_wants) and isnan(found.failures)
    assert (found.lines_coded, found.incidents_coded) == (0, 0)
    assert measures([bare, FIRST]).failures == measures([FIRST]).failures


def test_only_the_patients_lines_count_for_open_wants():
    assert measures([Told("7", (), lines=(Line(by_patient=False, want_said=True), SAID))]).lines_coded == 1
