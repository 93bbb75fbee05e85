from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt.therapy import adherence, techniques
from ipt.therapy.adherence import FocusHeld, SessionFacts, read_session
from ipt.therapy.datafile import DATA, BadFile

OWN = [one.id for one in techniques.core()]
ADJUNCT = [one.id for one in techniques.adjunct()]


def middle(number: int = 5, **more: object) -> SessionFacts:
    return SessionFacts(number=number, phase="middle", focus_agreed=True, **more)


@given(st.lists(st.sampled_from(OWN + ADJUNCT), unique=True))
def test_an_adjunct_technique_is_never_counted_as_ipt(used: list[str]) -> None:
    seen = read_session(middle(techniques=tuple(used)))
    assert not {one.id for one in seen.strategies} & set(ADJUNCT)
    assert set(seen.adjunct) == set(used) & set(ADJUNCT)
    counted = adherence.count_techniques([seen])
    assert not {id for id, _times in counted.ipts_own} & set(ADJUNCT)


def test_what_was_kept_shows_its_technique_though_nobody_tapped_it() -> None:
    seen = read_session(
        middle(techniques=("role_play",), turns=(6,), role_plays=1, decisions=1, practice_agreed=True)
    )
    assert {one.id: one.tapped for one in seen.strategies} == {
        "interpersonal_incident": False,
        "decision_analysis": False,
        "role_play": True,
        "work_between_sessions": False,
    }


def test_the_share_is_of_the_links_on_record() -> None:
    assert read_session(middle(links=4, focus_links=3)).focus_share == 0.75
    assert read_session(middle(links=2)).focus_share == 0


@pytest.mark.parametrize("facts", [middle(), SessionFacts(number=2, phase="initial", links=3, focus_links=1)])
def test_without_a_link_or_before_the_focus_there_is_no_share(facts: SessionFacts) -> None:
    assert read_session(facts).focus_share is None


def test_a_session_without_a_link_says_nothing_of_the_focus() -> None:
    facts = [
        middle(5, links=2, focus_links=1),
        middle(6, links=1),
        middle(7),
        middle(8, attended=False, links=0),
        SessionFacts(number=9, phase="middle", links=1, focus_links=1),  # no focus stood
        SessionFacts(number=13, phase="ending", focus_agreed=True, links=1, focus_links=1),
    ]
    held = adherence.focus_held(map(read_session, facts))
    assert held == FocusHeld(sessions=3, with_links=2, linked=1)
    assert held.silent == 1


def test_nothing_on_record_is_no_work_with_feeling_and_a_named_feeling_is() -> None:
    assert not read_session(middle()).affect
    assert read_session(middle(feelings=1)).affect
    assert read_session(middle(techniques=("encouragement_of_affect",))).affect


@pytest.mark.parametrize(
    "wrong", [{"number": 0}, {"links": 1, "focus_links": 2}, {"feelings": -1}, {"turns": (-1,)}]
)
def test_impossible_facts_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        middle(**wrong)


def test_an_unknown_technique_is_refused() -> None:
    with pytest.raises(ValueError, match="no technique hypnosis"):
        read_session(middle(techniques=("hypnosis",)))


def test_the_items_are_ours_twelve_of_ipt_and_one_apart() -> None:
    told = adherence.item_file()
    assert len([one for one in told.items if one.counts == "ipt"]) == 12
    assert [one.id for one in told.items if one.counts == "apart"] == ["apart"]
    assert "not validated" in told.status
    assert all(len(set(one.anchors)) == 4 for one in told.items)


def test_an_item_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    text = (DATA / "adherence.toml").read_text(encoding="utf-8").replace('id = "link"', 'id = "focus"')
    (tmp_path / "ours.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BadFile, match="focus is there twice"):
        adherence.read_items(tmp_path / "ours.toml")


def test_two_ratings_are_laid_side_by_side_and_missing_is_not_nought() -> None:
    seen = {
        one.item.id: one
        for one in adherence.compare({"focus": 1, "affect": 0, "risk": None}, {"focus": 3, "risk": 2})
    }
    assert seen["focus"].apart_by == 2
    assert seen["affect"].apart_by is None  # one of the two did not rate it
    assert seen["risk"].apart_by is None  # not called for, to one of the two


@pytest.mark.parametrize("wrong", [{"focus": 4}, {"focus": -1}, {"charm": 1}])
def test_a_rating_that_fits_no_item_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError):
        adherence.check_ratings(wrong)
