"""The lines of an incident rewritten, and a line tried for real."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clinic.access.gate import opens
from clinic.access.meanwhile import shows_both
from clinic.access.roles import Permission
from clinic.incidents import actions, shown
from clinic.incidents.forms.playing import AgreeForm, RewriteForm, ToldForm
from clinic.incidents.models import Incident
from clinic.safety.lock import Closed, is_closed
from ipt.relationships.fear_and_violence import Act

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@GET_OR_POST
@opens(Incident, Permission.INVENTORY_EDIT)
@shows_both
def rewrite(request: HttpRequest, incident: Incident) -> HttpResponse:
    """Other words for the lines; each try is kept."""
    page = shown.page(incident)
    turns = [line.turn for line in page["lines"]]
    latest = {line.turn.number: line.newest.words for line in page["lines"] if line.newest}
    form = RewriteForm(request.POST or None, turns=turns, latest=latest, versions=incident.rewrites.count())
    if form.is_valid():
        actions.rewrite_lines(incident=incident, words=form.rewritten(), by=request.user, seen=form.versions)
        if request.GET.get("then") == "play":
            messages.success(request, _("The new words are kept."))
            return redirect("incidents:role-play", course=page["course"].pk, incident=incident.pk)
        return shown.to_incident(request, incident, _("The new words are kept."))
    return shown.form_page(request, "incidents/rewrite.html", {**page, "form": form}, form)


@GET_OR_POST
@opens(Incident, Permission.INVENTORY_EDIT)
def tried(request: HttpRequest, incident: Incident) -> HttpResponse:
    """Agree on a line to try for real."""
    page = shown.page(incident)
    form = AgreeForm(request.POST or None, initial={"line": page["account"].new_line})
    if form.is_valid():
        try:
            actions.agree_to_try(incident=incident, by=request.user, **form.cleaned_data)
        except Closed:
            return shown.closed(request, page, status=403)
        return shown.to_incident(request, incident, _("Agreed."))
    if is_closed(Act.TRY_FOR_REAL, page["account"].people):
        return shown.closed(request, page, status=200)
    page |= {"form": form, "so_far": incident.tries.count()}
    return shown.form_page(request, "incidents/tried.html", page, form)


@GET_OR_POST
@opens(Incident, Permission.INVENTORY_EDIT)
def told(request: HttpRequest, incident: Incident) -> HttpResponse:
    """What came of the line agreed on."""
    agreed = incident.tries.first()
    if agreed is None:
        return redirect("incidents:tried", course=incident.participant.course_id, incident=incident.pk)
    known = {"how": agreed.how, "what_happened": agreed.what_happened}
    form = ToldForm(request.POST or None, initial=known)
    if form.is_valid():
        actions.tell_try(incident=incident, by=request.user, **form.cleaned_data)
        return shown.to_incident(request, incident, _("Kept."))
    page = {**shown.page(incident), "agreed": agreed, "form": form, "so_far": agreed.version}
    return shown.form_page(request, "incidents/told.html", page, form)
