"""The signals of a course, and the page of one: what it rests on, the reading, the notes, the close."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clinic.access.gate import opens, permitted
from clinic.access.meanwhile import shows_both
from clinic.access.roles import Permission
from clinic.courses.models import Course
from clinic.signals import actions, gathering
from clinic.signals.forms import CloseForm, NoteForm, ReadingForm
from clinic.signals.models import Signal
from ipt.outcomes.signals import load


@require_GET
@opens(Course, Permission.COURSE_VIEW)
def signals(request: HttpRequest, course: Course) -> HttpResponse:
    """Everything that called for a look in this course, open and closed."""
    context = {"course": course, "tab": "measures", "rules": load(), **gathering.of_course(course)}
    return render(request, "signals/signals.html", context)


@require_GET
@opens(Signal, Permission.COURSE_VIEW)
def signal(request: HttpRequest, signal: Signal) -> HttpResponse:
    return _page(request, signal)


@require_POST
@opens(Signal, Permission.COURSE_EDIT)
@shows_both
def read(request: HttpRequest, signal: Signal) -> HttpResponse:
    form = ReadingForm(request.POST, newest=signal.readings.first())
    if not form.is_valid():
        return _page(request, signal, reading=form)
    try:
        actions.read(signal=signal, by=request.user, **form.cleaned_data)
    except actions.Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, signal, reading=form)
    messages.success(request, _("Kept. It stays on supervision’s list until somebody closes it."))
    return redirect("signals:signal", course=signal.course_id, signal=signal.pk)


@require_POST
@opens(Signal, Permission.SIGNAL_FOLLOW)
def note(request: HttpRequest, signal: Signal) -> HttpResponse:
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, signal, noting=form)
    actions.add_note(signal=signal, by=request.user, **form.cleaned_data)
    messages.success(request, _("The note is kept."))
    return redirect("signals:signal", course=signal.course_id, signal=signal.pk)


@require_POST
@opens(Signal, Permission.SIGNAL_FOLLOW)
def close(request: HttpRequest, signal: Signal) -> HttpResponse:
    form = CloseForm(request.POST)
    if form.is_valid():
        try:
            actions.close(signal=signal, by=request.user, **form.cleaned_data)
        except actions.Refused as refusal:
            form.add_error("why", str(refusal))
        else:
            messages.success(request, _("Closed. It stays readable among the signals of this course."))
            return redirect("signals:signals", course=signal.course_id)
    return _page(request, signal, closing=form)


def _page(request: HttpRequest, signal: Signal, **given: Form) -> HttpResponse:
    found = Signal.objects.filter(course=signal.course_id).with_follow_through()
    everything = gathering.told(found)
    [one] = [row for row in everything if row.pk == signal.pk]
    context = {
        "course": signal.course,
        "tab": "measures",
        "signal": one,
        "notes": one.notes.select_related("written_by"),
        "earlier": list(one.readings.all())[1:],
        "calls_before": [call for call in one.calls.all() if call != one.last_call][::-1],
        "step_up": gathering.step_up(everything) if one.level == "review_now" else "",
        "may_read": "reading" in given
        or (permitted(request.user, Permission.COURSE_EDIT, signal) and not one.closed_at),
        "may_follow": permitted(request.user, Permission.SIGNAL_FOLLOW, signal),
        "reading": ReadingForm(newest=one.newest),
        "noting": NoteForm(),
        "closing": CloseForm(),
        **given,
    }
    return render(request, "signals/signal.html", context, status=422 if given else 200)
