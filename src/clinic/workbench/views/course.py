"""The pages that compose what the other rooms know about one course."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clinic.access.gate import opens, opens_service, permitted, roles_of
from clinic.access.models import Service
from clinic.access.roles import Permission
from clinic.courses import actions
from clinic.courses.models import Course
from clinic.safety.actions import escalate_overdue
from clinic.workbench import preparation
from clinic.workbench.actions import admit
from clinic.workbench.caseload import Asked, usual
from clinic.workbench.caseload import survey as survey_caseload
from clinic.workbench.forms import NewCourseForm
from clinic.workbench.history import written
from clinic.workbench.overview import held_sessions, side_tasks, survey


@require_GET
@opens_service(Permission.CASELOAD_VIEW)
def caseload(request: HttpRequest, service: Service) -> HttpResponse:
    """The courses this person treats, or supervises; an alert nobody saw in time moves on, worker or not."""
    escalate_overdue()
    asked = Asked.of(request.GET, whose=usual(request.user))
    context = {"service": service, "roles": {role for _of, role in roles_of(request.user)}}
    return render(request, "workbench/caseload.html", context | survey_caseload(request.user, asked))


@require_http_methods(["GET", "POST"])
@opens_service(Permission.COURSE_BEGIN)
def new_course(request: HttpRequest, service: Service) -> HttpResponse:
    """Begin a course for somebody who did not come by an enquiry."""
    begun = {"manual": "dep16", "began_on": timezone.localdate(), "therapist": request.user.pk}
    form = NewCourseForm(request.POST or None, service=service, initial=begun)
    if request.method == "POST" and form.is_valid():
        course = admit(service=service, by=request.user, **form.cleaned_data)
        if permitted(request.user, Permission.COURSE_VIEW, course):
            return redirect("workbench:course", course=course.pk)
        messages.success(request, _("The course has begun with %s.") % course.therapist)
        return redirect("workbench:new-course")
    context = {"form": form, "service": service}
    return render(request, "workbench/new_course.html", context, status=422 if form.is_bound else 200)


@require_GET
@opens(Course, Permission.COURSE_VIEW)
def overview(request: HttpRequest, course: Course) -> HttpResponse:
    return render(request, "workbench/overview.html", survey(course, request.user, request.path))


@require_POST
@opens(Course, Permission.COURSE_EDIT)
def tick(request: HttpRequest, course: Course) -> HttpResponse:
    """Tick a task, or take the tick back; the list comes again with a way to undo."""
    task = request.POST.get("task", "")
    if task not in {one.id for one in course.in_manual().tasks}:
        return HttpResponse(_("The manual has no such task."), status=422)
    if "undo" in request.POST:
        actions.untick_task(course=course, task=task, by=request.user)
    else:
        actions.tick_task(course=course, task=task, by=request.user)
    if not request.headers.get("HX-Request"):
        return redirect("workbench:course", course=course.pk)
    context = side_tasks(course) | {"short": "short" in request.POST}
    return render(request, "workbench/_ticked.html", context)


@require_GET
@opens(Course, Permission.COURSE_VIEW)
def sessions(request: HttpRequest, course: Course) -> HttpResponse:
    may_edit = permitted(request.user, Permission.COURSE_EDIT, course)
    context = {"course": course, "may_edit": may_edit, **held_sessions(course)}
    return render(request, "workbench/sessions.html", context)


@require_GET
@opens(Course, Permission.COURSE_VIEW)
def history(request: HttpRequest, course: Course) -> HttpResponse:
    """What was written, by whom and when."""
    context = {"course": course, **written(course, request.GET.get("page", "1"))}
    return render(request, "workbench/history.html", context)


@require_GET
@opens(Course, Permission.COURSE_VIEW)
def prepare(request: HttpRequest, course: Course) -> HttpResponse:
    """What to know in the minute before a session."""
    may_edit = permitted(request.user, Permission.COURSE_EDIT, course)
    context = {"may_edit": may_edit, **preparation.survey(course, request.user, request.path)}
    return render(request, "workbench/prepare.html", context)
