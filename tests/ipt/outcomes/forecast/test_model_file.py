"""A model file: what was written is read, and what is odd is refused key by key."""

import hashlib
import json
from dataclasses import replace

import pytest

from ipt.outcomes.forecast import BadModel, demo_model, read, write

MODEL = demo_model(demo=True)


@pytest.fixture
def written(tmp_path):
    path = tmp_path / "model.json"
    write(MODEL, path)
    return path


def changed(path, change, *, seal=True):
    """Change the file's content, and mend its checksum as somebody with intent would."""
    held = json.loads(path.read_text())
    change(held)
    if seal:
        content = {key: value for key, value in held.items() if key != "checksum"}
        canonical = json.dumps(content, sort_keys=True, separators=(",", ":"))
        held["checksum"] = hashlib.sha256(canonical.encode()).hexdigest()
    path.write_text(json.dumps(held))
    return path


def test_what_was_written_is_read(written):
    assert read(written) == MODEL


def test_a_number_changed_by_hand_is_noticed(written):
    def wider(held):
        held["trajectory"]["residual_sd"] = 9

    with pytest.raises(BadModel, match="checksum: differs"):
        read(changed(written, wider, seal=False))


def put(*keys):
    """Set the value at a path of keys, or leave it out where the value is `...`."""
    *path, last, value = keys

    def change(held):
        for key in path:
            held = held[key]
        if value is ...:
            del held[last]
        else:
            held[last] = value

    return change


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (put("end", 16), "the file: end is unknown"),
        (put("data", ...), "the file: data is missing"),
        (put("data", "abc"), "data: is no SHA-256"),
        (put("format", 2), "reads 'kith forecast model', format 1"),
        (put("simulated", "yes"), "simulated: 'yes' is neither true nor false"),
        (put("trajectory", "slope", 1), "trajectory: slope is unknown"),
        (put("trajectory", "mean", [1]), "trajectory.mean: has 1 numbers, not 2"),
        (put("trajectory", "mean", [1, "2"]), "trajectory.mean: '2' is not a finite number"),
        (put("trajectory", "covariance", [1, 5, 1]), "trajectory: the spread of people's own lines"),
        (put("trajectory", "scale", "high", 30), "trajectory.scale: is not the measure's"),
        (put("trajectory", "scale", "worse", 0), "trajectory: a step lies between"),
        (put("trajectory", "scale", []), "trajectory.scale: is not an object"),
        (put("measure", "version", "2"), "train again"),
        (put("measure", "id", "none"), "no measure 'none'"),
        (put("measure", "score", "none"), "measure.score: the measure has no score 'none'"),
        (put("calibration", "made_on", "yesterday"), "calibration.made_on: 'yesterday' is no date"),
        (put("calibration", "levels", [0.5, 0.9]), "calibration.levels: are 0.5, 0.8, 0.9 in this program"),
        (put("trajectory", "end", 10**400), "trajectory.end: 1000"),
        (put("trajectory", "end", 0), "0 has no logarithm"),
        (put("trajectory", "unit", "year"), "trajectory.unit: 'year' is none of session, day, week, month"),
        (put("trajectory", "times", [16, 1]), "trajectory.times: the first lies after the last"),
        (put("calibration", "n", -1), "calibration.n: -1 is not a whole number"),
        (put("calibration", "next", {}), "calibration.next: is not a list"),
        (put("calibration", "next", 0, "after", 9), "calibration.next: after counts up from 1"),
        (
            put("calibration", "next", 0, "n", 5),
            "calibration.next[0].factors: a level of 0.8 does not go with n = 5",
        ),
        (put("calibration", "end", 2, "factors", 0, [1, -1]), "the lower one lies above the upper one"),
        (put("calibration", "end", 2, "factors", []), "there is one pair a level, or null"),
        (put("checks", 0, "holds", 1), "checks[0].holds: 1 is neither true nor false"),
        (
            put("checks", 0, "what", "all is well"),
            "checks: are not the criteria of this program: train again",
        ),
        (put("checks", [{"what": "all is well", "holds": True, "seen": ""}]), "checks: are not the criteria"),
        (put("about", 3), "about: 3 is not text"),
    ],
)
def test_what_is_odd_is_refused_by_key(written, change, reason):
    with pytest.raises(BadModel) as refused:
        read(changed(written, change))
    assert reason in str(refused.value)
    assert str(refused.value).startswith("model.json: ")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[]", "is not an object"),
        ("{", "is not JSON"),
        ('{"a": NaN}', "NaN is no number in JSON"),
        ("[" * 100_000, "is not JSON"),
    ],
)
def test_what_is_no_model_is_refused(tmp_path, text, reason):
    path = tmp_path / "model.json"
    path.write_text(text)
    with pytest.raises(BadModel, match=reason):
        read(path)


def test_a_model_is_written_whole_or_not_at_all(written):
    before = written.read_text()
    with pytest.raises(ValueError, match="JSON"):
        write(replace(MODEL, end=float("nan")), written)
    assert written.read_text() == before
    assert [file.name for file in written.parent.iterdir()] == ["model.json"]


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(BadModel, match="cannot be read: No such file"):
        read(tmp_path / "none.json")
