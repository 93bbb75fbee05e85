"""The clinician's pages of techniques: what is open and why not, what is asked, opened, used, and waits."""

import pytest
from django.test import Client
from django.utils import timezone

from clinic.courses.models import Session
from clinic.inventory.gathering import participant_of
from clinic.techniques import actions, room, standing
from clinic.techniques.models import (
    Opening,
    Precautions,
    TechniqueConsent,
)
from tests.clinic.techniques.asking import at, page
from tests.clinic.techniques.running import (
    IMAGERY,
    begun,
    finished,
    grounded,
    in_session,
)
from tests.clinic.techniques.test_standing import agreed
from tests.conftest import signed_in
from tests.factories import Case

JSON = {"headers": {"accept": "application/json"}}


# What is open


def test_what_was_never_asked_is_shown_as_such(case: Case, therapist: Client) -> None:
    assert "Nobody has asked yet" in page(therapist, at(case))
    assert "Nobody has asked yet" in page(therapist, at(case, "precautions/"))
    therapist.post(at(case, "precautions/"), {"based_on": "0", "none_found": "on"})
    assert Precautions.objects.get().present == []
    assert "Asked about; none was found." in page(therapist, at(case))


def test_nothing_ticked_is_not_taken_for_none(case: Case, therapist: Client) -> None:
    reply = therapist.post(at(case, "precautions/"), {"based_on": "0"})
    assert reply.status_code == 422
    assert not Precautions.objects.exists()


def test_what_waits_for_a_question_leads_to_it(case: Case, therapist: Client) -> None:
    seen = page(therapist, at(case, ""))
    assert seen.count("Ask first what may speak against it") == 4  # of all five, imagery asks by itself
    actions.keep_precautions(participant=case.participant, present=["psychosis"], by=case.therapist)
    assert "Ask first" not in page(therapist, at(case, ""))


def test_precautions_are_versions_and_a_newer_one_is_said(case: Case, therapist: Client) -> None:
    sent = {"based_on": "0", "present": ["panic"], "note": "Twice in spring."}
    assert therapist.post(at(case, "precautions/"), sent).status_code == 302
    reply = therapist.post(at(case, "precautions/"), sent | {"present": ["pain"]})
    assert reply.status_code == 422
    assert "saved a newer version" in reply.content.decode()
    assert Precautions.objects.count() == 1


def test_a_hard_stop_is_said_and_offers_no_way_round(case: Case, therapist: Client) -> None:
    actions.keep_precautions(participant=case.participant, present=["psychosis"], by=case.therapist)
    seen = page(therapist, at(case))
    assert "Not while there is psychosis." in seen
    assert f'id="reason-{IMAGERY.id}"' not in seen
    sent = {"what": IMAGERY.id, "opened": "yes", "reason": "All the same."}
    assert (
        "Not while there is psychosis."
        in therapist.post(at(case, "open/"), sent, follow=True).content.decode()
    )
    assert not Opening.objects.exists()


def test_what_is_off_opens_with_a_reason_and_closes_again(case: Case, therapist: Client) -> None:
    assert f'id="reason-{IMAGERY.id}"' in page(therapist, at(case))
    reply = therapist.post(at(case, "open/"), {"what": IMAGERY.id, "opened": "yes"})
    assert (reply.status_code, Opening.objects.count()) == (422, 0)
    therapist.post(at(case, "open/"), {"what": IMAGERY.id, "opened": "yes", "reason": "Steady."})
    assert "Steady." in page(therapist, at(case))
    therapist.post(at(case, "open/"), {"what": IMAGERY.id, "opened": "no"})
    assert [one.opened for one in Opening.objects.order_by("version")] == [True, False]


def test_consent_is_heard_in_the_patients_words_and_taken_back(case: Case, therapist: Client) -> None:
    heard = {"technique": IMAGERY.id, "patient_agrees": "yes", "said": "I want to try."}
    therapist.post(at(case, "consent/"), heard)
    therapist.post(at(case, "consent/"), heard | {"patient_agrees": "no", "said": "Not now."})
    assert [one.agreed for one in TechniqueConsent.objects.order_by("version")] == [True, False]
    assert "Not wanted" in page(therapist, at(case))
    assert therapist.post(at(case, "consent/"), {"technique": "exploration"}).status_code == 404


def test_an_exercise_is_opened_for_the_phone_and_released_for_longer(case: Case, therapist: Client) -> None:
    assert "Open for the phone: Resting on one thing" not in page(therapist, at(case))
    agreed(case, "mindfulness")
    assert "Open for the phone: Resting on one thing" in page(therapist, at(case))
    for more in ({}, {"longer": "on"}):
        therapist.post(at(case, "open/"), {"what": "breath_focus", "opened": "yes", **more})
    assert Opening.objects.latest("version").longer
    assert "On the phone, up to 15 minutes" in page(therapist, at(case))


def test_every_adjunct_says_that_it_is_not_ipts_own(case: Case, therapist: Client) -> None:
    assert page(therapist, at(case)).count("Not part of IPT&#x27;s own set") >= 5


def test_the_supervisor_reads_and_changes_nothing(case: Case) -> None:
    supervisor = signed_in(case.supervisor)
    assert "Open for the phone" not in page(supervisor, at(case))
    assert supervisor.post(at(case, "open/"), {"what": "grounding", "opened": "yes"}).status_code == 403
    assert supervisor.post(at(case, "precautions/"), {"based_on": "0", "none_found": "on"}).status_code == 403
    assert not Opening.objects.exists()


# Uses


def test_a_use_is_noted_taken_back_and_put_back(case: Case, therapist: Client) -> None:
    run = finished(grounded(begun(case)), takeaway="She came in.")
    one = at(case, f"uses/{run.pk}/")
    assert "She came in." in page(therapist, one)
    therapist.post(one, {"note": "Slower next time."})
    assert "Slower next time." in page(therapist, one)
    therapist.post(one + "withdraw/")
    assert "One taken back" in page(therapist, at(case, "uses/"))
    therapist.post(one + "put-back/")
    assert "too few to say" in page(therapist, at(case, "uses/"))


def test_an_empty_list_says_what_belongs_there(case: Case, therapist: Client) -> None:
    assert "Nothing has been used yet" in page(therapist, at(case, "uses/"))


# How much each page asks of the database


@pytest.fixture
def full(case: Case) -> Session:
    """Two finished runs and one going on, and some uses alone."""
    session = in_session(case)
    finished(grounded(begun(case, session)))
    finished(grounded(begun(case, session)))
    begun(case, session)
    for exercise in ("paced_breathing", "grounding"):
        actions.record_use(
            participant=case.participant,
            technique="bodily_work",
            exercise=exercise,
            began_at=timezone.now(),
            seconds=60,
            by=case.therapist,
        )
    return session


@pytest.mark.parametrize("path", ["", "uses/", "precautions/"])
def test_more_rows_cost_no_more_queries(
    full: Session, case: Case, therapist: Client, path: str, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(38):
        page(therapist, at(case, path))


def test_starting_in_place_is_two_queries_beside_how_things_stand(
    full: Session, django_assert_num_queries
) -> None:
    stands = standing.now(participant_of(full.course), full)
    with django_assert_num_queries(2):
        room.in_place(full, stands)
