"""What is agreed stays in versions; what is told is kept once, corrected and taken back, never lost."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from uuid_utils.compat import uuid7

from clinic.audit.models import AuditEvent
from clinic.courses.actions import end_course
from clinic.practice import actions
from clinic.practice.models import PracticeEntry, PracticeTerms, Telling
from clinic.practice.private import note_of
from clinic.safety.actions import sign_release
from clinic.safety.lock import Closed
from tests import factories
from tests.clinic.incidents.moments import opened
from tests.clinic.inventory.people import add
from tests.clinic.practice.agreements import agreed, told
from tests.conftest import NOW

TODAY = NOW.date()


# Agreeing


def test_what_is_changed_is_the_next_version_and_the_one_before_stays(case):
    practice = agreed(case)
    actions.change_practice(practice=practice, what="Ring Ada, ten minutes", by=case.therapist)
    actions.rest_practice(practice=practice, by=case.patient.user)
    actions.take_practice_up(practice=practice, by=case.patient.user)
    actions.end_practice(practice=practice, by=case.therapist)
    kept = practice.terms.values_list("version", "what", "stands", "part_of_day")
    assert list(kept) == [
        (5, "Ring Ada, ten minutes", "ended", "evening"),
        (4, "Ring Ada, ten minutes", "agreed", "evening"),
        (3, "Ring Ada, ten minutes", "resting", "evening"),
        (2, "Ring Ada, ten minutes", "agreed", "evening"),
        (1, "Ring Ada on Sunday", "agreed", "evening"),
    ]


@pytest.mark.parametrize(
    "wrong", [{"how_often": "daily"}, {"part_of_day": "noon"}, {"weekdays": [7]}, {"stands_for": "x"}]
)
def test_what_is_no_agreement_is_refused(case, wrong):
    with pytest.raises(ValueError):
        agreed(case, **wrong)


def test_nobody_elses_person_can_be_named(case):
    other = add(factories.course(of=case.service), "Zed", "family")
    with pytest.raises(ValueError, match="not in the patient's inventory"):
        agreed(case, relationship=other, towards="company")


def test_with_somebody_it_is_either_company_or_saying_something(case):
    with pytest.raises(ValueError, match="company or saying something"):
        agreed(case, relationship=add(case, "Sam", "partner"))
    practice = agreed(case)
    with pytest.raises(IntegrityError), transaction.atomic():
        PracticeTerms.objects.filter(practice=practice).update(towards="say")


@pytest.mark.parametrize("answer", [None, "not_safe", "not_sure"])
def test_saying_something_to_somebody_is_closed_until_it_is_known_to_be_open(case, answer):
    sam = add(case, "Sam", "partner")
    if answer:
        opened(case, sam, answer)
    with pytest.raises(Closed):
        agreed(case, relationship=sam, towards="say")
    together = agreed(case, relationship=sam, towards="company")
    with pytest.raises(Closed):
        actions.change_practice(practice=together, towards="say", by=case.therapist)
    opened(case, sam)
    assert agreed(case, relationship=sam, towards="say").terms.get().towards == "say"


def test_what_is_closed_meanwhile_is_not_taken_up_again_nor_put_back(case):
    sam = add(case, "Sam", "partner")
    opened(case, sam)
    practice = agreed(case, relationship=sam, towards="say")
    actions.rest_practice(practice=practice, by=case.therapist)
    opened(case, sam, "not_safe")
    with pytest.raises(Closed):
        actions.take_practice_up(practice=practice, by=case.patient.user)
    sign_release(
        relationship=sam, reason="Agreed with both.", until=TODAY + timedelta(days=9), by=case.therapist
    )
    actions.take_practice_up(practice=practice, by=case.patient.user)
    actions.withdraw_practice(practice=practice, by=case.therapist)
    opened(case, sam, "not_sure")
    with pytest.raises(Closed):
        actions.put_practice_back(practice=practice, by=case.therapist)


# Telling


def test_the_same_id_sent_twice_is_one_entry(case):
    practice, id = agreed(case), uuid7()
    sent = {"id": id, "how": "partly", "on": TODAY, "note": "Short, but I rang.", "mood_after": 6}
    first, new = actions.log_practice(practice=practice, by=case.patient.user, **sent)
    again, anew = actions.log_practice(practice=practice, by=case.patient.user, **sent)
    assert (first.pk, new, again, anew) == (UUID(str(id)), True, first, False)
    assert PracticeEntry.objects.count() == Telling.objects.count() == 1
    assert AuditEvent.objects.filter(did="told how a practice went").count() == 1


def test_what_was_corrected_or_taken_back_meanwhile_is_still_the_same_when_it_comes_again(case):
    practice, id = agreed(case), uuid7()
    entry = told(case, practice, "partly", id=id)
    actions.correct_entry(entry=entry, how="done", on=TODAY, by=case.patient.user)
    actions.withdraw_entry(entry=entry, by=case.patient.user)
    assert actions.log_practice(practice=practice, how="partly", id=id, by=case.patient.user) == (
        entry,
        False,
    )
    entry.refresh_from_db()
    assert entry.withdrawn_at is not None and entry.tellings.first().how == "done"


@pytest.mark.parametrize(
    "other",
    [{"how": "done"}, {"on": date(2026, 11, 11)}, {"note": "More."}, {"mood_before": 0}, {"shared": True}],
)
def test_the_same_id_with_other_content_is_refused_and_changes_nothing(case, other):
    practice, id = agreed(case), uuid7()
    entry = told(case, practice, "partly", id=id, note="One.", mood_before=None)
    with pytest.raises(actions.TellsOtherwise) as refused:
        told(case, practice, **{"how": "partly", "id": id, "note": "One.", **other})
    assert refused.value.entry == entry
    assert Telling.objects.count() == 1


def test_an_id_of_somebody_else_is_refused_and_gives_nothing_away(case):
    other = factories.course(of=case.service)
    theirs = told(other, agreed(other))
    with pytest.raises(actions.TellsOtherwise) as refused:
        told(case, agreed(case), id=theirs.pk)
    assert refused.value.entry is None


def test_the_same_id_for_another_practice_is_refused(case):
    entry = told(case, agreed(case))
    with pytest.raises(actions.TellsOtherwise):
        told(case, agreed(case, "Walk to work"), id=entry.pk)


def test_what_comes_late_is_taken_whatever_has_become_of_practice_and_course(case):
    practice = agreed(case)
    actions.end_practice(practice=practice, by=case.therapist)
    end_course(course=case.course, on=TODAY, by=case.therapist)
    assert told(case, practice, "not_this_time", on=date(2026, 11, 9)).tellings.get().how == "not_this_time"


def test_an_answer_that_is_none_and_a_day_to_come_are_refused(case):
    practice = agreed(case)
    with pytest.raises(ValueError, match="is not"):
        told(case, practice, "failed")
    with pytest.raises(ValueError, match="its day has come"):
        told(case, practice, on=TODAY + timedelta(days=2))
    assert told(case, practice, on=TODAY + timedelta(days=1))  # a device ahead of the clinic's clock
    with pytest.raises(IntegrityError), transaction.atomic():
        told(case, practice, mood_after=11)


def test_a_correction_is_the_next_version_and_mood_that_was_not_said_is_not_zero(case):
    entry = told(case, agreed(case), mood_before=0)
    actions.correct_entry(entry=entry, how="done", on=date(2026, 11, 11), by=case.patient.user, note="Later.")
    kept = entry.tellings.values_list("version", "how", "mood_before", "mood_after")
    assert list(kept) == [(2, "done", None, None), (1, "partly", 0, None)]
    assert note_of(entry.tellings.first()) == "Later."


def test_a_note_is_shared_and_kept_private_again_item_by_item(case):
    practice = agreed(case)
    one, other = (told(case, practice, note=note) for note in ("I was afraid.", "It rained."))
    actions.share_note(entry=one, by=case.patient.user)
    actions.share_note(entry=one, by=case.patient.user)
    assert [one.tellings.first().shared, other.tellings.first().shared] == [True, False]
    actions.keep_note_private(entry=one, by=case.patient.user)
    kept = list(one.tellings.all())
    assert [row.shared for row in kept] == [False, True, False]
    assert {note_of(row) for row in kept} == {"I was afraid."}


def test_without_a_note_there_is_nothing_to_share(case):
    entry = told(case, agreed(case), shared=True)
    assert not actions.share_note(entry=entry, by=case.patient.user).shared
    assert entry.tellings.count() == 1


def test_what_is_taken_back_stays_and_is_put_back(case):
    entry = told(case, agreed(case))
    actions.withdraw_entry(entry=entry, by=case.patient.user)
    assert not PracticeEntry.objects.standing().exists() and PracticeEntry.objects.exists()
    actions.put_entry_back(entry=entry, by=case.patient.user)
    assert PracticeEntry.objects.standing().get() == entry


def test_no_act_leaves_words_of_the_patient_in_the_audit(case):
    sam = add(case, "Sam", "partner")
    told(case, agreed(case), note="I was afraid.")
    wording = actions.write_message(
        participant=case.participant, relationship=sam, known="I miss you", by=case.patient.user
    )
    actions.put_message_away(draft=wording.draft, by=case.patient.user)
    actions.put_message_back(draft=wording.draft, by=case.patient.user)
    said = " ".join(str(detail) for detail in AuditEvent.objects.values_list("detail", flat=True))
    assert "afraid" not in said and "miss" not in said


def test_what_to_be_reminded_of_is_chosen_in_versions(case):
    for wanted in (True, False):
        actions.choose_reminder(participant=case.participant, wanted=wanted, by=case.patient.user)
    assert list(case.participant.reminder_choices.values_list("version", "wanted")) == [(2, False), (1, True)]
