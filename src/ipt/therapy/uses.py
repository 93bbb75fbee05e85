"""What the uses of one exercise say together: how often something was lower or higher afterwards."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

ENOUGH = 5  # pairs below which nothing is said about them together


@dataclass(frozen=True, slots=True)
class Summary:
    """Before and after of one rating over several uses; ``middle`` is the median change, in rating points."""

    paired: int
    missing: int
    lower: int
    same: int
    higher: int
    middle: float | None

    @property
    def enough(self) -> bool:
        """Whether there are enough pairs to say anything of them together."""
        return self.paired >= ENOUGH


def summarise(ratings: Iterable[tuple[int | None, int | None]]) -> Summary:
    """Count how a rating stood after uses of one exercise, against before.

    Parameters
    ----------
    ratings
        (before, after) of each use, whole numbers from 0 to 10; ``None`` = not asked, or not answered.

    Returns
    -------
    Summary
        A use with either rating missing counts as missing, never as no change. ``middle`` is ``None``
        without a pair.

    Raises
    ------
    ValueError
        If a rating lies outside 0 to 10.

    References
    ----------
    Description alone: what is lower afterwards might have become lower without it. Five pairs as enough to
    describe is Kith's suggestion.
    """
    given = list(ratings)
    for pair in given:
        for value in pair:
            if value is not None and not 0 <= value <= 10:
                raise ValueError(f"no rating {value}")
    changes = [after - before for before, after in given if before is not None and after is not None]
    return Summary(
        paired=len(changes),
        missing=len(given) - len(changes),
        lower=sum(change < 0 for change in changes),
        same=sum(change == 0 for change in changes),
        higher=sum(change > 0 for change in changes),
        middle=float(median(changes)) if changes else None,
    )
