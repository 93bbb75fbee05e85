"""The patient answers: one question a screen or all at once, looks over it, sends it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.views.decorators.http import require_POST

from clinic.access.gate import opens, opens_own
from clinic.access.roles import Permission
from clinic.courses.models import Participant
from clinic.questionnaires import actions, my_scores
from clinic.questionnaires import waiting as waiting_for
from clinic.questionnaires.days import is_early, opens_on
from clinic.questionnaires.models import MeasureRequest, Response
from clinic.questionnaires.plain import in_plain_words, read_when, with_words
from clinic.questionnaires.scores import first_of
from clinic.questionnaires.sheet import Sheet
from clinic.questionnaires.views.saving import (
    alert_of,
    handed_over,
    help_was_shown,
    page,
    question_page,
    remember_help,
    save_one,
    save_page,
    save_too_late,
)

SHOWN = 20  # of what was sent, the newest
SENT_WITH = ("service", "about", "participant__course__therapist")


@opens_own(Participant)
def waiting(request: HttpRequest, participant: Participant) -> HttpResponse:
    """What is to be answered, now or on the eve of a session, and what was."""
    found = waiting_for.of(participant)
    days = found.days
    later = [(one, date_format(days[one], "j F"), opens_on(one, days[one])) for one in found.later]
    rows = Response.objects.filter(participant=participant).select_related(*SENT_WITH)
    sent = list(rows.order_by("given_at", "created_at", "pk"))
    context = {
        "waiting": [(one, found.which(one)) for one in found.now],
        "later": later,
        "sent": with_words(sent[: -SHOWN - 1 : -1]),
        "scores": my_scores.told(sent),
    }
    return render(request, "questionnaires/waiting.html", context)


@opens(MeasureRequest, Permission.MEASURE_ANSWER)
def answer(request: HttpRequest, asked: MeasureRequest) -> HttpResponse:
    if request.method == "POST":
        if asked.withdrawn_at:
            return save_too_late(request, asked)
        return save_one(request, asked) if "item" in request.POST else save_page(request, asked)
    if asked.sent or asked.withdrawn_at:
        return redirect("questionnaires:sent", asked.pk)
    if is_early(asked):
        return redirect("questionnaires:waiting")
    sheet = Sheet(asked)
    if "all" in request.GET:
        return render(request, "questionnaires/all.html", page(request, sheet))
    question = sheet.find(request.GET.get("question"))
    if question is None:
        return redirect("questionnaires:review", asked.pk)
    return render(request, "questionnaires/question.html", question_page(request, sheet, question))


@opens(MeasureRequest, Permission.MEASURE_ANSWER)
def help_now(request: HttpRequest, asked: MeasureRequest) -> HttpResponse:
    """Crisis help as soon as an answer shows risk, before the form is sent."""
    then = request.GET.get("then", "")
    here = reverse("questionnaires:answer", args=[asked.pk])
    carry_on = then if then.startswith(here) else here
    alert = alert_of(asked)
    remember_help(request, alert)
    context = {"asked": asked, "alert": alert, "carry_on": carry_on, **handed_over(request)}
    return render(request, "questionnaires/help_now.html", context)


@opens(MeasureRequest, Permission.MEASURE_ANSWER)
def review(request: HttpRequest, asked: MeasureRequest) -> HttpResponse:
    if asked.sent or asked.withdrawn_at:
        return redirect("questionnaires:sent", asked.pk)
    if is_early(asked):
        return redirect("questionnaires:waiting")
    context = page(request, Sheet(asked)) | {"alert": alert_of(asked)}
    return render(request, "questionnaires/review.html", context)


@require_POST
@opens(MeasureRequest, Permission.MEASURE_ANSWER)
def send(request: HttpRequest, asked: MeasureRequest) -> HttpResponse:
    """Keep and score the answers, once the blanks were shown."""
    if not asked.sent and not asked.withdrawn_at:
        blanks = {question.item.number for question in Sheet(asked).blanks}
        if not blanks <= set(request.POST.getlist("blanks_seen")):
            return redirect("questionnaires:review", asked.pk)
        way = "this screen" if "handed_over" in request.session else "phone"
        actions.submit(asked=asked, by=request.user, way=way)
    return redirect("questionnaires:sent", asked.pk)


@opens(MeasureRequest, Permission.MEASURE_ANSWER)
def sent(request: HttpRequest, asked: MeasureRequest) -> HttpResponse:
    """Help first when an answer shows risk, unless it was just shown; then what happens next, with help."""
    if not asked.sent and not asked.withdrawn_at:
        return redirect("questionnaires:answer", asked.pk)
    response = asked.response if asked.sent else None
    alert = alert_of(asked)
    context: dict[str, Any] = {"asked": asked, "response": response, "alert": alert, **handed_over(request)}
    shown = "after" in request.GET or help_was_shown(request, alert)
    if (alert or (response and response.risk)) and not shown:
        context |= {"carry_on": "?after=1"}
        return render(request, "questionnaires/help_now.html", context)
    if response is None:
        return render(request, "questionnaires/withdrawn.html", context)
    context |= {
        "read_when": read_when(asked.participant.course),
        "plain": in_plain_words(response, _first(response)),
    }
    return render(request, "questionnaires/sent.html", context)


def _first(response: Response) -> Response | None:
    return first_of(Response.objects.like(response))
