import json
from pathlib import Path
from typing import Any

import pytest

from ipt.relationships.inventory import BadInventory, Inventory, Person, load, parse

ADA = {"id": "a", "name": "Ada", "category": "family", "ring": 1}
BEX = {"id": "b", "name": "Bex", "category": "friend", "ring": 3}


def test_name_category_and_ring_are_enough() -> None:
    assert parse({"people": [ADA]}) == Inventory((Person("a", "Ada", "family", 1),))


def test_everything_can_be_told() -> None:
    told = ADA | {
        "ideal_ring": 1,
        "contact": "weekly",
        "conflict": "silent",
        "can_confide": True,
        "support_given": ["emotional"],
        "support_received": ["practical", "advice", "practical"],
        "initiates": "both",
        "alive": True,
        "professional": False,
    }
    (ada,) = parse({"people": [told], "ties": []}).people
    assert (ada.contact, ada.conflict, ada.support_received) == (1.0, "silent", ("practical", "advice"))


def test_null_is_not_answered() -> None:
    assert (
        parse({"people": [ADA | {"ideal_ring": None, "contact": None, "initiates": None}]}).people[0].contact
        is None
    )


def test_contact_may_be_a_number_a_week() -> None:
    assert parse({"people": [ADA | {"contact": 2}]}).people[0].contact == 2.0


def test_a_tie_said_twice_is_one() -> None:
    assert len(parse({"people": [ADA, BEX], "ties": [["a", "b"], ["b", "a"]]}).ties) == 1


def test_professionals_pets_and_the_dead_are_kept_but_not_counted() -> None:
    others = [
        {"id": "g", "name": "Dr N.", "category": "professional", "ring": 4},
        {"id": "p", "name": "Rex", "category": "pet", "ring": 1},
        {"id": "d", "name": "Dad", "category": "deceased", "ring": 2},
        {"id": "m", "name": "Gran", "category": "family", "ring": 2, "alive": False},
    ]
    inventory = parse({"people": [ADA, *others]})
    assert len(inventory.people) == 5
    assert [person.id for person in inventory.counted()] == ["a"]


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ([], "an inventory is"),
        ({"ties": []}, "an inventory is"),
        ({"people": [], "pets": []}, "inventory: 'pets' is not a known key"),
        ({"people": ["Ada"]}, r"people\[0\]: must be an object"),
        ({"people": [{"id": "a"}]}, r"people\[0\]: name, category and ring are missing"),
        ({"people": [ADA | {"age": 7}]}, r"people\[0\]: 'age' is not a known key"),
        ({"people": [ADA | {"ring": 5}]}, r"people\[0\].ring: must be 1 \(closest\) to 4, not 5"),
        ({"people": [ADA | {"ring": True}]}, "ring: must be 1"),
        ({"people": [ADA | {"ring": "2"}]}, "ring: must be 1"),
        ({"people": [ADA | {"name": " "}]}, "name: must be text"),
        ({"people": [ADA | {"category": "foe"}]}, "'foe' is not one of family"),
        ({"people": [ADA | {"category": ["friend"]}]}, "is not one of family"),
        ({"people": [ADA | {"contact": "often"}]}, "'often' is neither contacts a week"),
        ({"people": [ADA | {"contact": -1}]}, "neither contacts a week"),
        ({"people": [ADA | {"contact": []}]}, "neither contacts a week"),
        ({"people": [ADA | {"conflict": "loud"}]}, "'loud' is not one of none, open, silent"),
        ({"people": [ADA | {"can_confide": "yes"}]}, "must be true or false, not 'yes'"),
        ({"people": [ADA | {"support_given": "advice"}]}, "must be a list of emotional"),
        ({"people": [ADA | {"support_given": ["money"]}]}, "'money' is not one of emotional"),
        ({"people": [ADA | {"initiates": "nobody"}]}, "'nobody' is not one of me, them, both"),
        ({"people": [ADA, ADA]}, "the id 'a' is there twice"),
        ({"people": [ADA], "ties": {}}, "ties: must be a list"),
        ({"people": [ADA], "ties": [["a", "a"]]}, r"ties\[0\]: must be a pair of two different ids"),
        ({"people": [ADA], "ties": [["a", "z"]]}, r"ties\[0\]: nobody has the id 'z'"),
        ({"people": [ADA], "ties": [["a", 3]]}, r"ties\[0\]: nobody has the id 3"),
        ({"people": [ADA], "ties": [["a", []]]}, r"ties\[0\]: nobody has the id \[\]"),
    ],
)
def test_what_does_not_fit_is_refused_with_place_and_reason(raw: Any, reason: str) -> None:
    with pytest.raises(BadInventory, match=reason):
        parse(raw)


def test_a_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "circle.json").write_text(json.dumps({"people": [ADA]}), encoding="utf-8")
    assert load(tmp_path / "circle.json").people[0].name == "Ada"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "circle.json: line 1, column 2: not JSON"),
        ('{"people": [{}]}', "circle.json: people.0.: id, name, category and ring are missing"),
    ],
)
def test_a_bad_file_is_refused_by_name(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "circle.json").write_text(text, encoding="utf-8")
    with pytest.raises(BadInventory, match=reason):
        load(tmp_path / "circle.json")


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInventory, match=r"gone\.json: No such file"):
        load(tmp_path / "gone.json")
