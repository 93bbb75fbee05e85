"""Couples: over many the actor-partner model; of one a picture, and what can honestly be said of it."""

from ipt.outcomes.couples.model import SMALL, CouplesFit, Effect, Effects, distinguishability, fit
from ipt.outcomes.couples.pairing import Couples, OneCouple, pair
from ipt.outcomes.couples.picture import Partner, Picture, Steps, picture

__all__ = [
    "SMALL",
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
