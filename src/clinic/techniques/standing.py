"""What is open to somebody now: circumstances gathered once, then weighed for everything there is."""

from dataclasses import dataclass, replace
from datetime import timedelta

from django.utils import timezone

from clinic.courses.models import Participant, Session
from clinic.safety.models import Alert, RiskReview
from clinic.techniques.models import Opening, Precautions, TechniqueConsent
from ipt.therapy import contraindications, exercises, techniques
from ipt.therapy.contraindications import Circumstance, ContraIndication, Verdict
from ipt.therapy.exercises import Exercise
from ipt.therapy.techniques import Technique

GROUNDING = "grounding"
PLAN_INTENT_OR_MEANS = 3  # the level of a risk review from which imagery and drama wait


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything that decides what may begin, read in a fixed number of queries."""

    manual: str
    circumstances: frozenset[Circumstance]
    precautions: Precautions | None  # None: nobody has asked yet
    consents: dict[str, TechniqueConsent]
    openings: dict[str, Opening]
    alone: bool

    def of_technique(self, technique: Technique, *also: Circumstance) -> Verdict:
        """What stands against a technique; ``also`` names what is known of this moment alone."""
        return contraindications.weigh(
            technique.against, {*self._around(technique), *also}, lifted=self._lifted(technique.id)
        )

    def of_exercise(self, exercise: Exercise) -> Verdict:
        """What stands against an exercise; alone, it must be opened too. Grounding waits for no talk."""
        technique = techniques.load(exercise.technique)
        against: tuple[ContraIndication, ...] = (*technique.against, *exercise.against)
        lifted = self._lifted(exercise.id) | self._lifted(technique.id)
        here = self._around(technique)
        if exercise.id == GROUNDING:
            here -= set(contraindications.OF_TALKING)
        return contraindications.weigh(against, here, lifted=lifted)

    def when_alone(self) -> "Standing":
        """The same for the patient alone: without a clinician, and whatever session it is."""
        of_a_session = {"early_sessions", "last_sessions", "little_time"}
        return replace(self, circumstances=(self.circumstances - of_a_session) | {"alone"}, alone=True)

    def is_opened(self, what: str) -> bool:
        """Whether the newest decision about a technique or an exercise opens it."""
        return what in self.openings and self.openings[what].opened

    def before_opening(self, what: str) -> "Standing":
        """The same, as if nobody had decided about a technique or an exercise yet."""
        return replace(self, openings={name: one for name, one in self.openings.items() if name != what})

    def _lifted(self, what: str) -> frozenset[Circumstance]:
        """What was off and was opened with a reason; not what was recorded since."""
        return frozenset(self.openings[what].despite) if self.is_opened(what) else frozenset()

    def offered_alone(self) -> tuple[Exercise, ...]:
        """The exercises a clinician has opened for the patient alone and against which nothing stands."""
        return tuple(
            one for one in exercises.load_all() if self.is_opened(one.id) and self.of_exercise(one).open
        )

    def longest_alone(self, exercise: Exercise) -> int:
        """The seconds up to which somebody practises alone."""
        opening = self.openings.get(exercise.id)
        return exercise.longest_released if opening and opening.longer else exercise.longest_alone

    def has_agreed(self, technique: Technique) -> bool:
        consent = self.consents.get(technique.id)
        return consent is not None and consent.agreed

    def _around(self, technique: Technique) -> set[Circumstance]:
        here: set[Circumstance] = set(self.circumstances)
        if self.precautions is None:
            here.add("not_asked")
        if self.manual not in technique.on_by_default_in:
            here.add("off_by_default")
        consent = self.consents.get(technique.id)
        if consent is None:
            here.add("no_consent")
        elif not consent.agreed:
            here.add("not_wanted")
        return here


def now(participant: Participant, session: Session | None = None) -> Standing:
    """How things stand for this person: in a session with a clinician, or alone without one."""
    if session is None:
        return _gather(participant, alone=True)
    return _gather(participant, alone=False, number=session.number, minutes_left=minutes_left(session))


def ahead(participant: Participant, number: int) -> Standing:
    """How things would stand with a clinician in the session of this number, as far as can be told today."""
    return _gather(participant, alone=False, number=number)


def _gather(
    participant: Participant, *, alone: bool, number: int | None = None, minutes_left: int | None = None
) -> Standing:
    course = participant.course
    of_them = {"participant": participant}
    precautions = Precautions.objects.filter(**of_them).select_related("written_by").first()
    moment = contraindications.of_the_moment(
        alone=alone,
        number=number,
        planned=None if alone else course.planned_sessions,
        minutes_left=minutes_left,
        acute_risk=acute_risk(participant),
    )
    consents = TechniqueConsent.objects.filter(**of_them).select_related("written_by").order_by("version")
    openings = Opening.objects.filter(**of_them).select_related("written_by").order_by("version")
    return Standing(
        manual=course.manual,
        circumstances=frozenset(moment | set(precautions.present if precautions else ())),
        precautions=precautions,
        consents={one.technique: one for one in consents},
        openings={one.what: one for one in openings},
        alone=alone,
    )


def minutes_left(session: Session) -> int:
    """Minutes until the agreed end of a session."""
    end = session.began_at + timedelta(minutes=session.course.in_manual().session_minutes)
    return int((end - timezone.now()).total_seconds() // 60)


def acute_risk(participant: Participant) -> bool:
    """Whether an alert waits for its review, or the newest review found a plan, intent or means."""
    if Alert.objects.filter(participant=participant).open().pressing().exists():
        return True
    newest = RiskReview.objects.filter(participant=participant).first()
    return newest is not None and newest.level >= PLAN_INTENT_OR_MEANS
