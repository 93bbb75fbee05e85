"""Timed work is done once when it is due, by whichever worker comes first, also after one was killed."""

from datetime import timedelta
from threading import Event

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import DatabaseError

from clinic.access.actions import make_link
from clinic.access.models import SignInLink
from clinic.jobs import worker
from clinic.jobs.actions import LEASE, do_what_is_due, take
from clinic.jobs.models import Job
from clinic.jobs.periodic import PERIODIC, Periodic
from clinic.safety.models import Alert
from tests.clinic.safety.test_actions import raised
from tests.conftest import NOW, signed_in

MINUTE = timedelta(minutes=1)


def later(**given: int) -> time_machine.travel:
    return time_machine.travel(NOW + timedelta(**given), tick=False)


def ringing(done: list[str]) -> Periodic:
    return Periodic("ring the bell", MINUTE, lambda: done.append("rung"))


def test_a_job_is_done_at_once_and_then_each_time_it_is_due(db):
    done: list[str] = []
    for seconds in (0, 5, 59, 60, 61, 119, 121):
        with later(seconds=seconds):
            do_what_is_due([ringing(done)])
    assert len(done) == 3


def test_two_workers_do_not_do_a_job_twice(db):
    job = ringing([])
    assert take(job=job, now=NOW)
    assert not take(job=job, now=NOW)


def test_a_worker_that_was_killed_is_not_waited_for_beyond_its_lease(db):
    done: list[str] = []
    take(job=ringing(done), now=NOW)  # and is killed here
    with later(minutes=1):
        assert do_what_is_due([ringing(done)]) == []
    with time_machine.travel(NOW + LEASE, tick=False):
        assert do_what_is_due([ringing(done)]) == ["ring the bell"]


def test_a_job_that_fails_is_logged_stops_no_other_and_is_tried_again(db, caplog):
    done: list[str] = []

    def fail() -> None:
        raise OSError("the line is down")

    jobs = [Periodic("ring out", MINUTE, fail), ringing(done)]
    assert do_what_is_due(jobs) == ["ring the bell"]
    assert "'ring out' failed" in caplog.text
    assert Job.objects.get(name="ring out").failures == 1
    with later(minutes=1):
        do_what_is_due(jobs)
    assert Job.objects.get(name="ring out").failures == 2


def test_the_worker_escalates_an_alert_that_nobody_has_seen(case):
    alert = raised(case)
    do_what_is_due()
    with later(minutes=61):
        do_what_is_due()
    alert.refresh_from_db()
    assert alert.to_supervisor_at == NOW + timedelta(minutes=61)
    assert Alert.objects.open().count() == 1


def test_links_and_sign_ins_that_ran_out_are_forgotten(case):
    make_link(service=case.service, user=case.patient.user, by=case.therapist)
    signed_in(case.therapist)
    do_what_is_due()
    assert (SignInLink.objects.count(), Session.objects.count()) == (1, 1)
    with later(days=40):
        do_what_is_due()
    assert (SignInLink.objects.count(), Session.objects.count()) == (0, 0)


def test_every_job_can_be_done_twice_when_there_is_nothing_to_do(db):
    for job in PERIODIC:
        job.do()
        job.do()


def test_the_worker_waits_for_a_database_that_is_away(monkeypatch: pytest.MonkeyPatch):
    looked: list[int] = []
    told = Event()

    def away() -> None:
        looked.append(1)
        if len(looked) == 3:
            told.set()
        raise DatabaseError("the server has gone")

    monkeypatch.setattr(worker, "do_what_is_due", away)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(worker.connections, "close_all", lambda: None)
    worker.work(told, pause=0)
    assert len(looked) == 3


def test_a_worker_whose_parent_has_gone_ends():
    worker.work(Event(), still_wanted=lambda: False)
