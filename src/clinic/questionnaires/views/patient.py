"""The patient answers: one question a screen or all at once, looks over it, sends it."""

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clinic.access.gate import opens, opens_own
from clinic.access.roles import Permission
from clinic.courses.models import Participant
from clinic.questionnaires import actions
from clinic.questionnaires.devices import named, place_of
from clinic.questionnaires.forms import AnswerForm
from clinic.questionnaires.models import MeasureRequest, Response
from clinic.questionnaires.plain import in_plain_words
from clinic.questionnaires.sheet import Question, Sheet, collision
from clinic.safety.models import Alert
from ipt.measures import risk


@opens_own(Participant)
def waiting(request: HttpRequest, participant: Participant) -> HttpResponse:
    """What is to be answered, and what was."""
    asked = MeasureRequest.objects.filter(participant=participant).unanswered()
    sent = Response.objects.filter(participant=participant).order_by("-given_at")
    return render(request, "questionnaires/waiting.html", {"waiting": asked, "sent": sent[:20]})


@opens(MeasureRequest, Permission.MEASURE_ANSWER)
def answer(request: HttpRequest, asked: MeasureRequest) -> HttpResponse:
    if asked.sent or asked.withdrawn_at:
        return redirect("questionnaires:sent", asked.pk)
    if request.method == "POST":
        return _save(request, asked)
    sheet = Sheet(asked)
    if "all" in request.GET:
        return render(request, "questionnaires/all.html", _page(request, sheet))
    question = sheet.find(request.GET.get("question"))
    if question is None:
        return redirect("questionnaires:review", asked.pk)
    return render(request, "questionnaires/question.html", _question_page(request, sheet, question))


def _page(request: HttpRequest, sheet: Sheet) -> dict[str, Any]:
    return {
        "sheet": sheet,
        "asked": sheet.asked,
        "page": uuid4().hex,
        **_handed_over(request),
    }


def _question_page(request: HttpRequest, sheet: Sheet, question: Question) -> dict[str, Any]:
    return _page(request, sheet) | {
        "question": question,
        "before": sheet.before(question),
        "progress": sheet.progress(question),
        "minutes_left": sheet.minutes_left(question),
        "from_review": request.GET.get("from") == "review",
    }


def _save(request: HttpRequest, asked: MeasureRequest) -> HttpResponse:
    """Keep one answer and go on to the next question; a script gets its answer as JSON."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _not_an_answer(request, asked, form)
    given = {"item": form.cleaned_data["item"], "value": form.cleaned_data["value"]}
    try:
        so_far = actions.save_answer(
            asked=asked,
            revision=form.cleaned_data["revision"],
            place=place_of(request),
            by=request.user,
            **given,
        )
    except actions.Conflict as conflict:
        return _conflict(request, asked, conflict)
    except actions.AlreadySent:
        return _already_sent(request, asked)
    except ValueError as error:
        form.add_error("value", str(error))
        return _not_an_answer(request, asked, form)
    onward = _onward(request, asked, given["item"])
    if _shows_risk(asked, **given):
        then = urlencode({"then": onward})
        onward = f"{reverse('questionnaires:help', args=[asked.pk])}?{then}"
    elif _wants_json(request):
        onward = ""
    if _wants_json(request):
        saved = {"saved_at": _clock(so_far.saved_at), "revision": so_far.revision, "help": onward}
        return JsonResponse(saved)
    return redirect(onward)


def _onward(request: HttpRequest, asked: MeasureRequest, item: str) -> str:
    here = reverse("questionnaires:answer", args=[asked.pk])
    following = None if request.GET.get("from") == "review" else Sheet(asked).after(item)
    if "all" in request.GET:
        return f"{here}?all=1#{item}"
    if following is None:
        return reverse("questionnaires:review", args=[asked.pk])
    return f"{here}?question={following.item.number}"


def _shows_risk(asked: MeasureRequest, item: str, value: float | None) -> bool:
    alone = [value if one.id == item else None for one in asked.loaded.items]
    return bool(risk.risk_items(asked.loaded, alone))


@opens(MeasureRequest, Permission.MEASURE_ANSWER)
def help_now(request: HttpRequest, asked: MeasureRequest) -> HttpResponse:
    """Crisis help as soon as an answer shows risk, before anything is sent."""
    then = request.GET.get("then", "")
    here = reverse("questionnaires:answer", args=[asked.pk])
    carry_on = then if then.startswith(here) else here
    context = {"asked": asked, "alert": None, "carry_on": carry_on, **_handed_over(request)}
    return render(request, "questionnaires/help_now.html", context)


def _not_an_answer(request: HttpRequest, asked: MeasureRequest, form: AnswerForm) -> HttpResponse:
    sheet = Sheet(asked)
    question = next((q for q in sheet.questions if q.item.id == form.data.get("item")), None)
    error = " ".join(form.errors.get("value", [_("Choose an answer, or leave this one blank.")]))
    if _wants_json(request):
        return JsonResponse({"error": error}, status=422)
    if question is None:
        return redirect("questionnaires:answer", asked.pk)
    context = _question_page(request, sheet, question) | {"error": error}
    return render(request, "questionnaires/question.html", context, status=422)


def _conflict(request: HttpRequest, asked: MeasureRequest, found: actions.Conflict) -> HttpResponse:
    here = place_of(request)
    both = collision(asked, found.item, found.mine, found.theirs, here.session)
    both["theirs_where"] = named(both["theirs_device"], this=both["theirs_is_this_device"])
    both["mine_where"] = named(here.device, this=True)
    if _wants_json(request):
        return JsonResponse({"conflict": found.item}, status=409)
    context = _page(request, Sheet(asked)) | {"both": both, "revision": found.revision, "now": timezone.now()}
    return render(request, "questionnaires/conflict.html", context, status=409)


def _already_sent(request: HttpRequest, asked: MeasureRequest) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"sent": True}, status=410)
    return redirect("questionnaires:sent", asked.pk)


@opens(MeasureRequest, Permission.MEASURE_ANSWER)
def review(request: HttpRequest, asked: MeasureRequest) -> HttpResponse:
    if asked.sent or asked.withdrawn_at:
        return redirect("questionnaires:sent", asked.pk)
    return render(request, "questionnaires/review.html", _page(request, Sheet(asked)))


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
    """Help first when an answer shows risk and it was not yet read; else what happens next."""
    if asked.withdrawn_at and not asked.sent:
        return render(request, "questionnaires/withdrawn.html", {"asked": asked})
    if not asked.sent:
        return redirect("questionnaires:answer", asked.pk)
    response = asked.response
    context = {"asked": asked, "response": response, **_handed_over(request)}
    if response.risk and "after" not in request.GET:
        alert = Alert.objects.filter(response_id=response.pk).first()
        context |= {"alert": alert, "carry_on": "?after=1"}
        return render(request, "questionnaires/help_now.html", context)
    context |= {"read_on": _read_on(asked), "plain": in_plain_words(response)}
    return render(request, "questionnaires/sent.html", context)


def _read_on(asked: MeasureRequest) -> date | None:
    """The day of the session the questions are for, while it is to come."""
    return asked.due_on if asked.session_number and asked.due_on >= timezone.localdate() else None


def _handed_over(request: HttpRequest) -> dict[str, bool]:
    return {"handed_over": "handed_over" in request.session}


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _clock(moment: Any) -> str:
    return time_format(localtime(moment), "H:i")
