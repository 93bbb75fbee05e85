"""The ending: written together, set beside what changed, kept on a sheet; and the end of the course."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clinic.access.gate import opens, permitted
from clinic.access.meanwhile import shows_both
from clinic.access.roles import Permission
from clinic.appointments.models import Appointment
from clinic.courses.actions import Refused
from clinic.courses.models import Course
from clinic.formulation import actions
from clinic.formulation.forms.ending import EndForm, EndingForm
from clinic.formulation.keepsake import ending_page, sheet
from clinic.inventory.gathering import participant_of, today_in


@require_GET
@opens(Course, Permission.COURSE_VIEW)
def ending(request: HttpRequest, course: Course) -> HttpResponse:
    return _page(request, course, EndForm())


@require_http_methods(["GET", "HEAD", "POST"])
@opens(Course, Permission.COURSE_EDIT)
@shows_both
def write(request: HttpRequest, course: Course) -> HttpResponse:
    page = ending_page(course)
    form = EndingForm(request.POST or None, newest=page["ending"])
    if page["ending"] is None:
        form.initial["way_back"] = _way_back(page["participant"].service.phone)
    if form.is_valid():
        actions.write_ending(course=course, by=request.user, **form.cleaned_data)
        messages.success(request, _("The ending is kept as it stands now."))
        return redirect("formulation:ending", course=course.pk)
    return render(
        request, "formulation/write_ending.html", {**page, "form": form}, status=422 if form.errors else 200
    )


@require_GET
@opens(Course, Permission.COURSE_VIEW)
def keepsake(request: HttpRequest, course: Course) -> HttpResponse:
    page = sheet(participant_of(course))
    page["back"] = f"/courses/{course.pk}/ending/"
    return render(request, "formulation/keepsake.html", page)


@require_POST
@opens(Course, Permission.COURSE_EDIT)
def end(request: HttpRequest, course: Course) -> HttpResponse:
    form = EndForm(request.POST)
    if not form.is_valid():
        return _page(request, course, form)
    meetings = Appointment.objects.to_come(course).count()
    try:
        actions.end(
            course=course,
            on=today_in(participant_of(course)),
            by=request.user,
            how=form.cleaned_data["how"],
        )
        messages.success(request, _said_of_the_end(meetings))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("formulation:ending", course=course.pk)


def _said_of_the_end(meetings: int) -> str:
    """What ending did; how many meetings it cancelled and where they can be put back."""
    said = _("The course has ended.")
    if not meetings:
        return said
    cancelled = ngettext(
        "%d meeting to come is cancelled; it can be put back under Appointments.",
        "%d meetings to come are cancelled; they can be put back under Appointments.",
        meetings,
    )
    return f"{said} {cancelled % meetings}"


def _page(request: HttpRequest, course: Course, form: EndForm) -> HttpResponse:
    page: dict[str, Any] = ending_page(course)
    page["may_edit"] = permitted(request.user, Permission.COURSE_EDIT, course)
    page["end_form"] = form
    return render(request, "formulation/ending.html", page, status=422 if form.errors else 200)


def _way_back(phone: str) -> str:
    """A first sentence for the way back, to be changed."""
    if phone:
        return _("Ring %(phone)s or use the link on your phone.") % {"phone": phone}
    return _("Use the link on your phone.")
