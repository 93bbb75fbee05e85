"""The workspace: lines added, put in other words, struck out and put back; the work on the focus rated."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clinic.access.gate import opens, permitted
from clinic.access.roles import Permission
from clinic.courses.models import Course
from clinic.formulation import actions
from clinic.formulation.forms.workspace import EntryForm, FocusRatingsForm
from clinic.formulation.models import WorkspaceEntry
from clinic.formulation.views.keeping import GET_OR_POST, shown
from clinic.formulation.workspace import newest_of, workspace_page
from clinic.inventory.gathering import participant_of, sitting
from ipt.therapy import workspaces


@require_GET
@opens(Course, Permission.COURSE_VIEW)
def workspace(request: HttpRequest, course: Course) -> HttpResponse:
    page = workspace_page(course, request.GET.get("area", ""))
    return _page(request, page, opened=request.GET.get("open", ""))


@require_POST
@opens(Course, Permission.COURSE_EDIT)
def add_entry(request: HttpRequest, course: Course) -> HttpResponse:
    page = workspace_page(course, request.GET.get("area", ""))
    section = _section(page, request.GET.get("section", ""))
    form = _entry_form(page, section, request.POST)
    if not form.is_valid():
        return _page(request, page, entry=form)
    actions.add_entry(
        course=course,
        area=page["area"],
        section=section.id,
        by=request.user,
        session_number=sitting(page["participant"])["session_number"],
        **form.cleaned_data,
    )
    return redirect(_back(course, page["area"], section.id, opened=True))


@require_POST
@opens(Course, Permission.COURSE_EDIT)
def rate(request: HttpRequest, course: Course) -> HttpResponse:
    page = workspace_page(course, request.GET.get("area", ""))
    if not page["area"]:
        raise Http404
    form = FocusRatingsForm(request.POST, workspace=page["workspace"])
    if not form.is_valid():
        return _page(request, page, ratings=form)
    for question, rating in form.given().items():
        actions.rate_focus(
            participant=page["participant"],
            area=page["area"],
            question=question,
            rating=rating,
            by=request.user,
        )
    messages.success(request, _("The ratings are kept."))
    return redirect(_back(course, page["area"], "progress"))


@GET_OR_POST
@opens(WorkspaceEntry, Permission.COURSE_EDIT)
def entry(request: HttpRequest, entry: WorkspaceEntry) -> HttpResponse:
    section = workspaces.load(entry.area).section(entry.section)
    participant = participant_of(entry.course)
    form = EntryForm(
        request.POST or None,
        section=section,
        people=list(participant.relationships.all()),
        initial=EntryForm.of(entry),
    )
    if form.is_valid():
        number = sitting(participant)["session_number"]
        try:
            actions.revise_entry(entry=entry, by=request.user, session_number=number, **form.cleaned_data)
        except actions.ReplacedMeanwhile:
            entry.refresh_from_db(fields=["replaced_by"])
            form.add_error(None, _moved(newest_of(entry)))
        else:
            return redirect(_back(entry.course, entry.area, section.id))
    page = {"course": entry.course, "entry": newest_of(entry), "section": section, "form": form}
    return shown(request, "formulation/entry.html", page, form)


@require_POST
@opens(WorkspaceEntry, Permission.COURSE_EDIT)
def strike_out(request: HttpRequest, entry: WorkspaceEntry) -> HttpResponse:
    actions.strike_out(entry=entry, by=request.user)
    return redirect(_back(entry.course, entry.area, entry.section))


@require_POST
@opens(WorkspaceEntry, Permission.COURSE_EDIT)
def put_entry_back(request: HttpRequest, entry: WorkspaceEntry) -> HttpResponse:
    actions.put_entry_back(entry=entry, by=request.user)
    return redirect(_back(entry.course, entry.area, entry.section))


def _page(
    request: HttpRequest,
    page: dict[str, Any],
    entry: EntryForm | None = None,
    ratings: FocusRatingsForm | None = None,
    opened: str = "",
) -> HttpResponse:
    """The workspace with a form for each section; one that came back with a mistake keeps its place."""
    page["may_edit"] = permitted(request.user, Permission.COURSE_EDIT, page["course"])
    if page["area"]:
        page["filled"] = [
            (title, [_with_form(page, one, entry, opened) for one in sections])
            for title, sections in page["groups"]
        ]
        page["ratings"] = ratings or FocusRatingsForm(workspace=page["workspace"])
    wrong = bool(entry or ratings)
    return render(request, "formulation/workspace.html", page, status=422 if wrong else 200)


def _with_form(page: dict[str, Any], filled: Any, given: EntryForm | None, opened: str) -> dict[str, Any]:
    mine = given is not None and given.section.id == filled.section.id
    form = given if mine else _entry_form(page, filled.section)
    return {"filled": filled, "form": form, "open": mine or opened == filled.section.id}


def _entry_form(page: dict[str, Any], section: Any, data: Any = None) -> EntryForm:
    return EntryForm(data, section=section, people=page["people"], prefix=section.id)


def _section(page: dict[str, Any], named: str) -> Any:
    try:
        return page["workspace"].section(named)  # a course without a focus has no workspace
    except KeyError as unknown:
        raise Http404 from unknown


def _back(course: Course, area: str, place: str, opened: bool = False) -> str:
    more = f"&open={place}" if opened else ""
    return f"{reverse('formulation:workspace', args=[course.pk])}?area={area}{more}#{place}"


def _moved(newest: WorkspaceEntry) -> str:
    return _(
        "This line was put in other words while the page was open. It now says: %(text)s. What you typed is "
        "still here: save again if it should take that place."
    ) % {"text": newest.text}
