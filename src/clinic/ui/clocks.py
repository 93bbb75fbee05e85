"""How far a device's clock is believed."""

from datetime import datetime, timedelta

from django.utils import timezone

OLDEST = timedelta(days=366)  # Kith's suggestion: what is older comes from a clock that was never set


def believed(told: datetime) -> datetime:
    """The moment that a device names, with a zone; now, where that is still to come or cannot be right."""
    now = timezone.now()
    return told if now - OLDEST <= told <= now else now
