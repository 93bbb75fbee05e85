"""What is known of a person: as little or as much as is wanted, each description kept."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from clinic.courses.actions import begin_session
from clinic.incidents.actions import tell_incident
from clinic.inventory import actions
from clinic.inventory.models import Circle, Relationship, Tie
from clinic.inventory.timeline.actions import add_event
from clinic.inventory.words import inventory_of
from ipt.relationships.network import measure
from tests import factories
from tests.clinic.inventory.people import NOW as TODAY
from tests.clinic.inventory.people import rowans
from tests.conftest import NOW
from tests.factories import Case

GIVEN = {
    "pseudonym": "Ada",
    "category": "family",
    "conflict": "open",
    "can_confide": "True",
    "contact": "weekly",
    "initiates": "me",
    "support_given": ["company"],
    "support_received": ["emotional", "practical"],
    "my_expectations": "That she rings back.",
    "mine_met": "4",
    "theirs_met": "0",
    "knows_about_illness": "partly",
}


@pytest.fixture
def people(case: Case) -> dict[str, Relationship]:
    return rowans(case)


def edit(case: Case, person: Relationship) -> str:
    return f"/courses/{case.course.pk}/circle/people/{person.pk}/edit/"


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_what_is_said_of_a_person_is_kept_and_shown(case: Case, therapist: Client, people: dict) -> None:
    ada = people["Ada"]
    therapist.post(edit(case, ada), {**GIVEN, "based_on": 1})
    ada.refresh_from_db()
    assert (ada.my_expectations, ada.mine_met, ada.theirs_met) == ("That she rings back.", 4, 0)
    page = words(therapist.get(f"/courses/{case.course.pk}/circle/people/{ada.pk}/"))
    for said in (
        "That she rings back.",
        "4 of 10",
        "0 of 10",
        "Once a week",
        "In part",
        "Open: they quarrel",
        "Comfort and practical help",
    ):
        assert said in page


def test_not_asked_is_not_nought(case: Case, therapist: Client, people: dict) -> None:
    given = {**GIVEN, "based_on": 1, "mine_met": "", "contact": ""}
    therapist.post(edit(case, people["Ada"]), given)
    people["Ada"].refresh_from_db()
    assert (people["Ada"].mine_met, people["Ada"].contact) == (None, "")
    assert "How far that is met" not in words(
        therapist.get(f"/courses/{case.course.pk}/circle/people/{people['Ada'].pk}/")
    )


def test_how_things_are_now_draws_the_circle_again_and_the_ring_stays(
    case: Case, therapist: Client, people: dict
) -> None:
    therapist.post(edit(case, people["Ada"]), {**GIVEN, "based_on": 1})
    newest = Circle.objects.standing().first().placements.get(relationship=people["Ada"])
    assert (newest.conflict, newest.can_confide, newest.contact, newest.ring) == ("open", True, "weekly", 1)


def test_every_description_stays_with_its_author(case: Case, therapist: Client, people: dict) -> None:
    therapist.post(edit(case, people["Ada"]), {**GIVEN, "based_on": 1})
    newest, first = people["Ada"].descriptions.all()
    assert (first.facts["mine_met"], newest.facts["mine_met"]) == (None, 4)
    assert newest.written_by == case.therapist


def test_a_second_window_loses_nothing_of_what_was_typed(case: Case, therapist: Client, people: dict) -> None:
    actions.revise_person(relationship=people["Ada"], by=case.therapist, role="sister")
    answer = therapist.post(edit(case, people["Ada"]), {**GIVEN, "based_on": 1})
    page = words(answer)
    assert answer.status_code == 422
    assert "You saved this in another window at" in page
    assert "That she rings back." in page
    assert 'name="based_on" value="2"' in page


def test_who_knows_whom_makes_the_circle_denser(case: Case, therapist: Client, people: dict) -> None:
    known = [str(people["Sam"].pk), str(people["Jo"].pk)]
    therapist.post(edit(case, people["Ada"]), {**GIVEN, "based_on": 1, "knows": known})
    ties = list(Tie.objects.among(case.participant))
    assert len(ties) == 2
    newest = Circle.objects.standing().with_people().first()
    figures = measure(inventory_of(newest, ties))
    assert figures.density == pytest.approx(2 * 2 / (4 * 3))  # Ada, Sam, Jo, Lin; Dad has died
    assert figures.effective_size == pytest.approx(4 - 2 * 2 / 4)


def test_untied_people_stay_tied_in_the_circles_of_that_time(
    case: Case, therapist: Client, people: dict
) -> None:
    actions.tie(person=people["Ada"], known=[people["Sam"]], by=case.therapist)
    actions.tie(person=people["Sam"], known=[people["Ada"]], by=case.therapist)  # the same pair
    with time_machine.travel(NOW + timedelta(days=7), tick=False):
        actions.tie(person=people["Ada"], known=[], by=case.therapist)
    tie = Tie.objects.get()
    days = [NOW - timedelta(days=1), NOW, NOW + timedelta(days=6), NOW + timedelta(days=7)]
    assert [tie.stood_at(day) for day in days] == [False, True, True, False]


def test_nobody_is_tied_to_a_stranger_of_another_course(case: Case, therapist: Client, people: dict) -> None:
    other = factories.course(of=case.service, therapist=case.therapist)
    stranger = actions.add_person(
        participant=other.participant, pseudonym="Zed", category="friend", by=case.therapist
    )
    answer = therapist.post(edit(case, people["Ada"]), {**GIVEN, "based_on": 1, "knows": [str(stranger.pk)]})
    assert answer.status_code == 422 and not Tie.objects.exists()


def test_a_persons_page_tells_moves_events_and_moods_in_order(
    case: Case, therapist: Client, people: dict
) -> None:
    add_event(
        participant=case.participant, what="Moved away", on=date(2026, 10, 1), people=[people["Ada"]],
        by=case.therapist,
    )  # fmt: skip
    actions.link_mood_to_event(
        session=begin_session(course=case.course, by=case.therapist), what="rang", feeling="known",
        direction="up", relationship=people["Ada"], by=case.therapist,
    )  # fmt: skip
    tell_incident(
        participant=case.participant, relationship=people["Ada"], on=date(2026, 10, 20), by=case.therapist,
        turns=[{"speaker": "other", "said": "You never call"}],
    )  # fmt: skip
    page = words(therapist.get(f"/courses/{case.course.pk}/circle/people/{people['Ada'].pk}/"))
    assert "Gone through line by line: “You never call”" in page
    told = ["First placed: ring 3", "Moved away", "Nearer: from ring 3 to 1", "Felt known, mood went up"]
    places = [page.index(one) for one in told]
    assert places[0] > places[1] > min(places[2:])


def test_a_persons_page_writes_every_day_in_one_way_and_says_no_more_than_is_known(
    case: Case, therapist: Client, people: dict
) -> None:
    ada = people["Ada"]
    for what, on, precision in (
        ("Moved away", date(2026, 10, 1), "day"),
        ("Came back", date(2025, 3, 4), "day"),
        ("Was ill", date(2025, 6, 1), "month"),
    ):
        add_event(
            participant=case.participant, what=what, on=on, precision=precision, people=[ada],
            by=case.therapist,
        )  # fmt: skip
    page = words(therapist.get(f"/courses/{case.course.pk}/circle/people/{ada.pk}/"))
    for when, what in (("1 October", "Moved away"), ("4 March 2025", "Came back"), ("June 2025", "Was ill")):
        assert f'<span class="when">{when}</span> <span>{what}</span>' in page


def test_nothing_not_asked_and_both_at_once_are_told_apart(
    case: Case, therapist: Client, people: dict
) -> None:
    ada = people["Ada"]
    asked = {
        **GIVEN,
        "based_on": 1,
        "support_received": ["nothing"],
        "support_given": [],
        "can_confide": "False",
    }
    therapist.post(edit(case, ada), asked)
    ada.refresh_from_db()
    assert (ada.support_received, ada.support_given, ada.can_confide) == ([], None, False)
    page = words(therapist.get(f"/courses/{case.course.pk}/circle/people/{ada.pk}/"))
    assert "<dt>Can be confided in</dt><dd>No</dd>" in page.replace("> <", "><")
    assert "nothing" in page
    both = therapist.post(
        edit(case, ada), {**asked, "based_on": 2, "support_received": ["nothing", "advice"]}
    )
    assert both.status_code == 422 and "not both" in words(both)


def test_what_the_reader_saved_elsewhere_is_said_to_them_and_shown_beside_what_they_typed(
    case: Case, therapist: Client, people: dict
) -> None:
    ada = people["Ada"]
    therapist.post(edit(case, ada), {**GIVEN, "based_on": 1, "satisfying": "Long walks."})
    answer = therapist.post(edit(case, ada), {**GIVEN, "based_on": 1, "satisfying": "Laughing."})
    seen = words(answer)
    assert answer.status_code == 422 and "You saved this in another window at " in seen
    assert "<td>Long walks.</td><td>Laughing.</td>" in seen
    assert [label for label, _saved, _typed in answer.context["form"].both] == ["What is good in it"]
    assert ada.descriptions.count() == 2


def test_several_moves_of_a_day_are_one_line(case: Case, therapist: Client, people: dict) -> None:
    for ring in (3, 4, 2):
        actions.move_person(relationship=people["Ada"], ring=ring, drawn_on=TODAY, by=case.therapist)
    page = words(therapist.get(f"/courses/{case.course.pk}/circle/people/{people['Ada'].pk}/"))
    moments = page[page.index('class="moments"') :]
    assert moments.count('class="moment"') == 2
    assert "Nearer: from ring 3 to 2" in moments and "4 moves that day" in moments


def test_over_time_explains_its_marks_and_lists_what_moved_side_by_side_too(
    case: Case, therapist: Client, people: dict
) -> None:
    for asked in ("", "?see=side"):
        page = words(therapist.get(f"/courses/{case.course.pk}/circle/over-time/{asked}"))
        assert "What the marks mean" in page and "came in from 3" in page and "no change" in page


def test_side_by_side_turns_nobody_who_did_not_move(case: Case, therapist: Client, people: dict) -> None:
    for hidden in ("", "&names=hidden"):
        page = therapist.get(f"/courses/{case.course.pk}/circle/over-time/?see=side{hidden}")
        assert page.content.decode().count('<svg class="circle beside') == 4  # each for a desk and a phone
        (_then, *before), (_now, *after) = page.context["pictures"]
        for was, now in zip(before, after, strict=True):
            stood, stand = ({one.id: one for one in drawn.marks} for drawn in (was, now))
            stayed = [id for id, one in stand.items() if id in stood and stood[id].ring == one.ring]
            assert stayed
            for id in stayed:
                assert (stood[id].x, stood[id].y) == (stand[id].x, stand[id].y)
            if hidden:
                assert all(stood[id].initials == one.initials for id, one in stand.items() if id in stood)


def test_the_ring_wished_for_is_said_here_too_and_draws_the_circle_once(
    case: Case, therapist: Client, people: dict
) -> None:
    drawn = case.participant.circles.count()
    therapist.post(edit(case, people["Lin"]), {**GIVEN, "pseudonym": "Lin", "based_on": 1, "ideal_ring": "2"})
    newest = case.participant.circles.first()
    assert newest.placements.get(relationship=people["Lin"]).ideal_ring == 2
    said = {**GIVEN, "pseudonym": "Lin", "based_on": 2, "ideal_ring": "2"}
    therapist.post(edit(case, people["Lin"]), said)
    assert case.participant.circles.count() == drawn + 2  # what is felt, and the wish
