"""What stands beside the record on the session page: the clock, the tasks, what is kept, the way back."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from clinic.courses import actions
from clinic.courses.models import Course, Session
from clinic.inventory.actions import link_mood_to_event

JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def at(case) -> str:
    actions.begin_session(course=case.course, by=case.therapist)
    return f"/courses/{case.course.pk}/sessions/1/"


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_clock_says_how_far_over(at, therapist):
    with time_machine.travel(timezone.now() + timedelta(minutes=52), tick=False):
        therapist.force_login(Course.objects.get().therapist)
        assert ">2 over<" in text(therapist.get(at))


def test_a_ticked_task_leaves_the_open_ones_and_their_number_falls(case, at, therapist):
    before = text(therapist.get(at))
    tasks = f"/courses/{case.course.pk}/tasks/"
    tick = {"task": "diagnosis", "short": "1"}
    seen = text(therapist.post(tasks, tick, headers={"HX-Request": "true"}))
    assert seen.index("<h3>Done</h3>") < seen.index('aria-pressed="true"')
    assert 'id="open-tasks" hx-swap-oob="true"' in seen
    assert number_open(seen) == number_open(before) - 1


def number_open(seen: str) -> int:
    return int(seen.split(" open tasks stay on the list.")[0].split(">")[-1])


def test_a_link_kept_is_not_nothing(case, at, therapist):
    assert "Nothing typed yet" in text(therapist.get(at))
    link_mood_to_event(
        session=Session.objects.get(), what="rang", feeling="known", direction="up", by=case.therapist
    )
    seen = text(therapist.get(at))
    assert "<span>Links kept</span>" in seen
    assert "Nothing typed yet" not in seen


def test_a_session_with_a_draft_is_taken_back_when_the_draft_may_go(at, therapist):
    therapist.post(at + "draft/", {"revision": "0", "attendance": "missed", "mode": "room"}, **JSON)
    assert "what is typed in its draft goes with it" in text(therapist.get(at))
    assert "Something is typed in this session." in text(therapist.post(at + "take-back/", follow=True))
    therapist.post(at + "take-back/", {"with_draft": "1"})
    assert not Session.objects.exists()
