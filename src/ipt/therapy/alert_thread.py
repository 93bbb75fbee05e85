"""When a worrying answer belongs to a review already made, and when somebody must look anew."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

LISTED_AFTER = timedelta(days=14)  # older answers are listed for review; paging for them would be noise
ACKNOWLEDGE_WITHIN = timedelta(days=7)  # a repeat is acknowledged by the next weekly session
NEVER_QUIETED = 3  # from this level of risk on, every answer stands on its own


@dataclass(frozen=True)
class Reviewed:
    """What a clinician's last review covered: the highest answer, the level chosen, and how long it holds."""

    severity: int
    level: int
    review_by: date | None


def joins(severity: int, reviewed: Reviewed, today: date) -> bool:
    """Say whether an answer is no higher than one already reviewed, while that review is in date."""
    in_date = reviewed.review_by is not None and today <= reviewed.review_by
    return in_date and severity <= reviewed.severity and reviewed.level < NEVER_QUIETED


def listed(answered_at: datetime, learnt_at: datetime) -> bool:
    """Say whether an answer was too old, when it became known, to call somebody for it."""
    return learnt_at - answered_at > LISTED_AFTER
