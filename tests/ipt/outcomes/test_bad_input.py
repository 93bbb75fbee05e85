"""Every public calculation of outcomes refuses text and infinity in words, and nothing gives nothing."""

import importlib
import inspect
import math
import pkgutil
import warnings

import numpy as np
import pytest

import ipt.outcomes
from ipt.measures import library
from ipt.outcomes import change, circumplex, couples, effect_size, rates, response, single_case
from ipt.outcomes.forecast import Range, Scale, Trajectory, accuracy, conformal, many
from ipt.outcomes.forecast.archive import Archive
from ipt.outcomes.forecast.explaining import explain
from ipt.outcomes.growth import GrowthModel
from ipt.outcomes.signals import Observed
from ipt.outcomes.sudden_gains import sudden_gains

PHQ9 = library.load("phq9")
SCALE = Scale(0, 27, 1, 1)
TRAJECTORY = Trajectory((16, -0.5), (20, -0.3, 0.1), 3, "linear", SCALE)
GOOD = [21.0, 14, 17, 9, 12, 7, 3, 8, 16, 11, 6, 10, 4, 13, 5, 2]
N = len(GOOD)
SESSION = list(range(N))
HALF = N // 2
EVENT = [score > 9 for score in GOOD]
OTHER = [5.0, 3, 8, 2, 9, 4, 1, 7, 2, 6, 6, 0, 5, 1, 8, 3]
RNG = np.random.default_rng


def rows(score=GOOD, time=None):
    """Four sessions of each of four patients."""
    when = [1.0, 2, 3, 4] * (len(score) // 4) if time is None else time
    return {"patient": [at // 4 for at in range(len(score))], "time": when, "score": score}


def archive(score, time=None):
    names = {"patient": "patient", "time": "time", "score": "score"}
    return Archive.read(rows(score, time), SCALE, **names, time_scale="linear")


def octants(column):
    others = RNG(1).normal(size=(len(column), 7))
    return np.column_stack([np.array(column, dtype=object), others])


def paired(outcome, own):
    place = range(len(outcome))
    partner = [own[at ^ 1] for at in place] if len(own) == len(outcome) else own
    return couples.pair([at // 2 for at in place], ["ab"[at % 2] for at in place], outcome, own, partner)


def pictured(time, score):
    place = range(len(score))
    return couples.picture(["7" for _ in place], ["ab"[at % 2] for at in place], time, score)


CALLS = {  # a calculation, as a function of sixteen numbers that it takes
    "change.s_diff, sd": lambda x: change.s_diff(x, 0.8),
    "change.s_diff, reliability": lambda x: change.s_diff(
        3, [v if isinstance(v, str) else v / 30 for v in x]
    ),
    "change.reliable_change_index": lambda x: change.reliable_change_index(x, 9, sd=5, reliability=0.8),
    "change.reliable_threshold": lambda x: change.reliable_threshold(x, 0.8),
    "change.criterion_c": lambda x: change.criterion_c(x, 4, 3, 2),
    "change.directions, before": lambda x: change.directions(PHQ9, x, 9),
    "change.directions, after": lambda x: change.directions(PHQ9, 9, x),
    "response.responded": lambda x: response.responded(PHQ9, 20, x),
    "response.remitted": lambda x: response.remitted(PHQ9, x, 4),
    "effect_size.pre_post": lambda x: effect_size.pre_post(x, OTHER[: len(x)]),
    "effect_size.pre_post, last": lambda x: effect_size.pre_post(OTHER[: len(x)], x),
    "effect_size.bootstrap_interval": lambda x: effect_size.bootstrap_interval(
        x, OTHER[: len(x)], rng=RNG(1), resamples=50
    ),
    "sudden_gains.sudden_gains": lambda x: sudden_gains(x, cut=6),
    "single_case.trend": lambda x: single_case.trend(SESSION[: len(x)], x),
    "single_case.trend, time": lambda x: single_case.trend(x, OTHER[: len(x)]),
    "single_case.compare_phases": lambda x: single_case.compare_phases(OTHER, x),
    "single_case.describe": lambda x: single_case.describe(SESSION[: len(x)], x, changed_at=HALF),
    "rates.first_and_last": lambda x: rates.first_and_last(
        PHQ9, [at // 2 for at in range(len(x))], [0, 1] * (len(x) // 2), x, HALF
    ),
    "rates.first_and_last, session": lambda x: rates.first_and_last(
        PHQ9, [at // 2 for at in range(len(x))], x, OTHER[: len(x)], HALF
    ),
    "circumplex.analyze": lambda x: circumplex.analyze(octants(x), rng=RNG(1), resamples=50),
    "circumplex.analyze, measure": lambda x: circumplex.analyze(
        octants(OTHER[: len(x)]), rng=RNG(1), measures={"m": x}, resamples=50
    ),
    "circumplex.circular_quantiles": lambda x: circumplex.circular_quantiles(x, [0.5]),
    "couples.pairing.pair, outcome": lambda x: paired(x, OTHER[: len(x)]),
    "couples.pairing.pair, own": lambda x: paired(OTHER[: len(x)], x),
    "couples.picture.picture, score": lambda x: pictured(SESSION[: len(x)], x),
    "couples.picture.picture, time": lambda x: pictured(x, OTHER[: len(x)]),
    "growth.GrowthModel.fit, score": lambda x: GrowthModel().fit(rows(x)),
    "growth.GrowthModel.fit, time": lambda x: GrowthModel().fit(rows(OTHER[: len(x)], x)),
    "forecast.archive.Archive.read, score": archive,
    "forecast.archive.Archive.read, time": lambda x: archive(OTHER[: len(x)], x),
    "forecast.accuracy.auc": lambda x: accuracy.auc(x, EVENT[: len(x)]),
    "forecast.accuracy.gain": lambda x: accuracy.gain(x, OTHER[: len(x)], EVENT[: len(x)]),
    "forecast.conformal.tails": lambda x: conformal.tails(x, 0.8),
    "forecast.many.next_scores": lambda x: many.next_scores(TRAJECTORY, SESSION[: len(x)], x).mean,
    "forecast.many.next_scores, time": lambda x: (
        many.next_scores(TRAJECTORY, sorted(x, key=str) if "much" in x else sorted(x), OTHER[: len(x)]).mean
    ),
    "forecast.many.ends": lambda x: many.ends(TRAJECTORY, SESSION[: len(x)], x, 20).mean,
    "forecast.conformal.normalised": lambda x: conformal.normalised(
        x, many.next_scores(TRAJECTORY, SESSION[: len(x)], OTHER[: len(x)])
    ),
    "forecast.explaining.explain": lambda x: explain(
        PHQ9, Range(4, 9, 0.8), 7, before=OTHER[: len(PHQ9.items)], after=x[: len(PHQ9.items)]
    ),
    "signals.Observed": lambda x: Observed(PHQ9, [x], mid_point=HALF),
}
COUNTS_OR_TRUTHS = {
    "blocks.divide",
    "funnel.limits",
    "rates.outcomes",
    "rates.count",
}  # which take no numbers with a point
THE_DOOR = {"columns.finite"}
EMPTY = {  # nothing in, nothing out
    "change.s_diff, sd",
    "change.s_diff, reliability",
    "change.reliable_change_index",
    "change.reliable_threshold",
    "change.criterion_c",
    "change.directions, before",
    "change.directions, after",
    "response.responded",
    "response.remitted",
    "rates.first_and_last",
    "rates.first_and_last, session",
    "circumplex.circular_quantiles",
    "forecast.many.next_scores",
    "forecast.many.next_scores, time",
    "forecast.many.ends",
    "forecast.conformal.normalised",
}
CONSTANT = {  # what tells nothing where all are the same
    "effect_size.pre_post": "do not differ",
    "effect_size.bootstrap_interval": "do not differ",
    "single_case.trend, time": "two scores at time 9",
    "circumplex.analyze, measure": "m is the same for everybody",
    "couples.pairing.pair, outcome": "same for everybody",
    "couples.pairing.pair, own": "same for everybody",
    "couples.picture.picture, time": "a has two rows at occasion 9",
    "growth.GrowthModel.fit, score": "score: is 9 in every row",
    "growth.GrowthModel.fit, time": "time: is 9 in every row",
    "forecast.archive.Archive.read, time": "two scores at time 9",
}


def public():
    """Functions of outcomes that take arrays, each by its module and name."""
    for module in pkgutil.walk_packages(ipt.outcomes.__path__, "ipt.outcomes."):
        for name, function in inspect.getmembers(importlib.import_module(module.name), inspect.isfunction):
            signature = inspect.getsource(function).split('"""')[0]
            if function.__module__ == module.name and not name.startswith("_") and "ArrayLike" in signature:
                yield f"{module.name.removeprefix('ipt.outcomes.')}.{name}"


def test_every_public_calculation_is_tried():
    tried = {name.split(",")[0] for name in CALLS} | COUNTS_OR_TRUTHS | THE_DOOR
    assert set(public()) - tried == set()


def with_one(value, at=5):
    return [*GOOD[:at], value, *GOOD[at + 1 :]]


@pytest.mark.parametrize("name", CALLS)
def test_good_numbers_are_taken(name):
    CALLS[name](GOOD)


@pytest.mark.parametrize("name", CALLS)
def test_text_in_a_number_is_told(name):
    with pytest.raises(ValueError, match=r"'much' is not a number|is not a number: .*'much'"):
        CALLS[name](with_one("much"))


@pytest.mark.parametrize("infinite", [math.inf, -math.inf])
@pytest.mark.parametrize("name", CALLS)
def test_infinity_is_told(name, infinite):
    with pytest.raises(ValueError, match="infinite"):
        CALLS[name](with_one(infinite))


@pytest.mark.parametrize("name", CALLS)
def test_nothing_at_all_is_refused_or_gives_nothing(name):
    if name in EMPTY:
        found = CALLS[name]([])
        found = getattr(found, "first", getattr(found, "scores", found))
        assert np.isnan(np.asarray(found, dtype=float)).all()
        return
    with pytest.raises(ValueError, match=r"need|one answer for each|no rows|too few|few|tell no area|nobody"):
        CALLS[name]([])


@pytest.mark.parametrize("name", CALLS)
def test_what_never_varies_is_refused_where_it_tells_nothing(name):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        if name not in CONSTANT:
            CALLS[name]([0.5 if name.endswith("reliability") else 9.0] * N)
            return
        with pytest.raises(ValueError, match=CONSTANT[name]):
            CALLS[name]([9.0] * N)
