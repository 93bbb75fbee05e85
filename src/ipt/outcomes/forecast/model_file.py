"""A forecast model as a JSON file: written with a checksum, read key by key, refused when anything is odd."""

import hashlib
import json
import math
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ipt.outcomes.forecast import values
from ipt.outcomes.forecast.conformal import LEVELS, Calibration, Check, Tails, needed
from ipt.outcomes.forecast.judging import CRITERIA
from ipt.outcomes.forecast.model import UNITS, ForecastModel, Unit
from ipt.outcomes.forecast.scale import Scale
from ipt.outcomes.forecast.trajectory import Trajectory
from ipt.outcomes.forecast.values import BadModel

KIND, FORMAT = "kith forecast model", 1
KEYS = {
    "": "kind format about simulated measure trajectory calibration checks data checksum",
    "measure": "id version score",
    "trajectory": "mean covariance residual_sd time_scale scale end unit times",
    "trajectory.scale": "low high step worse",
    "calibration": "set n version made_on levels next end",
}


def write(model: ForecastModel, path: Path) -> None:
    """Write a model, whole or not at all; OSError if it cannot be, ValueError if a number is not finite.

    >>> from ipt.outcomes.forecast import demo_model
    >>> write(demo_model(demo=True), Path("model.json"))
    >>> read(Path("model.json")) == demo_model(demo=True)
    True
    """
    text = json.dumps(_sealed(_as_json(model)), indent=1, allow_nan=False)
    half = path.with_name(f"{path.name}.new")
    half.write_text(text + "\n", encoding="utf-8")
    half.replace(path)


def read(path: Path) -> ForecastModel:
    """Read a model.

    The checksum shows that a file was changed, by accident or by hand; it is no signature.

    Raises
    ------
    BadModel
        If the file cannot be read, a key is missing, odd or unknown, the checksum differs, or the measure is
        not known here or has another version.

    Examples
    --------
    >>> from ipt.outcomes.forecast import demo_model
    >>> write(demo_model(demo=True), Path("model.json"))
    >>> model = read(Path("model.json"))
    >>> model.measure, model.calibration.set_name, model.calibration.passed
    ('phq9', 'simulated courses', False)
    """
    try:
        held = json.loads(path.read_text(encoding="utf-8"), parse_constant=values.refuse_constant)
    except OSError as error:
        raise BadModel(f"{path.name}: cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise BadModel(f"{path.name}: is not JSON: {error}") from error
    try:
        model = _model(held)
        model.trajectory.on_scale(model.end)
        model.require_same_measure()
        if model.score not in {one.id for one in model.of.scores}:
            raise BadModel(f"measure.score: the measure has no score {model.score!r}")
        if Scale.of(model.of, model.score) != model.trajectory.scale:
            raise BadModel("trajectory.scale: is not the measure's")
    except (BadModel, ValueError) as error:
        raise BadModel(f"{path.name}: {error}") from error
    return model


def _as_json(model: ForecastModel) -> dict[str, Any]:
    calibration, trajectory = model.calibration, model.trajectory
    scale = trajectory.scale
    return {
        "kind": KIND,
        "format": FORMAT,
        "about": model.about,
        "simulated": calibration.simulated,
        "measure": {"id": model.measure, "version": model.measure_version, "score": model.score},
        "trajectory": {
            "mean": list(trajectory.mean),
            "covariance": list(trajectory.covariance),
            "residual_sd": trajectory.residual_sd,
            "time_scale": trajectory.time_scale,
            "scale": {"low": scale.low, "high": scale.high, "step": scale.step, "worse": scale.worse},
            "end": model.end,
            "unit": model.unit,
            "times": list(model.times),
        },
        "calibration": {
            "set": calibration.set_name,
            "n": calibration.n,
            "version": calibration.version,
            "made_on": calibration.made_on,
            "levels": list(calibration.levels),
            "next": [_tails_as_json(one) for one in calibration.next],
            "end": [_tails_as_json(one) for one in calibration.end],
        },
        "checks": [{"what": one.what, "holds": one.holds, "seen": one.seen} for one in calibration.checks],
        "data": model.data,
    }


def _tails_as_json(one: Tails) -> dict[str, Any]:
    return {"after": one.after, "n": one.n, "factors": [pair and list(pair) for pair in one.factors]}


def _sealed(content: Mapping[str, Any]) -> dict[str, Any]:
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return {**content, "checksum": hashlib.sha256(canonical.encode()).hexdigest()}


def _model(held: Any) -> ForecastModel:
    _keys(held, "")
    if (held["kind"], held["format"]) != (KIND, FORMAT):
        raise BadModel(f"kind, format: this program reads {KIND!r}, format {FORMAT}")
    content = {key: value for key, value in held.items() if key != "checksum"}
    if _sealed(content)["checksum"] != held["checksum"]:
        raise BadModel("checksum: differs; the file was changed after it was written")
    for name in ("measure", "trajectory", "calibration"):
        _keys(held[name], name)
    measure, path = held["measure"], held["trajectory"]
    calibration = _calibration(
        held["calibration"], values.truth(held["simulated"], "simulated"), held["checks"]
    )
    data = values.text(held["data"], "data")
    if not re.fullmatch(r"[0-9a-f]{64}", data):
        raise BadModel("data: is no SHA-256")
    return ForecastModel(
        trajectory=_trajectory(path),
        calibration=calibration,
        measure=values.text(measure["id"], "measure.id"),
        measure_version=values.text(measure["version"], "measure.version"),
        score=values.text(measure["score"], "measure.score"),
        end=values.number(path["end"], "trajectory.end"),
        data=data,
        about=values.text(held["about"], "about"),
        unit=_unit(path["unit"]),
        times=_times(path["times"]),
    )


def _unit(held: Any) -> Unit:
    found = next((unit for unit in UNITS if unit == held), None)
    if found is None:
        raise BadModel(f"trajectory.unit: {held!r} is none of {', '.join(UNITS)}")
    return found


def _times(held: Any) -> tuple[float, float]:
    first, last = values.numbers(held, "trajectory.times", 2)
    if first > last:
        raise BadModel("trajectory.times: the first lies after the last")
    return first, last


def _trajectory(held: Mapping[str, Any]) -> Trajectory:
    _keys(held["scale"], "trajectory.scale")
    low, high, step, worse = (
        values.number(held["scale"][key], f"trajectory.scale.{key}")
        for key in ("low", "high", "step", "worse")
    )
    mean = values.numbers(held["mean"], "trajectory.mean", 2)
    covariance = values.numbers(held["covariance"], "trajectory.covariance", 3)
    time_scale = held["time_scale"]
    residual = values.number(held["residual_sd"], "trajectory.residual_sd")
    try:
        return Trajectory(
            (mean[0], mean[1]),
            (covariance[0], covariance[1], covariance[2]),
            residual,
            time_scale,
            Scale(low, high, step, int(worse)),
        )
    except ValueError as error:
        raise BadModel(f"trajectory: {error}") from error


def _calibration(held: Mapping[str, Any], simulated: bool, checks: Any) -> Calibration:
    kept = tuple(_check(one, f"checks[{at}]") for at, one in enumerate(values.array(checks, "checks")))
    if kept and tuple(check.what for check in kept) != CRITERIA:
        raise BadModel("checks: are not the criteria of this program: train again")
    levels = tuple(values.numbers(held["levels"], "calibration.levels"))
    if levels != LEVELS:
        raise BadModel(f"calibration.levels: are {', '.join(f'{one:g}' for one in LEVELS)} in this program")
    made_on = values.text(held["made_on"], "calibration.made_on")
    try:
        date.fromisoformat(made_on)
    except ValueError:
        raise BadModel(f"calibration.made_on: {made_on!r} is no date") from None
    return Calibration(
        set_name=values.text(held["set"], "calibration.set"),
        n=values.whole(held["n"], "calibration.n"),
        version=values.text(held["version"], "calibration.version"),
        made_on=made_on,
        simulated=simulated,
        levels=levels,
        next=_tails(held["next"], "calibration.next", levels),
        end=_tails(held["end"], "calibration.end", levels),
        checks=kept,
    )


def _tails(held: Any, name: str, levels: tuple[float, ...]) -> tuple[Tails, ...]:
    found = tuple(_one_tails(one, f"{name}[{at}]", levels) for at, one in enumerate(values.array(held, name)))
    places = [one.after for one in found]
    if places != sorted(set(places)) or (places and places[0] < 1):
        raise BadModel(f"{name}: after counts up from 1")
    return found


def _one_tails(held: Any, name: str, levels: tuple[float, ...]) -> Tails:
    values.exactly(held, name, ("after", "n", "factors"))
    n, given = values.whole(held["n"], f"{name}.n"), values.array(held["factors"], f"{name}.factors")
    if len(given) != len(levels):
        raise BadModel(f"{name}.factors: there is one pair a level, or null")
    pairs: list[tuple[float, float] | None] = []
    for level, pair in zip(levels, given, strict=True):
        enough = n >= needed((1 - level) / 2)
        if enough != (pair is not None):
            raise BadModel(f"{name}.factors: a level of {level:g} does not go with n = {n}")
        low, high = (math.nan, math.nan) if pair is None else values.numbers(pair, f"{name}.factors", 2)
        if low > high:
            raise BadModel(f"{name}.factors: the lower one lies above the upper one")
        pairs.append(None if pair is None else (low, high))
    return Tails(values.whole(held["after"], f"{name}.after"), n, tuple(pairs))


def _check(held: Any, name: str) -> Check:
    values.exactly(held, name, ("what", "holds", "seen"))
    return Check(
        values.text(held["what"], f"{name}.what"),
        values.truth(held["holds"], f"{name}.holds"),
        values.text(held["seen"], f"{name}.seen"),
    )


def _keys(held: Any, name: str) -> None:
    values.exactly(held, name, KEYS[name].split())
