"""What a score means: its published band, and whether it is a case."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ipt.measures.measure import Measure
from ipt.measures.norms import Band, Caseness


def band(measure: Measure, score_id: str, value: float) -> Band | None:
    """Find the band of a score.

    Parameters
    ----------
    measure, score_id
        The score to read; a score without published bands has none.
    value
        In the score's points; nan = not scored. A prorated 10.5 lies in the band that begins at or below it.

    Returns
    -------
    Band or None
        None where nothing was published or there is no value.

    Raises
    ------
    ValueError
        If the value lies outside the score's range.

    Examples
    --------
    >>> from ipt.measures import library
    >>> band(library.load("phq9"), "total", 12)
    Band(low=10.0, high=14.0, label='moderate')
    """
    if math.isnan(value):
        return None
    require_in_range(measure, score_id, value)
    published = next((bands.bands for bands in measure.bands if bands.score == score_id), ())
    return next((band for band in reversed(published) if band.low <= value), None)


def labels(measure: Measure, score_id: str, values: ArrayLike) -> NDArray[np.str_]:
    """Name the bands of many scores.

    Parameters
    ----------
    values : (...) float
        Scores in points; nan = not scored, which gives an empty text, as does a score without bands.

    Examples
    --------
    >>> from ipt.measures import library
    >>> labels(library.load("phq9"), "total", [3, 12, np.nan, 22])
    array(['minimal or none', 'moderate', '', 'severe'], dtype='<U17')
    """
    scores = np.asarray(values, dtype=np.float64)
    published = next((bands.bands for bands in measure.bands if bands.score == score_id), ())
    names = np.array(["", *(band.label for band in published)])
    places = (
        np.digitize(scores, [band.low for band in published]) if published else np.zeros(scores.shape, int)
    )
    return np.asarray(names[np.where(np.isnan(scores), 0, places)])


def require_in_range(measure: Measure, score_id: str, value: float) -> None:
    """Raise ValueError unless the value is one the score can take."""
    score = measure.score(score_id)
    if not score.low <= value <= score.high:
        raise ValueError(
            f"{measure.short_title} {score_id} lies between {score.low:g} and {score.high:g}, not {value:g}"
        )


def caseness(measure: Measure, score_id: str | None = None) -> Caseness | None:
    """Find the cut-off this program uses for a score: the first in the measure's file, or None.

    >>> from ipt.measures import library
    >>> cut = caseness(library.load("phq9"))
    >>> cut.op, cut.value, cut.meaning
    ('>=', 10.0, 'probable major depression; NHS Talking Therapies caseness')
    """
    wanted = score_id or measure.main_score
    return next((rule for rule in measure.caseness if rule.score == wanted), None)


def is_case(measure: Measure, value: float, score_id: str | None = None) -> bool | None:
    """Say whether a score is at or beyond the cut-off; None without a cut-off or a value (nan).

    >>> from ipt.measures import library
    >>> is_case(library.load("phq9"), 12), is_case(library.load("phq9"), 9)
    (True, False)
    """
    rule = caseness(measure, score_id)
    return None if rule is None or math.isnan(value) else rule.holds(value)
