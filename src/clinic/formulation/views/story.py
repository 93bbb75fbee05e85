"""The formulation: written with the patient from the pieces, looked at as they will, and shared."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clinic.access.gate import opens
from clinic.access.meanwhile import shows_both
from clinic.access.roles import Permission
from clinic.courses.models import Course
from clinic.formulation import actions
from clinic.formulation.forms.story import FormulationForm, StoryAnswerForm
from clinic.formulation.models import Formulation
from clinic.formulation.pieces import pieces
from clinic.formulation.views.keeping import GET_OR_POST, kept, shown
from clinic.inventory.gathering import participant_of


@GET_OR_POST
@opens(Course, Permission.COURSE_EDIT)
@shows_both
def story(request: HttpRequest, course: Course) -> HttpResponse:
    versions = list(course.formulations.select_related("written_by").prefetch_related("answers__written_by"))
    newest = next(iter(versions), None)
    form = FormulationForm(request.POST or None, pieces=pieces(course, participant_of(course)), newest=newest)
    if form.is_valid():
        actions.write_formulation(course=course, by=request.user, **form.cleaned_data)
        return kept(request, course, _("The formulation is kept. Nobody else reads it until you share it."))
    page = {"course": course, "form": form, "versions": versions, "newest": newest}
    return shown(request, "formulation/story.html", page, form)


@require_GET
@opens(Course, Permission.COURSE_EDIT)
def preview(request: HttpRequest, course: Course) -> HttpResponse:
    """As the patient will read it."""
    newest = course.formulations.select_related("written_by").first()
    page = {"course": course, "participant": participant_of(course), "row": newest, "form": StoryAnswerForm()}
    return render(request, "formulation/preview.html", page)


@require_POST
@opens(Formulation, Permission.COURSE_EDIT)
def share(request: HttpRequest, formulation: Formulation) -> HttpResponse:
    actions.share_formulation(formulation=formulation, by=request.user)
    who = participant_of(formulation.course).patient
    return kept(request, formulation.course, _("%(who)s can read it now.") % {"who": who})


@require_POST
@opens(Formulation, Permission.COURSE_EDIT)
def stop_sharing(request: HttpRequest, formulation: Formulation) -> HttpResponse:
    actions.stop_sharing(formulation=formulation, by=request.user)
    messages.success(request, _("It is no longer on the patient's page. What they said of it stays here."))
    return redirect("formulation:formulation", course=formulation.course_id)
