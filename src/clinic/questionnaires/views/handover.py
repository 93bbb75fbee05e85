"""In the room: a code for the patient's own phone, or this screen handed over and locked to the form."""

import segno
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from clinic.access.actions import make_code, make_link
from clinic.access.entering import enter
from clinic.access.gate import STOP_ASKING, opens
from clinic.access.roles import Permission
from clinic.questionnaires import actions
from clinic.questionnaires.models import MeasureRequest


@opens(MeasureRequest, Permission.MEASURE_ASK)
def show(request: HttpRequest, asked: MeasureRequest) -> HttpResponse:
    """The ways to answer in the room; a press makes a one-time code, good for a quarter of an hour."""
    context = {"asked": asked, "course": asked.participant.course}
    if request.method == "POST" and not asked.sent and not asked.withdrawn_at:
        context |= _ways_in(request, asked)
    return render(request, "questionnaires/show.html", context)


@require_GET
@opens(MeasureRequest, Permission.MEASURE_ASK, watched=True)
def arrival(request: HttpRequest, asked: MeasureRequest) -> HttpResponse:
    """How far the patient has come, for the page of the code to ask again by itself until it is sent."""
    done = asked.sent or asked.withdrawn_at
    context = {"asked": asked, "course": asked.participant.course}
    status = STOP_ASKING if done else 200
    return render(request, "questionnaires/_arrival.html", context, status=status)


def _ways_in(request: HttpRequest, asked: MeasureRequest) -> dict[str, str]:
    actions.open_now(asked=asked, by=request.user)
    whom = {
        "service": asked.service,
        "user": asked.participant.patient.user,
        "by": request.user,
        "leads_to": reverse("questionnaires:answer", args=[asked.pk]),
    }
    link = request.build_absolute_uri(reverse("access:link", args=[make_link(**whom)]))
    code = make_code(**whom)
    return {
        "qr": segno.make(link, error="m").svg_inline(border=2, omitsize=True),
        "code": f"{code[:4]} {code[4:]}",
        "type_at": request.build_absolute_uri(reverse("access:code")),
    }


@require_POST
@opens(MeasureRequest, Permission.MEASURE_ASK)
def hand_over(request: HttpRequest, asked: MeasureRequest) -> HttpResponse:
    """Sign the therapist out and the patient in, to this form alone."""
    if asked.sent or asked.withdrawn_at:
        return redirect("questionnaires:measures", asked.participant.course_id)
    actions.hand_over(asked=asked, by=request.user)
    logout(request)
    enter(request, asked.participant.patient.user)
    form = reverse("questionnaires:answer", args=[asked.pk])
    request.session["handed_over"] = form
    return redirect(form)


@require_POST
@opens(MeasureRequest, Permission.MEASURE_ANSWER)
def hand_back(request: HttpRequest, asked: MeasureRequest) -> HttpResponse:
    """Sign the patient out; going on needs the therapist's own sign-in."""
    measures = reverse("questionnaires:measures", args=[asked.participant.course_id])
    if "handed_over" in request.session:
        logout(request)
    return redirect(measures)
