"""An archive of courses as arrays: one row a course, its scores in order of time."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ipt.outcomes import columns
from ipt.outcomes.columns import BadScores
from ipt.outcomes.forecast import many
from ipt.outcomes.forecast.scale import Predicted, Scale
from ipt.outcomes.forecast.trajectory import Trajectory
from ipt.outcomes.growth.scores import TimeScale, read

Floats = NDArray[np.float64]
LONGEST = 500  # scores of one course; more is a mistake in the file


@dataclass(frozen=True)
class Archive:
    """Courses: ``times`` and ``scores`` (n, most) in order of time, nan beyond a course's last score.

    ``patients`` (n,) names them; ``left_out`` counts rows without a score.
    """

    patients: NDArray[Any]
    times: Floats
    scores: Floats
    left_out: int = 0

    @classmethod
    def read(
        cls, table: Any, scale: Scale, *, patient: str, time: str, score: str, time_scale: TimeScale
    ) -> "Archive":
        """Read a table with one row a score, as the growth model does; equal scores throughout are fine.

        Raises
        ------
        BadScores
            As `growth.scores.read`; if a score lies outside the scale, a patient has two scores at one
            time, or more scores than any course has.
        """
        held = columns.take(table, (patient, time, score), whose=(patient,))
        rows = read(
            held,
            patient=patient,
            time=time,
            score=score,
            covariates=(),
            therapist=None,
            time_scale=time_scale,
            varied=False,
        )
        row = np.flatnonzero(~np.isnan(columns.numbers(held[score], score))) + 1
        outside = (rows.score < scale.low) | (rows.score > scale.high)
        if outside.any():
            at = int(np.flatnonzero(outside)[0])
            who = rows.patients[rows.code[at]]
            raise BadScores(
                f"{score}: row {row[at]}: patient {who} has {rows.score[at]:g} at time {rows.when[at]:g}; "
                f"the scale goes from {scale.low:g} to {scale.high:g}"
            )
        by_name = np.argsort(
            rows.patients, kind="stable"
        )  # so that rows in another order are the same archive
        patients = rows.patients[by_name]
        code = np.argsort(by_name)[rows.code]
        order = np.lexsort((rows.when, code))
        code, when, points = code[order], rows.when[order], rows.score[order]
        twice = (code[1:] == code[:-1]) & (when[1:] == when[:-1])
        if twice.any():
            at = int(np.flatnonzero(twice)[0])
            first, second = sorted(row[order[at : at + 2]])
            raise BadScores(
                f"row {second}: patient {patients[code[at]]} has two scores at time {when[at]:g}; "
                f"row {first} is the other"
            )
        counts = np.bincount(code, minlength=len(patients))
        if counts.max() > LONGEST:
            at = int(counts.argmax())
            raise BadScores(f"patient {patients[at]} has {counts[at]} scores; a course has {LONGEST} at most")
        place = np.arange(len(code)) - np.repeat(np.cumsum(counts) - counts, counts)
        times, scores = (np.full((len(counts), int(counts.max())), np.nan) for _ in range(2))
        times[code, place], scores[code, place] = when, points
        return cls(patients, times, scores, rows.left_out)

    def __len__(self) -> int:
        return len(self.patients)

    @property
    def counts(self) -> NDArray[np.intp]:
        """How many scores each course has (n,)."""
        return np.asarray(np.count_nonzero(~np.isnan(self.scores), axis=1))

    @property
    def first(self) -> Floats:
        """The first score of each course (n,)."""
        return self.scores[:, 0]

    @property
    def last(self) -> Floats:
        """The last score of each course (n,): the last there is, which an early leaver gave early."""
        return self.scores[np.arange(len(self)), self.counts - 1]

    @property
    def last_time(self) -> Floats:
        """The time of the last score of each course (n,)."""
        return self.times[np.arange(len(self)), self.counts - 1]

    @property
    def hash(self) -> str:
        """A SHA-256 of times and scores, course by course; names are no part of it."""
        shape = "x".join(map(str, self.scores.shape))
        return hashlib.sha256(shape.encode() + self.times.tobytes() + self.scores.tobytes()).hexdigest()

    def unseen_ends(self, trajectory: Trajectory, end: float) -> Predicted:
        """The end of each course after each score (n, most), as it will be foretold: for its usual time.

        When a course ends is not known before it has. nan once its last score was seen, or the time is past.
        """
        found = many.ends(trajectory, self.times, self.scores, np.full(len(self), end))
        last = np.arange(1, self.scores.shape[1] + 1) >= self.counts[:, np.newaxis]
        ahead = ~last & (self.times < end)
        return Predicted(np.where(ahead, found.mean, np.nan), found.sd, found.scale)

    def among(self, rows: ArrayLike) -> "Archive":
        """Some of the courses."""
        chosen = np.asarray(rows)
        return Archive(self.patients[chosen], self.times[chosen], self.scores[chosen])

    def rows(self) -> Mapping[str, NDArray[Any]]:
        """One row a score again: patient, time, score."""
        course, place = np.nonzero(~np.isnan(self.scores))
        return {"patient": course, "time": self.times[course, place], "score": self.scores[course, place]}

    def split(
        self, shares: tuple[float, float], rng: np.random.Generator
    ) -> "tuple[Archive, Archive, Archive]":
        """Three parts by patient: the rest, then the two shares, drawn at random.

        ValueError unless the shares are above zero and leave something; BadScores if a part has nobody.
        """
        if min(shares) <= 0 or sum(shares) >= 1:
            raise ValueError("the shares held out are above zero and leave some courses to learn from")
        order, sizes = rng.permutation(len(self)), [round(share * len(self)) for share in shares]
        if min(*sizes, len(self) - sum(sizes)) < 1:
            raise BadScores(f"{len(self)} patients are too few to learn from, calibrate on and report on")
        cuts = [len(self) - sum(sizes), len(self) - sizes[1]]
        fit, calibration, test = (self.among(np.sort(part)) for part in np.split(order, cuts))
        return fit, calibration, test
