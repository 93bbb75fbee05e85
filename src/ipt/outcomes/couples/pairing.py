"""Puts the two rows of each couple side by side, or says which row cannot stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ipt.outcomes.columns import BadScores, named, numbers

Floats = NDArray[np.float64]
FEWEST = 5  # couples: three effects and a residual need as many
SMALL = 30  # couples below which intervals by the normal distribution are too narrow
SAME = 1e-6  # of the predictor's spread: how far a partner's value may lie from the partner's own row


class OneCouple(BadScores):
    """The rows are of one couple, which gets a picture and no model.

    >>> pair([7, 7], ["wife", "husband"], [4.0, 3.7], own=[1.5, 2.5], partner=[2.5, 1.5])
    Traceback (most recent call last):
    ipt.outcomes.couples.pairing.OneCouple: one couple gets a picture, not a model
    """

    def __init__(self) -> None:
        super().__init__("one couple gets a picture, not a model")


@dataclass(frozen=True)
class Couples:
    """Both partners of each couple side by side: predictor and outcome (n, 2), in the order of ``roles``.

    Where some couples have not one of each of two roles, ``roles`` is None and their order means nothing.

    >>> tension, satisfaction = np.array([[2.5, 1.5], [3.0, 3.5]]), np.array([[3.7, 4.0], [3.1, 2.8]])
    >>> len(Couples(("husband", "wife"), tension, satisfaction, n_left_out=0))
    2
    """

    roles: tuple[str, str] | None
    predictor: Floats
    outcome: Floats
    n_left_out: int

    def __len__(self) -> int:
        return len(self.outcome)


def pair(
    couple: Sequence[Any] | NDArray[Any],
    role: Sequence[str] | NDArray[Any],
    outcome: ArrayLike,
    own: ArrayLike,
    partner: ArrayLike,
    *,
    told_apart: bool = True,
) -> Couples:
    """Put the two rows of each couple side by side.

    Parameters
    ----------
    couple, role : (n,)
        Which couple a row belongs to, and who of the two it is; spaces around a role are passed over.
    outcome, own, partner : (n,) float
        The person's outcome and predictor, and their partner's predictor; nan = missing. A couple of which
        anything is missing, or one row is not there, is left out and counted.
    told_apart
        Whether each couple must have one of each of two roles.

    Raises
    ------
    OneCouple
        If there is one couple.
    BadScores
        If a couple has more than two rows or a role twice, there are not two roles, a couple or role has no
        name, a number is text or infinite, a partner's value is not what the partner's own row says, a
        predictor or outcome is constant, or couples are too few.

    Examples
    --------
    >>> couples = pair(
    ...     couple=[1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6],
    ...     role=["wife", "husband"] * 5 + ["wife"],
    ...     outcome=[4.0, 3.7, 2.8, 3.1, 4.4, 3.9, 3.0, 3.3, 3.6, 2.9, 4.1],
    ...     own=[1.5, 2.5, 3.5, 3.0, 1.0, 2.0, 3.0, 2.0, 2.5, 4.0, 1.0],
    ...     partner=[2.5, 1.5, 3.0, 3.5, 2.0, 1.0, 2.0, 3.0, 4.0, 2.5, 2.0],
    ... )
    >>> couples.roles, len(couples), couples.n_left_out  # of the sixth couple one row is not there
    (('husband', 'wife'), 5, 1)
    >>> couples.predictor[0], couples.outcome[0]
    (array([2.5, 1.5]), array([3.7, 4. ]))
    """
    whose = named(np.asarray(couple), "couple")
    roles = np.char.strip(named(np.asarray(role), "role").astype(str))
    told = zip((outcome, own, partner), ("outcome", "own", "partner"), strict=True)
    values = np.column_stack([numbers(np.asarray(column), name) for column, name in told])
    if not len(values):
        raise BadScores("there are no rows")
    names = np.unique(roles)
    if told_apart and len(names) != 2:
        raise BadScores(f"there must be two roles to tell apart, not {len(names)} ({', '.join(names[:5])})")
    order = np.lexsort((roles, whose))
    whose, roles, values = whose[order], roles[order], values[order]
    starts = np.flatnonzero(np.r_[True, whose[1:] != whose[:-1]])
    if len(starts) == 1:
        raise OneCouple
    sizes = np.diff(starts, append=len(whose))
    if (sizes > 2).any():
        many = int(np.argmax(sizes > 2))
        at = starts[many]
        third = np.sort(order[at : at + sizes[many]])[2]
        raise BadScores(f"row {third + 1}: couple {whose[at]} has {sizes[many]} rows; a couple has two")
    both = starts[sizes == 2]
    twice = roles[both] == roles[both + 1]
    if told_apart and twice.any():
        at = both[np.argmax(twice)]
        raise BadScores(
            f"row {max(order[at : at + 2]) + 1}: couple {whose[at]} has {roles[at]} twice; "
            "where partners have one role, fit it without telling roles apart"
        )
    sides = np.stack([values[both], values[both + 1]], axis=1)  # couple, person, (outcome, own, partner)
    known = ~np.isnan(sides).any(axis=(1, 2))
    sides, kept = sides[known], both[known]
    _require_same(sides, whose[kept], order[np.column_stack([kept, kept + 1])])
    apart = len(names) == 2 and not twice[known].any()
    found = Couples(
        (str(names[0]), str(names[1])) if apart else None,
        sides[:, :, 1],
        sides[:, :, 0],
        len(starts) - int(known.sum()),
    )
    _require_enough(found)
    return found


def _require_same(sides: Floats, names: NDArray[Any], rows: NDArray[np.intp]) -> None:
    crossed = np.abs(sides[:, :, 2] - sides[:, ::-1, 1])
    spread = max(float(sides[:, :, 1].std()), 1e-300) if len(sides) else 1.0
    wrong = (crossed > SAME * spread).any(axis=1)
    if wrong.any():
        at = int(np.argmax(wrong))
        own, partner = sides[at, ::-1, 1], sides[at, :, 2]
        place = int(np.argmax(crossed[at]))
        raise BadScores(
            f"row {rows[at, place] + 1}: couple {names[at]}: the partner's value {partner[place]:g} is not "
            f"what the partner's own row says ({own[place]:g})"
        )


def _require_enough(couples: Couples) -> None:
    if len(couples) < FEWEST:
        raise BadScores(f"{len(couples)} couples with both partners are too few; {FEWEST} are needed")
    if (np.ptp(couples.predictor, axis=0) == 0).any() or (np.ptp(couples.outcome, axis=0) == 0).any():
        raise BadScores("the predictor or the outcome is the same for everybody of a role")
    first, second = couples.predictor.T - couples.predictor.mean(axis=0)[:, None]
    if (first @ second) ** 2 > (1 - 1e-10) * (first @ first) * (second @ second):
        raise BadScores("both partners' predictors say the same: their effects cannot be told apart")
