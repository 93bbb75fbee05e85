"""Talks are signed by one of the two, versioned, and read by nobody else; nobody is compared with anybody."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clinic.access.roles import Role
from clinic.courses.actions import begin_course
from clinic.supervision.actions import rate_session, sign_talk
from clinic.supervision.models import ChosenSession, SupervisionTalk, TalkPoint, TalkRecord
from tests import factories
from tests.clinic.supervision.conftest import words
from tests.conftest import NOW, signed_in
from tests.factories import Case


def told(case: Case, **more: str) -> dict[str, str]:
    key = case.course.pk
    about = {f"discussed_{key}": "The silence.", f"agreed_{key}": "Wait longer."}
    return {"based_on": "0", "on": "2026-11-10", "minutes": "50", "way": "room"} | about | more


def with_(case: Case) -> str:
    return f"/supervision/talks/new/?with={case.therapist.pk}"


def test_a_supervisor_signs_a_talk_and_both_read_it_also_at_the_course(
    case: Case, chosen: ChosenSession, supervisor: Client, therapist: Client
) -> None:
    answer = supervisor.post(with_(case), told(case))
    assert answer.status_code == 302
    assert TalkPoint.objects.get().agreed == "Wait longer."
    for page in (answer["Location"], "/supervision/", f"/courses/{case.course.pk}/adherence/"):
        assert "Wait longer." in words(therapist.get(page))
    assert "One talk, 50 min" in words(supervisor.get("/supervision/"))


def test_a_therapist_may_sign_it_as_well(case: Case, therapist: Client) -> None:
    assert (
        therapist.post("/supervision/talks/new/", told(case)).status_code == 302
    )  # there is one other alone
    talk = SupervisionTalk.objects.get()
    assert (talk.supervisor, talk.therapist) == (case.supervisor, case.therapist)


def test_an_amendment_needs_a_reason_and_leaves_the_first_readable(case: Case, supervisor: Client) -> None:
    supervisor.post(with_(case), told(case))
    talk = SupervisionTalk.objects.get()
    changed = told(case, based_on="1", minutes="70")
    assert supervisor.post(f"/supervision/talks/{talk.pk}/amend/", changed).status_code == 422
    why = changed | {"why_amended": "It took longer."}
    assert supervisor.post(f"/supervision/talks/{talk.pk}/amend/", why).status_code == 302
    assert list(TalkRecord.objects.values_list("version", "minutes")) == [(2, 70), (1, 50)]
    seen = words(supervisor.get(f"/supervision/talks/{talk.pk}/"))
    assert "It took longer." in seen and "Version 1" in seen


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"on": "2026-11-20"}, "still to come"),
        ({"minutes": "0"}, "Minutes"),
        ({"way": "pigeon"}, ""),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_typed_is_lost(
    case: Case, supervisor: Client, wrong: dict[str, str], said: str
) -> None:
    answer = supervisor.post(with_(case), told(case) | wrong)
    assert answer.status_code == 422 and said in words(answer) and "Wait longer." in words(answer)
    assert not TalkRecord.objects.exists()


def test_a_talk_without_a_word_is_asked_about(case: Case, supervisor: Client) -> None:
    key = case.course.pk
    answer = supervisor.post(with_(case), told(case, **{f"discussed_{key}": "", f"agreed_{key}": ""}))
    assert answer.status_code == 422 and "Write a line" in words(answer)


def test_only_courses_of_the_two_and_only_one_of_the_two_signs(case: Case) -> None:
    other = factories.course(of=case.service)
    talk: dict[str, Any] = {
        "service": case.service, "supervisor": case.supervisor, "therapist": case.therapist,
        "on": NOW.date(), "minutes": 50, "way": "room",
    }  # fmt: skip
    with pytest.raises(ValueError, match="do not share"):
        sign_talk(**talk, by=case.supervisor, points=[(other.course, "", "Nothing.")])
    with pytest.raises(ValueError, match="one of the two"):
        sign_talk(**talk, by=other.therapist)


def test_another_supervisor_and_another_therapist_find_nothing(case: Case, supervisor: Client) -> None:
    supervisor.post(with_(case), told(case))
    talk = SupervisionTalk.objects.get()
    for role in (Role.SUPERVISOR, Role.THERAPIST):
        other = signed_in(factories.member(role, case.service))
        for below in ("", "amend/"):
            assert other.get(f"/supervision/talks/{talk.pk}/{below}").status_code == 404
        assert "Wait longer." not in words(other.get("/supervision/"))
        assert "A talk with" not in words(other.get(with_(case)))
    lead = signed_in(factories.member(Role.LEAD, case.service))
    assert lead.get("/supervision/").status_code == 403
    assert lead.get(f"/supervision/talks/{talk.pk}/").status_code == 404
    assert "Supervision" not in words(lead.get("/reports/"))


def test_trends_are_for_ones_own_supervisor_and_of_supervised_courses_alone(
    case: Case, chosen: ChosenSession, supervisor: Client
) -> None:
    """Another course of the same therapist, supervised by somebody else, is no part of it."""
    for by in (case.therapist, case.supervisor):
        rate_session(chosen=chosen, ratings={"focus": 2}, rests_on="notes", by=by)
    elsewhere = factories.member(Role.SUPERVISOR, case.service, "Dr Cole")
    patient = factories.patient(case.service, case.therapist, "Ulla Berg")
    begin_course(
        patient=patient, manual="dep16", therapist=case.therapist, supervisor=elsewhere,
        began_on=NOW.date(), by=case.therapist,
    )  # fmt: skip
    page = f"/supervision/trends/?with={case.therapist.pk}"
    assert "Rowan T., 2" in words(supervisor.get(page))
    assert "Rowan T." not in words(signed_in(elsewhere).get(page))
    assert "Rowan T." not in words(signed_in(elsewhere).get("/supervision/"))


def test_no_page_sets_therapists_side_by_side(case: Case, chosen: ChosenSession, supervisor: Client) -> None:
    """The first page names supervisees and their courses, and no figure of anybody's ratings."""
    for by in (case.therapist, case.supervisor):
        rate_session(chosen=chosen, ratings={"focus": 2}, rests_on="notes", by=by)
    context = supervisor.get("/supervision/").context
    assert "trends" not in context and "moved" not in context


def test_whoever_supervises_nobody_reads_what_comes_here(case: Case) -> None:
    alone = signed_in(factories.member(Role.SUPERVISOR, case.service))
    assert "No course is supervised here yet" in words(alone.get("/supervision/"))
    assert "There is nobody to talk with yet" in words(alone.get("/supervision/talks/new/"))


def test_the_first_page_asks_no_more_queries_with_more_courses_and_talks(
    case: Case, chosen: ChosenSession, supervisor: Client
) -> None:
    supervisor.post(with_(case), told(case))
    few = _queries(supervisor)
    for _more in range(3):
        supervisor.post(with_(case), told(case))
        patient = factories.patient(case.service, case.therapist)
        begin_course(
            patient=patient, manual="dep16", therapist=case.therapist, supervisor=case.supervisor,
            began_on=NOW.date(), by=case.therapist,
        )  # fmt: skip
    assert _queries(supervisor) == few


def _queries(browser: Client) -> int:
    browser.get("/supervision/")
    with CaptureQueriesContext(connection) as asked:
        assert browser.get("/supervision/").status_code == 200
    return len(asked)
