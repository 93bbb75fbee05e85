"""The therapist's pages: something is agreed, changed, rested and ended; what is closed stays closed."""

import re
from datetime import date, timedelta

import pytest
import time_machine

from clinic.courses.actions import begin_session, sign_session
from clinic.inventory.actions import revise_person
from clinic.practice import actions
from clinic.practice.agreement import AgreeForm, QuickAgreement
from clinic.practice.models import Practice, PracticeEntry, PracticeTerms
from clinic.practice.words import when
from clinic.workbench import evidence
from tests.clinic.incidents.moments import opened
from tests.clinic.inventory.people import add
from tests.clinic.practice.agreements import agreed, told
from tests.clinic.safety.test_private import TELLING
from tests.clinic.safety.test_views import words
from tests.conftest import NOW, signed_in

HTMX = {"HX-Request": "true"}
WHAT = {"based_on": "0", "what": "Ring Ada on Sunday", "how_often": "some_days", "weekdays": ["6"]}


@pytest.fixture
def below(case):
    return f"/courses/{case.course.pk}/practice/"


def test_an_empty_page_says_what_belongs_here(below, therapist):
    page = words(therapist.get(below))
    assert "Nothing is agreed yet" in page and "IPT sets no homework." in page


def test_something_is_agreed_and_stands_on_both_pages(case, below, therapist, patient):
    ada = add(case, "Ada", "family")
    sent = {**WHAT, "part_of_day": "evening", "relationship": ada.pk, "towards": "company"}
    page = words(therapist.post(f"{below}new/", sent, follow=True))
    assert "Ring Ada on Sunday" in page and "On Sunday, in the evening, with Ada" in page
    assert "Ring Ada on Sunday" in words(patient.get("/me/practice/"))


@pytest.mark.parametrize("gone", [{"estranged": True}, {"died_year": 2021}])
def test_nobody_out_of_reach_is_offered_and_whoever_was_agreed_on_stays(case, below, therapist, gone):
    add(case, "Jo", "friend")
    ada = add(case, "Ada", "family")
    practice = agreed(case, relationship=ada, towards="company")
    revise_person(relationship=ada, by=case.therapist, **gone)
    session = begin_session(course=case.course, by=case.therapist)
    in_session = f"/courses/{case.course.pk}/sessions/{session.number}/"
    assert f'value="{ada.pk}" selected' in therapist.get(f"{below}{practice.pk}/change/").content.decode()
    sent = {**WHAT, "relationship": ada.pk, "towards": "company"}
    assert therapist.post(f"{below}new/", sent).status_code == 422
    offered = [form.fields["relationship"].queryset for form in _forms(therapist, f"{below}new/", in_session)]
    assert offered and all([one.pseudonym for one in people] == ["Jo"] for people in offered)


def _forms(therapist, *paths):
    """The forms about practice on these pages."""
    contexts = [context for path in paths for context in therapist.get(path).context]
    forms = [one.get("form") for one in contexts]
    return [form for form in forms if isinstance(form, (AgreeForm, QuickAgreement))]


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({"how_often": "once", "on": date(2026, 11, 20)}, "Once, on Friday 20 November"),
        ({"how_often": "once", "part_of_day": "comes_up"}, "Once, when it comes up"),
        ({"how_often": "some_days", "weekdays": [0, 2, 4]}, "On Monday, Wednesday and Friday"),
        ({"how_often": "some_days", "part_of_day": "morning"}, "On some days, in the morning"),
        ({"how_often": "when_wanted"}, "When wanted"),
    ],
)
def test_when_is_said_in_one_line(terms, said):
    assert when(PracticeTerms(**terms)) == said


def test_what_is_missing_is_said_at_the_field_and_nothing_typed_is_lost(case, below, therapist):
    ada = add(case, "Ada", "family")
    sent = {**WHAT, "what": "", "how_often": "once", "on": "2026-11-01", "relationship": ada.pk}
    back = therapist.post(f"{below}new/", sent)
    page = words(back)
    assert back.status_code == 422 and "This day has passed." in page
    assert "Say what it is with Ada: being together, or saying something that matters." in page
    assert not Practice.objects.exists()


def test_days_that_do_not_belong_are_left_out(case, below, therapist):
    therapist.post(f"{below}new/", {**WHAT, "on": "2026-11-20"})
    assert PracticeTerms.objects.get().on is None
    practice = Practice.objects.get()
    therapist.post(f"{below}{practice.pk}/change/", {**WHAT, "based_on": "1", "how_often": "when_wanted"})
    assert practice.terms.first().weekdays == []


def test_it_is_changed_rested_taken_up_and_ended_and_every_version_stands_below(case, below, therapist):
    practice = agreed(case)
    one = f"{below}{practice.pk}/"
    therapist.post(f"{one}change/", {**WHAT, "based_on": "1", "what": "Ring Ada, ten minutes"})
    assert therapist.post(f"{one}change/", {**WHAT, "based_on": "1"}).status_code == 422
    assert "Take it up again" in words(therapist.post(f"{one}rest/", follow=True))
    assert "Let it rest" in words(therapist.post(f"{one}take-up/", follow=True))
    page = words(therapist.post(f"{one}end/", follow=True))
    assert page.count("Ring Ada, ten minutes") >= 4 and "Ring Ada on Sunday" in page


def test_what_was_noted_by_mistake_is_taken_back_and_put_back(case, below, therapist):
    practice = agreed(case)
    page = words(therapist.post(f"{below}{practice.pk}/withdraw/", follow=True))
    assert "it counts as never agreed" in page and "Nothing is agreed yet" in page
    assert "Ring Ada on Sunday" in words(therapist.post(f"{below}{practice.pk}/put-back/", follow=True))


@pytest.mark.parametrize("answer", [None, "not_safe", "not_sure"])
def test_what_is_closed_is_refused_in_the_same_words_whatever_the_reason(case, below, therapist, answer):
    sam = add(case, "Sam", "partner")
    if answer:
        opened(case, sam, answer)
    sent = {**WHAT, "relationship": sam.pk, "towards": "say"}
    refused = therapist.post(f"{below}new/", sent)
    page = words(refused)
    assert refused.status_code == 403 and "This is closed for now" in page
    assert "Ring Ada on Sunday" in page and not TELLING.search(page)
    assert not Practice.objects.exists()
    assert therapist.post(f"{below}new/", {**sent, "towards": "company"}).status_code == 302


def test_changing_and_taking_up_are_refused_too(case, below, therapist):
    sam = add(case, "Sam", "partner")
    opened(case, sam)
    practice = agreed(case, relationship=sam, towards="say")
    opened(case, sam, "not_sure")
    one = f"{below}{practice.pk}/"
    sent = {**WHAT, "based_on": "1", "relationship": sam.pk, "towards": "say"}
    assert therapist.post(f"{one}change/", sent).status_code == 403
    assert "Resting" in words(therapist.get(below)) and not TELLING.search(words(therapist.get(below)))
    assert therapist.post(f"{one}take-up/").status_code == 403
    assert practice.terms.count() == 1


def test_a_supervisor_reads_and_changes_nothing(case, below):
    practice = agreed(case)
    supervisor = signed_in(case.supervisor)
    page = words(supervisor.get(below))
    assert "Ring Ada on Sunday" in page and "/change/" not in page
    assert supervisor.post(f"{below}new/", WHAT).status_code == 403
    assert supervisor.post(f"{below}{practice.pk}/end/").status_code == 403


# In the session


@pytest.fixture
def session(case):
    """Session 2, a week after the first; something was agreed in between."""
    with time_machine.travel(NOW - timedelta(days=7), tick=False):
        first = begin_session(course=case.course, by=case.therapist)
        sign_session(session=first, by=case.therapist, line="We met.")
    with time_machine.travel(NOW - timedelta(days=6), tick=False):
        agreed(case)
    return begin_session(course=case.course, by=case.therapist)


def part(session):
    return f"/courses/{session.course_id}/sessions/{session.number}/practice/"


def page_of(session):
    return f"/courses/{session.course_id}/sessions/{session.number}/"


def test_what_was_agreed_in_words_alone_is_not_denied(case, therapist):
    first = begin_session(course=case.course, by=case.therapist)
    sign_session(session=first, by=case.therapist, line="We met.", plan="Stay for the tea.")
    page = words(therapist.get(page_of(begin_session(course=case.course, by=case.therapist))))
    assert "Agreed last time: Stay for the tea." in page
    assert "No practice is on the list yet." in page and "Nothing was agreed" not in page


def test_the_review_opens_with_the_next_session(case, session, therapist):
    practice = Practice.objects.get()
    told(case, practice, "not_this_time", on=date(2026, 11, 9), note="Too late in the evening.")
    page = words(therapist.get(page_of(session)))
    assert "Practice since last time" in page and "Not this time" in page
    assert "A note, kept private." in page and "Too late in the evening." not in page


def test_what_was_told_before_the_last_session_is_not_in_it_and_late_news_is(case, session, therapist):
    practice = Practice.objects.get()
    with time_machine.travel(NOW - timedelta(days=8), tick=False):
        told(case, practice, "done", on=date(2026, 11, 3))
    assert "Nothing was said about it since." in words(therapist.get(page_of(session)))
    told(case, practice, "partly", on=date(2026, 11, 2))
    page = words(therapist.get(page_of(session)))
    assert "2 November" in page and "3 November" not in page


def test_how_it_went_is_noted_as_the_patient_says_it_and_taken_back(case, session, therapist, patient):
    practice = Practice.objects.get()
    shown = therapist.get(part(session)).content.decode()
    id = re.search(r'name="id" value="([\w-]+)"', shown)[1]
    post = f"/courses/{case.course.pk}/practice/{practice.pk}/told/?session={session.number}"
    for how in ("partly", "partly", "done"):
        swapped = words(therapist.post(post, {"id": id, "how": how}, headers=HTMX))
    assert PracticeEntry.objects.get().tellings.get().how == "partly"
    assert "said in session 2" in swapped and "<html" not in swapped
    assert "said in session 2" in words(patient.get("/me/practice/entries/"))
    entry = PracticeEntry.objects.get()
    undo = f"/courses/{case.course.pk}/practice/entries/{entry.pk}/withdraw/?session={session.number}"
    assert "Nothing was said about it since." in words(therapist.post(undo, headers=HTMX))


def test_the_therapist_takes_back_nothing_that_the_patient_told(case, session, therapist):
    entry = told(case, Practice.objects.get())
    therapist.post(f"/courses/{case.course.pk}/practice/entries/{entry.pk}/withdraw/?session=2")
    assert PracticeEntry.objects.standing().get() == entry


def test_something_is_agreed_for_the_week_in_place_and_without_script(case, session, therapist):
    sent = {"what": "Walk to work on Monday", "how_often": "once"}
    swapped = words(therapist.post(part(session), sent, headers=HTMX))
    assert "Agreed today" in swapped and "Walk to work on Monday" in swapped and "<html" not in swapped
    assert (
        therapist.post(part(session), {**sent, "what": "Ring Ada"}).url
        == f"{page_of(session)}#practice-since"
    )
    assert PracticeTerms.objects.get(what="Ring Ada").session_number == 2
    alone = words(therapist.post(part(session), {**sent, "what": ""}))
    assert "<html" in alone and "Please fill this in." in alone
    walk = PracticeTerms.objects.get(what="Walk to work on Monday").practice_id
    undo = f"/courses/{case.course.pk}/practice/{walk}/withdraw/?session=2"
    assert "Taken back" in words(therapist.post(undo, headers=HTMX))
    back = f"/courses/{case.course.pk}/practice/{walk}/put-back/?session=2"
    assert "Walk to work on Monday" in words(therapist.post(back, headers=HTMX))


def test_both_sentences_on_the_sessions_page_have_fields_of_their_own(session, therapist):
    ids = re.findall(r' id="([^"]+)"', therapist.get(page_of(session)).content.decode())
    assert sorted(ids) == sorted(set(ids))


def test_in_the_session_too_what_is_closed_is_refused_and_nothing_typed_is_lost(case, session, therapist):
    sam = add(case, "Sam", "partner")
    sent = {"what": "Tell Sam", "how_often": "once", "relationship": sam.pk, "towards": "say"}
    refused = therapist.post(part(session), sent, headers=HTMX)
    page = words(refused)
    assert refused.status_code == 403 and "This is closed for now" in page and 'value="Tell Sam"' in page
    assert not TELLING.search(page)


def test_the_pages_ask_a_fixed_number_of_questions(
    case, session, below, therapist, django_assert_max_num_queries
):
    sam = add(case, "Sam", "partner")
    opened(case, sam)

    def more():
        practice = agreed(case, relationship=sam, towards="say")
        for _each in range(3):
            told(case, practice, note="It rained.", shared=True)
        wording = actions.write_message(participant=case.participant, my_words="Hm.", by=case.patient.user)
        actions.share_message(draft=wording.draft, by=case.patient.user)

    for _each in range(2):
        more()
        for path, most in ((below, 29), (part(session), 31), (f"{below}{Practice.objects.last().pk}/", 29)):
            therapist.get(path)
            with django_assert_max_num_queries(most):
                therapist.get(path)


def test_trying_it_for_real_shows_as_done_once_it_was_told_whatever_came_of_it(case):
    sam = add(case, "Sam", "partner")
    opened(case, sam)

    def shown():
        return ("practice", 0) in evidence.shown([case.course.pk]).get(case.course.pk, set())

    told(case, agreed(case))
    practice = agreed(case, relationship=sam, towards="say")
    assert not shown()
    entry = told(case, practice, "not_this_time")
    assert shown()
    actions.withdraw_entry(entry=entry, by=case.patient.user)
    assert not shown()
