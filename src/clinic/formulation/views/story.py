"""The formulation: written with the patient."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from clinic.access.gate import opens
from clinic.access.roles import Permission
from clinic.courses.models import Course
from clinic.formulation import actions
from clinic.formulation.forms.story import FormulationForm
from clinic.formulation.views.keeping import GET_OR_POST, kept, shown


@GET_OR_POST
@opens(Course, Permission.COURSE_EDIT)
def story(request: HttpRequest, course: Course) -> HttpResponse:
    versions = list(course.formulations.select_related("written_by"))
    form = FormulationForm(request.POST or None, newest=next(iter(versions), None))
    if form.is_valid():
        actions.write_formulation(course=course, by=request.user, **form.cleaned_data)
        return kept(request, course, _("The formulation is kept."))
    page = {"course": course, "form": form, "versions": versions}
    return shown(request, "formulation/story.html", page, form)
