"""What the clinician sees of techniques: what is open now and why not, what waits, and what was used."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils import timezone

from clinic.access.gate import permitted
from clinic.access.models import User
from clinic.access.roles import Permission
from clinic.courses.models import Course, Participant, Session
from clinic.inventory.gathering import participant_of
from clinic.techniques import standing
from clinic.techniques.models import CheckIn, ImageryRun, Opening, TechniqueConsent
from clinic.techniques.standing import Standing
from clinic.ui.navigation import answers
from ipt.therapy import exercises, imagery, techniques
from ipt.therapy.circumstances import title_of
from ipt.therapy.contraindications import OF_CONSENT, OF_THE_PERSON, ContraIndication, Verdict
from ipt.therapy.exercises import Exercise
from ipt.therapy.techniques import Technique


@dataclass(frozen=True, slots=True)
class ForThePhone:
    """One exercise: whether the patient may do it alone, and for how long."""

    exercise: Exercise
    opening: Opening | None
    refused: tuple[ContraIndication, ...]  # what nobody can override while the patient is alone
    off: tuple[ContraIndication, ...]
    care: tuple[ContraIndication, ...]
    open: bool
    longest: int  # seconds
    begin: str = ""  # where it is begun in a session
    begins: bool = False  # whether it may begin in this session

    @property
    def could_be_longer(self) -> bool:
        return self.exercise.longest_released > self.exercise.longest_alone

    @property
    def longest_minutes(self) -> int:
        return self.longest // 60

    @property
    def released_minutes(self) -> int:
        return self.exercise.longest_released // 60


@dataclass(frozen=True, slots=True)
class Row:
    """One adjunct technique as it stands now."""

    technique: Technique
    verdict: Verdict
    consent: TechniqueConsent | None
    opening: Opening | None
    exercises: Sequence[ForThePhone] = field(default_factory=list)
    begin: str = ""  # where it is begun in a session

    @property
    def lasting(self) -> tuple[ContraIndication, ...]:
        """What will not pass with the moment: opening it is refused as long as these hold."""
        return tuple(one for one in self.verdict.refused if one.when in OF_THE_PERSON)

    @property
    def may_open(self) -> bool:
        """Whether a reason is asked for: also ahead of its session, but not in a crisis or too late."""
        too_late = {"acute_risk", "last_sessions", "not_wanted"} & {one.when for one in self.verdict.refused}
        return bool(self.verdict.off) and not (self.lasting or too_late)

    @property
    def closable(self) -> bool:
        """Whether a clinician's reason holds it open, to be taken back."""
        return self.opening is not None and self.opening.opened

    @property
    def refusals(self) -> tuple[ContraIndication, ...]:
        """Why it cannot begin now, leaving out what was not asked yet."""
        return tuple(one for one in self.verdict.reasons if one.when not in ("no_consent", "not_asked"))

    @property
    def waits_for_consent(self) -> bool:
        """Whether nothing but the patient's agreement is missing."""
        only = self.verdict.refused and all(one.when == "no_consent" for one in self.verdict.refused)
        return bool(only) and not self.verdict.off

    @property
    def asks_for_consent(self) -> bool:
        """Whether consent, not heard yet or declined, is among what stands against it."""
        return any(one.when in OF_CONSENT for one in self.verdict.refused)

    @property
    def asks_first(self) -> bool:
        """Whether nobody has asked yet what speaks against it, and nothing else but consent is missing."""
        asks = any(one.when == "not_asked" for one in self.verdict.refused)
        return asks and not self.refusals

    @property
    def how(self) -> list[tuple[str, str]]:
        """What to take care of, for the clinician alone: of the technique, then of exercises by title."""
        all_of_it = [one.reason for one in self.verdict.care]
        single = [
            (one.exercise.title, care.reason)
            for one in self.exercises
            for care in one.care
            if care.reason not in all_of_it
        ]
        return [("", reason) for reason in all_of_it] + single

    @property
    def on_the_phone(self) -> bool:
        return any(one.open for one in self.exercises)

    @property
    def can_begin(self) -> bool:
        """Whether the way in is open; of imagery also before consent, which is asked on that way."""
        return self.verdict.open or (self.waits_for_consent and self.technique.id == imagery.TECHNIQUE)


def rows(course: Course, stands: Standing, session: Session | None) -> list[Row]:
    """Every adjunct technique, in the order of the data file."""
    return [_row(course, stands, session, technique) for technique in techniques.adjunct()]


def _row(course: Course, stands: Standing, session: Session | None, technique: Technique) -> Row:
    phone = [_for_the_phone(course, stands, session, one) for one in exercises.of_technique(technique.id)]
    return Row(
        technique=technique,
        verdict=stands.of_technique(technique),
        consent=stands.consents.get(technique.id),
        opening=stands.openings.get(technique.id),
        exercises=phone,
        begin=_begin(course, session, technique),
    )


def _begin(course: Course, session: Session | None, technique: Technique) -> str:
    if session is None:
        return ""
    if technique.id == imagery.TECHNIQUE:
        return reverse("techniques:begin-imagery", args=(course.pk,)) + f"?session={session.number}"
    path = f"/courses/{course.pk}/incidents/"
    return f"{path}?session={session.number}" if technique.id == "drama" and answers(path) else ""


def _for_the_phone(course: Course, stands: Standing, session: Session | None, one: Exercise) -> ForThePhone:
    alone = stands.when_alone()
    verdict = alone.of_exercise(one)
    path = f"/courses/{course.pk}/techniques/exercises/{one.id}/"
    return ForThePhone(
        exercise=one,
        opening=stands.openings.get(one.id),
        refused=verdict.refused,
        off=verdict.off,
        care=verdict.care,
        open=alone.is_opened(one.id) and verdict.open,
        longest=alone.longest_alone(one),
        begin=f"{path}?session={session.number}" if session and answers(path) else "",
        begins=session is not None and stands.of_exercise(one).open,
    )


def open_session(course: Course) -> Session | None:
    """The session that is begun and not signed, the newest if there are several."""
    return course.sessions.unsigned().order_by("-number").first()  # type: ignore[no-any-return]


def survey(course: Course, reader: User) -> dict[str, Any]:
    """The context of the page."""
    participant, session = participant_of(course), open_session(course)
    number = course.sessions.count() + 1
    stands = standing.now(participant, session) if session else standing.ahead(participant, number)
    return {
        "course": course,
        "participant": participant,
        "session": session,
        "rows": rows(course, stands, session),
        "core": techniques.core(),
        "precautions": stands.precautions,
        "found": [title_of(one) for one in stands.precautions.present] if stands.precautions else [],
        "may_edit": permitted(reader, Permission.COURSE_EDIT, course),
        **after_imagery(course),
    }


def in_place(session: Session, stands: Standing) -> dict[str, Any]:
    """What can be begun from the page of an open session."""
    participant = participant_of(session.course)
    return {
        "course": session.course,
        "session": session,
        "rows": rows(session.course, stands, session),
        "running": ImageryRun.objects.unfinished().filter(participant=participant).first(),
    }


def after_imagery(course: Course) -> dict[str, Any]:
    """A run that is not finished, and the check-ins that wait, of one course."""
    of_course = {"participant__course": course}
    unfinished = ImageryRun.objects.unfinished().filter(**of_course).select_related("session").first()
    waiting = CheckIn.objects.open().filter(run__participant__course=course)
    return {
        "running": unfinished,
        "check_ins": list(waiting.select_related("run__participant__patient", "run__session")),
        "now": timezone.now(),
    }


def who_may_get_in_touch(course: Course) -> list[User]:
    """The course's therapist first, then its supervisor."""
    return [person for person in (course.therapist, course.supervisor) if person is not None]


def earlier_runs(participant: Participant) -> int:
    """How many runs of imagery were finished before."""
    return ImageryRun.objects.filter(participant=participant).exclude(finished_at=None).count()
