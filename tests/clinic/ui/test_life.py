"""A life drawn over the years: inside its edges, words apart, the onset upright, nothing too exact."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.ui.axes import Label, width_of
from clinic.ui.life import LifeChart, LifeEvent, Mood, draw_life
from clinic.ui.words_apart import Box, place_words

TODAY = dt.date(2026, 11, 12)
LANES = [("loss", "Losses"), ("move", "Moves"), ("episode", "Low times"), ("other", "Other")]
DIP = ((1990, 8), (1991, 4), (1992, 8))
WIDTHS = st.sampled_from([1000, 560, 340])
days = st.dates(dt.date(1940, 1, 1), TODAY)


@st.composite
def life_events(draw: st.DrawFn) -> LifeEvent:
    first = draw(days)
    last = min(first + dt.timedelta(days=draw(st.sampled_from([0, 0, 30, 364, 1000]))), TODAY)
    until = draw(st.one_of(st.none(), st.dates(last, TODAY)))
    text = draw(st.text("abcdef ", min_size=1, max_size=60))
    return LifeEvent(first, last, text, draw(st.sampled_from([one for one, _name in LANES])), until=until)


lives = st.lists(life_events(), max_size=14)
said = st.text("abc ", max_size=20)
moods = st.lists(
    st.builds(lambda on, level, word: Mood(on, on, level, word), days, st.integers(0, 10), said), max_size=9
)


def box(label: Label) -> tuple[float, float]:
    width = width_of(label.text)
    left = {"start": label.x, "middle": label.x - width / 2, "end": label.x - width}[label.anchor]
    return left, left + width


def touch(one: Label, other: Label) -> bool:
    (a, b), (c, d) = box(one), box(other)
    return abs(one.y - other.y) < 12 and a < d and c < b


@given(lives, moods, WIDTHS)
def test_no_words_touch_each_other(events: list[LifeEvent], moods: list[Mood], width: float) -> None:
    drawing = draw_life(LifeChart(LANES, events, TODAY, sorted(moods, key=lambda one: one.on)), width, "any")
    for lane in drawing.lanes:
        labels = [one.label for one in lane.events]
        assert not [1 for i, one in enumerate(labels) for other in labels[i + 1 :] if touch(one, other)]
    assert not [
        1 for i, one in enumerate(drawing.words) for other in drawing.words[i + 1 :] if touch(one, other)
    ]
    assert not [1 for one, other in zip(drawing.years, drawing.years[1:], strict=False) if touch(one, other)]


@given(lives, moods, WIDTHS)
def test_all_of_it_stands_inside_the_drawing(
    events: list[LifeEvent], moods: list[Mood], width: float
) -> None:
    drawing = draw_life(LifeChart(LANES, events, TODAY, moods, began=dt.date(2026, 9, 3)), width, "any")
    drawn = [one for lane in drawing.lanes for one in lane.events]
    assert len(drawn) == len(events) and len(drawing.moods) == len(moods)
    labels = [one.label for one in drawn] + drawing.words + drawing.years
    assert all(box(label)[0] >= -1 and box(label)[1] <= width + 1 for label in labels)
    assert all(one.y < drawing.bottom for one in drawn) and drawing.bottom < drawing.height


def test_a_lane_without_events_takes_no_room() -> None:
    one = LifeEvent(TODAY, TODAY, "Moved", "move")
    assert [lane.name.text for lane in draw_life(LifeChart(LANES, [one], TODAY), 1000, "wide").lanes] == [
        "Moves"
    ]


def test_a_day_is_a_diamond_a_guess_a_soft_bar_and_what_lasted_a_bar() -> None:
    day = LifeEvent(dt.date(2001, 5, 1), dt.date(2001, 5, 1), "A day", "other")
    guess = LifeEvent(dt.date(1990, 1, 1), dt.date(1992, 12, 31), "A guess", "other", exact=False)
    lasted = LifeEvent(dt.date(1970, 1, 1), dt.date(1970, 1, 1), "A time", "other", until=dt.date(1975, 1, 1))
    (lane,) = draw_life(LifeChart(LANES, [day, guess, lasted], TODAY), 1000, "wide").lanes
    found = {one.whole: (one.bar is not None, one.soft) for one in lane.events}
    assert found == {"A day": (False, False), "A guess": (True, True), "A time": (True, False)}


def test_the_onset_stands_upright_with_its_word() -> None:
    onset = LifeEvent(dt.date(2026, 8, 1), dt.date(2026, 8, 31), "Low mood began", "onset", state="onset")
    drawing = draw_life(LifeChart(LANES, [onset], TODAY), 340, "narrow")
    [onset] = drawing.onsets
    assert onset.x == drawing.axes.x(dt.date(2026, 8, 16))
    assert onset.word and onset.word.text == "Low mood began"
    assert box(onset.word)[1] <= 340
    assert draw_life(LifeChart(LANES, [], TODAY), 340, "narrow").onsets == []


def test_no_word_of_a_mood_covers_the_upright_of_the_onset() -> None:
    onset = LifeEvent(dt.date(2026, 8, 1), dt.date(2026, 8, 31), "Low mood began", "onset", state="onset")
    mood = Mood(dt.date(2026, 6, 1), dt.date(2026, 6, 30), 5, "organising it all")
    drawing = draw_life(LifeChart(LANES, [onset], TODAY, [mood]), 1000, "wide")
    (word,) = drawing.words
    [onset] = drawing.onsets
    assert not box(word)[0] < onset.x < box(word)[1]


@pytest.mark.parametrize("width", [1000, 560, 340])
def test_the_word_of_the_onset_stays_inside_though_it_is_bold(width: float) -> None:
    onset = LifeEvent(TODAY, TODAY, "Low mood began", "onset", state="onset")
    [drawn] = draw_life(LifeChart(LANES, [onset], TODAY), width, "any").onsets
    word = drawn.word
    assert word and word.x + width_of(word.text) * 1.15 / 2 <= width


def test_the_words_of_a_mood_stand_off_the_line_where_they_can() -> None:
    moods = [Mood(dt.date(year, 1, 1), dt.date(year, 1, 2), level, "so so") for year, level in DIP]
    drawing = draw_life(LifeChart(LANES, [], TODAY, moods), 1000, "wide")
    middle = drawing.words[1]
    assert middle.y > drawing.moods[1].y  # below the lowest point, where no line is


def test_one_remembered_mood_alone_makes_no_line() -> None:
    one = Mood(dt.date(2001, 1, 1), dt.date(2001, 12, 31), 4, "grey")
    drawing = draw_life(LifeChart(LANES, [], TODAY, [one]), 1000, "wide")
    assert drawing.mood_line == "" and len(drawing.moods) == 1 and drawing.moods[0].soft


@pytest.mark.parametrize("level", [0, 10])
def test_a_word_that_finds_no_room_is_left_out_rather_than_laid_over_another(level: int) -> None:
    labels = place_words([(50, 50)] * 30, ["the same place"] * 30, Box(0, 0, 200, 100))
    assert 0 < len(labels) < 30
    assert not [1 for i, one in enumerate(labels) for other in labels[i + 1 :] if touch(one, other)]


def test_each_onset_is_drawn_and_the_last_has_its_words() -> None:
    def began(year: int) -> LifeEvent:
        return LifeEvent(dt.date(year, 8, 1), dt.date(year, 8, 31), "Low mood began", "onset", state="onset")

    chart = LifeChart(LANES, [began(2004), began(2025), began(2026)], TODAY)
    drawing = draw_life(chart, 1000, "wide")
    assert [one.x for one in drawing.onsets] == [
        drawing.axes.x(dt.date(year, 8, 16)) for year in (2026, 2025, 2004)
    ]
    assert [bool(one.word) for one in drawing.onsets] == [True, False, True]  # 2025 stands too close to 2026


def test_only_what_is_known_to_the_day_is_solid() -> None:
    day, year = dt.date(2015, 9, 3), dt.date(2003, 1, 1)
    events = [
        LifeEvent(year, dt.date(2003, 12, 31), "Low", "loss", until=dt.date(2005, 12, 31), exact=False),
        LifeEvent(dt.date(2015, 9, 1), dt.date(2015, 9, 30), "Moved", "loss", exact=False),
        LifeEvent(day, day, "Wedding", "loss"),
    ]
    [lane] = draw_life(LifeChart(LANES, events, TODAY), 1000, "wide").lanes
    assert {one.whole: one.soft for one in lane.events} == {"Low": True, "Wedding": False, "Moved": True}
