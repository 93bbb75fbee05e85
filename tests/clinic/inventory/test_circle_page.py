"""The circle is seen, compared, moved and edited; nothing drawn before is lost."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import find
from django.test import Client

from clinic.access.roles import Role
from clinic.inventory.models import Circle, Placement
from tests import factories
from tests.clinic.inventory.people import NOW, START, add, draw, rowans
from tests.conftest import signed_in
from tests.factories import Case


def page(client: Client, case: Case, below: str = "circle/", **asked: str):
    return client.get(f"/courses/{case.course.pk}/{below}", asked)


def words(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_an_empty_circle_offers_one_way_to_begin(case: Case, therapist: Client) -> None:
    seen = words(page(therapist, case))
    assert "No one is in the circle yet" in seen and "Add the first person" in seen


def test_the_circle_says_what_it_shows_beside_the_start(case: Case, therapist: Client) -> None:
    rowans(case)
    seen = words(page(therapist, case))
    assert "Three people are close, none at the start." in seen
    assert "One person to confide in, Jo; asked about 1 of 4." in seen  # Dad has died and is not counted
    assert "Three came nearer, one is new." in seen


def test_the_list_carries_every_fact_of_the_drawing(case: Case, therapist: Client) -> None:
    rowans(case)
    seen = words(page(therapist, case))
    for fact in (
        "came in from 3",
        "came in from 4",
        "no change",
        "died 2021",
        "can confide in",
        "Lin , choir",
    ):
        assert fact in seen


def test_flags_are_questions(case: Case, therapist: Client) -> None:
    draw(case, {add(case, "Ada", "family", can_confide=False): 3}, START)
    seen = words(page(therapist, case))
    assert "There is nobody to confide in. Who might come nearest to it?" in seen
    assert seen.count("to confide in") == 1  # told once, not as a count and again as a question


def test_nobody_is_said_to_lack_somebody_to_confide_in_before_that_was_asked(
    case: Case, therapist: Client
) -> None:
    draw(case, {add(case, "Ada", "family"): 3}, START)
    assert (
        "confide"
        not in words(page(therapist, case)).partition("What the circle says")[2].partition("How each")[0]
    )


def test_nobody_is_said_to_lack_help_before_help_was_asked_about(case: Case, therapist: Client) -> None:
    rowans(case)
    assert "nobody gives it" not in words(page(therapist, case))


def test_from_one_person_asked_about_nothing_is_said_of_the_others(case: Case, therapist: Client) -> None:
    mia = add(case, "Mia", "friend", can_confide=False, support_received=["practical"])
    draw(case, {mia: 2, add(case, "Ada", "family"): 2, add(case, "Jo", "friend"): 3}, START)
    seen = words(page(therapist, case))
    assert "Nobody to confide in was named so far, asked about 1 of 3." in seen
    assert "What help there is was asked about 1 of 3." in seen
    for concluded in (
        "There is nobody to confide in",
        "nobody gives it",
        "alone. Something",
        "More than half",
    ):
        assert concluded not in seen


def test_of_help_that_nobody_gives_it_is_said_that_professionals_are_not_counted(
    case: Case, therapist: Client
) -> None:
    gp = add(case, "Dr N.", "professional", can_confide=False, support_received=["advice"])
    ada = add(case, "Ada", "family", can_confide=True, support_received=["emotional", "practical", "company"])
    draw(case, {gp: 4, ada: 1}, START)
    seen = words(page(therapist, case))
    assert "Advice: nobody gives it, professionals not counted. Is it missed?" in seen
    overview = words(page(therapist, case, ""))
    assert "Help that comes from nobody, professionals not counted advice" in overview


def test_on_the_newest_circle_no_address_names_a_version_that_a_move_leaves_behind(
    case: Case, therapist: Client
) -> None:
    rowans(case)
    newest = page(therapist, case).content.decode()
    assert "version=2" not in newest and "?names=hidden" in newest
    assert "version=1" in page(therapist, case, version="1").content.decode().partition('id="circle"')[0]


def test_with_names_hidden_no_name_is_on_the_page(case: Case, therapist: Client) -> None:
    rowans(case)
    text = page(therapist, case, names="hidden").content.decode()
    assert not re.search(r">\s*(Ada|Sam|Dad|Jo|Lin)\b", text)
    assert "names=hidden" in text


def test_an_earlier_version_can_be_opened(case: Case, therapist: Client) -> None:
    rowans(case)
    seen = words(page(therapist, case, version="1"))
    assert "No people are close" in seen and "Lin" not in seen


def test_a_person_is_moved_with_a_button_and_no_script(case: Case, therapist: Client) -> None:
    ada = rowans(case)["Ada"]
    assert "Nearer" in words(page(therapist, case, person=str(ada.pk)))
    url = f"/courses/{case.course.pk}/circle/people/{ada.pk}/move/"
    answer = therapist.post(url, {"towards": "further"}, follow=True)
    assert "Ring 2." in words(answer)
    rings = (
        Placement.objects.filter(relationship=ada).order_by("circle__version").values_list("ring", flat=True)
    )
    assert list(rings) == [3, 1, 2]


def test_a_move_beyond_the_rim_changes_nothing(case: Case, therapist: Client) -> None:
    ada = rowans(case)["Ada"]
    therapist.post(f"/courses/{case.course.pk}/circle/people/{ada.pk}/move/", {"towards": "nearer"})
    assert Circle.objects.count() == 2


def test_a_name_and_a_ring_are_enough(case: Case, therapist: Client) -> None:
    url = f"/courses/{case.course.pk}/circle/people/add/"
    answer = therapist.post(url, {"pseudonym": "Kit", "ring": "3"}, follow=True)
    assert "Kit is in the circle." in words(answer)
    place = Circle.objects.get().placements.get()
    assert (place.ring, place.relationship.category, place.conflict) == (3, "other", "")


def test_what_was_typed_stays_when_the_ring_is_missing(case: Case, therapist: Client) -> None:
    url = f"/courses/{case.course.pk}/circle/people/add/"
    answer = therapist.post(url, {"pseudonym": "Kit from next door"})
    assert answer.status_code == 422 and 'value="Kit from next door"' in answer.content.decode()
    assert not Circle.objects.exists()


def test_the_list_is_saved_as_one_version(case: Case, therapist: Client) -> None:
    people = rowans(case)
    given = {"based_on": "2", f"ring_{people['Ada'].pk}": "2", f"ideal_{people['Ada'].pk}": "1"}
    therapist.post(f"/courses/{case.course.pk}/circle/edit/", given)
    newest = Circle.objects.first()
    assert (newest.version, newest.written_by) == (3, case.therapist)
    assert list(newest.placements.values_list("relationship__pseudonym", "ring", "ideal_ring")) == [
        ("Ada", 2, 1)
    ]
    assert Circle.objects.get(version=2).placements.count() == 5


def test_a_circle_drawn_meanwhile_is_not_silently_reversed(case: Case, therapist: Client) -> None:
    people = rowans(case)
    given = {"based_on": "1", f"ring_{people['Ada'].pk}": "4"}
    url = f"/courses/{case.course.pk}/circle/edit/"
    answer = therapist.post(url, given)
    assert answer.status_code == 422 and "drawn again while this page was open" in words(answer)
    assert Circle.objects.count() == 2
    therapist.post(url, {**given, "based_on": "2"})
    assert Circle.objects.count() == 3


@pytest.mark.parametrize("people", [12, 60])
def test_many_people_take_no_more_queries(
    case: Case, therapist: Client, people: int, django_assert_max_num_queries
):
    categories = ("family", "friend", "work", "neighbour", "online", "professional")
    everybody = {add(case, f"N{n}", categories[n % 6]): n % 4 + 1 for n in range(people)}
    draw(case, everybody, START)
    page(therapist, case)
    with django_assert_max_num_queries(22):
        assert words(page(therapist, case)).count("N") >= people


ADDRESSES = (
    "circle/",
    "circle/edit/",
    "circle/people/add/",
    "circle/over-time/",
    "circle/drawing.svg",
    "circle/people/{ada}/",
    "circle/people/{ada}/edit/",
    "circle/people/{ada}/move/",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_others_find_nothing_here(case: Case, client: Client, address: str) -> None:
    ada = rowans(case)["Ada"]
    url = f"/courses/{case.course.pk}/{address.format(ada=ada.pk)}"
    ask = client.post if address.endswith("move/") else client.get
    assert ask(url).status_code == 302
    colleague = signed_in(factories.member(Role.THERAPIST, case.service, name="Ben Frost"))
    asked = colleague.post if address.endswith("move/") else colleague.get
    assert asked(url).status_code == 404


def test_a_supervisor_looks_and_does_not_touch(case: Case) -> None:
    ada = rowans(case)["Ada"]
    supervisor = signed_in(case.supervisor)
    assert page(supervisor, case).status_code == 200
    assert "Add a person" not in words(page(supervisor, case))
    assert page(supervisor, case, "circle/edit/").status_code == 403
    assert supervisor.post(f"/courses/{case.course.pk}/circle/people/{ada.pk}/move/").status_code == 403


def test_a_patient_does_not_reach_the_therapists_page(case: Case, patient: Client) -> None:
    assert page(patient, case).status_code == 403


def test_words_in_the_circle_have_a_rim_of_the_ring_they_stand_in(case: Case, therapist: Client) -> None:
    rowans(case)
    seen = page(therapist, case).content.decode()
    exported = page(therapist, case, "circle/drawing.svg").content.decode()
    stylesheet = Path(find("inventory/inventory.css")).read_text()
    for drawn in (seen, exported):
        words_beside = re.findall(r'<text class="(?:name|role|who|ring-number)([^"]*)"', drawn)
        assert words_beside and all(re.fullmatch(" on-[1-4]", ground) for ground in words_beside)
    for rules in (stylesheet, exported):
        assert re.search(r'\[class\*=" on-"\] \{ paint-order: stroke;', rules)
        assert all(re.search(rf"\.on-{ring} {{ stroke: ", rules) for ring in (1, 2, 3))


def test_help_for_the_keys_is_plain_and_stands_only_where_there_is_a_keyboard(
    case: Case, patient: Client
) -> None:
    draw(case, {add(case, "Sam", "partner"): 1}, START)
    seen = " ".join(patient.get("/me/circle/").content.decode().split())
    assert 'keys no-print">With a keyboard: go to a name in this list with Tab.' in seen
    rules = Path(find("inventory/inventory.css")).read_text()
    assert "@media not all and (hover: hover) and (pointer: fine) { .keys { display: none; } }" in rules


def test_a_long_name_stays_readable_on_the_circle(case: Case, therapist: Client) -> None:
    names = ("Annabella-Christina", "Bartholomew-James", "Christopherson", "Dorothea-Marie")
    draw(case, {add(case, name, "family", role="cousin"): 2 for name in names}, START)
    drawn = page(therapist, case, "circle/drawing.svg").content.decode()
    beginnings = re.findall(r'class="name[^>]*>(....)', drawn)
    assert sorted(beginnings) == ["Anna", "Bart", "Chri", "Doro"]


def test_forty_six_people_with_names_alike_are_told_apart_in_the_drawing(
    case: Case, therapist: Client
) -> None:
    people = {add(case, f"Person {n}", "family"): 1 + n % 3 for n in range(1, 42)}
    people |= {add(case, name, "family"): 1 for name in ("Anna", "Anne", "Annette", "Annika", "Annabel")}
    draw(case, people, START)
    drawn = page(therapist, case, names="shown").context["pictures"]
    for picture in drawn:
        written = [one.initials or one.texts[0].words for one in picture.marks]
        assert len(set(written)) == 46 and any(one.initials for one in picture.marks)
        assert max(len(one.initials) for one in picture.marks) <= 3


def test_a_conflict_that_nobody_asked_about_takes_no_room_from_a_name(case: Case, therapist: Client) -> None:
    names = ("Mum", "Great-aunt Philippa", "Sam", "Rex")
    kinds = ("family", "family", "partner", "pet")
    people = [add(case, name, kind) for name, kind in zip(names, kinds, strict=True)]
    draw(case, dict.fromkeys(people, 1), START)
    drawn = page(therapist, case, "circle/drawing.svg").content.decode()
    assert all(f">{name}</text>" in drawn for name in names)


def test_the_first_pet_leaves_everybody_where_they_were(case: Case, therapist: Client) -> None:
    people = rowans(case)
    rings = dict(zip(people.values(), (1, 2, 2, 2, 3), strict=True))
    before = places(page(therapist, case, "circle/drawing.svg"))
    draw(case, {**rings, add(case, "Rex", "pet"): 1}, NOW)
    after = places(page(therapist, case, "circle/drawing.svg"))
    assert len(after) == len(before) + 1 and before.items() <= after.items()


def places(answer) -> dict[str, tuple[str, str]]:
    found = re.findall(
        r'data-person="([^"]+)"[^>]*>\s*<circle class="touch" cx="([^"]+)" cy="([^"]+)"',
        answer.content.decode(),
    )
    return {person: (x, y) for person, x, y in found}


def test_two_of_the_same_initials_are_told_apart_while_names_are_hidden(
    case: Case, therapist: Client
) -> None:
    draw(case, {add(case, name, "family"): ring for ring, name in enumerate(("Mia", "Mum", "Jo"), 1)}, START)
    page = therapist.get(f"/courses/{case.course.pk}/circle/?names=hidden")
    assert [mark.initials for mark in page.context["picture"].marks] == ["M", "M2", "J"]
    assert "Mia" not in page.content.decode()
