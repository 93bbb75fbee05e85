"""Sets the scene of an incident, begins and ends its runs, and keeps what was said afterwards."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from clinic.access.meanwhile import insist_newest
from clinic.access.models import User
from clinic.audit.actions import record
from clinic.courses.models import Session
from clinic.incidents.actions.versions import next_version
from clinic.incidents.models import Account, Incident, RolePlay, Scene
from clinic.incidents.models.playing import STOPPED_BY
from clinic.incidents.runs import BY_ID, DRAMA, RULES, drama_now
from clinic.safety.lock import insist_open
from clinic.techniques.actions import Refused, add_after, record_use, withdraw_use
from ipt.relationships.fear_and_violence import Act

LONGEST = 120  # minutes; a run that nobody ended for longer says nothing about how long it took


@transaction.atomic
def set_scene(*, incident: Incident, by: User, seen: int | None = None, **scene: Any) -> Scene:
    """Keep the next version of a scene; ``ValueError`` for a rule that is none."""
    unknown = set(scene.get("rules", ())) - set(RULES)
    if unknown:
        raise ValueError(f"no rule {', '.join(sorted(unknown))}")
    Incident.objects.select_for_update().get(pk=incident.pk)
    insist_newest(seen, incident.scenes.count())
    return next_version(Scene, "set the scene of an incident", by, incident=incident, **scene)


@transaction.atomic
def begin_role_play(
    *,
    account: Account,
    by: User,
    form: str = "as_it_was",
    session: Session | None = None,
    confidence_before: int | None = None,
    distress_before: int | None = None,
) -> RolePlay:
    """Begin a run; ``Closed`` while the work with somebody in it is, ``Refused`` where drama must wait."""
    insist_open(Act.REHEARSE, account.people_by_now)
    if BY_ID[form].adjunct:
        verdict = drama_now(account.incident.participant, session)
        if not verdict.open:
            raise Refused(verdict)
    run = RolePlay.objects.create(
        service_id=account.service_id,
        account=account,
        scene=account.incident.scenes.first(),
        form=form,
        confidence_before=confidence_before,
        distress_before=distress_before,
        session_number=session.number if session else None,
        played_at=timezone.now(),
        recorded_by=by,
    )
    record(by=by, did="played an incident", on=run, course_id=_course(run), form=form)
    return run


@transaction.atomic
def end_role_play(*, role_play: RolePlay, by: User, stopped: bool = False) -> RolePlay:
    """End a run, or stop it; never refused, and the second time it changes nothing."""
    run: RolePlay = RolePlay.objects.select_for_update().select_related("account").get(pk=role_play.pk)
    if run.ended_at is not None:
        return run
    run.ended_at, run.stopped = timezone.now(), stopped
    took = -(-int((run.ended_at - run.played_at).total_seconds()) // 60)
    run.minutes = max(1, took) if took <= LONGEST else None
    if BY_ID[run.form].adjunct:
        run.technique_use = _use(run, by)
    run.save(update_fields=["ended_at", "stopped", "minutes", "technique_use"])
    did = "stopped a role play" if stopped else "ended a role play"
    record(by=by, did=did, on=run, course_id=_course(run))
    return run


def _use(run: RolePlay, by: User) -> Any:
    """The use of a drama technique; a run that was stopped counts as stopped by the clinician, at whose
    screen it was, until somebody says by whom."""
    participant = run.account.incident.participant
    use, _new = record_use(
        id=run.pk,
        participant=participant,
        technique=DRAMA,
        form=run.form,
        session=participant.course.sessions.filter(number=run.session_number).first(),
        person=run.account.relationship,
        began_at=run.played_at,
        seconds=int((run.ended_at - run.played_at).total_seconds()),
        before=_distress(run.distress_before),
        stopped_by="clinician" if run.stopped else "",
        by=by,
    )
    return use


@transaction.atomic
def look_back(
    *,
    role_play: RolePlay,
    by: User,
    confidence_after: int | None = None,
    distress_after: int | None = None,
    learnt: str = "",
    minutes: int | None = None,
    stopped_by: str = "",
    stop_reason: str = "",
) -> RolePlay:
    """Keep what was said after a run; who stopped it and why only where it was stopped."""
    if stopped_by not in ("", *STOPPED_BY):
        raise ValueError(f"nobody stops as {stopped_by}")
    said = {
        "confidence_after": confidence_after,
        "distress_after": distress_after,
        "learnt": learnt,
        "minutes": minutes,
        "stopped_by": stopped_by if role_play.stopped else "",
        "stop_reason": stop_reason if role_play.stopped else "",
    }
    for name, value in said.items():
        setattr(role_play, name, value)
    role_play.save(update_fields=list(said))
    if role_play.technique_use:
        who = (
            {"stopped_by": stopped_by, "stop_reason": stop_reason} if role_play.stopped and stopped_by else {}
        )
        after = {"after": _distress(distress_after), "takeaway": learnt}
        add_after(use=role_play.technique_use, by=by, **after, **who)
    record(by=by, did="looked back at a role play", on=role_play, course_id=_course(role_play))
    return role_play


@transaction.atomic
def withdraw_role_play(*, role_play: RolePlay, by: User) -> None:
    """Take a record of a run back; it stays and can be put back."""
    _withdraw(role_play, by, "took a role play back", back=False)


@transaction.atomic
def put_role_play_back(*, role_play: RolePlay, by: User) -> None:
    """Undo taking it back."""
    _withdraw(role_play, by, "put a role play back", back=True)


def _withdraw(run: RolePlay, by: User, did: str, *, back: bool) -> None:
    run.withdrawn_at = None if back else timezone.now()
    run.save(update_fields=["withdrawn_at"])
    if run.technique_use:
        withdraw_use(use=run.technique_use, by=by, back=back)
    record(by=by, did=did, on=run, course_id=_course(run))


def _distress(rating: int | None) -> dict[str, int]:
    return {} if rating is None else {"distress": rating}


def _course(run: RolePlay) -> Any:
    return run.account.incident.participant.course_id
