"""An alert is reviewed and closed in one form: nothing that was typed is lost, nothing asked twice."""

import pytest

from clinic.safety.models import RiskReview
from tests.clinic.safety.test_actions import NOW, raised
from tests.clinic.safety.test_views import SAID, at, words


@pytest.fixture
def alert(case):
    return raised(case)


def test_one_press_keeps_the_review_and_closes_the_alert(alert, therapist):
    shown = words(therapist.post(at(alert, "close/"), SAID, follow=True))
    alert.refresh_from_db()
    assert (alert.closed_at, alert.action) == (NOW, "Rang at once; plan made.")
    review = RiskReview.objects.get()
    assert (review.level, review.thoughts, review.alert) == (1, "Mostly at night.", alert)
    assert "The review is kept, and the alert is closed." in shown


@pytest.mark.parametrize(
    "begun", [{"thoughts": "Mostly at night."}, {"plan_ticked": "none"}, {"review_by": "2026-11-26"}]
)
def test_an_alert_is_not_closed_over_a_review_that_was_begun(alert, therapist, begun):
    answer = therapist.post(at(alert, "close/"), {"action": "Rang.", **begun})
    assert answer.status_code == 422
    assert next(iter(begun.values())) in words(answer)
    alert.refresh_from_db()
    assert alert.closed_at is None
    assert not RiskReview.objects.exists()


def test_an_alert_asks_once_what_was_done_and_says_when_the_day_is_needed(alert, therapist):
    shown = words(therapist.get(at(alert)))
    assert shown.count("<textarea") == 1
    assert 'This review holds until <span class="optional">(needed from level 1 on)</span>' in shown
    therapist.post(at(alert, "review/"), SAID)
    shown = words(therapist.get(at(alert)))
    assert shown.count("<textarea") == 1
    assert "Rang at once; plan made.</textarea>" in shown
