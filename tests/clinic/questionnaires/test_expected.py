"""The expected range: drawn from a model that may speak, said in words, and nothing where there is none."""

import os
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client

from clinic.questionnaires import accepted
from clinic.questionnaires.expected import band
from clinic.questionnaires.models import Response
from clinic.signals.models import Signal
from clinic.ui.lanes import Mark
from ipt.outcomes.forecast import demo_model, write
from ipt.outcomes.forecast.conformal import Check
from ipt.outcomes.forecast.judging import CRITERIA
from ipt.outcomes.forecast.simulated import FILE as SIMULATED_FILE
from tests import factories
from tests.clinic.signals.conftest import scores

MODEL = demo_model(demo=True)
DAYS = [Mark(number, date(2026, 9, 3) + timedelta(days=7 * number), "to come") for number in range(1, 17)]


def responses(case: factories.Case, *totals: int | None) -> list[Response]:
    scores(case, *totals)
    return list(Response.objects.of(case.course, "phq9"))


def test_each_range_rests_on_the_scores_before_it(case: factories.Case) -> None:
    drawn = band(MODEL, responses(case, 18, 17, 12), DAYS).drawn
    state = MODEL.start().update(1, 18)
    second = MODEL.expected(state, 2)
    third = MODEL.expected(state.update(2, 17), 3)
    assert [(one.low, one.high) for one in drawn[:2]] == [
        (second.low, second.high), (third.low, third.high),
    ]  # fmt: skip
    assert [one.on for one in drawn] == [DAYS[1].on, DAYS[2].on, DAYS[3].on, DAYS[15].on]


@pytest.mark.parametrize("agreed", [12, 16])
def test_the_end_is_foretold_as_calibrated_however_many_sessions_are_agreed(
    case: factories.Case, agreed: int
) -> None:
    drawn = band(MODEL, responses(case, 18, 17), DAYS[:agreed]).drawn
    end = MODEL.ending(MODEL.start().update(1, 18).update(2, 17))
    assert (drawn[-1].on, drawn[-1].low, drawn[-1].high) == (DAYS[agreed - 1].on, end.low, end.high)


def test_a_session_that_is_over_without_a_score_is_not_still_to_come(case: factories.Case) -> None:
    told = responses(case, 18, 17)
    over = [replace(mark, state="done" if mark.number < 4 else "missed") for mark in DAYS[:4]]
    found = band(MODEL, told, [*over, *DAYS[4:]])
    fifth = MODEL.expected(MODEL.start().update(1, 18).update(2, 17), 5)
    assert [(one.on, one.where) for one in found.ahead] == [
        (DAYS[4].on, "session 5"),
        (DAYS[15].on, "the end"),
    ]
    assert (found.ahead[0].low, found.ahead[0].high) == (fifth.low, fifth.high)
    assert band(MODEL, told, over).ahead == ()


def test_past_the_usual_end_nothing_is_promised_of_the_end(case: factories.Case) -> None:
    short = replace(MODEL, end=2.0)
    days = [one.on for one in band(short, responses(case, 18, 17), DAYS).drawn]
    assert days == [DAYS[1].on, DAYS[2].on]


def test_a_missing_score_is_passed_over_and_never_zero(case: factories.Case) -> None:
    drawn = band(MODEL, responses(case, 18, None, 12), DAYS[:3]).drawn
    expected = MODEL.expected(MODEL.start().update(1, 18), 3)
    assert [(one.on, one.low, one.high) for one in drawn] == [(DAYS[2].on, expected.low, expected.high)]


def test_it_says_what_was_expected_where_the_score_lies_and_what_stands_behind_it(
    case: factories.Case,
) -> None:
    words = " ".join(band(MODEL, responses(case, 12, 25), DAYS).words)
    assert "the next PHQ-9 was between" in words
    assert "This one is 25, above that range." in words
    assert "It is not a verdict on this one" in words
    assert "Simulated: no patient stands behind it." in words


def test_before_the_first_score_nothing_is_drawn(case: factories.Case) -> None:
    assert band(MODEL, [], DAYS).drawn == ()
    assert band(MODEL, responses(case, 18), DAYS).words == ()


def test_without_a_model_it_says_how_to_come_by_one(case: factories.Case) -> None:
    found = band(None, responses(case, 18, 17), DAYS)
    assert found.drawn == ()
    assert "kith outcomes train learns one" in found.words[0]


def test_a_real_house_gets_no_simulated_model(settings, tmp_path) -> None:
    settings.KITH_DEMO = False
    settings.KITH_HOME = replace(settings.KITH_HOME, folder=tmp_path)
    assert accepted.model_for("phq9") is None


def test_a_file_laid_there_by_hand_that_never_passed_says_nothing(settings, tmp_path) -> None:
    settings.KITH_DEMO = False
    settings.KITH_HOME = replace(settings.KITH_HOME, folder=tmp_path)
    untested = replace(MODEL, calibration=replace(MODEL.calibration, simulated=False, checks=()))
    accepted.file_of("phq9").parent.mkdir()
    write(untested, accepted.file_of("phq9"))
    assert accepted.model_for("phq9") is None


@pytest.mark.parametrize("damaged", ["{", "", SIMULATED_FILE.read_text()], ids=["cut", "empty", "simulated"])
def test_a_model_file_that_cannot_be_used_stands_in_no_answers_way(
    case: factories.Case, therapist: Client, settings, tmp_path, damaged
) -> None:
    settings.KITH_DEMO = False
    settings.KITH_HOME = replace(settings.KITH_HOME, folder=tmp_path)
    accepted.file_of("phq9").parent.mkdir()
    accepted.file_of("phq9").write_text(damaged)
    scores(case, 12, 13, 12, 21)
    assert Response.objects.of(case.course, "phq9").count() == 4
    assert Signal.objects.filter(rule="worse_than_start").exists()
    assert "No expected range is shown" in therapist.get(f"/courses/{case.course.pk}/").content.decode()


def test_a_model_that_counts_weeks_says_nothing_of_sessions(settings, tmp_path) -> None:
    settings.KITH_DEMO = False
    settings.KITH_HOME = replace(settings.KITH_HOME, folder=tmp_path)
    passed = replace(
        MODEL.calibration, simulated=False, checks=tuple(Check(what, True, "seen") for what in CRITERIA)
    )
    accepted.file_of("phq9").parent.mkdir()
    for unit in ("week", "session"):
        write(replace(MODEL, calibration=passed, unit=unit), accepted.file_of("phq9"))
        os.utime(accepted.file_of("phq9"), ns=(0, len(unit)))
        assert (accepted.model_for("phq9") is not None) == (unit == "session")


def test_the_course_shows_the_range_and_the_measures_page_does_not(
    case: factories.Case, therapist: Client
) -> None:
    scores(case, 12, 25)
    course = therapist.get(f"/courses/{case.course.pk}/").content.decode()
    assert 'class="expected"' in course
    assert "About the expected range" in course
    assert "Simulated: no patient stands behind it." in course
    assert 'class="looked"' in course
    shared = therapist.get(f"/courses/{case.course.pk}/measures/").content.decode()
    assert 'class="expected"' not in shared
    assert 'class="looked"' not in shared


@pytest.mark.parametrize("page", ["/me/", "/me/measures/", "/me/ending/", "/me/timeline/"])
def test_no_page_of_the_patients_shows_a_range(case: factories.Case, patient: Client, page: str) -> None:
    scores(case, 12, 25)
    shown = patient.get(page).content.decode()
    assert 'class="expected"' not in shown
    assert "xpected range" not in shown


def test_a_score_beyond_the_range_calls_with_the_standing_of_its_model(case: factories.Case) -> None:
    scores(case, 12, 13, 12, 21)
    found = Signal.objects.get(rule="beyond_expected_range")
    [call] = found.calls.all()
    assert (found.level, found.standing) == ("review_soon", "simulated, for the demo alone")
    assert call.session_number == 4
    assert call.basis["score"] == 21 > call.basis["high"]
    assert "This one is 21, above that range." in call.because


def test_a_score_inside_or_better_than_the_range_calls_nothing(case: factories.Case) -> None:
    scores(case, 12, 12, 3)
    assert not Signal.objects.filter(rule="beyond_expected_range").exists()


def test_without_an_accepted_model_only_the_rules_call(case: factories.Case, settings, tmp_path) -> None:
    settings.KITH_DEMO = False
    settings.KITH_HOME = replace(settings.KITH_HOME, folder=tmp_path)
    scores(case, 12, 13, 12, 21)
    assert set(Signal.objects.values_list("rule", flat=True)) == {"worse_than_start", "little_change_early"}
