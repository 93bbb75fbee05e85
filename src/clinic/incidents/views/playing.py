"""An incident played by two people at one screen, its lines rewritten, and a line tried for real."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from clinic.access.gate import opens
from clinic.access.roles import Permission
from clinic.incidents import actions, gathering, stage
from clinic.incidents.forms.playing import AgreeForm, RewriteForm, RolePlayForm, ToldForm
from clinic.incidents.models import Incident, RolePlay
from clinic.inventory.gathering import participant_of
from clinic.safety.lock import Closed, is_closed
from ipt.relationships.fear_and_violence import Act

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@GET_OR_POST
@opens(Incident, Permission.INVENTORY_EDIT)
def rewrite(request: HttpRequest, incident: Incident) -> HttpResponse:
    """Other words for the lines; each try is kept."""
    page = _page(incident)
    turns = [line.turn for line in page["lines"]]
    latest = {line.turn.number: line.newest.words for line in page["lines"] if line.newest}
    form = RewriteForm(request.POST or None, turns=turns, latest=latest, versions=incident.rewrites.count())
    if form.is_valid():
        for number, words in form.rewritten().items():
            actions.rewrite_line(incident=incident, turn_number=number, words=words, by=request.user)
        return _to_incident(request, incident, _("The new words are kept."))
    return _shown(request, "incidents/rewrite.html", {**page, "form": form}, form)


@GET_OR_POST
@opens(Incident, Permission.INVENTORY_EDIT)
def role_play(request: HttpRequest, incident: Incident) -> HttpResponse:
    """The lines one after another, large; and the record of a run."""
    page = _page(incident)
    form = RolePlayForm(request.POST or None, initial={"swapped": request.GET.get("swap") == "1"})
    if form.is_valid():
        return _record(request, page, form)
    if is_closed(Act.REHEARSE, page["account"].people):
        return _closed(request, page, status=200)
    page["so_far"] = RolePlay.objects.filter(account__incident=incident).count()
    page |= stage.scene(page["lines"], page["account"], page["participant"], request.GET)
    return _shown(request, "incidents/role_play.html", {**page, "form": form}, form)


def _record(request: HttpRequest, page: dict[str, Any], form: RolePlayForm) -> HttpResponse:
    number = gathering.session_number(request, page["participant"])
    try:
        actions.record_role_play(
            account=page["account"], by=request.user, session_number=number, **form.cleaned_data
        )
    except Closed:
        return _closed(request, page, status=403)
    return _to_incident(request, page["incident"], _("The run is recorded."))


@require_POST
@opens(RolePlay, Permission.INVENTORY_EDIT)
def withdraw(request: HttpRequest, role_play: RolePlay) -> HttpResponse:
    actions.withdraw_role_play(role_play=role_play, by=request.user)
    return _to_incident(request, role_play.account.incident, _("Taken back."), taken_back=role_play)


@require_POST
@opens(RolePlay, Permission.INVENTORY_EDIT)
def put_back(request: HttpRequest, role_play: RolePlay) -> HttpResponse:
    actions.put_role_play_back(role_play=role_play, by=request.user)
    return _to_incident(request, role_play.account.incident, _("It stands again."))


@GET_OR_POST
@opens(Incident, Permission.INVENTORY_EDIT)
def tried(request: HttpRequest, incident: Incident) -> HttpResponse:
    """Agree on a line to try for real."""
    page = _page(incident)
    form = AgreeForm(request.POST or None, initial={"line": page["account"].new_line})
    if form.is_valid():
        try:
            actions.agree_to_try(incident=incident, by=request.user, **form.cleaned_data)
        except Closed:
            return _closed(request, page, status=403)
        return _to_incident(request, incident, _("Agreed."))
    if is_closed(Act.TRY_FOR_REAL, page["account"].people):
        return _closed(request, page, status=200)
    page |= {"form": form, "so_far": incident.tries.count()}
    return _shown(request, "incidents/tried.html", page, form)


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
        return _to_incident(request, incident, _("Kept."))
    page = {**_page(incident), "agreed": agreed, "form": form, "so_far": agreed.version}
    return _shown(request, "incidents/told.html", page, form)


def _page(incident: Incident) -> dict[str, Any]:
    participant = participant_of(incident.participant.course)
    return gathering.account_page(gathering.account_of(incident), participant)


def _shown(request: HttpRequest, template: str, page: dict[str, Any], form: Any) -> HttpResponse:
    return render(request, template, page, status=422 if form.errors else 200)


def _closed(request: HttpRequest, page: dict[str, Any], status: int) -> HttpResponse:
    """The same words whatever the reason: this page may be looked at together."""
    return render(request, "incidents/closed.html", page, status=status)


def _to_incident(
    request: HttpRequest, incident: Incident, words: str, taken_back: RolePlay | None = None
) -> HttpResponse:
    messages.success(request, words)
    onward = redirect("incidents:incident", course=incident.participant.course_id, incident=incident.pk)
    onward["Location"] += f"?undo={taken_back.pk}#played" if taken_back else ""
    return onward
