"""The course's measures at the desk: the plan, what waits, what came back, and the library to choose from."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clinic.access.gate import opens, permitted
from clinic.access.roles import Permission
from clinic.courses.models import Course
from clinic.questionnaires import actions, scores, tab
from clinic.questionnaires.forms import AskForm, EntryForm, ScheduleForm
from clinic.questionnaires.models import MeasureRequest, Response
from ipt.measures import library
from ipt.measures.measure import MeasureError


@opens(Course, Permission.COURSE_VIEW)
def measures(request: HttpRequest, course: Course) -> HttpResponse:
    return _tab(request, course)


def _tab(request: HttpRequest, course: Course, form: AskForm | None = None) -> HttpResponse:
    context = tab.of(course) | {
        "may_ask": permitted(request.user, Permission.MEASURE_ASK, course),
        "ask_form": form or AskForm(course=course, initial={"due_on": timezone.localdate()}),
        "withdrawn": _just_withdrawn(request, course),
    }
    return render(request, "questionnaires/measures.html", context, status=422 if form else 200)


def _just_withdrawn(request: HttpRequest, course: Course) -> MeasureRequest | None:
    """The request a withdrawal of a moment ago named, to undo it."""
    named = request.session.pop("withdrawn_measure", None)
    found = MeasureRequest.objects.filter(participant__course=course, withdrawn_at__isnull=False)
    return found.filter(pk=named).first() if named else None


@require_POST
@opens(Course, Permission.MEASURE_ASK)
def ask(request: HttpRequest, course: Course) -> HttpResponse:
    form = AskForm(request.POST, course=course)
    if not form.is_valid():
        return _tab(request, course, form)
    try:
        asked = actions.ask(by=request.user, **form.cleaned_data)
    except actions.CannotAsk as refusal:
        form.add_error("measure", str(refusal))
        return _tab(request, course, form)
    return redirect("questionnaires:show", course.pk, asked.pk)


@require_POST
@opens(Course, Permission.MEASURE_ASK)
def schedule(request: HttpRequest, course: Course) -> HttpResponse:
    """Ask all that the manual asks for one session."""
    form = ScheduleForm(request.POST)
    if form.is_valid():
        asked = actions.schedule(course=course, by=request.user, **form.cleaned_data)
        names = ", ".join(one.loaded.short_title for one in asked)
        messages.success(request, _("Asked: %s.") % names if asked else _("The manual asks nothing then."))
    return redirect("questionnaires:measures", course.pk)


@require_POST
@opens(MeasureRequest, Permission.MEASURE_ASK)
def withdraw(request: HttpRequest, asked: MeasureRequest) -> HttpResponse:
    actions.withdraw(asked=asked, by=request.user)
    request.session["withdrawn_measure"] = str(asked.pk)
    return redirect("questionnaires:measures", asked.participant.course_id)


@require_POST
@opens(MeasureRequest, Permission.MEASURE_ASK)
def ask_again(request: HttpRequest, asked: MeasureRequest) -> HttpResponse:
    actions.ask_again(asked=asked, by=request.user)
    return redirect("questionnaires:measures", asked.participant.course_id)


@opens(MeasureRequest, Permission.MEASURE_ASK)
def enter(request: HttpRequest, asked: MeasureRequest) -> HttpResponse:
    """Answers to a request, taken from paper or speech."""
    if asked.sent:
        return redirect("questionnaires:response", asked.participant.course_id, asked.response.pk)
    return _entry(request, asked.participant.course, asked.measure, asked)


@opens(Course, Permission.MEASURE_ASK)
def enter_unasked(request: HttpRequest, course: Course) -> HttpResponse:
    """Answers on a paper form that nobody had asked for here; the address names the measure."""
    try:
        chosen = library.load(request.GET.get("measure", ""))
    except MeasureError:
        return redirect("questionnaires:measures", course.pk)
    return _entry(request, course, chosen.id, None)


def _entry(request: HttpRequest, course: Course, measure: str, asked: MeasureRequest | None) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    form = EntryForm(posted, measure=library.load(measure), course=course, asked=asked)
    if posted is not None and form.is_valid():
        whose: dict[str, Any] = {"asked": asked} if asked else {}
        kept = actions.enter_for_patient(measure=measure, by=request.user, **whose, **form.entry(asked))
        return redirect("questionnaires:response", course.pk, kept.pk)
    context = {"course": course, "asked": asked, "form": form, "measure": form.measure}
    return render(request, "questionnaires/enter.html", context, status=422 if posted is not None else 200)


@opens(Response, Permission.COURSE_VIEW)
def response(request: HttpRequest, kept: Response) -> HttpResponse:
    """One response: every raw answer and every score with its rule."""
    course = kept.participant.course
    first = scores.first_of(Response.objects.like(kept))
    context = {
        "course": course,
        "response": kept,
        "measure": kept.loaded,
        "lines": scores.lines(kept),
        "first": first,
        "change": scores.since(first, kept),
    }
    return render(request, "questionnaires/response.html", context)
