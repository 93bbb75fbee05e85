"""Whether the middle sessions stay with the focus, read from the mood-event links made in them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ipt.therapy.manuals import Manual, phase_at

MIDDLE = "middle"
LEAST_LINKS = 1  # links tied to the focus that a middle session should hold
SOURCE = (
    "Kith's suggestion. It follows IPT's agenda, in which each session ties a change of mood to something "
    "between people (Weissman, Markowitz & Klerman 2018); the number is Kith's own and has not been tested."
)


@dataclass(frozen=True, slots=True)
class FocusHeld:
    """The middle sessions that were looked at, and those of them without a link tied to the focus."""

    sessions: tuple[int, ...]
    without: tuple[int, ...]

    @property
    def tied(self) -> int:
        """How many of them hold a link tied to the focus."""
        return len(self.sessions) - len(self.without)

    @property
    def drifting(self) -> bool:
        """Whether the last of them holds none: the moment to ask what drew away from the focus."""
        return bool(self.without) and self.without[-1] == self.sessions[-1]


def focus_held(
    manual: Manual, tied: Mapping[int, int], attended: Collection[int], *, agreed_in: int | None
) -> FocusHeld:
    """Look at each attended session of the middle phase, from the one in which a focus was agreed.

    It asks a question and judges nobody: a session may rightly go to something else.

    Parameters
    ----------
    manual
        Says which sessions are the middle ones.
    tied
        How many links tied to the focus each session holds, by its number (from 1); one not named holds none.
    attended
        The numbers of the sessions that took place. A missed one has no links, and says nothing.
    agreed_in
        The session in which a focus was first agreed (0 = before the first); ``None`` while there is none,
        and then there is nothing to look at.

    Returns
    -------
    FocusHeld
        Session numbers in order; both parts empty when there is nothing to look at.

    Raises
    ------
    ValueError
        If a session is numbered below 1 or a count is below 0.
    """
    if any(count < 0 for count in tied.values()) or any(number < 1 for number in tied):
        raise ValueError("links are counted from 0, by sessions numbered from 1")
    looked_at = tuple(
        number
        for number in sorted(set(attended))
        if phase_at(manual, number).id == MIDDLE and agreed_in is not None and number >= agreed_in
    )
    return FocusHeld(looked_at, tuple(n for n in looked_at if tied.get(n, 0) < LEAST_LINKS))
