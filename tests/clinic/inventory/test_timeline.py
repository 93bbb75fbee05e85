"""Events are added, corrected, taken off and put back; those near the onset stand out."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from clinic.access.roles import Role
from clinic.audit.models import AuditEvent
from clinic.inventory.models import RememberedMood, TimelineEvent
from clinic.inventory.timeline import actions
from clinic.inventory.timeline.told import told
from clinic.ui.templatetags.ui import icon
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
    dad, moved, began = told(case.participant.timeline.standing())
    far = "1 month before the mood went down"
    assert [(one.when, one.near) for one in (dad, moved)] == [("2021", ""), ("6 July 2026", far)]
    assert (began.when, began.onset) == ("August 2026", True)


def test_what_is_known_by_its_month_stands_before_the_days_of_that_month(case: Case) -> None:
    event(case, "Row", date(2026, 8, 3))
    event(case, "Low mood began", date(2026, 8, 25), precision="month", kind="onset")
    event(case, "A bad summer", date(2026, 7, 20), precision="season")
    event(case, "Moved", date(2026, 6, 1), precision="month", until=date(2026, 8, 1), until_precision="day")
    event(case, "A hard year", date(2026, 11, 1), precision="year")
    event(case, "July", date(2026, 7, 31), about=True)
    whole = told(case.participant.timeline.standing())
    assert [one.event.what for one in whole] == [
        "A hard year", "A bad summer", "Moved", "July", "Low mood began", "Row"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("known", "sign"),
    [
        ({}, "diamond"),
        ({"precision": "month"}, "diamond-open"),
        ({"about": True}, "diamond-open"),
        ({"until": date(2026, 7, 20), "until_precision": "day"}, "bar"),
        ({"until": date(2026, 9, 1), "until_precision": "month"}, "bar-open"),
        ({"precision": "year", "until": date(2026, 9, 1), "until_precision": "day"}, "bar-open"),
    ],
)
def test_the_sign_in_the_list_is_the_one_of_the_drawing(
    case: Case, therapist: Client, known: dict[str, Any], sign: str
) -> None:
    event(case, **known)
    (one,) = told(case.participant.timeline.standing())
    assert one.sign == sign
    page = therapist.get(f"/courses/{case.course.pk}/timeline/").content.decode()
    assert f'<span class="event-mark" aria-hidden="true">{icon(sign, "small")}</span>' in page


@pytest.mark.parametrize(
    ("given", "on", "precision"),
    [
        ({"year": "2021"}, date(2021, 1, 1), "year"),
        ({"year": "2026", "month": "8"}, date(2026, 8, 1), "month"),
        ({"year": "2026", "month": "s6"}, date(2026, 6, 1), "season"),
        ({"year": "2026", "month": "7", "day": "6"}, date(2026, 7, 6), "day"),
    ],
)
def test_a_date_is_kept_as_exactly_as_it_is_remembered(
    case: Case, therapist: Client, given: dict[str, str], on: date, precision: str
) -> None:
    sam = rowans(case)["Sam"]
    therapist.post(url(case), {"what": "Moved", "people": [str(sam.pk)], **given})
    kept = TimelineEvent.objects.get()
    assert (kept.on, kept.precision, kept.people.get(), kept.kind) == (on, precision, sam, "other")


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"year": "2026", "month": "2", "day": "30"}, "fewer days"),
        ({"year": "2026", "day": "3"}, "Add the month"),
        ({"year": "2026", "month": "s3", "day": "3"}, "Add the month"),
        ({"year": "2020", "until_year": "2019"}, "cannot end before it began"),
        ({"year": "2020", "until_month": "3"}, "Add the year it ended"),
        ({"year": "2020", "until_year": "2027"}, "still to come"),
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


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"year": "2014", "about": "on"}, "about 2014"),
        ({"year": "2014", "until_year": "2015", "until_month": "s3"}, "2014 until March to May 2015"),
        ({"year": "2018", "month": "s12"}, "December 2018 to February 2019"),
        ({"year": "2026", "month": "7", "day": "6"}, "6 July 2026"),
    ],
)
def test_a_date_is_told_no_more_exactly_than_it_is_known(
    case: Case, therapist: Client, given: dict[str, str], words: str
) -> None:
    therapist.post(url(case), {"what": "A low winter", "kind": "episode", **given})
    (one,) = told(case.participant.timeline.standing().with_people())
    assert (one.when, one.kind) == (words, "A low time before")
    assert words in therapist.get(url(case, "")).content.decode()


def test_an_event_shows_with_everybody_it_is_tied_to(case: Case, therapist: Client) -> None:
    people = rowans(case)
    both = [str(people["Ada"].pk), str(people["Jo"].pk)]
    therapist.post(url(case), {"what": "A week in the hills", "year": "2026", "people": both})
    kept = TimelineEvent.objects.get()
    assert [*TimelineEvent.objects.with_person(people["Ada"])] == [kept]
    assert not TimelineEvent.objects.with_person(people["Sam"]).exists()
    (one,) = told(case.participant.timeline.with_people())
    assert one.who == "Ada and Jo"
    actions.withdraw_event(event=kept, by=case.therapist)
    assert not TimelineEvent.objects.with_person(people["Ada"]).exists()


def test_a_correction_opens_with_all_that_was_said(case: Case, therapist: Client) -> None:
    ada = rowans(case)["Ada"]
    one = event(
        case,
        on=date(2019, 3, 1),
        precision="season",
        about=True,
        until=date(2020, 1, 1),
        until_precision="year",
        people=[ada],
    )
    page = therapist.get(url(case, f"{one.pk}/")).content.decode()
    assert '<option value="s3" selected>March to May</option>' in page
    assert 'name="until_year" value="2020"' in page
    assert page.count(" checked") == 3  # the kind, about then, and Ada


def test_a_remembered_mood_is_kept_taken_off_and_put_back(case: Case, therapist: Client) -> None:
    given = {"year": "2001", "level": "3", "word": "grey", "about": "on"}
    therapist.post(url(case, "mood/"), given)
    mood = RememberedMood.objects.get()
    assert (mood.level, mood.word, mood.precision, mood.about) == (3, "grey", "year", True)
    assert "as remembered" in therapist.get(url(case, "")).content.decode()
    answer = therapist.post(url(case, f"mood/{mood.pk}/withdraw/"), follow=True)
    assert "Taken off: 3 grey" in answer.content.decode()
    assert not RememberedMood.objects.standing().exists()
    therapist.post(url(case, f"mood/{mood.pk}/put-back/"))
    assert RememberedMood.objects.standing().get() == mood


def test_a_mood_without_a_number_keeps_what_was_typed(case: Case, therapist: Client) -> None:
    answer = therapist.post(url(case, "mood/"), {"year": "2001", "word": "grey"})
    assert answer.status_code == 422 and 'value="grey"' in answer.content.decode()
    assert not RememberedMood.objects.exists()


def test_another_mood_can_be_added_at_once(case: Case, therapist: Client) -> None:
    answer = therapist.post(url(case, "mood/"), {"year": "2001", "level": "3", "another": "yes"})
    assert answer.url == url(case, "mood/")


@pytest.mark.parametrize("below", ["add/", "mood/", "{event}/", "{event}/withdraw/", "{event}/put-back/"])
def test_others_find_nothing_here(case: Case, client: Client, below: str) -> None:
    address = url(case, below.format(event=event(case).pk))
    colleague = signed_in(factories.member(Role.THERAPIST, case.service, name="Ben Frost"))
    posts = below.endswith(("withdraw/", "put-back/"))
    assert (client.post if posts else client.get)(address).status_code == 302
    assert (colleague.post if posts else colleague.get)(address).status_code == 404
    supervisor = signed_in(case.supervisor)
    assert (supervisor.post if posts else supervisor.get)(address).status_code == 403


def test_a_mood_taken_back_twice_was_taken_back_once(case: Case) -> None:
    about = {"participant": case.participant, "by": case.therapist}
    mood = actions.remember_mood(on=date(2020, 1, 1), level=4, **about)
    for _again in range(2):
        actions.withdraw_mood(mood=mood, by=case.therapist)
    actions.put_mood_back(mood=mood, by=case.therapist)
    said = AuditEvent.objects.filter(on_kind="rememberedmood").order_by("pk").values_list("did", flat=True)
    assert list(said)[1:] == ["took a remembered mood back", "put a remembered mood back"]
