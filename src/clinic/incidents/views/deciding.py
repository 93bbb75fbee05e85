"""Decisions: the list, one decision with its versions, and the form that weighs it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from clinic.access.gate import opens, permitted
from clinic.access.meanwhile import shows_both
from clinic.access.roles import Permission
from clinic.courses.models import Course, Participant
from clinic.incidents import actions, gathering
from clinic.incidents.forms.deciding import DecisionForm
from clinic.incidents.models import Decision, Weighing
from clinic.inventory.gathering import participant_of

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@opens(Course, Permission.COURSE_VIEW)
def decisions(request: HttpRequest, course: Course) -> HttpResponse:
    weighed = Weighing.objects.newest().filter(decision__participant__course=course)
    page = Paginator(weighed.select_related("relationship").order_by("-written_at"), 20)
    context = {
        "course": course,
        "page": page.get_page(request.GET.get("page")),
        "may_edit": permitted(request.user, Permission.INVENTORY_EDIT, course),
    }
    return render(request, "incidents/decisions.html", context)


@GET_OR_POST
@opens(Course, Permission.INVENTORY_EDIT)
def begin(request: HttpRequest, course: Course) -> HttpResponse:
    participant = participant_of(course)
    people, asked = participant.relationships.all(), gathering.rows_asked(request)
    begun = participant.decisions.count()
    form = DecisionForm(request.POST or None, people=people, options=asked, begun=begun)
    if "add" not in request.POST and form.is_valid():
        weighing = actions.begin_decision(participant=participant, by=request.user, **form.cleaned_data)
        return _kept(request, weighing)
    return _form_page(request, participant, form)


@require_GET
@opens(Decision, Permission.COURSE_VIEW)
def decision(request: HttpRequest, decision: Decision) -> HttpResponse:
    versions = list(decision.weighings.select_related("written_by", "relationship"))
    page = _page(participant_of(decision.participant.course), versions[0])
    page |= {"versions": versions, "may_edit": permitted(request.user, Permission.INVENTORY_EDIT, decision)}
    page["session"] = gathering.session_from(request, page["course"])
    return render(request, "incidents/decision.html", page)


@require_GET
@opens(Weighing, Permission.COURSE_VIEW)
def version(request: HttpRequest, weighing: Weighing) -> HttpResponse:
    """One version as it was weighed then."""
    page = _page(participant_of(weighing.decision.participant.course), weighing)
    return render(request, "incidents/weighing.html", page)


@GET_OR_POST
@opens(Decision, Permission.INVENTORY_EDIT)
@shows_both
def weigh(request: HttpRequest, decision: Decision) -> HttpResponse:
    participant = participant_of(decision.participant.course)
    newest = decision.weighings.select_related("written_by").first()
    people, asked = participant.relationships.all(), gathering.rows_asked(request)
    form = DecisionForm(request.POST or None, people=people, newest=newest, options=asked)
    if "add" not in request.POST and form.is_valid():
        return _kept(request, actions.weigh(decision=decision, by=request.user, **form.cleaned_data))
    return _form_page(request, participant, form, newest)


def _page(participant: Participant, weighing: Weighing) -> dict[str, Any]:
    return {"course": participant.course, "participant": participant, "weighing": weighing}


def _form_page(
    request: HttpRequest, participant: Participant, form: DecisionForm, newest: Weighing | None = None
) -> HttpResponse:
    """The form; with one option more when that was asked for, and nothing said yet about what is missing."""
    adding = "add" in request.POST
    if adding:
        typed, more = form.with_another_option(), form.count + 1
        form = DecisionForm(
            people=participant.relationships.all(), newest=newest, options=more, initial=typed
        )
        form.fields[f"option_{form.count - 1}"].widget.attrs["autofocus"] = True
    context = {"course": participant.course, "form": form, "newest": newest, "adding": adding}
    context["session"] = gathering.session_from(request, participant.course)
    return render(request, "incidents/weigh.html", context, status=200 if adding or not form.errors else 422)


def _kept(request: HttpRequest, weighing: Weighing) -> HttpResponse:
    messages.success(request, _("Kept."))
    course = weighing.decision.participant.course
    onward = redirect("incidents:decision", course=course.pk, decision=weighing.decision_id)
    number = gathering.session_from(request, course)
    onward["Location"] += f"?session={number}" if number else ""
    return onward
