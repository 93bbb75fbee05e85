"""Crisis help while answering: before anything else, once as new, and true about what was told to whom."""

from django.test import Client

from clinic.questionnaires.models import MeasureRequest
from tests import factories
from tests.clinic.questionnaires.test_answering import answer, answer_all, asked, send
from tests.conftest import signed_in

__all__ = ["asked"]
NEW = "Thank you for telling us. Help is here now."


def words(answered: object) -> str:
    return " ".join(answered.content.decode().split())


def told(patient: Client, asked: MeasureRequest, value: int = 1) -> str:
    """Answer all with a worrying last answer, and give what its help page says."""
    answer_all(patient, asked, [1] * 8)
    onward = answer(patient, asked, 9, value)
    assert onward.url.startswith(f"/me/measures/{asked.pk}/help/")
    shown = words(patient.get(onward.url))
    answer(patient, asked, 10, 0)
    return shown


def test_a_positive_answer_shows_help_at_once(patient: Client, asked: MeasureRequest) -> None:
    shown = told(patient, asked)
    assert NEW in shown
    assert shown.index("Call 999") < shown.index("This has gone to Maya")


def test_before_sending_it_says_that_the_worrying_answer_was_told(
    patient: Client, asked: MeasureRequest
) -> None:
    page = f"/me/measures/{asked.pk}/review/"
    assert "Nothing has been sent yet." in words(patient.get(page))
    told(patient, asked)
    shown = words(patient.get(page))
    assert "Nothing has been sent yet." not in shown
    assert "Your answer to the safety question has gone to Maya already. The rest waits" in shown


def test_after_sending_help_stays_without_coming_as_new(patient: Client, asked: MeasureRequest) -> None:
    told(patient, asked)
    shown = words(patient.get(send(patient, asked).url))
    assert NEW not in shown
    assert "Sent. Maya reads the rest with you when you next meet." in shown
    assert "Help is still here" in shown
    assert "Call 999" in shown


def test_the_alert_says_when_the_worrying_answer_is_seen(patient: Client, asked: MeasureRequest) -> None:
    told(patient, asked)
    shown = words(patient.get(send(patient, asked).url))
    assert "Maya should see this by <strong>today at 14:00</strong>" in shown


def test_who_was_not_shown_help_is_shown_it_after_sending(
    patient: Client, asked: MeasureRequest, case: factories.Case
) -> None:
    told(patient, asked)
    other = signed_in(case.patient.user)
    shown = words(other.get(send(other, asked).url))
    assert NEW in shown
    assert "Help is still here" in words(other.get(f"/me/measures/{asked.pk}/sent/?after=1"))


def test_a_graver_answer_after_sending_shows_help_as_new(patient: Client, asked: MeasureRequest) -> None:
    told(patient, asked)
    send(patient, asked)
    assert NEW in words(patient.get(answer(patient, asked, 9, 3).url))
