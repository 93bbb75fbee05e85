"""What a drawn score chart is made of; the template only writes it down."""

from dataclasses import dataclass

from clinic.ui.axes import Axes, Label
from clinic.ui.lanes import Chip, Diamond


@dataclass(frozen=True)
class Stripe:
    """A band of severity as drawn; ``depth`` 1 to 5 is how deep the sand is."""

    y: float
    height: float
    depth: int
    label: Label | None


@dataclass(frozen=True)
class Dot:
    """A score as drawn: hollow, filled (reliably better) or a square (reliably worse)."""

    x: float
    y: float
    shape: str
    title: str
    last: bool = False
    looked: bool = False

    @property
    def left(self) -> float:
        """The corner of a square."""
        return self.x - 4.5

    @property
    def above(self) -> float:
        """The corner of a square."""
        return self.y - 4.5


@dataclass(frozen=True)
class Month:
    """The first day of a month on the time axis."""

    x: float
    y: float
    text: str

    @property
    def tick(self) -> str:
        """A short upright before the word."""
        return f"M{self.x:g} {self.y - 9:g}v6"

    @property
    def after(self) -> float:
        """Where the word begins."""
        return self.x + 5


@dataclass(frozen=True)
class Drawing:
    """Everything the template needs; it only writes it down."""

    name: str
    width: float
    height: float
    axes: Axes
    stripes: list[Stripe]
    ticks: list[Label]
    lines: list[str]
    enquiry_line: str
    dots: list[Dot]
    values: list[Label]
    last_value: Label | None
    enquiry_value: Label | None
    reliable: Label | None
    reliable_y: float | None
    reliable_from: float
    today_x: float | None
    today_bottom: float
    chips: list[Chip]
    sessions_label: Label | None
    events: list[Diamond]
    events_label: Label | None
    months: list[Month]
    expected: str
    expected_label: Label | None

    @property
    def plot_width(self) -> float:
        """How wide the bands are."""
        return self.axes.right - self.axes.left

    @property
    def today_top(self) -> float:
        """Where the line of today begins, under its word."""
        return self.axes.top - 5

    @property
    def today_word_y(self) -> float:
        """Where the word stands."""
        return self.axes.top - 10
