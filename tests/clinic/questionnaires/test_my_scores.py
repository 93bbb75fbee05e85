"""The patient sees their own scores over time, in plain words, where the service shows scores."""

from datetime import date

from django.test import Client

from clinic.access.actions import change_service
from clinic.questionnaires import actions
from tests import factories
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
    assert "Depression severity: 16 the first time, 8 the last time" in shown
    assert "Lower is better. A score cannot say how you are." in shown
    assert "<svg" in shown[shown.index("score-chart") :]
    figure = shown[shown.index("<figure") : shown.index("</figure>")]
    for verdict in ("reliabl", "Band", "caseness", "Severe", "Enquiry"):
        assert verdict not in figure


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
