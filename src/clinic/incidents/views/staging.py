"""An incident played by people at one screen: the scene, a run, its stop, the ground, and looking back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clinic.access.gate import opens
from clinic.access.meanwhile import shows_both
from clinic.access.roles import Permission
from clinic.courses.models import Session
from clinic.incidents import actions, gathering, runs, shown, stage
from clinic.incidents.forms.playing import BeginForm, LookBackForm, SceneForm
from clinic.incidents.models import Incident, RolePlay
from clinic.safety.lock import Closed, is_closed
from clinic.techniques.actions import Refused
from ipt.relationships.fear_and_violence import Act
from ipt.therapy import techniques

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
ONWARD = {"again": "incidents:role-play", "words": "incidents:rewrite", "try": "incidents:tried"}


@GET_OR_POST
@opens(Incident, Permission.INVENTORY_EDIT)
@shows_both
def scene(request: HttpRequest, incident: Incident) -> HttpResponse:
    """One short form before the first run; it can be set anew at any time."""
    page = shown.page(incident)
    therapist = page["course"].therapist.first_name
    form = SceneForm(
        request.POST or None, kept=incident.scenes.first(), therapist=therapist, place=page["account"].place
    )
    if form.is_valid():
        actions.set_scene(incident=incident, by=request.user, seen=form.versions, **form.scene())
        return _to_play(incident)
    if is_closed(Act.REHEARSE, page["account"].people):
        return shown.closed(request, page, status=200)
    return shown.form_page(request, "incidents/scene.html", {**page, "form": form}, form)


@GET_OR_POST
@opens(Incident, Permission.INVENTORY_EDIT)
def role_play(request: HttpRequest, incident: Incident) -> HttpResponse:
    """Before a run: the scene, in which form, and how it is now."""
    page = shown.page(incident)
    if is_closed(Act.REHEARSE, page["account"].people):
        return shown.closed(request, page, status=403 if request.method == "POST" else 200)
    set_so = incident.scenes.select_related("written_by").first()
    if set_so is None:
        return redirect("incidents:scene", course=page["course"].pk, incident=incident.pk)
    played = list(RolePlay.objects.standing().filter(account__incident=incident))
    suggested = stage.suggested(page["lines"], page["account"], len(played))
    form = BeginForm(request.POST or None, suggested=request.GET.get("form", suggested))
    session = _session(request, page["participant"])
    refused = ()
    if form.is_valid():
        try:
            return _begin(request, page, form, session)
        except Closed:
            return shown.closed(request, page, status=403)
        except Refused as refusal:
            refused = refusal.verdict.reasons
    page |= _before(page, set_so, played, session) | {"form": form, "refused": refused}
    status = 403 if refused else 422 if form.errors else 200
    return render(request, "incidents/role_play.html", page, status=status)


def _before(
    page: dict[str, Any], set_so: Any, played: list[RolePlay], session: Session | None
) -> dict[str, Any]:
    open_run = next((run for run in played if run.ended_at is None), None)
    return {
        "scene": set_so,
        "rules": runs.agreed(set_so.rules),
        "player": stage.player_of(set_so, page["participant"]),
        "run_forms": runs.FORMS,
        "drama": runs.drama_now(page["participant"], session),
        "drama_technique": techniques.load(runs.DRAMA),
        "open_run": open_run,
        "goes_on": open_run is not None and not runs.against(open_run, page["participant"]),
        "played": len(played),
    }


def _begin(
    request: HttpRequest, page: dict[str, Any], form: BeginForm, session: Session | None
) -> HttpResponse:
    run = actions.begin_role_play(
        account=page["account"], by=request.user, session=session, **form.cleaned_data
    )
    return redirect("incidents:stage", course=page["course"].pk, roleplay=run.pk)


def _session(request: HttpRequest, participant: Any) -> Session | None:
    number = gathering.session_number(request, participant)
    if number is None:
        return None
    session: Session | None = participant.course.sessions.filter(number=number).first()
    if session:
        session.course = participant.course
    return session


@require_GET
@opens(RolePlay, Permission.INVENTORY_EDIT)
def on_stage(request: HttpRequest, role_play: RolePlay) -> HttpResponse:
    """The lines or the prompts, large, with the stop in its place."""
    page = _screen(role_play)
    page["account"] = gathering.played_account(role_play)
    if role_play.ended_at is not None:
        return redirect("incidents:look-back", course=page["course"].pk, roleplay=role_play.pk)
    if is_closed(Act.REHEARSE, page["account"].people_by_now):
        return shown.closed(request, page, status=200)
    if runs.against(role_play, page["participant"]):
        return render(request, "incidents/not_on.html", page)
    page["lines"] = gathering.lines_of(page["account"], page["participant"])
    page |= stage.on_stage(page["lines"], page["account"], page["participant"], role_play, request.GET)
    return render(request, "incidents/stage.html", page)


@require_GET
@opens(RolePlay, Permission.INVENTORY_EDIT, watched=True)
def still_on(request: HttpRequest, role_play: RolePlay) -> HttpResponse:
    """Asked by the open stage itself: nothing while the run goes on, else the page is fetched anew."""
    incident = role_play.account.incident
    goes_on = (
        role_play.ended_at is None
        and not is_closed(Act.REHEARSE, gathering.played_account(role_play).people_by_now)
        and not runs.against(role_play, incident.participant)
    )
    return HttpResponse(status=204) if goes_on else HttpResponse(headers={"HX-Refresh": "true"})


@require_POST
@opens(RolePlay, Permission.INVENTORY_EDIT)
def end(request: HttpRequest, role_play: RolePlay) -> HttpResponse:
    """End a run or stop it; both lead to the ground."""
    actions.end_role_play(role_play=role_play, by=request.user, stopped="stop" in request.POST)
    course = role_play.account.incident.participant.course_id
    return redirect("incidents:grounding", course=course, roleplay=role_play.pk)


@require_GET
@opens(RolePlay, Permission.INVENTORY_EDIT)
def grounding(request: HttpRequest, role_play: RolePlay) -> HttpResponse:
    return render(request, "incidents/grounding.html", _screen(role_play))


def _screen(run: RolePlay) -> dict[str, Any]:
    """A run for a screen that both look at, with the session it leads back to."""
    page = shown.page(run.account.incident)
    session = page["course"].sessions.filter(number=run.session_number).first()
    return page | {"run": run, "run_form": runs.BY_ID[run.form], "session": session}


@GET_OR_POST
@opens(RolePlay, Permission.INVENTORY_EDIT)
def look_back(request: HttpRequest, role_play: RolePlay) -> HttpResponse:
    """What was learnt, and how it is now; from here to another run, other words, or a try for real."""
    incident = role_play.account.incident
    course = incident.participant.course_id
    if role_play.ended_at is None:
        return redirect("incidents:stage", course=course, roleplay=role_play.pk)
    form = LookBackForm(request.POST or None, run=role_play)
    if request.method == "POST" and form.is_valid():
        actions.look_back(role_play=role_play, by=request.user, **form.cleaned_data)
        if (role_play.distress_after or 0) >= runs.HIGH_DISTRESS:
            messages.warning(
                request, _("Kept. Distress is high: stay on the ground, and do not play on now.")
            )
            return redirect("incidents:grounding", course=course, roleplay=role_play.pk)
        onward = ONWARD.get(request.POST.get("then", ""))
        if onward:
            return redirect(onward, course=course, incident=incident.pk)
        return shown.to_incident(request, incident, _("The run is recorded."))
    page = shown.page(incident) | {
        "run": role_play,
        "run_form": runs.BY_ID[role_play.form],
        "form": form,
        "so_far": _said(role_play),
    }
    return shown.form_page(request, "incidents/look_back.html", page, form)


@require_POST
@opens(RolePlay, Permission.INVENTORY_EDIT)
def withdraw(request: HttpRequest, role_play: RolePlay) -> HttpResponse:
    actions.withdraw_role_play(role_play=role_play, by=request.user)
    return shown.to_incident(request, role_play.account.incident, _("Taken back."), taken_back=role_play)


@require_POST
@opens(RolePlay, Permission.INVENTORY_EDIT)
def put_back(request: HttpRequest, role_play: RolePlay) -> HttpResponse:
    actions.put_role_play_back(role_play=role_play, by=request.user)
    return shown.to_incident(request, role_play.account.incident, _("It stands again."))


def _said(run: RolePlay) -> str:
    """What was said of a run so far, by which the page knows whether what is typed was kept."""
    said = (
        run.confidence_after,
        run.distress_after,
        run.learnt,
        run.minutes,
        run.stopped_by,
        run.stop_reason,
    )
    return "|".join(str(one) for one in said)


def _to_play(incident: Incident) -> HttpResponse:
    return redirect("incidents:role-play", course=incident.participant.course_id, incident=incident.pk)
