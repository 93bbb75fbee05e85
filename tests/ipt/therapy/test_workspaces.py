"""Each problem area has its workspace, whole and in words a patient would say."""

import pytest

from ipt.therapy import areas, workspaces

ALL = [workspaces.load(area) for area in areas.ids()]


def test_every_area_has_one_in_the_usual_order() -> None:
    assert tuple(one.area for one in workspaces.guide().workspaces) == areas.ids()


@pytest.mark.parametrize("space", ALL, ids=lambda one: one.area)
def test_sections_and_questions_are_named_once(space: workspaces.Workspace) -> None:
    sections = [section.id for section in space.sections()]
    questions = [question.id for question in space.questions]
    assert len(sections) == len(set(sections)) and 2 <= len(questions) == len(set(questions)) <= 3
    assert all(space.section(id).id == id for id in sections)
    assert all(space.question(id).id == id for id in questions)


@pytest.mark.parametrize("space", ALL, ids=lambda one: one.area)
def test_what_is_asked_is_short(space: workspaces.Workspace) -> None:
    assert all(len(question.ask.split()) <= 16 and question.ask.endswith("?") for question in space.questions)


def test_a_dispute_asks_how_far_expectations_are_met_on_both_sides() -> None:
    rated = [section.id for section in workspaces.load("role_dispute").sections() if section.level]
    assert rated == ["mine", "theirs"]


def test_an_old_role_stands_beside_the_new_one() -> None:
    pairs = [[one.id for one in group.sections] for group in workspaces.load("role_transition").groups]
    for what in ("losses", "gains", "demands", "supports"):
        assert [f"old_{what}", f"new_{what}"] in pairs


def test_what_is_not_there_is_not_found() -> None:
    with pytest.raises(KeyError):
        workspaces.load("money")
    with pytest.raises(KeyError):
        workspaces.load("grief").section("mine")
