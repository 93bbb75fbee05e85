"""What the therapist gives for practice alone, and what the patient shared of it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clinic.access.gate import opens
from clinic.access.roles import Permission
from clinic.incidents import actions, shown, stage
from clinic.incidents.forms.alone import GiveForm
from clinic.incidents.models import Incident, LinesGiven, SharedRecording
from clinic.safety.lock import Closed, is_closed
from ipt.relationships.fear_and_violence import Act


@require_http_methods(["GET", "HEAD", "POST"])
@opens(Incident, Permission.INVENTORY_EDIT)
def give(request: HttpRequest, incident: Incident) -> HttpResponse:
    """Choose lines that the patient may practise alone until a day."""
    page = shown.page(incident)
    patient = page["participant"].patient.preferred_name
    lines = stage.to_give(page["lines"], page["account"], patient)
    form = GiveForm(request.POST or None, lines=lines)
    if form.is_valid():
        chosen = form.cleaned_data
        try:
            actions.give_lines(
                account=page["account"],
                lines=chosen["chosen"],
                until=chosen["until"],
                note=chosen["note"],
                by=request.user,
            )
        except Closed:
            return shown.closed(request, page, status=403)
        return shown.to_incident(request, incident, _("Given. They stand on the patient’s own page."))
    if is_closed(Act.REHEARSE, page["account"].people):
        return shown.closed(request, page, status=200)
    page |= {"form": form, "so_far": LinesGiven.objects.filter(account__incident=incident).count()}
    return shown.form_page(request, "incidents/give.html", page, form)


@require_POST
@opens(LinesGiven, Permission.INVENTORY_EDIT)
def put_away(request: HttpRequest, given: LinesGiven) -> HttpResponse:
    actions.put_lines_away(given=given, by=request.user)
    return shown.to_incident(request, given.account.incident, _("Put away."))


@require_GET
@opens(SharedRecording, Permission.COURSE_VIEW)
def listen(request: HttpRequest, recording: SharedRecording) -> HttpResponse:
    """The sound itself, while it is there; each listening is in the audit."""
    sound = actions.listen(recording=recording, by=request.user)
    if sound is None:
        raise Http404
    reply = HttpResponse(sound, content_type=recording.media_type)
    reply["X-Content-Type-Options"] = "nosniff"
    reply["Content-Disposition"] = "inline"
    return reply
