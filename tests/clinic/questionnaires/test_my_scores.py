"""The patient sees their own scores over time, in plain words, where the service shows scores."""

import re
from datetime import date

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from clinic.access.actions import change_service
from clinic.questionnaires import actions, my_scores
from clinic.questionnaires.models import Response
from clinic.questionnaires.plain import called
from clinic.questionnaires.scores import since
from ipt.measures import library
from tests import factories
from tests.clinic.portal.test_reading_age import GRADE, grade
from tests.conftest import signed_in


def sent(case: factories.Case, session: int, value: int, measure: str = "phq9") -> None:
    asked = actions.ask(
        participant=case.participant, measure=measure, due_on=date(2026, 11, 12),
        session_number=session, by=case.therapist,
    )  # fmt: skip
    number = 8 if measure == "phq9" else 7
    answers = {f"{measure}-{n}": value for n in range(1, number + 1)}
    actions.submit(
        asked=asked, by=case.patient.user, answers=answers | ({"phq9-9": 0} if number == 8 else {})
    )


def words(client: Client) -> str:
    return " ".join(client.get("/me/measures/").content.decode().split())


def test_two_scores_make_a_line_with_words_and_no_verdict(patient: Client, case: factories.Case) -> None:
    sent(case, 1, 2)
    assert "the first time" not in words(patient)
    sent(case, 2, 1)
    shown = words(patient)
    assert "Low mood (PHQ-9): 16 the first time, 8 the last time" in shown
    assert "<span>Low mood (PHQ-9)</span>" in shown and "severity" not in shown
    assert "Lower is better. A score cannot say how you are." in shown
    assert "<svg" in shown[shown.index("score-chart") :]
    figure = shown[shown.index("<figure") : shown.index("</figure>")]
    for verdict in ("reliabl", "Band", "caseness", "Severe", "Enquiry"):
        assert verdict not in figure


def test_every_measure_that_can_be_shown_keeps_its_name_in_words_of_no_field() -> None:
    for measure in map(library.load, library.ids()):
        said = called(measure)
        assert said == measure.short_title or said.endswith(f"({measure.short_title})")
        assert not re.search("sever|symptom|screen|anxi|depress|psycho|distress|global", said)
    assert called(library.load("gad7")) == "Worry (GAD-7)"


def test_how_far_a_score_moved_is_said_in_words_for_twelve() -> None:
    first, near, far = (Response(measure="phq9", total=total) for total in (18, 17, 9))
    said = [my_scores._meaning(since(first, now), now) for now in (near, far)]
    assert "no more than that." in said[0] and "more than that." in said[1]
    assert all(grade([one]) <= GRADE for words in said for one in re.split(r"(?<=[.])\s", words))


def test_each_measure_has_its_own_line(patient: Client, case: factories.Case) -> None:
    for session in (1, 2):
        sent(case, session, 1)
        sent(case, session, 1, "gad7")
    assert words(patient).count("<figure") == 2


def test_a_service_that_does_not_show_scores_shows_no_line(patient: Client, case: factories.Case) -> None:
    sent(case, 1, 2)
    sent(case, 2, 1)
    change_service(service=case.service, by=case.therapist, shows_scores=False)
    assert "<figure" not in words(signed_in(case.patient.user))


def test_nobody_sees_the_scores_of_another(case: factories.Case) -> None:
    sent(case, 1, 2)
    sent(case, 2, 1)
    other = factories.course(of=case.service, therapist=case.therapist)
    assert "<figure" not in words(signed_in(other.patient.user))


def test_the_page_asks_a_fixed_number_of_queries(
    patient: Client, case: factories.Case, django_assert_max_num_queries: object
) -> None:
    sent(case, 1, 2)
    for session in (2, 3):
        sent(case, session, 1)
        sent(case, session, 1, "gad7")
        words(patient)
        with django_assert_max_num_queries(13):
            words(patient)


def test_the_first_page_leads_there(patient: Client) -> None:
    assert 'href="/me/measures/"' in patient.get("/me/").content.decode()


def test_of_each_measure_the_newest_answers_alone_are_put_into_words(
    patient: Client, case: factories.Case
) -> None:
    sent(case, 1, 2)
    sent(case, 2, 1)
    shown = words(patient)
    assert "Your answers add up to 8" in shown and "Your answers add up to 16" not in shown
    assert shown.count("12 November") > 1


def moved_of(client: Client) -> list[tuple[str, str, str]]:
    """Question, answer before and now, of all that the page says has moved since the last time."""
    page = words(client)
    part = page[page.index("since the last time") :]
    part = part[: part.index("</ul>")]
    return re.findall(r"<li>(.*?)<br><span[^>]*>From “(.*?)” to “(.*?)”", part)


def answered(case: factories.Case, session: int, *values: int | None) -> None:
    asked = actions.ask(
        participant=case.participant, measure="phq9", due_on=date(2026, 11, 12), session_number=session,
        by=case.therapist,
    )  # fmt: skip
    answers = {f"phq9-{number}": value for number, value in enumerate(values, start=1)}
    actions.submit(asked=asked, by=case.patient.user, answers=answers)


def test_what_moved_is_told_in_the_words_of_the_form(patient: Client, case: factories.Case) -> None:
    answered(case, 1, 3, 3, 3, 3, 3, 0, 0, 0, 0)
    answered(case, 2, 3, 3, 2, 3, 3, 0, 0, 0, 0)
    answered(case, 3, 3, 1, 2, None, 3, 0, 0, 0, 0)
    assert moved_of(patient) == [("Feeling down, depressed, or hopeless", "Nearly every day", "Several days")]
    page = words(patient)
    since_first = page[page.index("since the first time") :]
    assert since_first.count("<li>") >= 2
    assert "From “Nearly every day” to “More than half the days”" in since_first


@given(
    before=st.lists(st.integers(0, 3), min_size=9, max_size=9),
    now=st.lists(st.one_of(st.none(), st.integers(0, 3)), min_size=9, max_size=9),
)
def test_only_answers_that_differ_have_moved(before: list[int], now: list[int | None]) -> None:
    one, other = (
        Response(measure="phq9", answers=[*row, None])  # how difficult: it counts for no score
        for row in (before, now)
    )
    differ = [number for number in range(9) if now[number] not in (None, before[number])]
    labels = [one.loaded.items[number].text for number in differ]
    assert [moved.question for moved in my_scores.moved(one, other)] == labels
    assert my_scores.moved(other, other) == []


def test_the_same_answers_have_not_moved(patient: Client, case: factories.Case) -> None:
    sent(case, 1, 1)
    sent(case, 2, 1)
    assert "You answered as you did the last time." in words(patient)


@pytest.mark.parametrize(("first", "last"), [(1, 2), (2, 1)])
def test_better_and_worse_are_said_alike(
    patient: Client, case: factories.Case, first: int, last: int
) -> None:
    sent(case, 1, first)
    sent(case, 2, last)
    page = words(patient)
    assert (
        "Scores go up and down by themselves. Since the first time, yours has moved more than that." in page
    )
    assert ("would like to hear what lies behind it" in page) is (last > first)
    for verdict in ("deteriorat", "reliabl", "clay", "worse.", "expected"):
        assert verdict not in page[page.index("<figure") : page.index("What I sent")]


def test_help_stands_beside_an_answer_that_calls_for_it(patient: Client, case: factories.Case) -> None:
    answered(case, 1, *[1] * 8, 0)
    answered(case, 2, *[1] * 8, 0)
    assert "If such thoughts are there now" not in words(patient)
    answered(case, 3, *[1] * 8, 1)
    assert "If such thoughts are there now" in words(patient)


def test_a_total_without_answers_has_moved_nothing() -> None:
    total = Response(measure="phq9", answers=None, total=12)
    assert my_scores.moved(total, Response(measure="phq9", answers=[1] * 9 + [None])) == []
