"""The patient's notes and drafts are sealed, and read by others only while they are shared."""

import json

import pytest
from django.db import connection

from clinic.courses.sealing import CannotOpen
from clinic.practice import actions
from clinic.practice.models import MessageWording, Telling
from clinic.practice.private import may_read, note_of, words_of
from tests.clinic.practice.agreements import agreed, told
from tests.conftest import signed_in

SECRET = "I was afraid of the silence."


@pytest.fixture
def entry(case):
    return told(case, agreed(case), note=SECRET)


@pytest.fixture
def draft(case):
    return actions.write_message(
        participant=case.participant,
        to_whom="Sam",
        known=SECRET,
        my_words="Can we talk?",
        by=case.patient.user,
    ).draft


def pages_of_staff(case, entry):
    below = f"/courses/{case.course.pk}/practice/"
    return [below, f"{below}{entry.practice_id}/", f"/courses/{case.course.pk}/history/"]


def test_neither_a_note_nor_a_draft_lies_readable_in_the_database(entry, draft):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sealed FROM practice_telling UNION ALL SELECT sealed FROM practice_messagewording"
        )
        rows = [bytes(sealed) for (sealed,) in cursor.fetchall()]
    assert len(rows) == 2 and not any(b"afraid" in sealed or b"talk" in sealed for sealed in rows)


def test_a_sealed_note_opens_in_its_own_place_alone(case, entry, draft):
    telling, other = entry.tellings.get(), told(case, entry.practice, note="It rained.").tellings.get()
    other.sealed = telling.sealed
    with pytest.raises(CannotOpen):
        note_of(other)
    wording = draft.wordings.get()
    wording.version = 2
    with pytest.raises(CannotOpen):
        words_of(wording)


def test_only_the_patient_may_read_what_is_not_shared(case, entry):
    telling = Telling.objects.get()
    assert may_read(telling, case.patient.user, case.patient.user)
    assert not may_read(telling, case.patient.user, case.therapist)
    telling.shared = True
    assert may_read(telling, case.patient.user, case.therapist)


@pytest.mark.parametrize("who", ["therapist", "supervisor"])
def test_staff_see_that_a_note_is_kept_private_and_not_what_it_says(case, entry, draft, who):
    browser = signed_in(getattr(case, who))
    pages = [browser.get(path).content.decode() for path in pages_of_staff(case, entry)]
    assert not any("afraid" in page or "Can we talk" in page for page in pages)
    assert "A note, kept private." in pages[0] and "A note, kept private." in pages[1]


def test_a_note_is_read_while_it_is_shared_and_no_longer(case, entry, patient, therapist):
    note = f"/me/practice/entries/{entry.pk}/"
    page = pages_of_staff(case, entry)[0]
    assert "Only you can read this note." in patient.get(note).content.decode()
    patient.post(f"{note}share/")
    assert "can be read by Maya, and Dr Lewis, who supervises the work" in patient.get(note).content.decode()
    assert SECRET in therapist.get(page).content.decode()
    patient.post(f"{note}keep-private/")
    assert SECRET not in therapist.get(page).content.decode()
    assert "Only you can read this note." in patient.get(note).content.decode()


def test_a_draft_is_read_while_it_is_shared_and_no_longer(case, entry, draft, patient, therapist):
    mine, page = f"/me/practice/messages/{draft.pk}/", pages_of_staff(case, entry)[0]
    assert "Rowan shares none." in therapist.get(page).content.decode()
    patient.post(f"{mine}share/")
    assert "Can we talk?" in therapist.get(page).content.decode()
    patient.post(f"{mine}put-away/")
    assert "Can we talk?" not in therapist.get(page).content.decode()
    patient.post(f"{mine}put-back/")
    patient.post(f"{mine}keep-private/")
    assert "Can we talk?" not in therapist.get(page).content.decode()
    assert [row.shared for row in MessageWording.objects.all()] == [False, True, False]


def test_that_a_draft_was_written_does_not_stand_in_the_history(case, draft, therapist):
    assert "draft of a message" not in therapist.get(f"/courses/{case.course.pk}/history/").content.decode()


def test_the_patients_own_file_holds_notes_and_drafts_in_plain_words(entry, draft, patient):
    (course,) = json.loads(patient.get("/me/my-data/download/").content)["courses"]
    assert course["practice_told"][0]["note"] == SECRET
    assert course["message_drafts"][0]["known"] == SECRET
    assert course["practices"][0]["what"] == "Ring Ada on Sunday"
    assert "sealed" not in course["practice_told"][0]
