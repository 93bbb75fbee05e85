"""The actor-partner interdependence model: what each of two partners' own side, and the other's, goes with.

Kenny DA, Kashy DA, Cook WL (2006). Dyadic Data Analysis. Guilford, chapter 7. Both partners of a couple share
the same two predictors, so that the model has a closed form: told apart by role it is a multivariate
regression of the two outcomes; not told apart it is one regression of the couple's sums and one of its
differences. Residuals of two partners are correlated in both. The model is for many couples; one gets
a picture, and what can honestly be said of it.
"""

from ipt.outcomes.columns import BadScores
from ipt.outcomes.couples.model import CouplesFit, Effect, Effects, distinguishability, fit
from ipt.outcomes.couples.pairing import SMALL, Couples, OneCouple, pair
from ipt.outcomes.couples.picture import Partner, Picture, Steps, picture

__all__ = [
    "SMALL",
    "BadScores",
    "Couples",
    "CouplesFit",
    "Effect",
    "Effects",
    "OneCouple",
    "Partner",
    "Picture",
    "Steps",
    "distinguishability",
    "fit",
    "pair",
    "picture",
]
