"""The patient's own page: one press, a note if wanted, nothing to catch up on, and two answers both shown."""

import re
from datetime import date

import pytest
import time_machine
from uuid_utils.compat import uuid7

from clinic.incidents.actions import agree_to_try
from clinic.practice import actions
from clinic.practice.models import MessageWording, PracticeEntry, Telling
from clinic.practice.private import note_of, words_of
from tests import factories
from tests.clinic.incidents import moments
from tests.clinic.inventory.people import add
from tests.clinic.practice.agreements import agreed, told
from tests.clinic.safety.test_private import TELLING
from tests.clinic.safety.test_views import words
from tests.conftest import NOW

MINE = "/me/practice/"


def test_with_nothing_agreed_the_page_says_where_it_comes_from(patient):
    page = words(patient.get(MINE))
    assert "Nothing is agreed yet" in page and "It is not homework." in page
    assert "Draft a message" in page


def test_one_press_is_kept_for_today_and_says_how_to_go_on(case, patient):
    practice = agreed(case)
    onward = patient.post(f"{MINE}{practice.pk}/log/", {"id": uuid7(), "how": "not_this_time"})
    telling = Telling.objects.get()
    assert (telling.how, telling.on) == ("not_this_time", NOW.date())
    page = words(patient.get(onward.url.split("#")[0]))
    assert "Noted for Thursday 12 November: Not this time." in page
    assert "Note, or change" in page


def test_the_form_says_what_its_day_is_the_day_of(case, patient, therapist):
    practice = agreed(case)
    page = words(patient.get(f"{MINE}{practice.pk}/log/"))
    kept = patient.get("/me/phone/kept/", {"part": ["practice"]}).json()["parts"][0]["pieces"][0]["html"]
    for form in (page, kept):
        assert "The day I did it, or would have" in form and "On (optional)" not in form
    assert "The day for it" in words(therapist.get(f"/courses/{case.course.pk}/practice/new/"))


def test_the_three_answers_weigh_the_same(case, patient):
    agreed(case)
    page = patient.get(MINE).content.decode()
    buttons = re.findall(r'<button class="([^"]*)" name="how" value="(\w+)"', page)
    assert [how for _look, how in buttons] == ["done", "partly", "not_this_time"]
    assert len({look for look, _how in buttons}) == 1


def test_there_is_no_streak_no_count_and_no_word_of_failing(case, patient, therapist):
    practice = agreed(case)
    for day in (9, 10, 11):
        told(case, practice, "not_this_time", on=date(2026, 11, day))
    for page in (words(patient.get(MINE)), words(therapist.get(f"/courses/{case.course.pk}/practice/"))):
        assert not re.search(
            r"streak|missed|failed|in a row|well done|points|overdue|!", page.split("<main")[1]
        )


def test_a_press_sent_twice_is_one_entry_also_when_it_comes_again_tomorrow(case, patient):
    practice, sent = agreed(case), {"id": uuid7(), "how": "done"}
    for day in (12, 13):
        with time_machine.travel(NOW.replace(day=day), tick=False):
            patient.force_login(case.patient.user)
            assert patient.post(f"{MINE}{practice.pk}/log/", sent).status_code == 302
    assert PracticeEntry.objects.count() == 1


def test_two_answers_under_one_id_are_both_shown_and_neither_is_chosen(case, patient):
    practice, id = agreed(case), uuid7()
    log = f"{MINE}{practice.pk}/log/"
    patient.post(log, {"id": id, "how": "done"})
    both = patient.post(log, {"id": id, "how": "partly", "note": "Half of it."})
    page = words(both)
    assert both.status_code == 409 and "You said two things" in page and "Half of it." in page
    assert Telling.objects.get().how == "done"
    entry = PracticeEntry.objects.get()
    given = {"how": "partly", "on": "2026-11-12", "note": "Half of it."}
    patient.post(f"{MINE}entries/{entry.pk}/", {**given, "based_on": "1"})
    assert entry.tellings.first().how == "partly"
    fresh = re.search(r'name="id" value="([\w-]+)"', both.content.decode())[1]
    patient.post(log, {**given, "id": fresh})
    assert PracticeEntry.objects.count() == 2


@pytest.mark.parametrize("id", [None, "00000000-0000-0000-0000-000000000000", "x"])
def test_without_a_good_id_what_was_typed_is_kept_and_nothing_is_written(case, patient, id):
    practice = agreed(case)
    sent = {"how": "done", "note": "I rang.", **({"id": id} if id else {})}
    back = patient.post(f"{MINE}{practice.pk}/log/", sent)
    assert back.status_code == 422 and "I rang." in words(back)
    assert not PracticeEntry.objects.exists()


def test_an_id_of_somebody_else_asks_to_press_once_more(case, patient):
    other = factories.course(of=case.service)
    theirs = told(other, agreed(other))
    practice = agreed(case)
    back = patient.post(f"{MINE}{practice.pk}/log/", {"id": theirs.pk, "how": "done", "note": "I rang."})
    assert back.status_code == 422 and "Press once more." in words(back)
    fresh = re.search(r'name="id" value="([\w-]+)"', back.content.decode())[1]
    assert patient.post(f"{MINE}{practice.pk}/log/", {"id": fresh, "how": "done"}).status_code == 302


def test_a_day_to_come_and_sharing_no_note_are_asked_about(case, patient):
    practice = agreed(case)
    sent = {"id": uuid7(), "how": "done", "on": "2026-11-13", "shared": "on"}
    page = words(patient.post(f"{MINE}{practice.pk}/log/", sent))
    assert "This day is still to come." in page and "There is no note to share." in page


def test_a_note_with_mood_is_kept_private_by_default(case, patient):
    practice = agreed(case)
    sent = {"id": uuid7(), "how": "partly", "on": "2026-11-11", "note": "I was afraid.", "mood_after": "0"}
    patient.post(f"{MINE}{practice.pk}/log/", sent)
    telling = Telling.objects.get()
    assert (note_of(telling), telling.shared) == ("I was afraid.", False)
    assert (telling.mood_before, telling.mood_after) == (None, 0)
    page = words(patient.get(f"{MINE}entries/"))
    assert "not said before, 0 after" in page and "Only you can read this note." in page


def test_an_entry_is_corrected_taken_back_and_put_back(case, patient):
    entry = told(case, agreed(case))
    mine = f"{MINE}entries/{entry.pk}/"
    assert 'value="partly"' in patient.get(mine).content.decode()
    patient.post(mine, {"based_on": "1", "how": "done", "on": "2026-11-10"})
    assert entry.tellings.first().on == date(2026, 11, 10)
    stale = patient.post(mine, {"based_on": "1", "how": "partly", "on": "2026-11-10", "note": "Two windows"})
    assert stale.status_code == 422 and "Two windows" in words(stale)
    assert "Taken back." in words(patient.post(f"{mine}withdraw/", follow=True))
    assert "Nothing yet." in words(patient.get(f"{MINE}entries/"))
    assert "Noted for" in words(patient.post(f"{mine}put-back/", follow=True))


def test_the_patient_lets_it_rest_and_takes_it_up_again(case, patient):
    practice = agreed(case)
    page = words(patient.post(f"{MINE}{practice.pk}/rest/", follow=True))
    assert "It rests." in page and "Take up again" in page
    assert "Let it rest" in words(patient.post(f"{MINE}{practice.pk}/take-up/", follow=True))


def test_what_was_closed_meanwhile_reads_as_resting_and_says_nothing_more(case, patient):
    sam = add(case, "Sam", "partner")
    moments.opened(case, sam)
    practice = agreed(case, "Tell Sam what I miss", relationship=sam, towards="say", weekdays=[3])
    actions.choose_reminder(participant=case.participant, wanted=True, by=case.patient.user)
    assert "Practice for today" in words(patient.get("/me/"))
    moments.opened(case, sam, "not_safe")
    page = words(patient.get(MINE))
    assert "Resting" in page and "Done</button>" not in page and not TELLING.search(page)
    assert "Tell Sam what I miss" not in words(patient.get("/me/"))
    taken_up = words(patient.post(f"{MINE}{practice.pk}/take-up/", follow=True))
    assert "This one rests until you have talked about it together." in taken_up
    assert not TELLING.search(taken_up)
    assert patient.post(f"{MINE}{practice.pk}/log/", {"id": uuid7(), "how": "done"}).status_code == 302


def test_a_line_to_try_from_an_incident_stands_there_while_it_is_open(case, patient):
    sam = add(case, "Sam", "partner")
    moments.opened(case, sam)
    account = moments.told(case, sam)
    agree_to_try(
        incident=account.incident, agreed_for=date(2026, 11, 18), line="I was worried.", by=case.therapist
    )
    assert "I was worried." in words(patient.get(MINE))
    moments.opened(case, sam, "not_sure")
    assert "I was worried." not in words(patient.get(MINE))


# The first page


def test_the_first_page_leads_to_practice_and_names_none_unless_it_is_wanted(case, patient):
    agreed(case, weekdays=[3])
    page = words(patient.get("/me/"))
    assert "Practice: what we agreed" in page and "Ring Ada" not in page
    patient.post(f"{MINE}reminder/", {"wanted": "yes"})
    page = words(patient.get("/me/"))
    assert "<details><summary>" in page and "Practice for today" in page and "Ring Ada" in page
    patient.post(f"{MINE}reminder/", {"wanted": "no"})
    assert "Ring Ada" not in words(patient.get("/me/"))


@pytest.mark.parametrize(
    "terms",
    [{"weekdays": [4]}, {"how_often": "once", "on": date(2026, 11, 11)}, {"how_often": "when_wanted"}],
)
def test_what_names_another_day_or_none_is_not_for_today(case, patient, terms):
    agreed(case, **{"weekdays": [], **terms})
    actions.choose_reminder(participant=case.participant, wanted=True, by=case.patient.user)
    assert "Practice for today" not in words(patient.get("/me/"))


def test_what_was_told_today_is_no_longer_for_today(case, patient):
    practice = agreed(case, how_often="once", weekdays=[], on=NOW.date())
    actions.choose_reminder(participant=case.participant, wanted=True, by=case.patient.user)
    assert "Practice for today" in words(patient.get("/me/"))
    told(case, practice, "not_this_time")
    assert "Practice for today" not in words(patient.get("/me/"))


# Drafts of messages


def test_a_draft_is_kept_in_versions_private_and_never_sent(case, patient):
    sam = add(case, "Sam", "partner")
    onward = patient.post(
        f"{MINE}messages/new/",
        {"based_on": "0", "relationship": sam.pk, "known": "I miss my choir.", "my_words": "Come with me?"},
        follow=True,
    )
    page = words(onward)
    assert "To Sam" in page and "It was not sent." in page and "Nothing is sent from here." in page
    assert "Only you." in page
    draft = MessageWording.objects.get().draft
    patient.post(f"{MINE}messages/{draft.pk}/edit/", {"based_on": "1", "to_whom": "S.", "my_words": "Come?"})
    newest, first = draft.wordings.all()
    assert words_of(newest)["my_words"] == "Come?" and words_of(first)["my_words"] == "Come with me?"
    assert "Come with me?" in words(patient.get(f"{MINE}messages/{draft.pk}/"))


def test_finding_words_for_somebody_is_never_closed(case, patient):
    sam = add(case, "Sam", "partner")
    moments.opened(case, sam, "not_safe")
    sent = {"based_on": "0", "relationship": sam.pk, "my_words": "I cannot."}
    assert "To Sam" in words(patient.post(f"{MINE}messages/new/", sent, follow=True))


def test_an_empty_draft_asks_for_one_field(patient):
    back = patient.post(f"{MINE}messages/new/", {"based_on": "0", "to_whom": "Sam"})
    assert back.status_code == 422 and "Write in at least one of the fields" in words(back)


def test_the_pages_ask_a_fixed_number_of_questions(case, patient, django_assert_max_num_queries):
    sam = add(case, "Sam", "partner")
    moments.opened(case, sam)

    def more():
        practice = agreed(case, relationship=sam, towards="say")
        for _each in range(3):
            told(case, practice, note="It rained.")
        actions.write_message(participant=case.participant, my_words="Hm.", by=case.patient.user)

    more()
    patient.get(MINE)
    with django_assert_max_num_queries(26):
        patient.get(MINE)
    for _each in range(4):
        more()
    with django_assert_max_num_queries(26):
        patient.get(MINE)
    with django_assert_max_num_queries(20):
        patient.get(f"{MINE}entries/")
