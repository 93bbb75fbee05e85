"""Lines given to practise alone: in the words of that day, until a day, and put away by the lock."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from clinic.incidents import actions
from clinic.incidents.models import LinesGiven, LinesPractised
from clinic.jobs.periodic import PERIODIC
from clinic.safety.lock import Closed
from tests.clinic.incidents.moments import UNTIL, give, opened, share, told_again
from tests.clinic.inventory.people import add
from tests.clinic.safety.test_private import TELLING
from tests.clinic.safety.test_views import words
from tests.conftest import NOW, signed_in

# Given and put away


def test_chosen_lines_are_given_in_their_newest_words_until_a_day(case, account, therapist, patient):
    actions.rewrite_lines(incident=account.incident, words={2: "I was worried."}, by=case.therapist)
    at = f"/courses/{case.course.pk}/incidents/{account.incident_id}/give/"
    therapist.post(at, {"chosen": ["2", "3"], "until": "2026-11-19", "note": "Slowly."})
    given = LinesGiven.objects.get()
    assert [line["words"] for line in given.lines] == ["I was worried.", account.new_line]
    assert "Lines to practise" in words(patient.get("/me/"))
    shown = words(patient.get(f"/me/practice/lines/{given.pk}/"))
    assert "I was worried." in shown and "Slowly." in shown and "Long day." not in shown


def test_one_line_at_least_is_the_patients_own(case, account, therapist):
    at = f"/courses/{case.course.pk}/incidents/{account.incident_id}/give/"
    reply = therapist.post(at, {"chosen": ["1"], "until": "2026-11-19"})
    assert reply.status_code == 422 and "one line at least that the patient says" in words(reply)
    with pytest.raises(ValueError, match="own"):
        actions.give_lines(account=account, lines=[{"by": "other"}], until=UNTIL, by=case.therapist)


@pytest.mark.parametrize("answer", ["not_safe", "not_sure"])
def test_no_line_is_given_where_the_lock_is_closed(case, sam, account, therapist, answer):
    opened(case, sam, answer)
    at = f"/courses/{case.course.pk}/incidents/{account.incident_id}/give/"
    assert "This is closed for now" in words(therapist.get(at))
    assert therapist.post(at, {"chosen": ["2"], "until": "2026-11-19"}).status_code == 403
    with pytest.raises(Closed):
        give(account, case)
    assert not LinesGiven.objects.exists()


@pytest.mark.parametrize("where", ["/me/", "/me/practice/lines/", "its own page"])
def test_lines_are_put_away_the_moment_the_work_is_closed(case, sam, given, patient, where):
    opened(case, sam, "not_safe")
    shown = words(patient.get(f"/me/practice/lines/{given.pk}/" if where == "its own page" else where))
    assert "Sam" not in shown and not TELLING.search(shown)
    given.refresh_from_db()
    assert given.put_away_because == "closed"


@pytest.mark.parametrize("answer", ["not_safe", "not_sure", ""])
def test_lines_of_an_older_telling_are_put_away_once_somebody_closed_is_in_it(
    case, account, given, patient, answer
):
    told_again(case, account)
    assert "I was worried." in words(patient.get(f"/me/practice/lines/{given.pk}/"))
    alex = add(case, "Alex", "family")
    if answer:
        opened(case, alex, answer)
    told_again(case, account, alex)
    with pytest.raises(Closed):
        share(given, case)
    assert "I was worried." not in words(patient.get(f"/me/practice/lines/{given.pk}/"))
    given.refresh_from_db()
    assert given.put_away_because == "closed" and given.lines
    with pytest.raises(Closed):
        give(account, case)


def test_a_job_puts_them_away_too_and_they_do_not_come_back_by_themselves(case, sam, given, patient):
    next(job for job in PERIODIC if job.name == "put closed lines away").do()
    assert LinesGiven.objects.get().put_away_at is None
    opened(case, sam, "not_sure")
    next(job for job in PERIODIC if job.name == "put closed lines away").do()
    opened(case, sam)
    assert "I was worried." not in words(patient.get(f"/me/practice/lines/{given.pk}/"))


def test_the_page_reads_the_same_whatever_put_them_away(case, sam, account):
    passed, taken, closed = (give(account, case) for _ in range(3))
    actions.put_lines_away(given=taken, by=case.therapist)
    actions.put_lines_away(given=closed, by=None, because="closed")
    with time_machine.travel(NOW + timedelta(days=8), tick=False):
        patient = signed_in(case.patient.user)
        pages = [
            words(patient.get(f"/me/practice/lines/{one.pk}/")).replace(str(one.pk), "")
            for one in (passed, taken, closed)
        ]
    assert "These lines are put away" in pages[0]
    assert len({re.search("<main.*</main>", page)[0] for page in pages}) == 1


def test_the_last_day_is_a_day(case, given):
    with time_machine.travel(NOW.replace(day=19), tick=False):
        assert "I was worried." in words(signed_in(case.patient.user).get(f"/me/practice/lines/{given.pk}/"))


# A go


def test_a_go_is_kept_once_and_nothing_has_to_be_said(case, given, patient):
    sent = {"id": "019a0000-0000-7000-8000-000000000001", "confidence_after": "6", "was_like": "Odd."}
    for _ in range(2):
        patient.post(f"/me/practice/lines/{given.pk}/", sent)
    go = LinesPractised.objects.get()
    assert (go.confidence_before, go.confidence_after, go.was_like) == (None, 6, "Odd.")


def test_a_stop_leads_to_the_ground_and_what_was_done_is_kept_even_when_closed(case, sam, given, patient):
    opened(case, sam, "not_safe")
    reply = patient.post(
        f"/me/practice/lines/{given.pk}/", {"stop": "1", "confidence_before": "3"}, follow=True
    )
    assert "Put both feet on the floor." in words(reply)
    assert LinesPractised.objects.get().stopped


def test_the_patients_list_costs_the_same_however_many(case, account, patient, django_assert_max_num_queries):
    for _ in range(4):
        share(give(account, case), case)
    lock = connection.vendor == "postgresql"  # its audit asks for one
    with django_assert_max_num_queries(22 + lock):
        patient.get("/me/practice/lines/")
