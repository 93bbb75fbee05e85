"""The patient's own pages of lines to practise alone."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from uuid_utils.compat import uuid7

from clinic.access.gate import opens_own
from clinic.courses.models import Participant
from clinic.incidents import actions, audio, to_practise
from clinic.incidents.forms.alone import CONSENT, GoForm, ShareForm
from clinic.incidents.models import LinesGiven, SharedRecording
from clinic.safety.lock import Closed


@require_GET
@opens_own(Participant)
def lines(request: HttpRequest, participant: Participant) -> HttpResponse:
    """What is there to practise, and what was shared."""
    context = {
        "participant": participant,
        "given": to_practise.standing(participant),
        "recordings": to_practise.recordings(participant),
    }
    return render(request, "incidents/my_lines.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_own(Participant, LinesGiven)
def practise(request: HttpRequest, given: LinesGiven) -> HttpResponse:
    """The lines one after another, and a form for one go; what was done is kept even if they are put away."""
    form = GoForm(request.POST or None, initial={"id": uuid7()})
    if form.is_valid():
        stopped = "stop" in request.POST
        actions.keep_go(given=given, by=request.user, stopped=stopped, **form.cleaned_data)
        if stopped:
            return redirect("incidents:my-grounding")
        messages.success(request, _("Kept."))
        return redirect("incidents:my-lines")
    return _page(request, given, form, ShareForm(given=given))


@require_POST
@opens_own(Participant, LinesGiven)
def share(request: HttpRequest, given: LinesGiven) -> HttpResponse:
    """Share one recording, by an act of its own."""
    form = ShareForm(request.POST, given=given)
    if not form.is_valid():
        return _page(request, given, GoForm(initial={"id": uuid7()}), form)
    if not to_practise.is_open(given):
        return _put_away(request, given)
    try:
        actions.share_recording(
            given=given,
            by=request.user,
            id=form.cleaned_data["id"],
            place=form.cleaned_data["place"],
            recording=form.cleaned_data["recording"],
            consent=str(CONSENT),
            delete_on=form.cleaned_data["delete_on"],
        )
    except Closed:
        return _put_away(request, given)
    messages.success(request, _("Shared. You can take it back here at any time."))
    return redirect("incidents:my-lines")


@require_POST
@opens_own(Participant, SharedRecording)
def withdraw(request: HttpRequest, recording: SharedRecording) -> HttpResponse:
    actions.withdraw_recording(recording=recording, by=request.user)
    messages.success(request, _("Taken back. The recording is deleted."))
    return redirect("incidents:my-lines")


@require_GET
@opens_own(Participant)
def grounding(request: HttpRequest, participant: Participant) -> HttpResponse:
    return render(request, "incidents/my_grounding.html", {"participant": participant})


def _page(request: HttpRequest, given: LinesGiven, form: GoForm, share_form: ShareForm) -> HttpResponse:
    if not to_practise.is_open(given):
        return _put_away(request, given)
    context: dict[str, Any] = {
        "participant": given.participant,
        "given": given,
        "form": form,
        "share": share_form,
        "goes": given.practised.count(),
        "seconds": audio.LONGEST,
    }
    status = 422 if form.errors or share_form.errors else 200
    return render(request, "incidents/my_practice.html", context, status=status)


def _put_away(request: HttpRequest, given: LinesGiven) -> HttpResponse:
    """The same words whether the day has passed, they were put away, or the work is closed."""
    context = {"participant": given.participant, "given": given}
    return render(request, "incidents/my_put_away.html", context)
