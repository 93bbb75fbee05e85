import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt.therapy import suitability
from ipt.therapy.suitability import Answers, review

GUIDE = suitability.guide()


def some(name: str) -> st.SearchStrategy[set[str]]:
    return st.sets(st.sampled_from([one.id for one in getattr(GUIDE, name)]))


answers = st.builds(
    Answers,
    age=st.none() | st.integers(0, 110),
    rulers=st.dictionaries(st.sampled_from([r.id for r in GUIDE.rulers]), st.none() | st.integers(0, 10)),
    fits=some("fits"),
    barriers=some("barriers"),
    cautions=some("cautions"),
    subthreshold=st.booleans(),
)


def kinds(**given: object) -> list[str]:
    return [point.kind for point in review(Answers(**given))]  # type: ignore[arg-type]


def test_there_are_four_rulers_and_four_decisions() -> None:
    assert [r.id for r in GUIDE.rulers] == ["importance", "confidence", "readiness", "accepts_pattern"]
    assert suitability.decisions() == ("proceed", "proceed_with_changes", "engage_first", "refer_other")


@pytest.mark.parametrize(("value", "offered"), [(0, True), (3, True), (4, False), (10, False), (None, False)])
def test_below_four_an_engagement_session_is_offered(value: int | None, offered: bool) -> None:
    assert (kinds(rulers={"readiness": value}) == ["engagement"]) is offered


def test_the_offer_says_which_ruler_was_low() -> None:
    (point,) = review(Answers(rulers={"importance": 2, "confidence": 9, "accepts_pattern": 0}))
    assert point.title == "An engagement session first (importance, seeing my own part)"


def test_the_young_are_shown_the_way_to_their_own_service() -> None:
    assert kinds(age=17) == ["young"]
    assert kinds(age=18) == []


def test_subthreshold_depression_is_prevention() -> None:
    assert kinds(subthreshold=True) == ["prevention"]


def test_what_needs_other_care_comes_first() -> None:
    points = review(Answers(cautions=["no_frame", "unsafe_home", "acute_risk"]))
    assert [point.id for point in points] == ["acute_risk", "unsafe_home", "no_frame"]


@given(answers)
def test_everything_said_is_a_point_once_and_nothing_is_decided(given: Answers) -> None:
    points = review(given)
    told = [point.id for point in points]
    assert set(told) >= {*given.fits, *given.barriers, *given.cautions}
    assert len(told) == len(set(told))
    assert not {point.kind for point in points} & set(suitability.decisions())


@given(answers)
def test_readiness_alone_never_speaks_of_other_help(given: Answers) -> None:
    only = Answers(rulers=given.rulers)
    assert {point.kind for point in review(only)} <= {"engagement"}


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"rulers": {"luck": 3}}, "rulers: luck is not known"),
        ({"rulers": {"importance": 11}}, "importance must be 0 to 10"),
        ({"cautions": ["weather"]}, "cautions: weather is not known"),
        ({"age": -1}, "age must be at least 0"),
    ],
)
def test_what_does_not_fit_is_refused(given: dict[str, object], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        review(Answers(**given))  # type: ignore[arg-type]
