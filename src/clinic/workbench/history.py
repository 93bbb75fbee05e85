"""Everything that was written in a course, the newest first, with where it can be read."""

from dataclasses import dataclass
from datetime import datetime
from string import Formatter
from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.access.models import User
from clinic.audit.models import AuditEvent
from clinic.courses.models import Course
from clinic.ui.navigation import answers

A_PAGE = 40
ONLY_READ = ("opened", "watched", "was refused", "looked for what is not theirs")
NOT_TOLD = (
    *("privateenquiry", "release"),  # a history may be read on a shared screen
    *("messagedraft", "messagewording"),  # a draft of a message is the patient's own
    "sessioncheck",  # that a patient left the two questions is nobody's to read
)

# Where the page of each kind of row stands below the course; those with versions lead to the version.
PAGES = {
    "account": "incidents/versions/{on}/",
    "alert": "safety/alerts/{on}/",
    "checkin": "techniques/",
    "circle": "circle/",
    "chosensession": "adherence/{on}/",
    "contract": "formulation/",
    "conversation": "attachment/",
    "diagnosis": "diagnosis/#version-{version}",
    "ending": "ending/",
    "focus": "formulation/",
    "focusrating": "formulation/workspace/",
    "formulation": "formulation/",
    "formulationanswer": "formulation/",
    "goal": "formulation/",
    "goalrating": "formulation/",
    "imageryrun": "techniques/imagery/{on}/",
    "measurerequest": "measures/",
    "medication": "medication/",
    "midpointreview": "review/#version-{version}",
    "moodeventlink": "",
    "practice": "practice/{on}/",
    "practiceentry": "practice/",
    "practiceterms": "practice/",
    "opening": "techniques/",
    "precautions": "techniques/precautions/",
    "privatenote": "sessions/{number}/",
    "reading": "attachment/",
    "relationship": "circle/people/{on}/",
    "rememberedmood": "timeline/",
    "response": "measures/responses/{on}/",
    "reviewanswer": "review/",
    "riskreview": "safety/",
    "safetyplan": "safety/plan/{version}/",
    "session": "sessions/{number}/",
    "sessionrating": "adherence/",
    "sessionrecord": "sessions/{number}/#version-{version}",
    "sessionsagreement": "number-of-sessions/#version-{version}",
    "sickrole": "sick-role/#version-{version}",
    "signal": "signals/{on}/",
    "signalnote": "signals/",
    "signalreading": "signals/",
    "suitability": "suitability/#version-{version}",
    "telling": "practice/",
    "techniqueconsent": "techniques/",
    "techniqueuse": "techniques/uses/{on}/",
    "timelineevent": "timeline/",
    "workspaceentry": "formulation/workspace/",
    "weighing": "incidents/decisions/versions/{on}/",
}

KINDS = {
    "account": gettext_lazy("incident"),
    "alert": gettext_lazy("alert"),
    "appointment": gettext_lazy("appointment"),
    "checkin": gettext_lazy("check-in"),
    "circle": gettext_lazy("circle"),
    "contract": gettext_lazy("contract"),
    "conversation": gettext_lazy("ways of being close"),
    "diagnosis": gettext_lazy("diagnosis"),
    "ending": gettext_lazy("ending"),
    "focus": gettext_lazy("focus"),
    "formulation": gettext_lazy("formulation"),
    "practice": gettext_lazy("practice"),
    "practiceterms": gettext_lazy("practice"),
    "midpointreview": gettext_lazy("mid-point review"),
    "privatenote": gettext_lazy("private note, sealed"),
    "reading": gettext_lazy("the therapist’s own reading"),
    "response": gettext_lazy("questionnaire"),
    "reviewanswer": gettext_lazy("mid-point review"),
    "riskreview": gettext_lazy("risk review"),
    "safetyplan": gettext_lazy("safety plan"),
    "chosensession": gettext_lazy("session for supervision"),
    "sessionrating": gettext_lazy("rating"),
    "sessionrecord": gettext_lazy("record"),
    "sessionsagreement": gettext_lazy("number of sessions"),
    "sickrole": gettext_lazy("what is eased"),
    "signal": gettext_lazy("signal"),
    "signalnote": gettext_lazy("note on a signal"),
    "signalreading": gettext_lazy("reading of a signal"),
    "suitability": gettext_lazy("suitability"),
    "telling": gettext_lazy("how it went"),
    "weighing": gettext_lazy("decision"),
}


@dataclass(frozen=True, slots=True)
class Written:
    """One act: when, by whom, what, and the page where it can be read."""

    at: datetime
    by: str
    did: str
    about: str
    path: str


def written(course: Course, page: str) -> dict[str, Any]:
    """The context of the history."""
    acts = AuditEvent.objects.filter(course_id=course.pk).exclude(did__in=ONLY_READ)
    acts = acts.exclude(on_kind__in=NOT_TOLD).order_by("-at", "-seq")
    shown = Paginator(acts, A_PAGE).get_page(page)
    people = dict(User.objects.filter(pk__in={act.by_id for act in shown}).values_list("pk", "name"))
    tasks = {task.id: task.title for task in course.in_manual().tasks}
    return {"page": shown, "acts": [_written(course, act, people, tasks) for act in shown]}


def _written(course: Course, act: AuditEvent, people: dict[Any, str], tasks: dict[str, str]) -> Written:
    return Written(
        at=act.at,
        by=people.get(act.by_id, _("Kith")),
        did=act.did,
        about=_about(act, tasks),
        path=_path(course, act),
    )


def _about(act: AuditEvent, tasks: dict[str, str]) -> str:
    """What it was about: the kind of thing, the session, the version."""
    told = [str(KINDS.get(act.on_kind, ""))]
    if "number" in act.detail:
        told.append(_("session %s") % act.detail["number"])
    if "version" in act.detail:
        told.append(_("version %s") % act.detail["version"])
    if "task" in act.detail:
        told.append(tasks.get(act.detail["task"], act.detail["task"]))
    return ", ".join(filter(None, told))


def _path(course: Course, act: AuditEvent) -> str:
    """The page where it can be read; nothing when what it needs was not kept with the act."""
    page = PAGES.get(act.on_kind)
    if not page:
        return ""
    known = {"on": act.on_id, **act.detail}
    needed = [name for _words, name, *_rest in Formatter().parse(page) if name]
    if any(name not in known for name in needed):
        return ""
    path = f"/courses/{course.pk}/" + page.format(**known)
    return path if answers(path.split("#")[0]) else ""
