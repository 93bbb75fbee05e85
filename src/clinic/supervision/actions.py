"""Keeps the patient's two answers, chooses and draws sessions for supervision, rates them, signs talks."""

from collections.abc import Iterable, Mapping
from datetime import date
from random import Random, SystemRandom
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.access.meanwhile import insist_newest
from clinic.access.models import Service, User
from clinic.audit.actions import record
from clinic.courses.models import Course, Participant, Session
from clinic.signals.actions import call_for_alliance
from clinic.supervision.checking import may_answer
from clinic.supervision.choosing import can_be_chosen, rater_of
from clinic.supervision.models import (
    ChosenSession,
    SessionCheck,
    SessionRating,
    SupervisionTalk,
    TalkPoint,
    TalkRecord,
)
from clinic.supervision.wording import ANSWERS
from ipt.therapy.adherence import check_ratings, item_file

CHANCE = SystemRandom()


class Refused(Exception):
    """It cannot be done as things stand; the message says why."""


# The patient's two questions


@transaction.atomic
def answer_check(
    *,
    participant: Participant,
    session: Session,
    by: User,
    understood: str = "",
    mattered: str = "",
    words: str = "",
    seen: int | None = None,
) -> SessionCheck:
    """Keep what a patient says of a session, as the next version; until the next session begins."""
    if {understood, mattered} - {"", *ANSWERS}:
        raise ValueError("an answer is one of the four, or none")
    held = Session.objects.select_for_update(no_key=True).select_related("course").get(pk=session.pk)
    if held.course_id != participant.course_id:
        raise ValueError("a session of another course")
    if not may_answer(held):
        raise Refused(_("The time for these questions has passed."))
    before = SessionCheck.objects.filter(participant=participant, session=held).count()
    insist_newest(seen, before)
    given = SessionCheck.objects.create(
        service_id=held.service_id,
        participant=participant,
        session=held,
        version=before + 1,
        written_by=by,
        written_at=timezone.now(),
        understood=understood,
        mattered=mattered,
        words=words,
    )
    did = (
        "answered two questions about a session"
        if given.said_anything
        else "left two questions about a session"
    )
    record(by=by, did=did, on=given, course_id=held.course_id, number=held.number, version=given.version)
    call_for_alliance(
        participant=participant,
        said=SessionCheck.objects.shares(participant),
        session_number=held.number,
        at=given.written_at,
        by=by,
    )
    return given


# Sessions chosen for supervision


@transaction.atomic
def choose_session(*, session: Session, by: User, reason: str = "") -> ChosenSession:
    """Choose a signed, attended session for supervision; ``Refused`` where it is chosen already."""
    Course.objects.select_for_update(no_key=True).get(pk=session.course_id)
    if not can_be_chosen(session.course_id).filter(pk=session.pk).exists():
        raise Refused(_("Session %d is chosen already, or was not held and signed.") % session.number)
    return _choose(session, by, reason=reason)


@transaction.atomic
def draw_session(*, course: Course, by: User, reason: str = "", rng: Random = CHANCE) -> ChosenSession:
    """Choose one of the signed sessions by chance; who drew, from which and when, stays.

    Refused while a drawn session waits to be rated: a draw that does not please is set aside first, with a
    reason.
    """
    Course.objects.select_for_update(no_key=True).get(pk=course.pk)
    waiting = (
        ChosenSession.objects.standing().filter(session__course=course, ratings=None).exclude(drawn_from=[])
    )
    if before := waiting.select_related("session").first():
        raise Refused(
            _("Session %d was drawn and is not rated yet. Rate it, or set it aside with a reason first.")
            % before.session.number
        )
    pool = list(can_be_chosen(course.pk).order_by("number"))
    if not pool:
        raise Refused(_("No signed session is left to draw from."))
    return _choose(rng.choice(pool), by, reason=reason, drawn_from=[one.number for one in pool])


def _choose(session: Session, by: User, **how: Any) -> ChosenSession:
    chosen = ChosenSession.objects.create(
        service_id=session.service_id, session=session, chosen_by=by, chosen_at=timezone.now(), **how
    )
    did = "drew a session for supervision" if chosen.drawn else "chose a session for supervision"
    told = {"number": session.number} | ({"drawn_from": chosen.drawn_from} if chosen.drawn else {})
    record(by=by, did=did, on=chosen, course_id=session.course_id, **told)
    return chosen


@transaction.atomic
def set_aside(*, chosen: ChosenSession, why: str, by: User) -> ChosenSession:
    """Take a choice or a draw back with a reason; refused once somebody has rated the session."""
    held = ChosenSession.objects.select_for_update().get(pk=chosen.pk)
    if held.set_aside_at:
        raise Refused(_("It is set aside already."))
    if held.ratings.exists():
        raise Refused(_("It has been rated, so it stays."))
    held.set_aside_at, held.set_aside_by, held.why_set_aside = timezone.now(), by, why
    held.save(update_fields=["set_aside_at", "set_aside_by", "why_set_aside"])
    session = held.session
    record(
        by=by,
        did="set a session for supervision aside",
        on=held,
        course_id=session.course_id,
        number=session.number,
    )
    return held


@transaction.atomic
def rate_session(
    *,
    chosen: ChosenSession,
    ratings: Mapping[str, int | None],
    rests_on: str,
    by: User,
    words: str = "",
    to_discuss: str = "",
    seen: int | None = None,
) -> SessionRating:
    """Keep a rating as the therapist's or the supervisor's next version; the audit does not hold it."""
    check_ratings(ratings)
    held = (
        ChosenSession.objects.select_for_update(no_key=True)
        .select_related("session__course")
        .get(pk=chosen.pk)
    )
    if held.set_aside_at:
        raise Refused(_("The session was set aside."))
    rater = rater_of(by, held.session.course)
    before = held.ratings.filter(rater=rater).count()
    insist_newest(seen, before)
    given = SessionRating.objects.create(
        service_id=held.service_id,
        chosen=held,
        rater=rater,
        version=before + 1,
        written_by=by,
        written_at=timezone.now(),
        items_version=item_file().version,
        ratings=dict(ratings),
        rests_on=rests_on,
        words=words,
        to_discuss=to_discuss,
    )
    told = {"number": held.session.number, "version": given.version}
    record(by=by, did="rated a session for supervision", on=given, course_id=held.session.course_id, **told)
    return given


# The talk


@transaction.atomic
def sign_talk(*, service: Service, supervisor: User, therapist: User, by: User, **told: Any) -> TalkRecord:
    """Sign what a supervisor and a therapist talked about, for the first time."""
    talk = SupervisionTalk.objects.create(service=service, supervisor=supervisor, therapist=therapist)
    return _sign(talk, by, "signed a supervision talk", **told)


@transaction.atomic
def amend_talk(*, talk: SupervisionTalk, why_amended: str, by: User, **told: Any) -> TalkRecord:
    """Sign the next version of a talk with the reason; the ones before stay readable."""
    SupervisionTalk.objects.select_for_update().get(pk=talk.pk)
    return _sign(talk, by, "amended a supervision talk", why_amended=why_amended, **told)


def _sign(
    talk: SupervisionTalk,
    by: User,
    did: str,
    *,
    on: date,
    minutes: int,
    way: str,
    points: Iterable[tuple[Course, str, str]] = (),
    seen: int | None = None,
    **words: Any,
) -> TalkRecord:
    if by.pk not in (talk.supervisor_id, talk.therapist_id):
        raise ValueError("a talk is signed by one of the two")
    before = talk.records.count()
    insist_newest(seen, before)
    told = list(points)
    shared = Q(supervisor=talk.supervisor_id, therapist=talk.therapist_id, service=talk.service_id)
    known = set(Course.objects.filter(shared).values_list("pk", flat=True))
    known |= set(TalkPoint.objects.filter(record__talk=talk).values_list("course", flat=True))
    if {course.pk for course, _discussed, _agreed in told} - known:
        raise ValueError("a course that these two do not share")
    signed = TalkRecord.objects.create(
        service_id=talk.service_id,
        talk=talk,
        version=before + 1,
        written_by=by,
        written_at=timezone.now(),
        on=on,
        minutes=minutes,
        way=way,
        **words,
    )
    for course, discussed, agreed in told:
        TalkPoint.objects.create(
            service_id=talk.service_id, record=signed, course=course, discussed=discussed, agreed=agreed
        )
    record(by=by, did=did, on=signed, version=signed.version)
    return signed
