"""Each use of an adjunct technique: the list, what helped, one use with its note, taken back."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clinic.access.gate import opens, permitted
from clinic.access.roles import Permission
from clinic.courses.models import Course
from clinic.inventory.gathering import participant_of
from clinic.techniques import actions, helped, running
from clinic.techniques.forms.uses import NoteForm
from clinic.techniques.models import ImageryRun, TechniqueUse
from ipt.therapy.uses import ENOUGH

A_PAGE = 20
GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@opens(Course, Permission.COURSE_VIEW)
def uses(request: HttpRequest, course: Course) -> HttpResponse:
    """What was used, the newest first, and what stood before and after."""
    participant = participant_of(course)
    everything = list(TechniqueUse.objects.of(participant))
    standing = [one for one in everything if one.withdrawn_at is None]
    page = Paginator(standing[::-1], A_PAGE).get_page(request.GET.get("page"))
    listed, measure = helped.beside(page.object_list, participant)
    context: dict[str, Any] = {
        "course": course,
        "participant": participant,
        "page": page,
        "listed": listed,
        "measure": measure,
        "helped": helped.helped(standing),
        "enough": ENOUGH,
        "withdrawn": [(one, helped.title_of(one)) for one in everything if one.withdrawn_at],
        "may_edit": permitted(request.user, Permission.COURSE_EDIT, course),
    }
    return render(request, "techniques/uses.html", context)


@GET_OR_POST
@opens(TechniqueUse, Permission.COURSE_VIEW)
def use(request: HttpRequest, technique_use: TechniqueUse) -> HttpResponse:
    """One use, with the note that the treating clinician may add."""
    participant = technique_use.participant
    may_edit = permitted(request.user, Permission.COURSE_EDIT, technique_use)
    posted = request.POST if request.method == "POST" and may_edit else None
    form = NoteForm(posted, initial={"note": technique_use.note})
    if form.is_valid():
        actions.add_after(use=technique_use, by=request.user, note=form.cleaned_data["note"])
        messages.success(request, _("Kept."))
        return _to_use(technique_use)
    (told,), measure = helped.beside([technique_use], participant)
    run = ImageryRun.objects.filter(use=technique_use).prefetch_related("check_ins__owner").first()
    context = {
        "course": participant.course,
        "participant": participant,
        "told": told,
        "measure": measure,
        "run": run,
        "stops_proposed": running.stops_proposed(run) if run else [],
        "form": form,
        "may_edit": may_edit,
    }
    refused = request.method == "POST"
    status = 403 if refused and not may_edit else 422 if refused else 200
    return render(request, "techniques/use.html", context, status=status)


@require_POST
@opens(TechniqueUse, Permission.COURSE_EDIT)
def withdraw(request: HttpRequest, technique_use: TechniqueUse) -> HttpResponse:
    actions.withdraw_use(use=technique_use, by=request.user)
    messages.success(request, _("Taken back. A check-in that was agreed stays."))
    return _to_use(technique_use)


@require_POST
@opens(TechniqueUse, Permission.COURSE_EDIT)
def put_back(request: HttpRequest, technique_use: TechniqueUse) -> HttpResponse:
    actions.withdraw_use(use=technique_use, by=request.user, back=True)
    messages.success(request, _("It stands again."))
    return _to_use(technique_use)


def _to_use(technique_use: TechniqueUse) -> HttpResponse:
    course = technique_use.participant.course_id
    return redirect("techniques:use", course=course, techniqueuse=technique_use.pk)
