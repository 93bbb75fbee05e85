"""The list of courses: in the order of the day, each with where it stands and what is next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, FloatField, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.access.gate import roles_of
from clinic.access.models import User
from clinic.access.roles import Role
from clinic.access.scope import supervised_by, treated_by
from clinic.appointments.models import Appointment
from clinic.courses.models import Course, Participant, Session
from clinic.courses.progress import Progress, progress, strip
from clinic.formulation.models import Focus
from clinic.questionnaires.models import Response
from clinic.questionnaires.scores import followed
from clinic.safety.models import Alert
from clinic.signals.models import Signal
from clinic.ui.marks import PhaseCells, Spark
from clinic.ui.templatetags.ui import when
from clinic.workbench import scores
from clinic.workbench.evidence import Shown, done_by, shown, ticked
from clinic.workbench.scores import OUTCOME
from clinic.workbench.templatetags.workbench import meets
from clinic.workbench.wording import Focused, focus_of

A_PAGE = 25
LONGEST_NAME = 120
SORTS = ("when", "name", "session", "score", "change")
WHOSE = ("mine", "supervised")
STATES = ("open", "ended", "all")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which courses somebody wants to see, and in which order."""

    whose: str = "mine"
    state: str = "open"
    named: str = ""
    sort: str = "when"
    page: str = "1"

    @classmethod
    def of(cls, query: Any, whose: str = "mine") -> "Asked":
        """Read it from an address; what is not understood falls back to the usual."""
        sort = query.get("sort", "when")
        return cls(
            whose=query.get("whose") if query.get("whose") in WHOSE else whose,
            state=query.get("state") if query.get("state") in STATES else "open",
            named=query.get("named", "").replace("\0", "").strip()[:LONGEST_NAME],
            sort=sort if sort.removeprefix("-") in SORTS else "when",
            page=query.get("page", "1"),
        )


@dataclass(frozen=True, slots=True)
class Next:
    """What the therapist does next for a course; ``weight`` is alert, open, late or due."""

    words: str
    weight: str
    detail: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One course as the list shows it."""

    course: Course
    name: str
    meets_at: datetime | None
    group: str
    focus: Focused | None
    progress: Progress
    strip: list[PhaseCells]
    scores: scores.Scores
    measured_by: str  # the measure, where it is not the one that heads the column
    since: scores.Since | None
    spark: Spark | None
    next: Next | None
    to_read: int  # signals about which nobody has said anything
    to_see_again: int  # signals whose day to look again has come

    @property
    def today(self) -> bool:
        """Whether they meet today: the page that prepares for it is offered."""
        return self.group == _("Today")


def usual(user: User) -> str:
    """Whose courses somebody finds first: their own, unless they only supervise."""
    supervises = any(role == Role.SUPERVISOR for _service, role in roles_of(user))
    if not supervises or Course.objects.filter(treated_by(user, "")).exists():
        return "mine"
    return "supervised" if Course.objects.filter(supervised_by(user, "")).exists() else "mine"


def courses(user: User, asked: Asked) -> QuerySet[Course]:
    """The courses asked for, in the order asked for."""
    found = Course.objects.filter(treated_by(user, "") if asked.whose == "mine" else supervised_by(user, ""))
    if asked.state != "all":
        found = found.open() if asked.state == "open" else found.ended()
    if asked.named:
        named = Participant.objects.filter(course=OuterRef("pk")).filter(
            Q(patient__name__icontains=asked.named) | Q(patient__preferred_name__icontains=asked.named)
        )
        found = found.filter(pk__in=Subquery(named.values("course")))
    return _ordered(found, asked.sort)


def _ordered(found: Any, sort: str) -> QuerySet[Course]:
    meeting = Appointment.objects.coming().filter(course=OuterRef("pk")).order_by("starts_at")
    people = Participant.objects.filter(course=OuterRef("pk")).order_by("created_at")
    found = found.annotate(
        meets_at=Subquery(meeting.values("starts_at")[:1]), name=Subquery(people.values("patient__name")[:1])
    )
    kind = sort.removeprefix("-")
    if kind == "session":
        found = found.annotate(order=Count("sessions"))
    if kind in ("score", "change"):
        found = found.annotate(last=_score("-given_at"), first=_score("given_at"))
        found = found.annotate(order=F("last") - F("first") if kind == "change" else F("last"))
    order = F({"when": "meets_at", "name": "name"}.get(kind, "order"))
    way = order.desc(nulls_last=True) if sort.startswith("-") else order.asc(nulls_last=True)
    if kind == "when":
        way_in = F("ended_on").desc(nulls_first=True)  # open courses first, then those that ended last
        return found.order_by(way_in, way, "name", "pk")  # type: ignore[no-any-return]
    return found.order_by(way, "name", "pk")  # type: ignore[no-any-return]


def _score(by: str) -> Subquery:
    scored = Response.objects.filter(participant__course=OuterRef("pk"), measure=OUTCOME, total__isnull=False)
    return Subquery(scored.order_by(by).values("total")[:1], output_field=FloatField())


def rows(page: Page[Course]) -> list[Row]:
    """Everything the list says about one page of courses, in as many queries for one as for many."""
    page.object_list = (
        with_what_waits(page.object_list).select_related("therapist").prefetch_related("sessions")
    )
    listed = list(page.object_list)
    ids = [course.pk for course in listed]
    people = Participant.objects.filter(course__in=ids).select_related("patient").order_by("created_at")
    focuses = _latest(Focus.objects.filter(course__in=ids).select_related("relationship").order_by("version"))
    responses = Response.objects.filter(participant__course__in=ids).order_by("given_at", "created_at")
    given = _by_course(responses.select_related("participant"), lambda one: one.participant.course_id)
    named = _by_course(people, lambda one: one.course_id)
    there = shown(ids)
    return [
        _row(
            course, named.get(course.pk, []), focuses.get(course.pk),
            given.get(course.pk, []), there.get(course.pk, set()),
        )
        for course in listed
    ]  # fmt: skip


def with_what_waits(found: QuerySet[Course]) -> QuerySet[Course]:
    """The same with when the first risk is to be reviewed, and how many signals wait for a look."""
    risk = Alert.objects.open().pressing().filter(course=OuterRef("pk")).order_by("due_at")
    return found.annotate(
        risk_due_at=Subquery(risk.values("due_at")[:1]),
        to_read=_how_many(Signal.objects.to_be_read()),
        to_see_again=_how_many(Signal.objects.to_be_seen_again()),
    )


def _how_many(signals: Any) -> Subquery:
    """How many of the signals are of the course; None where there are none."""
    here = signals.filter(course=OuterRef("pk")).order_by().values("course")
    return Subquery(here.annotate(n=Count("pk")).values("n"))


def _latest(found: Any) -> dict[Any, Focus]:
    return {one.course_id: one for one in found}


def _by_course(found: Any, course_of: Any) -> dict[Any, list[Any]]:
    gathered: dict[Any, list[Any]] = {}
    for one in found:
        gathered.setdefault(course_of(one), []).append(one)
    return gathered


def _row(
    course: Any, people: Sequence[Participant], focus: Focus | None, responses: Sequence[Response],
    there: Shown,
) -> Row:  # fmt: skip
    stands = progress(course, course.sessions.all())
    seen = scores.of_course(responses, followed(responses))
    return Row(
        course=course,
        name=" & ".join(one.patient.short_name for one in people),
        meets_at=course.meets_at,
        group=_("Ended") if course.ended_on else _group(course.meets_at),
        focus=focus_of(focus) if focus else None,
        progress=stands,
        strip=strip(stands, ended=course.ended_on is not None),
        scores=seen,
        measured_by="" if seen.measure.id == OUTCOME else seen.measure.short_title,
        since=scores.since_the_start(seen),
        spark=scores.spark(seen, course.planned_sessions),
        next=None if course.ended_on else _next(course, stands, there),
        to_read=course.to_read or 0,
        to_see_again=course.to_see_again or 0,
    )


def _next(course: Any, stands: Progress, there: Shown) -> Next | None:
    """An alert first, then a session to sign, a late task, one that is due, and a meeting to book."""
    if course.risk_due_at:
        return Next(_review_risk(course.risk_due_at), "alert")
    if stands.open:
        return _to_sign(course, stands.open)
    done = {*ticked(there), *done_by(stands.manual, there)}
    due_now = stands.due(done)
    if due_now.overdue:
        late = due_now.overdue[0]
        return Next(late.task.title, "late", _("was due by session %d") % late.since)
    if due_now.now:
        return Next(due_now.now[0].title, "due")
    if course.meets_at is None and not stands.all_used:
        return Next(_("Book the next meeting"), "due", path=reverse("appointments:book", args=(course.pk,)))
    return None


def _to_sign(course: Course, session: Session) -> Next:
    words = _("Session %d: begun, not signed") % session.number
    path = reverse("workbench:session", args=(course.pk, session.number))
    return Next(words, "open", _("begun %s") % when(session.began_at), path)


def _review_risk(due_at: datetime) -> str:
    late = due_at < timezone.now()
    return (_("Review risk, due since %s") if late else _("Review risk by %s")) % meets(due_at)


def _group(meets_at: datetime | None) -> str:
    if meets_at is None:
        return _("No appointment")
    on, today = timezone.localdate(meets_at), timezone.localdate()
    if on == today:
        return _("Today")
    return _("Later this week") if on <= today + timedelta(days=6 - today.weekday()) else _("Later")


def grouped(listed: Sequence[Row], sort: str) -> list[tuple[str, list[Row]]]:
    """The rows under the days they belong to, when they stand in the order of the days."""
    if sort.removeprefix("-") != "when":
        return [("", list(listed))]
    return [(group, list(found)) for group, found in groupby(listed, lambda row: row.group)]


def survey(user: User, asked: Asked) -> dict[str, Any]:
    """The context of the list."""
    page = Paginator(courses(user, asked), A_PAGE).get_page(asked.page)
    listed = rows(page)
    waiting = Alert.objects.waiting_for(user)
    alerts = list(waiting.pressing().with_people())
    first_alert = min((alert.due_at for alert in alerts), default=None)
    return {
        "asked": asked,
        "page": page,
        "groups": grouped(listed, "" if asked.state == "ended" else asked.sort),
        "alerts": alerts,
        "other_alerts": waiting.count() - len(alerts),
        "today": timezone.localdate(),
        "meets_today": sum(row.group == _("Today") for row in listed),
        "first_alert": first_alert,
        "first_is_late": first_alert is not None and first_alert < timezone.now(),
        "measure": scores.of_course([], OUTCOME).measure,
    }
