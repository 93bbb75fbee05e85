from hypothesis import given

from ipt.relationships.comparison import Move, compare, moves
from ipt.relationships.inventory import Inventory, Person
from tests.ipt.relationships.test_network import inventories


def person(id: str, ring: int, **more: object) -> Person:
    """Somebody about whom all was asked."""
    asked = {"can_confide": False, "conflict": "none", "support_given": (), "support_received": ()}
    return Person(id, id.upper(), "friend", ring, **asked | more)  # type: ignore[arg-type]


BEFORE = Inventory(
    (person("a", 3), person("b", 2), person("c", 2, conflict="open"), person("g", 4, professional=True))
)
AFTER = Inventory(
    (
        person("a", 1, can_confide=True, support_received=("advice",)),
        person("b", 2),
        person("d", 3),
        person("g", 2, professional=True),
    )
)


def test_two_circles_compared_by_hand() -> None:
    found = compare(BEFORE, AFTER)
    assert (found.kept, found.lost, found.new) == (("a", "b"), ("c",), ("d",))
    assert found.moved == (Move("a", 3, 1),)
    assert found.jaccard == 2 / 4
    assert (found.confidants, found.strain) == (1, -1 / 3)
    assert found.support["advice"] == 1


def test_who_is_asked_about_later_is_not_gained() -> None:
    before = Inventory((Person("a", "A", "friend", 1), person("b", 2)))
    after = Inventory((person("a", 1, can_confide=True, support_received=("advice",)), person("b", 2)))
    found = compare(before, after)
    assert (found.confidants, found.strain, found.support["advice"]) == (None, None, None)


def test_the_drawing_shows_how_professionals_moved_too() -> None:
    assert [move.id for move in moves(BEFORE, AFTER)] == ["a", "g"]


def test_two_empty_circles_cannot_be_compared_by_share() -> None:
    found = compare(Inventory(()), Inventory(()))
    assert (found.jaccard, found.strain) == (None, None)


@given(inventories())
def test_a_circle_compared_with_itself_has_not_changed(inventory: Inventory) -> None:
    found = compare(inventory, inventory)
    assert (found.lost, found.new, found.moved) == ((), (), ())
    assert found.confidants in (0, None)
    assert found.jaccard in (1, None)


@given(inventories(), inventories())
def test_looking_back_swaps_lost_and_new(one: Inventory, other: Inventory) -> None:
    there, back = compare(one, other), compare(other, one)
    assert set(there.lost) == set(back.new)
    assert set(there.kept) == set(back.kept)
    assert there.jaccard == back.jaccard
