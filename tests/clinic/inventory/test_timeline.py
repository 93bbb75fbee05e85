"""Events are added, corrected, taken off and put back; those near the onset stand out."""

from datetime import date

import pytest
from django.test import Client

from clinic.access.roles import Role
from clinic.audit.models import AuditEvent
from clinic.inventory import actions, life
from clinic.inventory.models import TimelineEvent
from tests import factories
from tests.clinic.inventory.people import rowans
from tests.conftest import signed_in
from tests.factories import Case


def event(
    case: Case, what: str = "Moved to Leeds", on: date = date(2026, 7, 6), **more: object
) -> TimelineEvent:
    return actions.add_event(participant=case.participant, what=what, on=on, by=case.therapist, **more)


def url(case: Case, below: str = "add/") -> str:
    return f"/courses/{case.course.pk}/timeline/{below}"


def test_what_lies_near_the_onset_stands_out(case: Case) -> None:
    event(case)
    event(case, "Low mood began", date(2026, 8, 1), precision="month", kind="onset")
    event(case, "Dad died", date(2021, 1, 1), precision="year", kind="loss")
    dad, moved, began = life.told(case.participant.timeline.standing())
    assert [(one.when, one.near) for one in (dad, moved)] == [("2021", ""), ("6 July 2026", "before")]
    assert (began.when, began.onset) == ("August 2026", True)


@pytest.mark.parametrize(
    ("given", "on", "precision"),
    [
        ({"year": "2021"}, date(2021, 1, 1), "year"),
        ({"year": "2026", "month": "8"}, date(2026, 8, 1), "month"),
        ({"year": "2026", "month": "7", "day": "6"}, date(2026, 7, 6), "day"),
    ],
)
def test_a_date_is_kept_as_exactly_as_it_is_remembered(
    case: Case, therapist: Client, given: dict[str, str], on: date, precision: str
) -> None:
    sam = rowans(case)["Sam"]
    therapist.post(url(case), {"what": "Moved", "relationship": str(sam.pk), **given})
    kept = TimelineEvent.objects.get()
    assert (kept.on, kept.precision, kept.relationship, kept.kind) == (on, precision, sam, "event")


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"year": "2026", "month": "2", "day": "30"}, "fewer days"),
        ({"year": "2026", "day": "3"}, "Add the month"),
        ({"year": "2027"}, "still to come"),
    ],
)
def test_a_date_that_cannot_be_is_said_and_the_words_stay(
    case: Case, therapist: Client, given: dict[str, str], wrong: str
) -> None:
    answer = therapist.post(url(case), {"what": "The row about the house", **given})
    text = answer.content.decode()
    assert answer.status_code == 422 and wrong in text and 'value="The row about the house"' in text


def test_an_event_is_corrected_and_the_first_one_stays_in_the_record(case: Case, therapist: Client) -> None:
    first = event(case)
    opened = therapist.get(url(case, f"{first.pk}/")).content.decode()
    assert 'value="Moved to Leeds"' in opened and 'value="2026"' in opened
    therapist.post(url(case, f"{first.pk}/"), {"what": "Moved", "year": "2026", "kind": "move"})
    assert [one.what for one in TimelineEvent.objects.standing()] == ["Moved"]
    assert TimelineEvent.objects.withdrawn().get() == first


def test_a_correction_sent_twice_stands_once(case: Case, therapist: Client) -> None:
    one = event(case)
    for what in ("Moved to York", "Moved to York", "Moved to Ripon"):
        therapist.post(url(case, f"{one.pk}/"), {"what": what, "year": "2026"})
    assert TimelineEvent.objects.standing().get().what == "Moved to Ripon"


@pytest.mark.parametrize("step", ["withdraw/", "put-back/"])
def test_a_step_sent_twice_is_one_step(case: Case, therapist: Client, step: str) -> None:
    one = event(case)
    if step == "put-back/":
        actions.withdraw_event(event=one, by=case.therapist)
    before = AuditEvent.objects.filter(on_id=str(one.pk)).count()
    for _press in range(2):
        therapist.post(url(case, f"{one.pk}/{step}"))
    assert AuditEvent.objects.filter(on_id=str(one.pk)).count() == before + 1


def test_taking_an_event_off_can_be_undone(case: Case, therapist: Client) -> None:
    one = event(case)
    answer = therapist.post(url(case, f"{one.pk}/withdraw/"))
    assert answer.url.endswith(f"?withdrawn={one.pk}#events")
    assert not TimelineEvent.objects.standing().exists()
    therapist.post(url(case, f"{one.pk}/put-back/"))
    assert TimelineEvent.objects.standing().get() == one


@pytest.mark.parametrize("below", ["add/", "{event}/", "{event}/withdraw/", "{event}/put-back/"])
def test_others_find_nothing_here(case: Case, client: Client, below: str) -> None:
    address = url(case, below.format(event=event(case).pk))
    colleague = signed_in(factories.member(Role.THERAPIST, case.service, name="Ben Frost"))
    posts = below.endswith(("withdraw/", "put-back/"))
    assert (client.post if posts else client.get)(address).status_code == 302
    assert (colleague.post if posts else colleague.get)(address).status_code == 404
    supervisor = signed_in(case.supervisor)
    assert (supervisor.post if posts else supervisor.get)(address).status_code == 403
