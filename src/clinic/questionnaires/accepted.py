"""The forecast model charts rely on: the simulated one in the demo, else one that was accepted, or none."""

import logging
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from ipt.outcomes.forecast import BadModel, ForecastModel, OnlySimulated, demo_model, read, signal_source

log = logging.getLogger(__name__)

FOLDER = "forecast"
UNIT = "session"  # what charts of a course count
SIMULATED = "phq9"  # the measure of the model that ships for the demo


def model_for(measure: str) -> ForecastModel | None:
    """The model of a measure that may speak here; None while none was accepted, or it cannot be used."""
    if settings.KITH_DEMO:
        return _simulated() if measure == SIMULATED else None
    file = file_of(measure)
    try:
        return _accepted(file, file.stat().st_mtime_ns) if file.exists() else None
    except (BadModel, OnlySimulated) as problem:  # a chart can do without it, a patient's answers cannot wait
        log.error("the forecast model is not used: %s", problem)
        return None


def file_of(measure: str) -> Path:
    """Where an accepted model lies; each server of an installation needs its own copy."""
    return Path(settings.KITH_HOME.folder / FOLDER / f"{measure}.json")


@lru_cache(maxsize=1)
def _simulated() -> ForecastModel:
    return demo_model(demo=True)


@lru_cache(maxsize=8)
def _accepted(file: Path, _changed: int) -> ForecastModel | None:
    """An accepted file, read once until it changes; one that did not pass its report says nothing."""
    model = read(file)
    return model if signal_source(model) == "model" and model.unit == UNIT else None
