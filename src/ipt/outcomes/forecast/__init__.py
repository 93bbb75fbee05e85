"""What scores are expected next and at the end of a course, with ranges that hold their promise."""

from ipt.outcomes.forecast.conformal import Calibration, TooFew
from ipt.outcomes.forecast.explaining import Explanation, ends, explain
from ipt.outcomes.forecast.model import Chances, ForecastModel, OnlySimulated, Range, signal_source
from ipt.outcomes.forecast.model_file import read, write
from ipt.outcomes.forecast.scale import Predicted, Scale
from ipt.outcomes.forecast.simulated import demo_model
from ipt.outcomes.forecast.training import Plan, Trained, train
from ipt.outcomes.forecast.trajectory import State, Trajectory
from ipt.outcomes.forecast.values import BadModel

__all__ = [
    "BadModel",
    "Calibration",
    "Chances",
    "Explanation",
    "ForecastModel",
    "OnlySimulated",
    "Plan",
    "Predicted",
    "Range",
    "Scale",
    "State",
    "TooFew",
    "Trained",
    "Trajectory",
    "demo_model",
    "ends",
    "explain",
    "read",
    "signal_source",
    "train",
    "write",
]
