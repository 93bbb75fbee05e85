"""A life drawn over the years: the mood as remembered, and what happened in lanes by kind."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from clinic.ui.axes import Axes, Label, path, shortened, small_steps, width_of
from clinic.ui.lanes import ROW, Side, seats
from clinic.ui.words_apart import Box, place_words

GUTTER = 112.0  # left of a wide drawing, for the names of the lanes
MOOD_HIGH = 118.0
BOLD = 1.15  # how much wider the words of the onset are
HEAD = 64.0  # above the plot: the word of the course, that of the onset, and what the plot is
YEAR = dt.timedelta(days=365)
STEPS = (1, 2, 5, 10, 20, 50)  # years between two labels of the axis


@dataclass(frozen=True)
class LifeEvent:
    """Something that happened; ``first`` to ``last`` is when it may have begun, ``until`` when it ended."""

    first: dt.date
    last: dt.date
    text: str
    lane: str
    when: str = ""
    until: dt.date | None = None
    state: str = ""  # onset, near (the onset), or nothing
    exact: bool = True  # known to the day, its end too

    @property
    def on(self) -> dt.date:
        return self.first + (self.last - self.first) // 2


@dataclass(frozen=True)
class Mood:
    """How the mood was, 0 (as low as it gets) to 10, as remembered."""

    first: dt.date
    last: dt.date
    level: int
    word: str = ""
    when: str = ""

    @property
    def on(self) -> dt.date:
        return self.first + (self.last - self.first) // 2


@dataclass(frozen=True)
class LifeChart:
    """All that the drawing says; ``lanes`` are (id, name) in order, ``near`` the stretch around the onset."""

    lanes: Sequence[tuple[str, str]]
    events: Sequence[LifeEvent]
    today: dt.date
    moods: Sequence[Mood] = ()
    near: tuple[dt.date, dt.date] | None = None
    began: dt.date | None = None  # the course

    @property
    def onset(self) -> LifeEvent | None:
        """The last onset."""
        return next(iter(self.onsets), None)

    @property
    def onsets(self) -> list[LifeEvent]:
        """Every time it began, the last one first."""
        return [one for one in reversed(self.events) if one.state == "onset"]


@dataclass(frozen=True)
class Drawn:
    """An event as drawn: a diamond, or a bar for what lasted or may have been at any time in a stretch.

    What is ``soft`` is not known to the day.
    """

    x: float
    y: float
    label: Label
    whole: str
    state: str
    bar: tuple[float, float] | None = None  # from, and how wide
    soft: bool = False

    @property
    def shape(self) -> str:
        return f"M{self.x:g} {self.y - 5:g}l5 5-5 5-5-5Z"

    @property
    def top(self) -> float:
        return self.y - 7


@dataclass(frozen=True)
class Lane:
    """A kind of event, with its name and where its line runs."""

    name: Label
    rule: float
    events: list[Drawn]


@dataclass(frozen=True)
class Dot:
    """A remembered mood; ``soft`` is the stretch in which it may have been."""

    x: float
    y: float
    whole: str
    soft: str = ""


@dataclass(frozen=True)
class Onset:
    """When the mood went down: an upright, with its words where they have room."""

    x: float
    whole: str
    word: Label | None


@dataclass(frozen=True)
class LifeDrawing:
    """Everything the template needs."""

    name: str
    width: float
    height: float
    axes: Axes
    moods: list[Dot]
    mood_line: str
    mood_label: Label | None
    mood_ticks: list[Label]
    words: list[Label]
    lanes: list[Lane]
    bottom: float
    onsets: list[Onset]
    near: tuple[float, float] | None
    course: tuple[float, float] | None
    course_word: Label | None
    years: list[Label]

    @property
    def plot_height(self) -> float:
        """From the top of the plot to the axis of the years."""
        return round(self.bottom - self.axes.top, 1)

    @property
    def mood_rules(self) -> list[float]:
        """The lines at the lowest, middle and highest mood."""
        return [self.axes.y(at) for at in (0, 5, 10)]


def draw_life(chart: LifeChart, width: float, name: str) -> LifeDrawing:
    """Lay a life out for a given width; a narrow drawing puts the names of the lanes above them."""
    narrow = width < 500
    axes = axes_of(chart, width, narrow)
    lanes = list(lanes_of(chart, axes, axes.bottom if chart.moods else axes.top, narrow))
    bottom = max([lane.rule for lane in lanes], default=axes.bottom) + 6
    return LifeDrawing(
        name=name,
        width=width,
        height=bottom + 26,
        axes=axes,
        moods=[dot(mood, axes) for mood in chart.moods],
        mood_line=path([(axes.x(mood.on), axes.y(mood.level)) for mood in chart.moods])
        if len(chart.moods) > 1
        else "",
        mood_label=Label(0, axes.top - 10, _("Mood, as remembered")) if chart.moods else None,
        mood_ticks=[Label(axes.left - 8, axes.y(at) + 4, str(at), "end") for at in (0, 5, 10)]
        if chart.moods
        else [],
        words=mood_words(chart, axes),
        lanes=lanes,
        bottom=bottom,
        onsets=onsets_of(chart, axes, width),
        near=stretch(axes, *chart.near, least=5) if chart.near else None,
        course=stretch(axes, chart.began, chart.today, least=3) if chart.began else None,
        course_word=held(axes.right, 12, _("this course"), width) if chart.began else None,
        years=years(axes, bottom + 20),
    )


def axes_of(chart: LifeChart, width: float, narrow: bool) -> Axes:
    """Choose the rectangle and the years in view: at least two, and always up to today."""
    firsts = [one.first for one in chart.events] + [one.first for one in chart.moods]
    first = min([*firsts, chart.began or chart.today, chart.today - 2 * YEAR])
    room = dt.timedelta(days=max(20, (chart.today - first).days // 50))
    left = 25.0 if narrow else GUTTER
    return Axes(left, width - 10, HEAD, HEAD + MOOD_HIGH, first - room, chart.today + room, 0, 10)


def onsets_of(chart: LifeChart, axes: Axes, width: float) -> list[Onset]:
    """Draw every onset; the last has its words, an earlier one where they cover no other's."""
    drawn: list[Onset] = []
    taken: list[tuple[float, float]] = []
    for one in chart.onsets:
        word = held(axes.x(one.on), 30, one.text, width, BOLD)
        half = width_of(word.text) * BOLD / 2 + 6
        free = all(word.x + half <= left or word.x - half >= right for left, right in taken)
        if free:
            taken.append((word.x - half, word.x + half))
        said = f"{one.when}: {one.text}" if one.when else one.text
        drawn.append(Onset(axes.x(one.on), said, word if free else None))
    return drawn


def stretch(axes: Axes, first: dt.date, last: dt.date, least: float = 0) -> tuple[float, float]:
    """A stretch of time in view: where it begins, and how wide it is."""
    left = axes.x(max(first, axes.first))
    return left, round(max(axes.x(min(last, axes.last)) - left, least), 1)


def held(x: float, y: float, text: str, width: float, weight: float = 1) -> Label:
    """A word above the drawing, inside its edges; ``weight`` is how much wider than usual it is."""
    half = width_of(text) * weight / 2
    return Label(round(min(max(x, half), width - half - 2), 1), y, text, "middle")


def dot(mood: Mood, axes: Axes) -> Dot:
    """Draw one remembered mood, with a thin line over the time it may have been."""
    x, y = axes.x(mood.on), axes.y(mood.level)
    left, wide = stretch(axes, mood.first, mood.last)
    whole = _("%(when)s: %(level)s of 10 %(word)s") % {
        "when": mood.when, "level": mood.level, "word": mood.word,
    }  # fmt: skip
    return Dot(x, y, whole.strip(), f"M{left:g} {y:g}h{wide:g}" if wide > 8 else "")


def mood_words(chart: LifeChart, axes: Axes) -> list[Label]:
    """Write the words beside their points where there is room; the table has them all."""
    points = [(axes.x(mood.on), axes.y(mood.level)) for mood in chart.moods]
    texts = [shortened(mood.word, 24) for mood in chart.moods]
    inside = Box(axes.left, axes.top - 4, axes.right, axes.bottom - 2)
    at = [axes.x(one.on) for one in chart.onsets]
    upright = [Box(x - 2, axes.top - 40, x + 2, axes.bottom) for x in at]
    return place_words(points, texts, inside, upright, small_steps(points, 40))


def lanes_of(chart: LifeChart, axes: Axes, top: float, narrow: bool) -> Iterator[Lane]:
    """One lane below the other, each as high as keeps its words apart."""
    y = top + 14
    for id, title in chart.lanes:
        of_kind = sorted((one for one in chart.events if one.lane == id), key=lambda one: one.on)
        if not of_kind:
            continue
        name = Label(0, y + 12, title)
        first = y + (34 if narrow else 8)
        drawn = events_of(of_kind, axes, first, narrow)
        y = max(one.y for one in drawn) + 16
        yield Lane(name, y, drawn)
        y += 6


def events_of(events: Sequence[LifeEvent], axes: Axes, y: float, narrow: bool) -> list[Drawn]:
    """Set the events of a lane into as few rows as keep all words apart."""
    bars = [bar_of(axes, one) for one in events]
    texts = [shortened(one.text, letters(axes, bar, narrow)) for one, bar in zip(events, bars, strict=True)]
    sides = [sides_of(axes, bar, width_of(text)) for bar, text in zip(bars, texts, strict=True)]
    rows = seats(sides)
    return [
        drawn(axes, one, bar, text, y + row * ROW, side)
        for one, bar, text, (row, side) in zip(events, bars, texts, rows, strict=True)
    ]


def bar_of(axes: Axes, event: LifeEvent) -> tuple[float, float]:
    """From where to where an event reaches: over what it may have been, or over what it lasted."""
    left, wide = stretch(axes, event.first, max(event.until or event.last, event.last))
    return left, left + wide


def letters(axes: Axes, bar: tuple[float, float], narrow: bool) -> int:
    """How many letters have room on the roomier side of a bar, or on it."""
    room = max(axes.right - bar[1] - 12, bar[0] - axes.left - 12, bar[1] - bar[0] - 12)
    return max(6, min(26 if narrow else 40, int(room / width_of("m"))))


def sides_of(axes: Axes, bar: tuple[float, float], width: float) -> list[Side]:
    """Where the words of a bar can stand: right of it, left of it, or on it when it is long."""
    left, right = bar
    places: list[Side] = [("start", left - 8, right + width + 14), ("end", left - width - 14, right + 8)]
    inside = [one for one in places if one[1] >= axes.left - 14 and one[2] <= axes.right + 10]
    if right - left >= width + 10:
        inside.append(("on", left - 8, right + 8))
    return inside or [places[0] if axes.right - right > left - axes.left else places[1]]


def drawn(axes: Axes, event: LifeEvent, bar: tuple[float, float], text: str, y: float, side: str) -> Drawn:
    """Draw one event with its words on the side that was found for it."""
    left, right = bar
    short = right - left < 6
    x = axes.x(event.on) if short or event.until is None else left
    left, right = (x, x) if short else bar
    at = {"start": right + 10, "end": left - 10, "on": left + 8}[side]
    label = Label(at, y + 4.5, text, "end" if side == "end" else "start")
    said = f"{event.when}: {event.text}" if event.when else event.text
    wide = None if short else (left, round(right - left, 1))
    return Drawn(x, y, label, said, event.state, wide, not event.exact)


def years(axes: Axes, y: float) -> list[Label]:
    """Name the years, as many as have room."""
    a_year = axes.x(axes.first + YEAR) - axes.left
    every = next((step for step in STEPS if step * a_year >= 44), STEPS[-1])
    named = [
        dt.date(year, 1, 1) for year in range(axes.first.year + 1, axes.last.year + 1) if year % every == 0
    ]
    return [Label(axes.x(day), y, str(day.year)) for day in named if axes.x(day) + 34 <= axes.right + 10]
