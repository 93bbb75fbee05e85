"""How scores run over a course of therapy: a linear mixed model with each patient's own start and slope."""

from ipt.outcomes.columns import BadScores
from ipt.outcomes.growth.fit import Estimate, GrowthFit
from ipt.outcomes.growth.model import GrowthModel

__all__ = ["BadScores", "Estimate", "GrowthFit", "GrowthModel"]
