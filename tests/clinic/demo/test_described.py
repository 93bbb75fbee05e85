"""The demo's people in detail: expectations over time, ties, wishes, and a proposal that waits."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import transaction

from clinic.courses.models import Participant
from clinic.demo import circle, seed
from clinic.demo.described import at_stage
from clinic.demo.story import load_all
from clinic.formulation.people import person_page
from clinic.inventory.models import Circle, Description, Placement, Relationship, Tie
from clinic.inventory.proposals import differences
from clinic.inventory.words import inventory_of
from ipt.relationships.network import measure

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 12)
DEEP = [story for story in load_all() if story.described]


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker):
    """The demo of one day, for all the tests of this file; the database stays as it was."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield seed(TODAY)
        transaction.set_rollback(True)


def patient(story):
    return Participant.objects.get(patient__name=story.name)


def somebody(name, who):
    return Relationship.objects.get(participant__patient__name=name, pseudonym=who)


@pytest.mark.parametrize("story", DEEP, ids=lambda story: story.name)
def test_a_story_describes_its_key_person_and_two_more_who_are_all_there(story):
    people = {person.name for person in story.people}
    told_of = [one.who for one in story.described]
    assert len(told_of) == len(set(told_of)) >= 3
    assert set(told_of) <= people
    assert story.key is None or story.key in told_of
    assert {who for group in story.ties for who in group} <= people
    assert all(len(set(group)) == len(group) >= 2 for group in story.ties)


@pytest.mark.parametrize("story", DEEP, ids=lambda story: story.name)
def test_what_is_told_of_people_fits_the_fields_it_is_typed_in(story):
    for one in story.described:
        assert all(0 <= met <= 10 for met in one.mine_met + one.theirs_met)
        assert max(map(len, (one.mine_met, one.theirs_met, one.contact, one.missing, one.changed))) <= 3
        assert len(one.since or "") <= 40 and all(len(words) <= 200 for words in one.changed)
    assert {person.wish for person in story.people} <= {None, 1, 2, 3, 4}


def test_twenty_courses_describe_people_and_tie_them(told):
    assert len(DEEP) >= 14
    assert Tie.objects.values("one__participant").distinct().count() == len(DEEP)


def test_everybody_described_has_expectations(told):
    for story in DEEP:
        described = {one.who: one for one in story.described}
        for person in Relationship.objects.filter(participant=patient(story), pseudonym__in=described):
            assert person.my_expectations == described[person.pseudonym].mine
            assert person.satisfying or person.unsatisfying


def test_what_a_story_does_not_tell_was_not_asked(told):
    bex = somebody("Rowan Tate", "Bex")
    assert (bex.contact, bex.my_expectations, bex.mine_met, bex.knows_about_illness) == ("", "", None, "")


def test_some_people_know_each_other_in_every_circle_but_victors(told):
    """His two living people knew each other through Piet alone, which his circle is there to show."""
    for story in DEEP:
        if story.name == "Victor Lang":
            continue
        ties = list(Tie.objects.among(patient(story)))
        for drawn in Circle.objects.filter(participant=patient(story)).with_people():
            assert 0 < measure(inventory_of(drawn, ties)).density <= 1, story.name


def test_density_of_rowans_first_circle_is_that_counted_by_hand(told):
    """Eight count: ten stood there, less Dad and the GP. Nine of their 28 pairs know each other:

    Mum-Ada, Mum-Sam, Ada-Sam, Mum-Ray, Ada-Ray, Ada-Jo, Jo-Bex, Kit-Bex and Sam-Mrs P.
    """
    rowan = patient(load_all()[0])
    first = Circle.objects.filter(participant=rowan).with_people().last()
    found = measure(inventory_of(first, Tie.objects.among(rowan)))
    assert found.size == 8
    assert found.density == pytest.approx(9 / 28)


def test_descriptions_grow_as_a_course_goes_on(told):
    """Whoever is told otherwise at a later sitting that was held has a description more."""
    grown = 0
    for story in DEEP:
        participant = patient(story)
        sittings = Circle.objects.filter(participant=participant).standing().count()
        for one in story.described:
            person = participant.relationships.get(pseudonym=one.who)
            met = [at_stage(one.mine_met, stage) for stage in range(sittings)]
            versions = Description.objects.filter(relationship=person).count()
            assert versions >= 1 + sum(a != b for a, b in pairwise(met))
            grown += versions > 1
    assert grown >= 30


def test_expectations_over_time_are_on_the_page_of_the_key_person(told):
    page = person_page(somebody("Rowan Tate", "Sam"))
    met = [moment.words for moment in page["moments"] if moment.kind == "expectations"]
    assert met == [
        "Expected of them: met 6 of 10; expected of the patient: met 7 of 10",
        "Expected of them: met 3 of 10; expected of the patient: met 4 of 10",
        "Expected of them: met 2 of 10; expected of the patient: met 3 of 10",
    ]


def test_most_people_of_these_circles_have_a_ring_wished_for(told):
    living = Placement.objects.filter(
        circle__participant__in=[patient(story) for story in DEEP], relationship__died_year=None
    )
    placed = living.exclude(relationship__category="professional")
    assert placed.exclude(ideal_ring=None).count() > 0.8 * placed.count()


def test_someone_who_died_someone_estranged_and_a_dog_are_described(told):
    assert somebody("Grace Adeyemi", "Bola").died_year and somebody("Grace Adeyemi", "Bola").unsatisfying
    assert somebody("Rowan Tate", "Ray").estranged
    kerstin = somebody("Bea Lindqvist", "Kerstin").descriptions
    assert [one.facts["estranged"] for one in kerstin.order_by("version")] == [True, False]
    assert somebody("Oscar Pym", "Tess").category == "pet" and somebody("Oscar Pym", "Tess").mine_met == 9


def test_rowan_proposed_one_move_alone_and_it_waits(told):
    rowan = patient(load_all()[0])
    [proposed] = Circle.objects.filter(participant=rowan).proposed().with_people()
    assert proposed.looked_at is None and proposed.written_by == rowan.patient.user
    assert TODAY - timedelta(days=7) < proposed.drawn_on < TODAY
    standing = Circle.objects.filter(participant=rowan).standing().with_people().first()
    [change] = differences(standing, proposed, standing)
    assert (change.person.pseudonym, change.before, change.after) == ("Lin", 3, 2)


def test_a_story_proposes_only_after_its_last_session(told):
    for story in load_all():
        if story.proposed:
            assert story.proposed.who in {person.name for person in story.people}
            assert story.proposed.days > 0 and not story.ended


def test_what_comes_in_several_stays_as_it_was_told_last():
    assert [at_stage(("a", "b"), stage) for stage in range(3)] == ["a", "b", "b"]
    assert at_stage((), 2) is None
    assert circle.STAGES == ("start", "middle", "end")
