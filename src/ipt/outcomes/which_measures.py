"""Which measures a course is judged by: a measure of depression and one of anxiety, or those chosen.

NHS Talking Therapies takes the PHQ-9 and one measure of anxiety: the disorder's own where it was used, else
the GAD-7 (NHS England, annual report 2024-25 and its metadata; Clark DM et al. (2018), Lancet 391:679-686,
table 2). Whatever else a course was asked, such as the WSAS, is not part of its outcome.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

DEPRESSION = ("phq9",)
ANXIETY = ("oci", "spin", "hai", "mi_alone", "pcl5", "pdss_sr", "gad7")  # the disorder's own, then GAD-7


@dataclass(frozen=True, slots=True)
class Judged:
    """What courses are judged by.

    ``groups``: measures by id; those of one group stand for one another, and a course is judged by the first
    with two scores, else by the first with any. ``every``: whether recovery needs a last score in every group
    with a cut-off, or only where there was a first.

    >>> judged = judged_by(["phq9", "gad7", "spin"])
    >>> judged.groups, judged.every
    ((('phq9',), ('spin', 'gad7')), True)
    >>> judged.measures
    ('phq9', 'spin', 'gad7')
    """

    groups: tuple[tuple[str, ...], ...]
    every: bool

    @property
    def measures(self) -> tuple[str, ...]:
        """All measures that may count, in the order of the groups."""
        return tuple(id for group in self.groups for id in group)


def judged_by(there: Iterable[str], chosen: Sequence[str] = ()) -> Judged:
    """What the courses of these measures are judged by.

    Parameters
    ----------
    there
        The measures of which there are scores.
    chosen
        Measures to count in place of the published ones, each by itself.

    Returns
    -------
    Judged
        The published pair, so far as it is there. Where neither half of it is, every measure counts, and
        recovery needs a last score of those that a course began with.

    Raises
    ------
    ValueError
        If a chosen measure has no scores.

    Examples
    --------
    >>> judged_by(["gad7", "phq9", "wsas"]).groups
    (('phq9',), ('gad7',))
    >>> judged_by(["gad7", "phq9", "wsas"], chosen=["wsas"]).groups
    (('wsas',),)
    """
    known = sorted(set(there))
    if absent := [id for id in chosen if id not in known]:
        raise ValueError(f"there are no scores of {', '.join(absent)}; there are: {', '.join(known)}")
    if chosen:
        return Judged(tuple((id,) for id in dict.fromkeys(chosen)), every=True)
    pair = (tuple(id for id in side if id in known) for side in (DEPRESSION, ANXIETY))
    if groups := tuple(filter(None, pair)):
        return Judged(groups, every=True)
    return Judged(tuple((id,) for id in known), every=False)
