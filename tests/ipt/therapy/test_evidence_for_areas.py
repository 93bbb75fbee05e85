"""What speaks for and against each area is listed by reference; nothing is ranked, and a gap says nothing."""

from dataclasses import replace
from datetime import date

import pytest

from ipt.relationships.inventory import Inventory, Person
from ipt.relationships.network import measure
from ipt.therapy import areas
from ipt.therapy.evidence_for_areas import (
    Facts,
    Happening,
    Known,
    Scored,
    Statement,
    evidence,
    grief_note,
)
from ipt.therapy.onset import span

ONSET = span(date(2026, 8, 1), "month")
DAD = Known("dad", alive=False)
SAM = Known("sam", conflict="silent")
TODAY = date(2026, 11, 12)


def happened(id: str, kind: str, on: date, *people: str) -> Happening:
    return Happening(id, kind, span(on, "day"), people)


def said(facts: Facts, area: str) -> dict[str, list[Statement]]:
    found = next(one for one in evidence(facts) if one.area == area)
    return {"for": list(found.speaks_for), "against": list(found.speaks_against)}


def codes(facts: Facts, area: str) -> dict[str, list[str]]:
    return {speaks: [one.code for one in them] for speaks, them in said(facts, area).items()}


def circle(*people: Person):
    return measure(Inventory(people))


def test_the_areas_stand_in_their_usual_order_whatever_there_is() -> None:
    full = Facts(ONSET, (happened("d", "dispute", date(2026, 7, 1), "sam"),), (SAM,))
    assert (
        [one.area for one in evidence(full)] == [one.area for one in evidence(Facts(None))] == [*areas.ids()]
    )


def test_a_death_near_the_onset_speaks_for_grief_with_its_distance() -> None:
    facts = Facts(ONSET, (happened("e1", "loss", date(2026, 5, 16), "dad"),), (DAD,))
    (one,) = said(facts, "grief")["for"]
    assert (one.code, one.rests, one.id, one.months) == ("death_near", "event", "e1", 3)
    assert one.limit and not one.limit.validated


def test_a_death_long_before_is_set_against_and_one_without_a_date_is_named() -> None:
    early = Facts(ONSET, (happened("e1", "loss", date(2021, 8, 16), "dad"),), (DAD,))
    assert codes(early, "grief") == {"for": [], "against": ["death_not_near"]}
    assert said(early, "grief")["against"][0].months == 60
    assert codes(Facts(ONSET, (), (DAD,)), "grief") == {"for": ["has_died"], "against": []}


def test_a_death_known_by_its_year_is_set_beside_the_onset_too() -> None:
    this_year = Known("dad", alive=False, died=span(date(2026, 1, 1), "year"))
    long_ago = Known("gran", alive=False, died=span(date(2011, 1, 1), "year"))
    found = said(Facts(ONSET, (), (this_year, long_ago)), "grief")
    assert [(one.code, one.id) for one in found["for"]] == [("death_near", "dad")]
    assert [(one.code, one.id) for one in found["against"]] == [("death_not_near", "gran")]


def test_a_loss_of_somebody_alive_is_a_change_and_not_a_death() -> None:
    facts = Facts(ONSET, (happened("e1", "loss", date(2026, 7, 1), "sam"),), (Known("sam"),))
    assert codes(facts, "grief") == {"for": [], "against": ["no_death"]}
    assert codes(facts, "role_transition")["for"] == ["change_near"]


def test_a_loss_tied_to_nobody_is_asked_about_in_both() -> None:
    facts = Facts(ONSET, (happened("e1", "loss", date(2026, 7, 1)),))
    assert codes(facts, "grief")["for"] == ["loss_near"]
    assert codes(facts, "role_transition")["for"] == ["loss_near"]


def test_a_conflict_in_the_circle_speaks_for_a_dispute() -> None:
    ada = Person(id="ada", name="Ada", category="family", ring=2)
    assert codes(Facts(ONSET, (), (SAM,), circle(ada)), "role_dispute") == {
        "for": ["conflict_silent"],
        "against": [],
    }
    asked = replace(ada, conflict="none")
    assert codes(Facts(ONSET, (), (Known("sam"),), circle(asked)), "role_dispute")["against"] == [
        "no_conflict"
    ]


def test_what_was_not_asked_of_everybody_speaks_neither_way() -> None:
    mia = Person("mia", "Mia", "friend", 2, can_confide=False, conflict="none")
    ada = Person("ada", "Ada", "family", 2)
    some, everybody = Facts(ONSET, circle=circle(mia, ada)), Facts(ONSET, circle=circle(mia))
    assert codes(some, "role_dispute")["against"] == []
    assert "confidants" not in str(codes(some, "interpersonal_sensitivities"))
    assert codes(everybody, "role_dispute")["against"] == ["no_conflict"]
    assert "confidants" in codes(everybody, "interpersonal_sensitivities")["for"]
    assert codes(Facts(ONSET), "role_dispute") == {"for": [], "against": []}


def test_a_move_after_the_onset_is_set_against_a_transition() -> None:
    facts = Facts(ONSET, (happened("e1", "move", date(2026, 10, 1)),))
    (one,) = said(facts, "role_transition")["against"]
    assert one.code == "change_not_near" and one.months is not None and one.months < 0


def test_of_changes_that_are_not_near_only_the_closest_is_named_and_none_beside_one_that_is() -> None:
    far, closer = happened("far", "move", date(1999, 1, 1)), happened("closer", "birth", date(2024, 1, 1))
    near = happened("near", "move", date(2026, 7, 1))
    assert [one.id for one in said(Facts(ONSET, (far, closer)), "role_transition")["against"]] == ["closer"]
    found = said(Facts(ONSET, (far, closer, near)), "role_transition")
    assert ([one.id for one in found["for"]], found["against"]) == (["near"], [])


def test_a_thin_circle_speaks_for_sensitivities_and_another_area_near_the_onset_against() -> None:
    facts = Facts(ONSET, (happened("m", "move", date(2026, 7, 1)),), (), circle())
    found = said(facts, "interpersonal_sensitivities")
    assert [one.code for one in found["for"]] == ["people", "confidants", "close"]
    assert [one.code for one in found["against"]] == ["other_area_near"]
    assert found["for"][0].limit and not found["for"][0].limit.validated
    assert "nothing_near" in codes(Facts(ONSET), "interpersonal_sensitivities")["for"]


@pytest.mark.parametrize(
    ("measure_id", "value", "area", "speaks"),
    [
        ("pg13r", 30, "grief", "for"),
        ("pg13r", 29, "grief", "against"),
        ("lsns6", 11, "interpersonal_sensitivities", "for"),
        ("lsns6", 12, "interpersonal_sensitivities", "against"),
        ("ucla3", 6, "interpersonal_sensitivities", "for"),
        ("ucla3", 5, "interpersonal_sensitivities", "against"),
    ],
)
def test_a_score_stands_on_its_side_of_the_published_limit(
    measure_id: str, value: float, area: str, speaks: str
) -> None:
    found = said(Facts(None, scores=(Scored("r1", measure_id, value),)), area)[speaks]
    (one,) = [one for one in found if one.rests == "score"]
    assert (one.id, one.figure) == ("r1", value)
    assert one.limit and one.limit.source


def test_a_score_that_was_not_given_says_nothing() -> None:
    assert not [one for part in evidence(Facts(ONSET)) for one in part.speaks_for if one.rests == "score"]


def test_without_an_onset_no_event_is_set_near_or_far() -> None:
    facts = Facts(None, (happened("e1", "loss", date(2026, 5, 16), "dad"),), (DAD,))
    assert codes(facts, "grief") == {"for": [], "against": []}


def test_every_statement_is_kept_by_a_key_of_its_own() -> None:
    events = (happened("a", "dispute", date(2026, 7, 1), "sam"), happened("b", "move", date(2026, 7, 2)))
    found = evidence(Facts(ONSET, events, (SAM, DAD), circle(), (Scored("r", "lsns6", 3),)))
    keys = [one.key for part in found for one in (*part.speaks_for, *part.speaks_against)]
    assert len(keys) == len(set(keys)) > 8


@pytest.mark.parametrize(
    ("died", "value", "by"),
    [
        (date(2025, 11, 1), 34, "DSM-5-TR"),
        (date(2026, 4, 1), 34, "ICD-11"),
        (date(2026, 7, 1), 34, None),
        (date(2025, 11, 1), 29, None),
    ],
)
def test_the_better_evidence_is_told_from_30_points_once_the_time_has_passed(
    died: date, value: float, by: str | None
) -> None:
    facts = Facts(None, (happened("e", "loss", died, "dad"),), (DAD,), scores=(Scored("r", "pg13r", value),))
    note = grief_note(facts, TODAY)
    assert (note.by if note else None) == by


def test_a_death_known_by_its_year_counts_from_the_last_day_it_can_mean() -> None:
    this_year = Known("dad", alive=False, died=span(date(2026, 1, 1), "year"))
    score = (Scored("r", "pg13r", 34),)
    assert grief_note(Facts(None, (), (this_year,), scores=score), TODAY) is None
    last_year = Known("dad", alive=False, died=span(date(2025, 1, 1), "year"))
    note = grief_note(Facts(None, (), (last_year,), scores=score), TODAY)
    assert note and note.by == "ICD-11" and note.months == 10


def test_without_a_dated_death_the_note_asks_for_one() -> None:
    note = grief_note(Facts(None, (), (DAD,), scores=(Scored("r", "pg13r", 34),)), TODAY)
    assert note and note.months is None
