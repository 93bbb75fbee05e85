"""A run of imagery rescripting: what its log adds up to, and what cannot be skipped."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ipt.therapy.techniques import Step, load

TECHNIQUE = "imagery_rescripting"
AROUSING = ("as_then", "step_in", "receive")
GROUND, TALK = "ground", "talk_it_over"
HIGH = 8  # distress from which a minute counts
LASTING = 120  # seconds
STILL_UNREAL = 5  # how unreal it still feels: from here grounding is gone through once more
CLINICIAN_FIRST = 2  # runs in which the clinician steps in, before the patient does
CHECK_IN_HOURS = (24, 72)
CHECK_IN_HOURS_UNGROUNDED = (0, 24)

Kind = Literal[
    "step", "distress", "unreal", "stepped_in", "need", "stopped", "carried_on", "grounded", "left"
]
KINDS: tuple[Kind, ...] = (
    "step", "distress", "unreal", "stepped_in", "need", "stopped", "carried_on", "grounded", "left",
)  # fmt: skip
STEPS_IN = ("clinician", "patient", "both")
Why = Literal["", "high_distress", "unreal"]  # a stop is proposed


@dataclass(frozen=True, slots=True)
class Tap:
    """One thing noted in a run, ``at`` so many seconds after it began.

    ``value`` is 0 to 10 for ``distress`` and for ``grounded`` (how unreal it still feels), 0 or 1 for
    ``unreal``.
    """

    kind: Kind
    at: float
    value: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Where a run stands: what its log adds up to."""

    step: str
    since: float  # seconds after the beginning at which this step began
    stopped: bool
    stopped_as: str  # what the stop was noted as: patient, clinician, rule, or not said
    grounded: bool
    left: bool
    distress: tuple[Tap, ...]
    unreal: bool
    unreal_at_end: int | None  # 0 to 10, said at the end of grounding
    ask_again: bool  # it still felt unreal: grounding goes on, and is asked about once more
    stepped_in: str
    need: str
    high_since: float | None  # seconds after the beginning; None: not high now
    calls_for_stop: Why

    @property
    def proposal(self) -> Why:
        """Why a stop is proposed; nothing while the run is in no part of the image."""
        return self.calls_for_stop if self.step in AROUSING else ""

    @property
    def last_distress(self) -> int | None:
        """The newest rating; ``None`` before there is one."""
        return self.distress[-1].value if self.distress else None

    @property
    def steady(self) -> bool:
        """Whether grounding ended with the patient in the room; if not, somebody gets in touch sooner."""
        return self.grounded and (self.unreal_at_end or 0) < STILL_UNREAL

    @property
    def may_finish(self) -> bool:
        """Whether the patient is back in the room, or left before."""
        return self.grounded or self.left

    def may_go_to(self, step: str) -> bool:
        """Whether a step may be shown: after a stop no part of the image, and talking once grounded."""
        if step in AROUSING:
            return not self.stopped and not self.left
        return step == GROUND or (step == TALK and self.may_finish)

    def asks_why(self, step: str) -> bool:
        """Whether a step leads further into the image while a stop is called for: a reason comes first."""
        if not self.calls_for_stop or step not in AROUSING:
            return False
        return self.step not in AROUSING or AROUSING.index(step) > AROUSING.index(self.step)


def led() -> tuple[Step, ...]:
    """Return the steps that follow once the image is chosen."""
    return load(TECHNIQUE).led[1:]


def add_up(taps: Iterable[Tap], until: float | None = None) -> Run:
    """Say where a run stands.

    Parameters
    ----------
    taps
        The log, in the order in which things happened.
    until
        Seconds after the beginning of the run up to which a high distress lasts, for a run that goes on;
        ``None`` counts up to the last rating.

    Returns
    -------
    Run
        Before the first tap the run is in its first part. A stop leads to grounding, and no part of
        the image follows it, whatever the log says. Going back to grounding, or into the image after it,
        means that grounding comes again. Where it still feels unreal at its end, grounding goes on and is
        asked about once more; after that the clinician decides.

    References
    ----------
    That stopping is proposed at a distress of 8 or more over more than two minutes, or as soon as it feels
    unreal, and that 5 or more at the end asks for more grounding, is Kith's suggestion; the phases are
    those of Arntz & Weertman 1999, Behav Res Ther 37:715.
    """
    step, since = AROUSING[0], 0.0
    stopped = grounded = left = unreal = ask_again = False
    asked = 0  # how often grounding was asked about since it began
    stopped_as = stepped_in = need = ""
    unreal_at_end: int | None = None
    distress: list[Tap] = []
    counted: list[Tap] = []  # those since the clinician last decided to carry on
    for tap in taps:
        if tap.kind == "step":
            if tap.words in AROUSING and (stopped or left):
                continue
            step, since = tap.words, tap.at
            if step in AROUSING or (step == GROUND and grounded):
                grounded, asked, ask_again = False, 0, False
                unreal_at_end = None if step == GROUND else unreal_at_end
        elif tap.kind == "distress":
            distress.append(tap)
            counted.append(tap)
        elif tap.kind == "unreal":
            unreal = tap.value != 0
        elif tap.kind == "stepped_in":
            stepped_in = tap.words
        elif tap.kind == "need":
            need = tap.words
        elif tap.kind == "stopped":
            since = since if step == GROUND else tap.at
            step, stopped, stopped_as, grounded = GROUND, True, stopped_as or tap.words, False
        elif tap.kind == "carried_on":
            counted, unreal = [], False
        elif tap.kind == "grounded":
            unreal_at_end, asked = tap.value, asked + 1
            ask_again = asked == 1 and (tap.value or 0) >= STILL_UNREAL
            grounded, step, since = not ask_again, GROUND if ask_again else TALK, tap.at
        elif tap.kind == "left":
            left, stopped, stopped_as, step, since = True, True, stopped_as or "patient", TALK, tap.at
    high_since = _high_since(counted)
    last = counted[-1].at if counted else 0.0
    lasting = 0.0 if high_since is None else max(last, until or last) - high_since
    calls_for_stop: Why = "unreal" if unreal else "high_distress" if lasting > LASTING else ""
    return Run(
        step, since, stopped, stopped_as, grounded, left, tuple(distress), unreal, unreal_at_end, ask_again,
        stepped_in, need, high_since, calls_for_stop,
    )  # fmt: skip


def _high_since(distress: Iterable[Tap]) -> float | None:
    """The moment from which distress was never rated below 8; ``None`` where it is not high now."""
    since = None
    for tap in distress:
        high = tap.value is not None and tap.value >= HIGH
        since = (tap.at if since is None else since) if high else None
    return since


def highest(before: int | None, distress: Iterable[Tap]) -> int | None:
    """Return the highest distress of a run, its beginning included; ``None`` if it was never rated."""
    rated = [tap.value for tap in distress if tap.value is not None]
    return max([*rated, *([] if before is None else [before])], default=None)


def who_steps_in(earlier: int) -> Literal["clinician", "patient"]:
    """Say who steps into the image, by how many runs were done before: at first the clinician.

    References
    ----------
    Arntz 2025 (the clinician rescripts in the first sessions, the patient later); that "first" means two is
    Kith's suggestion.
    """
    return "clinician" if earlier < CLINICIAN_FIRST else "patient"
