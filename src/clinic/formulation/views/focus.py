"""The focus: chosen with a reason, or revised."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from clinic.access.gate import opens
from clinic.access.meanwhile import shows_both
from clinic.access.roles import Permission
from clinic.courses.models import Course
from clinic.formulation import actions, gathering
from clinic.formulation.focus import banner_of
from clinic.formulation.forms.focus import FocusForm
from clinic.formulation.views.keeping import GET_OR_POST, kept, shown
from clinic.inventory.gathering import sitting


@GET_OR_POST
@opens(Course, Permission.COURSE_EDIT)
@shows_both
def focus(request: HttpRequest, course: Course) -> HttpResponse:
    page = gathering.focus_helper(course)
    versions = list(course.focuses.select_related("written_by", "relationship"))
    newest = next(iter(versions), None)
    form = FocusForm(request.POST or None, people=page["people"], weighed=page["weighed"], newest=newest)
    if form.is_valid():
        number = sitting(page["participant"])["session_number"]
        actions.agree_focus(course=course, by=request.user, session_number=number, **form.cleaned_data)
        return kept(request, course, _("The focus is kept."))
    page |= {"form": form, "versions": gathering.told(versions), "banner": banner_of(versions)}
    return shown(request, "formulation/focus.html", page, form)
