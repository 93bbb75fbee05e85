"""What was used and how it stood before and after: per exercise drawn, and beside the score that followed."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.courses.models import Participant, Session
from clinic.techniques.models import TechniqueUse
from clinic.techniques.retelling import how_long
from ipt.measures import library
from ipt.therapy import exercises, imagery, techniques
from ipt.therapy.uses import Summary, summarise

RATINGS = {
    "distress": gettext_lazy("distress"),
    "mood": gettext_lazy("mood"),
    "tension": gettext_lazy("tension"),
    "calm": gettext_lazy("calm"),
    "wandering": gettext_lazy("how often the mind wandered"),
    "unreal": gettext_lazy("feeling unreal"),
    "vividness": gettext_lazy("how vivid it was"),
}
SHOWN = 12  # uses drawn for one exercise, the newest
LEFT, STEP, TOP, LINE = (
    8,
    26,
    12,
    20,
)  # of the drawing: where 0 stands, one point, the first line, a line's height
NEAR = timedelta(hours=3)  # how long into a session its score may come


@dataclass(frozen=True, slots=True)
class Pair:
    """One use drawn: where it stood before, and after."""

    use: TechniqueUse
    y: int
    before: int
    after: int

    @property
    def x1(self) -> int:
        return LEFT + self.before * STEP

    @property
    def x2(self) -> int:
        return LEFT + self.after * STEP


@dataclass(frozen=True, slots=True)
class Helped:
    """One exercise of one person: its pairs, and what they say together."""

    title: str
    rating: str
    summary: Summary
    pairs: Sequence[Pair]
    uses: int

    @property
    def heading(self) -> str:
        """A sentence where there is enough to describe; else that there is not."""
        told = {"title": self.title, "rating": RATINGS[self.rating], "n": self.summary.paired}
        if not self.summary.enough:
            return _("%(title)s: too few to say") % told
        lower, higher = self.summary.lower, self.summary.higher
        if lower > higher:
            return _("%(title)s: %(rating)s was lower afterwards %(times)d of %(n)d times") % {
                **told,
                "times": lower,
            }
        if higher > lower:
            return _("%(title)s: %(rating)s was higher afterwards %(times)d of %(n)d times") % {
                **told,
                "times": higher,
            }
        return _("%(title)s: %(rating)s was about the same before and after") % told

    @property
    def height(self) -> int:
        return TOP * 2 + LINE * max(len(self.pairs) - 1, 0) + 22

    @property
    def foot(self) -> int:
        return self.height - 4

    @property
    def floor(self) -> int:
        return self.height - 20

    @property
    def ticks(self) -> list[tuple[int, int]]:
        return [(value, LEFT + value * STEP) for value in (0, 5, 10)]


def title_of(use: TechniqueUse) -> str:
    """The exercise, or the technique where it has none."""
    return exercises.load(use.exercise).title if use.exercise else techniques.load(use.technique).title


def helped(uses: Sequence[TechniqueUse]) -> list[Helped]:
    """Per exercise, in the order of the data: nothing is ranked."""
    grouped: dict[str, list[TechniqueUse]] = defaultdict(list)
    for use in uses:
        grouped[use.exercise or use.technique].append(use)
    order = [*exercises.ORDER, *(one.id for one in techniques.adjunct())]
    return [_helped(found) for id in order if (found := grouped.get(id))]


def _helped(uses: Sequence[TechniqueUse]) -> Helped:
    rating = _rating(uses)
    pairs = [(use.before.get(rating), use.after.get(rating)) for use in uses]
    rated = [
        (use, before, after)
        for use, (before, after) in zip(uses, pairs, strict=True)
        if before is not None and after is not None
    ][-SHOWN:]
    drawn = [Pair(use, TOP + LINE * place, before, after) for place, (use, before, after) in enumerate(rated)]
    return Helped(title_of(uses[0]), rating, summarise(pairs), drawn, len(uses))


def _rating(uses: Sequence[TechniqueUse]) -> str:
    """The rating given before and after most often; of two, the one that comes first."""
    both = Counter(name for use in uses for name in RATINGS if name in use.before and name in use.after)
    return max(RATINGS, key=lambda name: both[name])


@dataclass(frozen=True, slots=True)
class Beside:
    """A use with what stands beside it: the last score before, and the one that followed."""

    use: TechniqueUse
    title: str
    ratings: list[tuple[str, int | None, int | None]]
    at_the_end: list[tuple[str, int]]  # what is asked once it is over, and never before it
    score_before: float | None
    score_after: float | None

    @property
    def how_long(self) -> str:
        return how_long(self.use.seconds)


def beside(uses: Sequence[TechniqueUse], participant: Participant) -> tuple[list[Beside], str]:
    """Each use with the scores around it, and the measure they are of; nothing says one made the other."""
    given: list[Any] = list(participant.responses.filter(total__isnull=False).order_by("given_at"))  # type: ignore[attr-defined]
    measure = Counter(one.measure for one in given).most_common(1)
    scored = [one for one in given if measure and one.measure == measure[0][0]]
    sessions = list(participant.course.sessions.all())
    told = [_beside(use, scored, sessions) for use in uses]
    return told, library.load(measure[0][0]).short_title if measure else ""


def _beside(use: TechniqueUse, scored: Sequence[Any], sessions: Sequence[Session]) -> Beside:
    until = _next_session(use, sessions)
    earlier = [one.total for one in scored if one.given_at <= use.began_at]
    later = [
        one.total for one in scored if use.began_at < one.given_at and (not until or one.given_at <= until)
    ]
    once = ["unreal"] if use.technique == imagery.TECHNIQUE else []
    names = [name for name in RATINGS if (name in use.before or name in use.after) and name not in once]
    return Beside(
        use=use,
        title=title_of(use),
        at_the_end=[(str(RATINGS[name]), use.after[name]) for name in once if name in use.after],
        ratings=[(str(RATINGS[name]), use.before.get(name), use.after.get(name)) for name in names],
        score_before=earlier[-1] if earlier else None,
        score_after=later[0] if later else None,
    )


def _next_session(use: TechniqueUse, sessions: Sequence[Session]) -> datetime | None:
    """Until when a score still belongs to the next session; ``None`` while that has not come."""
    after = [one.began_at for one in sessions if one.began_at > use.began_at and one.pk != use.session_id]
    return min(after) + NEAR if after else None
