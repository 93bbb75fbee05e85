"""What a picture of one couple says, in sentences: how far each moved, how often together, and its limits."""

from ipt.outcomes.change import GRAIN
from ipt.outcomes.couples.picture import Partner, Picture, Steps, written

LIMITS = (
    "Two people on a few occasions: what is counted holds for these scores alone, and nothing is tested.",
    "Any difference counts as a move, and chance moves scores too. Moving the same way does not say that one "
    "moves the other.",
)
RELIABLE = {
    "improvement": "a reliable change for the better",
    "deterioration": "a reliable change for the worse",
    "none": "no reliable change",
}


def heading(drawn: Picture) -> str:
    """What is drawn, of how many occasions."""
    what = drawn.measure.short_title if drawn.measure else "Scores"
    who = " and ".join(one.role for one in drawn.partners)
    first, last = drawn.occasions[[0, -1]]
    return (
        f"{what} of {who}: {len(drawn.occasions)} occasions, {drawn.when} {written(first)} to {written(last)}"
    )


def sentences(drawn: Picture) -> tuple[str, ...]:
    """Each partner's first and last score, how often both moved the same way, and what reliable means."""
    said = [_of_partner(one, drawn.when, len(drawn.occasions)) for one in drawn.partners]
    return (*said, of_steps(drawn.steps), *_thresholds(drawn))


def _of_partner(one: Partner, when: str, occasions: int) -> str:
    moved = one.last.score - one.first.score
    far = f"{written(abs(moved))} {'lower' if moved < 0 else 'higher'}" if abs(moved) > GRAIN else "the same"
    verdict = f", {RELIABLE[one.change.reliable]}" if one.change and one.change.reliable else ""
    gap = f" No score at {one.n_missing} of {occasions} occasions." if one.n_missing else ""
    return (
        f"{one.role}: {written(one.first.score)} first ({when} {written(one.first.at)}), "
        f"{written(one.last.score)} last ({when} {written(one.last.at)}): {far}{verdict}.{gap}"
    )


def of_steps(steps: Steps) -> str:
    """How often the two moved the same way; never more than a count."""
    if not steps.compared:
        return "Nowhere do both have scores on two occasions in a row: nothing is said of moving together."
    called = "step" if steps.compared == 1 else "steps"
    return (
        f"From one occasion to the next, {steps.compared} {called} at which both have scores: both moved the "
        f"same way at {steps.same}, opposite ways at {steps.opposite}, only one of them moved at "
        f"{steps.one_alone}, neither at {steps.neither}."
    )


def _thresholds(drawn: Picture) -> tuple[str, ...]:
    if drawn.measure is None:
        return ("Whether a change is reliable is not said: no measure was named.",)
    rule = drawn.partners[0].change and drawn.partners[0].change.reliable_threshold
    if not rule:
        return (
            f"Whether a change is reliable is not known: none was published for {drawn.measure.short_title}.",
        )
    least = "at least" if rule.op == ">=" else "more than"
    return (f"Reliable: {least} {rule.value:g} {rule.unit} ({rule.source}).",)
