"""The timeline over the years and over the weeks: what is drawn is also listed, and the onset stands out."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from clinic.formulation.lifeline import timeline_page
from clinic.inventory.models import TimelineEvent
from clinic.inventory.timeline import actions
from clinic.inventory.timeline.told import chart_events, told
from clinic.questionnaires.actions import ask, submit
from tests.clinic.inventory.people import rowans
from tests.factories import Case


def address(case: Case, asked: str = "") -> str:
    return f"/courses/{case.course.pk}/timeline/{asked}"


def words(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def add(case: Case, what: str, on: date, **more: Any) -> TimelineEvent:
    return actions.add_event(participant=case.participant, what=what, on=on, by=case.therapist, **more)


@pytest.fixture
def life(case: Case) -> Case:
    people = rowans(case)
    add(case, "Dad died", date(2021, 1, 1), precision="year", kind="loss", people=[people["Dad"]])
    add(case, "Low at university", date(2004, 1, 1), precision="year", kind="episode", until=date(2005, 3, 1),
        until_precision="month")  # fmt: skip
    add(case, "Stopped ringing Ada", date(2026, 7, 28), people=[people["Ada"]])
    add(case, "Low mood began", date(2026, 8, 1), precision="month", kind="onset")
    for year, level in ((1995, 8), (2004, 3), (2010, 7)):
        actions.remember_mood(
            participant=case.participant, on=date(year, 1, 1), level=level, by=case.therapist
        )
    return case


def answered(case: Case) -> None:
    asked = ask(participant=case.participant, measure="phq9", due_on=date(2026, 11, 12), by=case.therapist)
    submit(asked=asked, answers={item.id: 0.0 for item in asked.loaded.items}, by=case.patient.user)


def test_the_years_draw_and_list_the_same(life: Case, therapist: Client) -> None:
    answer = therapist.get(address(life))
    text = answer.content.decode()
    drawn = " ".join(re.findall(r"<svg.*?</svg>", text, re.DOTALL))
    listed = re.sub(r"<svg.*?</svg>", "", text, flags=re.DOTALL)
    for what in ("Dad died", "Low at university", "Stopped ringing Ada", "Low mood began"):
        assert what in drawn and what in listed
    assert drawn.count('class="remembered-dot"') == 3 * 3  # in each of three widths
    assert "score-line" not in drawn


def test_the_onset_is_an_upright_with_its_word_and_what_lay_near_stands_out(
    life: Case, therapist: Client
) -> None:
    text = therapist.get(address(life)).content.decode()
    assert text.count('class="onset-line"') == 3
    assert "Low mood began: August 2026." in words(therapist.get(address(life)))
    near = text[text.index("Near the onset") :]
    assert "Stopped ringing Ada" in near and "Dad died" not in near[: near.index("What happened</h2>")]


def test_what_changed_between_people_near_the_onset_is_said(life: Case, therapist: Client) -> None:
    seen = words(therapist.get(address(life)))
    assert "Ada : Stopped ringing Ada in ring 3 on 17 September" in seen


def test_an_inexact_date_is_drawn_as_a_soft_stretch(life: Case, therapist: Client) -> None:
    add(
        life,
        "Stayed in hospital",
        date(2010, 3, 1),
        kind="episode",
        until=date(2012, 6, 1),
        until_precision="day",
    )
    text = therapist.get(address(life)).content.decode()
    assert text.count('class="soft-stretch"') >= 2 * 3  # the year, and the time from a year until a month
    assert text.count('class="lasted"') == 3  # from day to day


def test_the_weeks_show_scores_and_never_what_is_remembered(life: Case, therapist: Client) -> None:
    answered(life)
    text = therapist.get(address(life, "?scale=weeks")).content.decode()
    drawn = " ".join(re.findall(r'<svg class="chart.*?</svg>', text, re.DOTALL))
    assert "PHQ-9" in drawn and "remembered-dot" not in drawn
    assert "Low mood began" in drawn and 'class="leader onset"' in drawn and "soft-stretch" in drawn


def test_what_happened_this_year_is_not_drawn_in_the_months_to_come(case: Case) -> None:
    add(case, "Moved", date(2026, 1, 1), precision="year")
    (drawn,) = chart_events(told(case.participant.timeline.with_people()))
    assert drawn.span == (date(2026, 1, 1), date(2026, 11, 12)) and drawn.on < date(2026, 11, 12)
    actions.remember_mood(participant=case.participant, on=date(2026, 1, 1), level=3, by=case.therapist)
    (mood,) = timeline_page(case.course, {})["life"].moods
    assert mood.last == date(2026, 11, 12)


def test_an_unknown_scale_is_the_years(life: Case, therapist: Client) -> None:
    assert "remembered-dot" in therapist.get(address(life, "?scale=aeons")).content.decode()


@pytest.mark.parametrize(("asked", "most"), [("", 18), ("?scale=weeks", 20)])
def test_the_page_needs_few_queries_however_long_the_life(
    life: Case, therapist: Client, django_assert_max_num_queries: Any, asked: str, most: int
) -> None:
    answered(life)
    therapist.get(address(life, asked))
    people = list(life.participant.relationships.all())
    with django_assert_max_num_queries(most):
        therapist.get(address(life, asked))
    for n in range(6):
        add(life, f"Event {n}", date(2026, 7, 20), people=people)
    with django_assert_max_num_queries(most):
        therapist.get(address(life, asked))


def test_a_second_onset_is_drawn_named_and_near_nothing(life: Case, therapist: Client) -> None:
    add(life, "Low mood began", date(2026, 6, 1), precision="month", kind="onset")
    answer = therapist.get(address(life))
    assert answer.content.decode().count('class="onset-line"') == 2 * 3
    assert "Low mood began: August 2026. Also: June 2026." in words(answer)
    add(life, "Low mood again", date(2026, 6, 20), precision="month", kind="onset")
    assert "Also: June 2026 (2 times)." in words(therapist.get(address(life)))
    story = words(therapist.get(f"/courses/{life.course.pk}/formulation/story/"))
    near = story[story.index("Near the onset") :]
    assert "Low mood began" not in near[: near.index("People")] and "Stopped ringing Ada" in near
    assert "When it began" in story


def test_one_event_lies_equally_far_from_the_onset_on_every_page(life: Case, therapist: Client) -> None:
    add(life, "Moved house", date(2026, 7, 1), precision="month", kind="move")
    add(life, "New job", date(2026, 8, 1), precision="month", kind="move")
    for below in ("timeline/", "formulation/focus/"):
        said = words(therapist.get(f"/courses/{life.course.pk}/{below}"))
        assert re.search("Moved house.{0,60}1 month before the mood went down", said), below
        assert re.search("New job.{0,60}around when the mood went down", said), below


def test_the_weeks_are_drawn_with_what_happened_before_there_is_a_score(
    life: Case, therapist: Client
) -> None:
    text = therapist.get(address(life, "?scale=weeks")).content.decode()
    drawn = " ".join(re.findall(r'<svg class="chart.*?</svg>', text, re.DOTALL))
    assert "Stopped ringing Ada" in drawn and "Dad died" not in drawn and "score-line" not in drawn
    assert "No scores yet." in text
