"""Incidents: the list, the quick form, one incident and its versions."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from clinic.access.gate import opens, permitted
from clinic.access.meanwhile import shows_both
from clinic.access.roles import Permission
from clinic.courses.models import Course, Participant
from clinic.incidents import actions, gathering
from clinic.incidents.forms.telling import IncidentForm
from clinic.incidents.models import Account, Incident
from clinic.inventory.gathering import participant_of, today_in
from clinic.safety.lock import is_closed
from ipt.relationships.fear_and_violence import Act

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@opens(Course, Permission.COURSE_VIEW)
def incidents(request: HttpRequest, course: Course) -> HttpResponse:
    told = Account.objects.newest().filter(incident__participant__course=course).with_lines()
    page = Paginator(gathering.with_counts(told).order_by("-on", "-written_at"), 20).get_page(
        request.GET.get("page")
    )
    context = {"course": course, "page": page, "may_edit": _may_edit(request, course)}
    context["session"] = gathering.session_from(request, course)
    return render(request, "incidents/incidents.html", context)


@GET_OR_POST
@opens(Course, Permission.INVENTORY_EDIT)
def tell(request: HttpRequest, course: Course) -> HttpResponse:
    """The quick form."""
    participant = participant_of(course)
    form = _form(request, participant)
    if "add" not in request.POST and form.is_valid():
        number = gathering.session_number(request, participant)
        account = actions.tell_incident(
            participant=participant, by=request.user, session_number=number, **form.cleaned_data
        )
        return _kept(request, account)
    return _form_page(request, participant, form)


@require_GET
@opens(Incident, Permission.COURSE_VIEW)
def incident(request: HttpRequest, incident: Incident) -> HttpResponse:
    page = gathering.incident_page(incident, request.GET.get("undo", ""))
    page["may_edit"] = _may_edit(request, page["course"])
    page["session"] = gathering.session_from(request, page["course"])
    page["closed"] = is_closed(Act.REHEARSE, page["account"].people)
    return render(request, "incidents/incident.html", page)


@require_GET
@opens(Account, Permission.COURSE_VIEW)
def version(request: HttpRequest, account: Account) -> HttpResponse:
    """One version as it was told then."""
    participant = participant_of(account.incident.participant.course)
    return render(request, "incidents/version.html", gathering.account_page(account, participant))


@GET_OR_POST
@opens(Incident, Permission.INVENTORY_EDIT)
@shows_both
def retell(request: HttpRequest, incident: Incident) -> HttpResponse:
    participant, newest = participant_of(incident.participant.course), gathering.account_of(incident)
    form = _form(request, participant, newest)
    if "add" not in request.POST and form.is_valid():
        number = gathering.session_number(request, participant) or newest.session_number
        account = actions.retell_incident(
            incident=incident, by=request.user, session_number=number, **form.cleaned_data
        )
        return _kept(request, account)
    return _form_page(request, participant, form, newest)


def _form(request: HttpRequest, participant: Participant, newest: Account | None = None) -> IncidentForm:
    lines = gathering.rows_asked(request)
    return IncidentForm(request.POST or None, newest=newest, lines=lines, **_about(participant))


def _about(participant: Participant) -> dict[str, Any]:
    return {
        "people": participant.relationships.all(),
        "patient": participant.patient.preferred_name,
        "today": today_in(participant),
        "told": participant.incidents.count(),
    }


def _form_page(
    request: HttpRequest, participant: Participant, form: IncidentForm, newest: Account | None = None
) -> HttpResponse:
    """The form; with one line more when that was asked for, and nothing said yet about what is missing."""
    adding = "add" in request.POST
    if adding:
        typed = form.with_another_line()
        form = IncidentForm(newest=newest, lines=form.count + 1, initial=typed, **_about(participant))
        form.fields[f"said_{form.count}"].widget.attrs["autofocus"] = True
    context = {
        "course": participant.course,
        "form": form,
        "newest": newest,
        "adding": adding,
        "nobody": not participant.relationships.exists(),
        "session": gathering.session_from(request, participant.course),
        "newer": gathering.account_page(form.newer, participant) if form.newer else None,
    }
    return render(request, "incidents/tell.html", context, status=200 if adding or not form.errors else 422)


def _kept(request: HttpRequest, account: Account) -> HttpResponse:
    messages.success(request, _("Kept."))
    course = account.incident.participant.course
    onward = redirect("incidents:incident", course=course.pk, incident=account.incident_id)
    number = gathering.session_from(request, course)
    onward["Location"] += f"?session={number}" if number else ""
    return onward


def _may_edit(request: HttpRequest, course: Course) -> bool:
    return permitted(request.user, Permission.INVENTORY_EDIT, course)
