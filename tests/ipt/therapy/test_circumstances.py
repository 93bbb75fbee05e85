"""Everything that can stand against a technique has words, and what only asking tells is asked."""

from ipt.therapy import circumstances, techniques
from ipt.therapy.contraindications import OF_THE_PERSON


def test_every_circumstance_of_a_person_has_words() -> None:
    assert {one.id for one in circumstances.of_the_person()} == set(OF_THE_PERSON)
    assert circumstances.title_of("pain") == "Lasting pain"


def test_imagery_asks_for_all_that_only_asking_tells() -> None:
    imagery = techniques.load("imagery_rescripting")
    asked = {one.id for one in circumstances.asked_before(imagery)}
    told_otherwise = {"alone", "acute_risk", "early_sessions", "last_sessions", "little_time"}
    told_otherwise |= {"no_consent", "not_wanted"}
    assert asked == {one.when for one in imagery.against if one.weight == "refuses"} - told_otherwise
