"""Each stop that was proposed in a run of imagery, and what was decided: read from its log."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from ipt.therapy.imagery import GROUND, LASTING, Run, Tap, Why, add_up

Decided = Literal["", "carried_on", "stopped", "grounded", "left", "passed"]


@dataclass(frozen=True, slots=True)
class Proposed:
    """One stop that was proposed ``at`` so many seconds after the beginning; ``""`` is not decided yet."""

    why: Why
    at: float
    step: str
    decided: Decided = ""
    words: str = ""  # why it was carried on


def proposed(taps: Iterable[Tap], until: float | None = None) -> tuple[Proposed, ...]:
    """Say when a stop was proposed, why, and what came of it, in the order in which it was proposed.

    ``until`` counts as it does for ``add_up``. A proposal passes where distress is rated lower again, or what
    felt unreal does so no more.

    Examples
    --------
    >>> log = [Tap("unreal", 40, 1), Tap("carried_on", 55, words="She says it passed.")]
    >>> [(one.why, one.at, one.decided, one.words) for one in proposed(log)]
    [('unreal', 40, 'carried_on', 'She says it passed.')]
    """
    log = tuple(taps)
    found: list[Proposed] = []
    for place, tap in enumerate(log):
        _note(found, add_up(log[:place], tap.at), tap.at)  # distress that lasted until this tap
        after = add_up(log[: place + 1])
        found[:] = [one if one.decided else _decided(one, tap, after) for one in found]
        _note(found, after, tap.at)
    _note(found, add_up(log, until), 0.0)
    return tuple(found)


def _note(found: list[Proposed], run: Run, at: float) -> None:
    """Note what is proposed now, once for as long as it stands."""
    if not run.proposal or any(one.why == run.proposal and not one.decided for one in found):
        return
    since = at if run.proposal == "unreal" or run.high_since is None else run.high_since + LASTING
    found.append(Proposed(run.proposal, since, run.step))


def _decided(one: Proposed, tap: Tap, after: Run) -> Proposed:
    if tap.kind == "carried_on":
        return replace(one, decided="carried_on", words=tap.words)
    if tap.kind in ("stopped", "left"):
        return replace(one, decided="stopped" if tap.kind == "stopped" else "left")
    if tap.kind == "grounded" or (tap.kind == "step" and tap.words == GROUND):
        return replace(one, decided="grounded")
    over = not after.unreal if one.why == "unreal" else after.high_since is None
    return replace(one, decided="passed") if over else one
