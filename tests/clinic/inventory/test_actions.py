"""What is kept of people, circles, events and moods is kept for good."""

from datetime import date

from clinic.courses.models import Session
from clinic.inventory import actions
from clinic.inventory.models import Circle, MoodEventLink, Relationship, TimelineEvent
from clinic.inventory.timeline import actions as timeline
from tests.factories import Case

START, NOW = date(2026, 9, 17), date(2026, 11, 12)


def rings(circle: Circle) -> dict[str, int]:
    return {place.relationship.pseudonym: place.ring for place in circle.placements.all()}


def person(case: Case, name: str = "Ada", ring: int = 3, **facts: object) -> Relationship:
    given = {"category": "family", "ring": ring, "drawn_on": START, **facts}
    return actions.add_person(participant=case.participant, pseudonym=name, by=case.therapist, **given)


def test_a_person_added_with_a_ring_stands_in_the_next_circle(case: Case) -> None:
    person(case)
    person(case, "Sam", 2, category="partner")
    newest, first = case.participant.circles.all()
    assert rings(first) == {"Ada": 3}
    assert rings(newest) == {"Ada": 3, "Sam": 2}


def test_a_person_without_a_day_leaves_the_circle_alone(case: Case) -> None:
    actions.add_person(participant=case.participant, pseudonym="Ray", category="family", by=case.therapist)
    assert not case.participant.circles.exists()


def test_drawing_again_never_touches_what_was_drawn_before(case: Case) -> None:
    ada = person(case)
    first = case.participant.circles.get()
    drawn = actions.draw_circle(
        participant=case.participant,
        placements=[(ada, 1, None)],
        drawn_on=NOW,
        session_number=10,
        by=case.therapist,
    )
    assert (drawn.version, rings(drawn), rings(first)) == (2, {"Ada": 1}, {"Ada": 3})
    assert drawn.written_by == case.therapist


def test_how_things_were_stays_with_the_circle_of_that_day(case: Case) -> None:
    ada = person(case)
    actions.revise_person(relationship=ada, by=case.therapist, drawn_on=NOW, can_confide=True)
    newest, first = case.participant.circles.all()
    assert [circle.placements.get().can_confide for circle in (first, newest)] == [None, True]
    assert newest.drawn_on == NOW


def test_a_corrected_name_draws_no_new_circle(case: Case) -> None:
    ada = person(case)
    actions.revise_person(relationship=ada, by=case.therapist, drawn_on=NOW, pseudonym="A.")
    assert case.participant.circles.count() == 1


def test_a_corrected_event_keeps_the_first_one_in_the_record(case: Case) -> None:
    event = timeline.add_event(
        participant=case.participant, what="Moved", on=date(2026, 7, 6), by=case.therapist
    )
    timeline.revise_event(
        event=event, by=case.therapist, what="Moved to Leeds", on=date(2026, 7, 1), precision="month"
    )
    assert [e.what for e in TimelineEvent.objects.standing()] == ["Moved to Leeds"]
    assert [e.what for e in TimelineEvent.objects.withdrawn()] == ["Moved"]


def test_a_correction_can_be_undone(case: Case) -> None:
    event = timeline.add_event(
        participant=case.participant, what="Moved", on=date(2026, 7, 6), by=case.therapist
    )
    timeline.revise_event(event=event, by=case.therapist, what="Moved twice", on=date(2026, 7, 1))
    timeline.put_event_back(event=event, by=case.therapist)
    assert [e.what for e in TimelineEvent.objects.standing()] == ["Moved"]


def test_a_link_taken_back_stays_in_the_record(case: Case) -> None:
    session = Session.objects.create(service=case.service, course=case.course, number=1)
    link = actions.link_mood_to_event(
        session=session, what="came home late", feeling="hurt", direction="down", by=case.therapist
    )
    actions.withdraw_link(link=link, by=case.therapist)
    assert (MoodEventLink.objects.count(), MoodEventLink.objects.standing().count()) == (1, 0)
    actions.put_link_back(link=link, by=case.therapist)
    assert MoodEventLink.objects.standing().get() == link
