"""The scores as they stand on the sheet to keep: one low strip, a point for each meeting, and plain words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from clinic.ui.charts import Point, ScoreChart

WIDE, NARROW = 560.0, 336.0  # the plot's width on paper and on a phone
HIGH, SIDE = 84.0, 8.0  # its height, and the room before the first point
MOST_NUMBERS = 9  # on a phone; with more meetings every second is numbered


@dataclass(frozen=True, slots=True)
class Stripe:
    """A band of severity; ``depth`` 1 is the mildest."""

    y: float
    height: float
    depth: int
    name: str

    @property
    def baseline(self) -> float:
        return round(self.y + self.height / 2 + 4, 1)


@dataclass(frozen=True, slots=True)
class Dot:
    """A score; filled when it is reliably better than the first, square when reliably worse."""

    x: float
    y: float
    shape: str
    meeting: str
    value: str


@dataclass(frozen=True, slots=True)
class SheetChart:
    """All that the strip shows, and what it says."""

    plot: float
    stripes: tuple[Stripe, ...]
    dots: tuple[Dot, ...]
    line: str
    words: str

    @property
    def name(self) -> str:
        return "wide" if self.names else "narrow"

    @property
    def names(self) -> bool:
        """Whether there is room for the names of the bands beside the plot."""
        return self.plot == WIDE

    @property
    def width(self) -> float:
        return self.plot + (130 if self.names else 4)

    @property
    def beside(self) -> float:
        return self.plot + 8


def wide_and_narrow(chart: ScoreChart) -> tuple[SheetChart, ...]:
    """The strip for paper and for a phone; of the two one is shown."""
    return tuple(strip for strip in (of(chart, WIDE), of(chart, NARROW)) if strip)


def of(chart: ScoreChart, plot: float = WIDE) -> SheetChart | None:
    """Draw the strip; ``None`` where there are not two scores to set beside each other."""
    scored = [point for point in chart.points if point.value is not None and not point.enquiry]
    if len(scored) < 2:
        return None
    dots = tuple(_dot(chart, scored, n, plot) for n in range(len(scored)))
    line = "M" + "L".join(f"{dot.x} {dot.y}" for dot in dots)
    return SheetChart(plot, _stripes(chart), dots, line, _words(chart, scored))


def _y(chart: ScoreChart, value: float) -> float:
    return round(HIGH - (value - chart.low) / (chart.high - chart.low) * HIGH, 1)


def _dot(chart: ScoreChart, scored: list[Point], n: int, plot: float) -> Dot:
    point = scored[n]
    step = (plot - 2 * SIDE) / (len(scored) - 1)
    meeting = next((str(mark.number) for mark in chart.sessions if mark.on == point.on), "")
    if plot == NARROW and len(scored) > MOST_NUMBERS and n % 2:
        meeting = ""
    shape = "square" if point.worse else "filled" if point.reliable else "hollow"
    at_an_end = n in (0, len(scored) - 1)
    value = f"{point.value:g}" if at_an_end else ""
    return Dot(round(SIDE + step * n, 1), _y(chart, point.value or 0.0), shape, meeting, value)


def _stripes(chart: ScoreChart) -> tuple[Stripe, ...]:
    lows = [low for low, _name in chart.bands]
    stripes = []
    for n, (low, name) in enumerate(chart.bands):
        top = _y(chart, lows[n + 1] if n + 1 < len(lows) else chart.high)
        stripes.append(Stripe(top, round(_y(chart, low) - top, 1), min(n + 1, 5), name))
    return tuple(stripes)


def _words(chart: ScoreChart, scored: list[Point]) -> str:
    first, last = scored[0].value, scored[-1].value
    said = [
        _("%(measure)s at each meeting, %(low)g to %(high)g. It went from %(first)g to %(last)g.")
        % {
            "measure": chart.measure_title,
            "low": chart.low,
            "high": chart.high,
            "first": first,
            "last": last,
        }
    ]
    if chart.reliable_at is not None:
        real = _("%(at)g or more") if chart.higher_is_better else _("%(at)g or less")
        said.append(
            _("From %(first)g, %(real)s is a real change, not just ups and downs. Filled points show it.")
            % {"first": first, "real": real % {"at": chart.reliable_at}}
        )
    return " ".join(said)
