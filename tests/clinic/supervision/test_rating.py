"""Two ratings of a chosen session: kept apart until both are given, then side by side, never summed."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from clinic.audit.models import AuditEvent
from clinic.courses.models import Session
from clinic.supervision.actions import Refused, choose_session, rate_session, set_aside
from clinic.supervision.models import ChosenSession, SessionCheck, SessionRating
from tests.clinic.supervision.conftest import words
from tests.conftest import NOW, signed_in
from tests.factories import Case

OWN = {
    "based_on": "0", "rests_on": "memory", "item_focus": "1", "item_affect": "3", "item_risk": "none",
    "words": "Own words of the therapist.", "to_discuss": "The silence.",
}  # fmt: skip
THEIRS = {
    "based_on": "0", "rests_on": "recording", "item_focus": "3", "item_affect": "3", "item_risk": "2",
    "words": "Words of the supervisor.",
}  # fmt: skip


def url(chosen: ChosenSession, below: str = "") -> str:
    return f"/courses/{chosen.session.course_id}/adherence/{chosen.pk}/{below}"


def everywhere(chosen: ChosenSession, browser: Client) -> str:
    """All pages on which a rating might be read."""
    course = f"/courses/{chosen.session.course_id}"
    pages = [
        url(chosen),
        url(chosen, "rate/"),
        f"{course}/adherence/",
        f"{course}/sessions/2/",
        f"{course}/history/",
        "/supervision/",
        "/supervision/trends/",
        f"/supervision/trends/?with={chosen.session.course.therapist_id}",
    ]
    return " ".join(words(browser.get(page)) for page in pages)


def test_a_rating_is_kept_as_it_was_given(chosen: ChosenSession, therapist: Client) -> None:
    assert therapist.post(url(chosen, "rate/"), OWN).status_code == 302
    kept = SessionRating.objects.get()
    assert kept.rater == "therapist" and kept.rests_on == "memory"
    assert kept.ratings == {"focus": 1, "affect": 3, "risk": None}  # what was left out is not there


def test_neither_reads_the_other_before_both_are_given(
    chosen: ChosenSession, therapist: Client, supervisor: Client
) -> None:
    therapist.post(url(chosen, "rate/"), OWN)
    seen = everywhere(chosen, supervisor)
    assert (
        "Own words of the therapist." not in seen and "The silence." in seen
    )  # the reason it was chosen for
    assert "The other rating is given. You read it once yours is kept" in seen
    supervisor.post(url(chosen, "rate/"), THEIRS)
    for reader in (therapist, supervisor):
        both = words(reader.get(url(chosen)))
        assert "Own words of the therapist." in both and "Words of the supervisor." in both


def test_nor_the_therapist_the_supervisors(
    chosen: ChosenSession, therapist: Client, supervisor: Client
) -> None:
    supervisor.post(url(chosen, "rate/"), THEIRS)
    assert "Words of the supervisor." not in everywhere(chosen, therapist)
    assert "Words of the supervisor." in words(supervisor.get(url(chosen)))


def test_whoever_still_has_to_rate_does_not_read_the_patients_answers_beside_it(
    case: Case, chosen: ChosenSession, supervisor: Client
) -> None:
    SessionCheck.objects.create(
        service=case.service, participant=case.participant, session=chosen.session, version=1,
        written_by=case.patient.user, understood="no", words="Not at all.",
    )  # fmt: skip
    for below in ("", "rate/"):
        assert "Not at all." not in words(supervisor.get(url(chosen, below)))
    supervisor.post(url(chosen, "rate/"), THEIRS)
    assert "Not at all." in words(supervisor.get(url(chosen)))


def test_a_practice_of_one_rates_alone_and_the_page_says_so(case: Case, chosen: ChosenSession) -> None:
    alone = signed_in(case.therapist)
    case.course.supervisor = None
    case.course.save()
    alone.post(url(chosen, "rate/"), OWN)
    assert "no other supervisor, so your rating stays by itself" in words(alone.get(url(chosen)))


def test_a_difference_is_a_question_and_missing_is_none(
    chosen: ChosenSession, therapist: Client, supervisor: Client
) -> None:
    therapist.post(url(chosen, "rate/"), OWN)
    supervisor.post(url(chosen, "rate/"), THEIRS)
    seen = words(therapist.get(url(chosen)))
    assert "the same or a point apart on 1 of 2 items" in seen
    assert "Focus held: the supervisor saw more of it than the therapist did. What was seen?" in seen
    assert "Risk asked about:" not in seen  # one of the two did not find it called for
    assert "not called for" in seen and "not rated" in seen and "not validated" in seen


def test_a_change_after_both_were_read_says_so_and_the_first_stands(
    chosen: ChosenSession, therapist: Client, supervisor: Client
) -> None:
    therapist.post(url(chosen, "rate/"), OWN)
    supervisor.post(url(chosen, "rate/"), THEIRS)
    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        changed = therapist.post(url(chosen, "rate/"), OWN | {"item_focus": "3", "based_on": "1"})
    assert changed.status_code == 302
    seen = words(supervisor.get(url(chosen)))
    assert "now 3, changed after both were read" in seen
    assert "Focus held: the supervisor saw more" in seen
    assert SessionRating.objects.count() == 3


def test_two_windows_lose_nothing(chosen: ChosenSession, therapist: Client) -> None:
    therapist.post(url(chosen, "rate/"), OWN)
    again = therapist.post(url(chosen, "rate/"), OWN | {"words": "From another window."})
    assert again.status_code == 422 and "From another window." in words(again)
    assert SessionRating.objects.count() == 1


@pytest.mark.parametrize("left_out", ["rests_on", "items"])
def test_a_rating_needs_an_item_and_what_it_rests_on(
    chosen: ChosenSession, therapist: Client, left_out: str
) -> None:
    given = {name: value for name, value in OWN.items() if not name.startswith("item")}
    sent = given if left_out == "items" else {name: at for name, at in OWN.items() if name != left_out}
    answer = therapist.post(url(chosen, "rate/"), sent)
    assert answer.status_code == 422 and "Own words of the therapist." in words(answer)
    assert not SessionRating.objects.exists()


def test_the_audit_tells_that_and_not_what(chosen: ChosenSession, therapist: Client) -> None:
    therapist.post(url(chosen, "rate/"), OWN)
    event = AuditEvent.objects.get(did="rated a session for supervision")
    assert event.detail == {"number": 2, "version": 1}


def test_what_was_set_aside_is_not_rated(case: Case, chosen: ChosenSession, therapist: Client) -> None:
    set_aside(chosen=chosen, why="The wrong one.", by=case.therapist)
    assert therapist.post(url(chosen, "rate/"), OWN).status_code == 302
    with pytest.raises(Refused):
        rate_session(chosen=chosen, ratings={"focus": 1}, rests_on="notes", by=case.therapist)
    assert not SessionRating.objects.exists()


def test_over_two_sessions_each_item_has_a_line_and_nothing_is_summed(
    case: Case, sessions: list[Session], therapist: Client, supervisor: Client
) -> None:
    for session, own, theirs in ((sessions[0], 1, 1), (sessions[2], 2, 3)):
        one = choose_session(session=session, by=case.therapist)
        rate_session(chosen=one, ratings={"focus": own}, rests_on="notes", by=case.therapist)
        rate_session(chosen=one, ratings={"focus": theirs}, rests_on="recording", by=case.supervisor)
    course = words(supervisor.get(f"/courses/{case.course.pk}/adherence/"))
    assert "In the supervisor’s ratings, 1 item stands higher than at first" in course
    of_one = supervisor.get(f"/supervision/trends/?with={case.therapist.pk}")
    assert "session 1: own 1, supervisor 1" not in of_one.content.decode()
    assert "Rowan T., 3: own 2, supervisor 3" in of_one.content.decode()
    assert "1 item stands higher" in words(therapist.get("/supervision/trends/"))
    assert not any(word in course.lower() for word in ("average", "mean rating", "total score"))


def test_the_side_by_side_page_asks_a_fixed_number_of_queries(
    case: Case, chosen: ChosenSession, therapist: Client, supervisor: Client,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    therapist.post(url(chosen, "rate/"), OWN)
    supervisor.post(url(chosen, "rate/"), THEIRS)
    few = _queries(supervisor, url(chosen))
    for version in range(1, 4):
        therapist.post(url(chosen, "rate/"), OWN | {"based_on": str(version)})
    assert _queries(supervisor, url(chosen)) == few


def _queries(browser: Client, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)
