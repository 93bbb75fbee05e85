"""Gathers what the pages of practice show, in a fixed number of queries."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from uuid_utils.compat import uuid7

from clinic.access.models import User
from clinic.courses.models import Participant, Session
from clinic.inventory.gathering import participant_of, today_in
from clinic.inventory.models import Relationship
from clinic.inventory.reach import within_reach
from clinic.practice import words
from clinic.practice.agreement import QuickAgreement
from clinic.practice.models import (
    MessageDraft,
    MessageWording,
    Practice,
    PracticeEntry,
    PracticeTerms,
    Telling,
)
from clinic.practice.private import may_read, note_of, words_of
from clinic.safety.lock import closed_with, known
from clinic.ui.navigation import answers
from ipt.relationships.fear_and_violence import Act

A_FEW = 3  # entries shown beside what was agreed; the others have a page


@dataclass(frozen=True, slots=True)
class Told:
    """One entry as it stands, for one reader."""

    entry: PracticeEntry
    telling: Telling
    patient: User
    reader: User

    @property
    def arrived_at(self) -> dt.datetime:
        """When it was told for the first time, whatever day it tells of."""
        first: Telling = list(self.entry.tellings.all())[-1]
        return first.written_at

    @property
    def how(self) -> str:
        return str(words.HOW[self.telling.how])

    @property
    def note(self) -> str:
        """The note, if this reader may read it."""
        return note_of(self.telling) if may_read(self.telling, self.patient, self.reader) else ""

    @property
    def kept_private(self) -> bool:
        """Whether there is a note that this reader may not read."""
        return self.telling.has_note and not may_read(self.telling, self.patient, self.reader)

    @property
    def in_session(self) -> int | None:
        """The session in which the therapist noted what the patient said."""
        return self.telling.session_number if self.telling.written_by_id != self.patient.pk else None


@dataclass(frozen=True, slots=True)
class Agreed:
    """A practice as it stands, with what was told of it, the newest first."""

    practice: Practice
    versions: Sequence[PracticeTerms]
    told: Sequence[Told]
    closed: bool  # saying something to this person is closed now

    @property
    def terms(self) -> PracticeTerms:
        return self.versions[0]

    @property
    def when(self) -> str:
        return words.when(self.terms)

    @property
    def stands(self) -> str:
        """As on every page that may be looked at together: what is closed reads as resting."""
        return words.RESTING if self.closed and self.terms.stands == words.AGREED else self.terms.stands

    @property
    def stands_words(self) -> str:
        return str(words.STANDS[self.stands])

    @property
    def few(self) -> Sequence[Told]:
        return self.told[:A_FEW]

    @property
    def more(self) -> int:
        return max(len(self.told) - A_FEW, 0)

    @property
    def exercise_page(self) -> str:
        """Where the exercise that was agreed is done; nothing until the program has a page for it."""
        path = f"/me/practice/exercises/{self.terms.exercise}/"
        return path if self.terms.exercise and answers(path) else ""

    @property
    def fresh_id(self) -> UUID:
        """An id for the next entry, so that the same press sent twice is one entry."""
        return uuid7()


def practices_of(participant: Participant, reader: User, **only: Any) -> list[Agreed]:
    """Every practice that stands, in the order of agreeing; eight queries at most."""
    rows = list(_with_all(participant.practices.standing().filter(**only)))
    closed = _closed([row.terms.all()[0] for row in rows])
    patient = participant.patient.user
    return [_agreed(row, patient, reader, closed) for row in rows]


def one_practice(practice: Practice, reader: User) -> Agreed:
    """One practice, also one that was taken back."""
    row = _with_all(Practice.objects.filter(pk=practice.pk)).get()
    return _agreed(row, practice.participant.patient.user, reader, _closed([row.terms.all()[0]]))


def _with_all(rows: QuerySet[Practice]) -> QuerySet[Practice]:
    terms = Prefetch("terms", PracticeTerms.objects.select_related("relationship", "written_by"))
    tellings = Prefetch("tellings", Telling.objects.select_related("written_by"))
    entries = Prefetch("entries", PracticeEntry.objects.standing().prefetch_related(tellings))
    return rows.prefetch_related(terms, entries)


def _agreed(row: Practice, patient: User, reader: User, closed: set[Any]) -> Agreed:
    versions = list(row.terms.all())
    told = [Told(entry, entry.tellings.all()[0], patient, reader) for entry in row.entries.all()]
    told.sort(key=lambda one: (one.telling.on, one.arrived_at), reverse=True)
    return Agreed(row, versions, told, closed=_says(versions[0]) and versions[0].relationship_id in closed)


def _says(terms: PracticeTerms) -> bool:
    return terms.towards == words.SAY


def _closed(terms: Sequence[PracticeTerms]) -> set[Any]:
    """The people to whom saying something is closed now, of those to whom something was to be said."""
    people = {one.relationship_id for one in terms if _says(one) and one.stands == words.AGREED}
    if not people:
        return set()
    met = known(Relationship.objects.filter(pk__in=people))
    return {person.pk for person in met if closed_with(Act.TRY_FOR_REAL, person)}


def told_of(entry: PracticeEntry, reader: User) -> Told:
    """One entry as it stands."""
    telling = entry.tellings.select_related("written_by").first()
    return Told(entry, telling, entry.participant.patient.user, reader)


def parted(practices: Sequence[Agreed]) -> dict[str, list[Agreed]]:
    """Those that go on, and those that rest or have ended."""
    return {
        "going_on": [one for one in practices if one.stands == words.AGREED],
        "resting": [one for one in practices if one.stands == words.RESTING],
        "ended": [one for one in practices if one.stands == words.ENDED],
    }


# The patient's pages


def wants_reminder(participant: Participant) -> bool:
    """Whether today's practice stands on the first page; nothing chosen means it does not."""
    newest = participant.reminder_choices.first()
    return newest is not None and bool(newest.wanted)


def my_practice(participant: Participant, reader: User, noted: str) -> dict[str, Any]:
    """The patient's page: what was agreed, told and drafted; ``noted``: the entry told a moment ago."""
    practices = practices_of(participant, reader)
    every = [(agreed, told) for agreed in practices for told in agreed.told]
    return {
        **about(participant),
        **parted(practices),
        "practices": practices,
        "any_told": bool(every),
        "noted": next((both for both in every if str(both[1].entry.pk) == noted), None),
        "taken_back": participant.practice_entries.withdrawn().filter(pk=as_id(noted)).first(),
        "drafts": [Draft(row, row.wordings.all()[0]) for row in drafts_of(participant)],
        "reminder": wants_reminder(participant),
    }


def about(participant: Participant) -> dict[str, Any]:
    course = participant.course
    return {
        "participant": participant,
        "course": course,
        "therapist": course.therapist.first_name,
        "readers": words.readers(course),
    }


def today_of(participant: Participant, reader: User) -> dict[str, Any]:
    """What the first page says of practice: nothing, that there is some, or today's, where that is wanted."""
    going_on = [one for one in practices_of(participant, reader) if one.stands == words.AGREED]
    wanted, today = bool(going_on) and wants_reminder(participant), today_in(participant)
    return {
        "any_practice": bool(going_on),
        "for_today": [one for one in going_on if wanted and _waits(one, today)],
    }


def _waits(agreed: Agreed, today: dt.date) -> bool:
    told = any(one.telling.on == today for one in agreed.told)
    return words.falls_on(agreed.terms, today) and not told


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft of a message as it stands, opened; for whoever may read it."""

    row: MessageDraft
    wording: MessageWording

    @property
    def words(self) -> dict[str, str]:
        return words_of(self.wording)

    @property
    def to(self) -> str:
        person = self.wording.relationship
        return person.pseudonym if person else self.words["to_whom"]


def drafts_of(participant: Participant) -> QuerySet[MessageDraft]:
    drafts: QuerySet[MessageDraft] = participant.message_drafts.standing().with_wordings()
    return drafts


def shared_drafts(participant: Participant) -> list[Draft]:
    """The drafts that the patient shares now."""
    drafts = [Draft(row, row.wordings.all()[0]) for row in drafts_of(participant)]
    return [draft for draft in drafts if draft.wording.shared]


def as_id(given: str) -> UUID:
    """An id out of an address; one that nothing has, where it is none."""
    try:
        return UUID(given)
    except ValueError:
        return UUID(int=0)


# The therapist's pages


def practice_since(session: Session, reader: User) -> dict[str, Any]:
    """What was agreed before this session and how it went since the last, and what was agreed in it."""
    participant = participant_of(session.course)
    before = session.course.sessions.filter(number__lt=session.number).order_by("-number").first()
    practices = practices_of(participant, reader)
    return {
        "session": session,
        "participant": participant,
        "before": before,
        "reviewed": [
            Agreed(one.practice, one.versions, _since(one.told, before, session), one.closed)
            for one in practices
            if one.versions[-1].written_at < session.began_at and one.stands != words.ENDED
        ],
        "newly": [one for one in practices if one.versions[-1].written_at >= session.began_at],
        "form": QuickAgreement(people=within_reach(participant)),
        "how": words.HOW,
    }


def came_of_it(participant: Participant, before: Session | None, reader: User) -> list[Agreed]:
    """What goes on, each with what was told of it since a session began; for the page before the next one."""
    return [
        Agreed(
            one.practice,
            one.versions,
            [told for told in one.told if before is None or told.arrived_at >= before.began_at],
            one.closed,
        )
        for one in practices_of(participant, reader)
        if one.stands == words.AGREED
    ]


def _since(told: Sequence[Told], before: Session | None, session: Session) -> list[Told]:
    """What arrived since the last session began, until this one was signed; late news is news."""
    until = session.signed_at
    return [
        one
        for one in told
        if (before is None or one.arrived_at >= before.began_at)
        and (until is None or one.arrived_at <= until)
    ]
