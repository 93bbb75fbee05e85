"""How the scores of a story go, and answers that add up to them."""

from collections.abc import Mapping
from itertools import pairwise
from random import Random

from clinic.demo.story import Story

Curve = tuple[tuple[float, float], ...]
SHAPES: dict[str, Curve] = {  # share of the course -> share of the way from the first score to the last
    "steady": ((0, 0), (1, 1)),
    "sudden gain": ((0, 0), (0.3, 0.1), (0.38, 0.7), (1, 1)),
    "slow": ((0, 0), (0.5, 0.2), (1, 1)),
    "no change": ((0, 0), (1, 1)),
    "worse, then better": ((0, 0), (0.3, -0.5), (0.55, 0.1), (1, 1)),
    "deteriorating": ((0, 0), (0.4, 0.5), (1, 1)),
    "early": ((0, 0), (0.25, 0.8), (1, 1)),
}
PHQ9 = {  # how readily each item is felt in a depression; item 9 is told by the story alone
    "phq9-1": 0.85, "phq9-2": 0.95, "phq9-3": 0.8, "phq9-4": 0.95,
    "phq9-5": 0.55, "phq9-6": 0.75, "phq9-7": 0.65, "phq9-8": 0.3,
}  # fmt: skip
GAD7 = {
    "gad7-1": 0.9, "gad7-2": 0.8, "gad7-3": 0.95, "gad7-4": 0.75,
    "gad7-5": 0.45, "gad7-6": 0.7, "gad7-7": 0.5,
}  # fmt: skip


def totals(story: Story, planned: int, rng: Random) -> list[int]:
    """PHQ-9 totals, one a session, along the story's shape."""
    drawn = [_near(story, number / max(planned - 1, 1), rng) for number in range(planned)]
    told = list(story.exactly)
    return [story.scores[0], *drawn[1:]] if not told else told + drawn[len(told) :]


def _near(story: Story, share: float, rng: Random) -> int:
    first, last = story.scores
    wanted = first + (last - first) * _on(SHAPES[story.shape], share) + rng.choice((-1, 0, 0, 1))
    return max(0, min(24, round(wanted)))


def _on(curve: Curve, share: float) -> float:
    """Where a curve is, between its points."""
    for (x, y), (next_x, next_y) in pairwise(curve):
        if share <= next_x:
            return y + (next_y - y) * (share - x) / (next_x - x)
    return curve[-1][1]


def phq9(total: int, safety: int, rng: Random) -> dict[str, float | None]:
    """Answers that add up to ``total``, the safety item as told, and how hard it makes things."""
    difficulty = None if total == 0 else float(min(3, total // 7))
    return {**_spread(total - safety, PHQ9, rng), "phq9-9": float(safety), "phq9-10": difficulty}


def gad7(total: int, rng: Random) -> dict[str, float | None]:
    """Seven answers that add up to ``total``."""
    return _spread(total, GAD7, rng)


def _spread(total: int, readiness: Mapping[str, float], rng: Random) -> dict[str, float | None]:
    """Give out the points one by one, to the item that is furthest behind what it would be felt."""
    wanted = {item: 3 * share + rng.uniform(-0.4, 0.4) for item, share in readiness.items()}
    given = dict.fromkeys(readiness, 0)
    for _point in range(max(0, min(total, 3 * len(readiness)))):
        item = max((i for i in given if given[i] < 3), key=lambda i: wanted[i] - given[i])
        given[item] += 1
    return {item: float(points) for item, points in given.items()}
