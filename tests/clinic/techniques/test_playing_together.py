"""An exercise in a session: every form, the reasons against it in plain words, and whose it is."""

import pytest
from django.test import Client

from clinic.courses.models import Session
from clinic.techniques.models import TechniqueUse
from tests.clinic.techniques.test_playing import MINE, given, precautions, sent
from tests.clinic.techniques.test_standing import agreed, in_session
from tests.conftest import NOW, signed_in
from tests.factories import Case


def page_of(case: Case, name: str, session: Session | None = None) -> str:
    asked = f"?session={session.number}" if session else ""
    return f"/courses/{case.course.pk}/techniques/exercises/{name}/{asked}"


def test_in_a_session_it_is_kept_with_the_session_and_every_form_is_there(
    therapist: Client, case: Case
) -> None:
    session = in_session(case)
    agreed(case, "mindfulness")
    page = therapist.get(page_of(case, "breath_focus", session))
    assert "fifteen_minutes" in [form["id"] for form in given(page)["forms"]]
    assert given(page)["together"]
    reply = therapist.post(page_of(case, "breath_focus", session), sent(stopped_by="clinician"))
    assert reply.url == f"/courses/{case.course.pk}/sessions/{session.number}/"
    use = TechniqueUse.objects.get()
    assert (use.session, use.stopped_by, use.recorded_by) == (session, "clinician", case.therapist)
    assert "Put it back" not in signed_in(case.patient.user).get(f"{MINE}kept/{use.pk}/").content.decode()
    assert signed_in(case.patient.user).post(f"{MINE}kept/{use.pk}/take-back/").status_code == 404


def test_in_a_session_what_stands_against_it_is_said_and_it_does_not_play(
    therapist: Client, case: Case
) -> None:
    session = in_session(case)
    precautions(case, "psychosis", "pain")
    agreed(case, "mindfulness")
    agreed(case, "bodily_work")
    page = therapist.get(page_of(case, "body_scan", session)).content.decode()
    assert "Not while there is psychosis." in page
    assert "Nobody can override this here." in page
    assert "data-player" not in page
    page = therapist.get(page_of(case, "muscle_relaxation", session)).content.decode()
    assert "Leave out any part that hurts." not in page  # said on the clinician's own pages
    assert "data-player" in page


def test_without_an_open_session_the_page_says_so(therapist: Client, case: Case) -> None:
    assert "Begin the session first." in therapist.get(page_of(case, "grounding")).content.decode()
    in_session(case)
    assert "data-player" in therapist.get(page_of(case, "grounding")).content.decode()
    assert therapist.get(page_of(case, "no_such_exercise")).status_code == 404


def test_only_the_treating_therapist_plays_with_the_patient(case: Case) -> None:
    in_session(case)
    assert signed_in(case.supervisor).get(page_of(case, "grounding")).status_code == 403
    assert signed_in(case.patient.user).get(page_of(case, "grounding")).status_code == 403


def test_without_consent_it_does_not_play_and_grounding_does(therapist: Client, case: Case) -> None:
    session = in_session(case)
    page = therapist.get(page_of(case, "paced_breathing", session)).content.decode()
    assert "has not agreed to it yet" in page and "Hear consent first" in page
    assert "data-player" not in page
    agreed(case, "bodily_work", agrees=False)
    page = therapist.get(page_of(case, "paced_breathing", session)).content.decode()
    assert "do not want it" in page and "data-player" not in page
    assert "data-player" in therapist.get(page_of(case, "grounding", session)).content.decode()


@pytest.mark.parametrize("over", [{"signed_at": NOW}, {"attendance": "did_not_come"}])
def test_nothing_is_added_to_a_session_that_is_over(therapist: Client, case: Case, over: dict) -> None:
    session = in_session(case)
    agreed(case, "mindfulness")
    kept = sent()
    assert therapist.post(page_of(case, "breath_focus", session), kept).status_code == 302
    Session.objects.filter(pk=session.pk).update(**over)
    assert "nothing more is added" in therapist.get(page_of(case, "breath_focus", session)).content.decode()
    for page in (page_of(case, "breath_focus", session), page_of(case, "breath_focus")):
        late = therapist.post(page, sent(takeaway="Slower than I thought."))
        assert late.status_code == 422
        assert "nothing more is added to it" in late.content.decode()
        assert "Slower than I thought." in late.content.decode()
        by_script = therapist.post(page, sent(), headers={"accept": "application/json"})
        assert by_script.status_code == 422
    assert therapist.post(page_of(case, "breath_focus", session), kept).status_code == 302  # the same again
    assert TechniqueUse.objects.get().session == session


def test_what_to_take_care_of_stands_on_the_clinicians_pages_and_not_on_the_shared_one(
    therapist: Client, case: Case
) -> None:
    session = in_session(case)
    precautions(case, "trauma", "eating_disorder")
    agreed(case, "mindfulness")
    shared = therapist.get(page_of(case, "body_scan", session)).content.decode()
    assert "data-player" in shared
    mine = [f"/courses/{case.course.pk}/techniques/", f"/courses/{case.course.pk}/sessions/{session.number}/"]
    for words in ("After trauma", "With an eating disorder"):
        assert words not in shared
        for page in mine:
            assert words in therapist.get(page).content.decode()
