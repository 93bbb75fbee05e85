from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt.relationships import network
from ipt.relationships.inventory import CATEGORIES, CONFLICTS, SUPPORT, Inventory, Person

kinds = st.sets(st.sampled_from(SUPPORT)).map(lambda some: tuple(sorted(some)))


@st.composite
def inventories(draw: st.DrawFn) -> Inventory:
    count = draw(st.integers(0, 12))
    people = [
        Person(
            id=str(n),
            name=f"P{n}",
            category=draw(st.sampled_from(CATEGORIES)),
            ring=draw(st.integers(1, 4)),
            ideal_ring=draw(st.none() | st.integers(1, 4)),
            contact=draw(st.none() | st.floats(0, 20)),
            conflict=draw(st.none() | st.sampled_from(CONFLICTS)),
            can_confide=draw(st.none() | st.booleans()),
            support_given=draw(st.none() | kinds),
            support_received=draw(st.none() | kinds),
            alive=draw(st.booleans()),
            professional=draw(st.booleans()),
        )
        for n in range(count)
    ]
    pairs = [frozenset((str(a), str(b))) for a in range(count) for b in range(a)]
    ties = draw(st.frozensets(st.sampled_from(pairs))) if pairs else frozenset()
    return Inventory(tuple(people), ties)


def circle(n: int, *pairs: tuple[int, int], **changes: object) -> Inventory:
    people = tuple(replace(Person(str(i), f"P{i}", "friend", 2), **changes) for i in range(n))
    return Inventory(people, frozenset(frozenset((str(a), str(b))) for a, b in pairs))


def codes(inventory: Inventory) -> list[str]:
    return [flag.code for flag in network.measure(inventory).flags]


def test_six_people_with_five_ties() -> None:
    found = network.measure(circle(6, (0, 1), (1, 2), (2, 3), (3, 4), (4, 5)))
    assert found.size == 6
    assert found.density == pytest.approx(0.333, abs=5e-4)
    assert found.effective_size == pytest.approx(4.33, abs=5e-3)


def test_a_circle_worked_by_hand() -> None:
    people = (
        Person("a", "Ada", "family", 1, 1, 7.0, "none", True, ("emotional",), ("emotional", "practical")),
        Person("b", "Sam", "partner", 2, 1, 7.0, "open", False, (), ("practical",)),
        Person("c", "Jo", "friend", 3, 1, 0.5, "none", False, ("advice",), ()),
        Person("d", "Ray", "family", 4, None, None, "silent", False, (), ()),
        Person("g", "Dr N.", "professional", 4, None, None, professional=True, support_received=("advice",)),
    )
    found = network.measure(Inventory(people, frozenset({frozenset("ab"), frozenset("bd"), frozenset("ag")})))
    assert (found.size, found.inner, found.confidants) == (4, 2, 1)
    assert found.by_ring == {1: 1, 2: 1, 3: 1, 4: 1}
    assert found.by_category == {"family": 2, "friend": 1, "partner": 1}
    assert found.mean_closeness == (4 + 3 + 2 + 1) / 4
    assert found.density == 2 * 2 / 12
    assert found.effective_size == 4 - 4 / 4
    assert found.reciprocity == 1 / 4
    assert found.support == {"emotional": 1, "practical": 2, "advice": 0, "company": 0}
    assert found.dependence == 2 / 3
    assert found.strain == 2 / 4
    assert found.closeness_gap == (0 + 1 + 2) / 3
    assert found.weekly_contact == 14.5
    assert {flag.code: flag.about for flag in found.flags} == {
        "single_provider": ("emotional",),
        "gap": ("advice", "company"),
        "dependence": ("a",),
        "ambivalent": ("b",),
    }


def test_an_empty_circle_has_no_means_and_asks_gently() -> None:
    found = network.measure(Inventory(()))
    assert (found.size, found.confidants, found.inner) == (0, 0, 0)
    means = ("mean_closeness", "density", "effective_size", "reciprocity", "dependence", "strain")
    assert {getattr(found, name) for name in means} == {None}
    assert codes(Inventory(()))[0] == "isolation"


def test_one_person_has_no_density() -> None:
    found = network.measure(circle(1))
    assert (found.density, found.effective_size) == (None, 1)


@pytest.mark.parametrize(
    ("inventory", "code"),
    [
        (circle(3, can_confide=False), "no_confidant"),
        (circle(3, can_confide=True, ring=3), "nobody_close"),
        (circle(2, can_confide=True), "small_circle"),
        (circle(3, can_confide=True, contact=0.5), "no_contact_7d"),
    ],
)
def test_each_sign_of_isolation_is_asked_about(inventory: Inventory, code: str) -> None:
    assert codes(inventory)[:2] == ["isolation", code]


def test_contact_nobody_asked_about_is_not_a_sign() -> None:
    assert "no_contact_7d" not in codes(circle(3, can_confide=True))


def test_what_was_asked_about_nobody_is_not_known_and_raises_no_flag() -> None:
    found = network.measure(circle(8))
    assert (found.confidants, found.strain, found.reciprocity, found.dependence) == (None,) * 4
    assert found.support == dict.fromkeys(SUPPORT)
    assert found.asked == dict.fromkeys(network.ASKED, 0)
    assert found.flags == ()


def test_from_one_of_eight_nothing_is_concluded() -> None:
    """Mia, asked about, gives practical help and is not confided in; of the seven others nothing is known."""
    mia = Person("m", "Mia", "friend", 2, can_confide=False, support_received=("practical",))
    found = network.measure(Inventory((mia, *circle(7).people)))
    assert (found.confidants, found.dependence) == (0, 1)
    assert found.support == {"emotional": 0, "practical": 1, "advice": 0, "company": 0}
    assert (found.asked["can_confide"], found.asked["support_received"]) == (1, 1)
    assert found.flags == ()


def test_once_everybody_was_asked_about_the_same_answers_are_asked_about() -> None:
    mia = Person("m", "Mia", "friend", 2, can_confide=False, support_received=("practical",))
    others = circle(7, can_confide=False, support_received=()).people
    found = network.measure(Inventory((mia, *others)))
    assert {flag.code for flag in found.flags} == {
        *("isolation", "no_confidant", "gap", "single_provider", "dependence"),
    }


def test_a_flag_is_a_question() -> None:
    for flag in network.measure(Inventory(())).flags + network.measure(circle(3, conflict="open")).flags:
        assert flag.prompt.endswith("?")
        assert flag.code != "gap" or "professionals not counted" in flag.prompt


@given(inventories())
def test_every_share_is_a_share(inventory: Inventory) -> None:
    found = network.measure(inventory)
    for name in ("density", "reciprocity", "dependence", "strain"):
        value = getattr(found, name)
        assert value is None or 0 <= value <= 1, name
    assert found.mean_closeness is None or 1 <= found.mean_closeness <= 4
    assert found.effective_size is None or 1 <= found.effective_size <= found.size
    assert found.closeness_gap is None or -3 <= found.closeness_gap <= 3


@given(inventories())
def test_rings_and_categories_add_up_to_the_size(inventory: Inventory) -> None:
    found = network.measure(inventory)
    assert sum(found.by_ring.values()) == sum(found.by_category.values()) == found.size


@given(inventories(), st.randoms())
def test_the_order_of_people_does_not_matter(inventory: Inventory, random: object) -> None:
    people = list(inventory.people)
    random.shuffle(people)  # type: ignore[attr-defined]
    one, other = network.measure(inventory), network.measure(Inventory(tuple(people), inventory.ties))
    for name in (
        "size",
        "by_ring",
        "by_category",
        "density",
        "effective_size",
        "support",
        "confidants",
        "strain",
    ):
        assert getattr(one, name) == getattr(other, name)


@given(inventories())
def test_the_uncounted_change_nothing(inventory: Inventory) -> None:
    counted = Inventory(inventory.counted(), inventory.ties)
    assert network.measure(counted) == network.measure(inventory)


@given(inventories())
def test_the_effective_size_is_what_burts_own_formula_gives(inventory: Inventory) -> None:
    """Burt 1992, unweighted: each person counts 1 less the share of the others they know."""
    ids = [p.id for p in inventory.counted()]
    known = {
        one: sum(frozenset((one, other)) in inventory.ties for other in ids if other != one) for one in ids
    }
    expected = sum(1 - known[one] / len(ids) for one in ids)
    found = network.measure(inventory).effective_size
    assert found is None if not ids else found == pytest.approx(expected)
