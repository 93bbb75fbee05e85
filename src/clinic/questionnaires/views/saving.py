"""Keeps what the patient's form sends, one answer or a whole page of them, and says where to go next."""

from contextlib import suppress
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from clinic.questionnaires import actions
from clinic.questionnaires.alerting import tell_of_unkept
from clinic.questionnaires.devices import named, place_of
from clinic.questionnaires.forms import AnswerForm, given_on_one_page
from clinic.questionnaires.models import AnswersSoFar, MeasureRequest
from clinic.questionnaires.sheet import Question, Sheet, collision
from clinic.safety.models import Alert
from ipt.measures import risk


def page(request: HttpRequest, sheet: Sheet) -> dict[str, Any]:
    """What every page of a form knows; ``page`` tells this opening of it from any other."""
    return {"sheet": sheet, "asked": sheet.asked, "page": uuid4().hex, **handed_over(request)}


def handed_over(request: HttpRequest) -> dict[str, bool]:
    return {"handed_over": "handed_over" in request.session}


def question_page(request: HttpRequest, sheet: Sheet, question: Question) -> dict[str, Any]:
    return page(request, sheet) | {
        "question": question,
        "before": sheet.before(question),
        "progress": sheet.progress(question),
        "minutes_left": sheet.minutes_left(question),
        "from_review": request.GET.get("from") == "review",
    }


def save_one(request: HttpRequest, asked: MeasureRequest) -> HttpResponse:
    """Keep one answer and go on to the next question; a script gets its reply as JSON."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _not_an_answer(request, asked, form)
    item, value = form.cleaned_data["item"], form.cleaned_data["value"]
    try:
        confirmed = not _wants_json(request) or "confirmed" in request.POST
        so_far = _keep(request, asked, item, value, form.cleaned_data["revision"], confirmed)
    except actions.Conflict as conflict:
        return _conflict(request, asked, conflict, {item: value})
    except actions.AlreadySent:
        return _too_late(request, asked, {item: value})
    except ValueError as error:
        form.add_error("value", str(error))
        return _not_an_answer(request, asked, form)
    onward = _onward(request, asked, item)
    help_first = _help_page(asked, onward) if shows_risk(asked, {item: value}) else ""
    if _wants_json(request):
        return _saved(so_far, help_first)
    return redirect(help_first or onward)


def save_page(request: HttpRequest, asked: MeasureRequest) -> HttpResponse:
    """Keep every answer given on the page that shows all questions, then look them over."""
    given, revision = given_on_one_page(request.POST, asked.loaded)
    onward, conflicts = _address("review", asked), []
    for item, value in given.items():
        try:
            _keep(request, asked, item, value, revision)
        except actions.Conflict as conflict:
            conflicts.append(conflict)  # the others on the page are kept all the same
        except actions.AlreadySent:
            return _too_late(request, asked, given)
        except ValueError:
            onward = _address("answer", asked)
    if conflicts:
        return _conflict(request, asked, conflicts[0], given)
    return redirect(_help_page(asked, onward) if shows_risk(asked, given) else onward)


def save_too_late(request: HttpRequest, asked: MeasureRequest) -> HttpResponse:
    """The request was withdrawn meanwhile: nothing is kept, but help and alert do not depend on that."""
    form = AnswerForm(request.POST)
    if "item" not in request.POST:
        return _too_late(request, asked, given_on_one_page(request.POST, asked.loaded)[0])
    return _too_late(
        request, asked, {form.cleaned_data["item"]: form.cleaned_data["value"]} if form.is_valid() else {}
    )


def _keep(
    request: HttpRequest,
    asked: MeasureRequest,
    item: str,
    value: float | None,
    revision: int,
    confirmed: bool = True,
) -> AnswersSoFar:
    return actions.save_answer(
        asked=asked,
        item=item,
        value=value,
        revision=revision,
        place=place_of(request),
        confirmed=confirmed,
        by=request.user,
    )


def _onward(request: HttpRequest, asked: MeasureRequest, item: str) -> str:
    here = _address("answer", asked)
    if "all" in request.GET:
        return f"{here}?all=1#{item}"
    following = None if request.GET.get("from") == "review" else Sheet(asked).after(item)
    return f"{here}?question={following.item.number}" if following else _address("review", asked)


def shows_risk(asked: MeasureRequest, given: dict[str, float | None]) -> bool:
    """Whether any of these answers calls for help at once."""
    return bool(risk.risk_items(asked.loaded, [given.get(item.id) for item in asked.loaded.items]))


def _help_page(asked: MeasureRequest, then: str) -> str:
    return f"{_address('help', asked)}?{urlencode({'then': then})}"


def _not_an_answer(request: HttpRequest, asked: MeasureRequest, form: AnswerForm) -> HttpResponse:
    sheet = Sheet(asked)
    question = next((q for q in sheet.questions if q.item.id == form.data.get("item")), None)
    error = " ".join(form.errors.get("value", [_("Choose an answer, or leave this one blank.")]))
    if _wants_json(request):
        return JsonResponse({"error": error}, status=422)
    if question is None:
        return redirect(_address("answer", asked))
    context = question_page(request, sheet, question) | {"error": error}
    return render(request, "questionnaires/question.html", context, status=422)


def _conflict(
    request: HttpRequest, asked: MeasureRequest, found: actions.Conflict, given: dict[str, float | None]
) -> HttpResponse:
    """Both answers with place and time, for the person to choose; below help, when an answer calls for it."""
    if _wants_json(request):
        return JsonResponse({"conflict": found.item}, status=409)
    here, risky = place_of(request), shows_risk(asked, given)
    if risky:
        tell_of_unkept(asked=asked, given=given, by=request.user)
    both = collision(asked, found.item, found.mine, found.theirs, here.session)
    both["theirs_where"] = named(both["theirs_device"], this=both["theirs_is_this_device"], page=False)
    both["mine_where"] = named(here.device, this=True)
    context = {"both": both, "revision": found.revision, "now": timezone.now()}
    context |= {"alert": alert_of(asked) if risky else None}
    return render(request, "questionnaires/conflict.html", page(request, Sheet(asked)) | context, status=409)


def alert_of(asked: MeasureRequest) -> Alert | None:
    """The alert that the answers raised, the gravest first."""
    return Alert.objects.filter(response_id=asked.pk).order_by("-severity").first()


def remember_help(request: HttpRequest, alert: Alert | None) -> None:
    """Note in the sign-in that help was shown for this alert; a graver answer has another alert."""
    request.session["help_shown_for"] = str(alert.pk) if alert else ""


def help_was_shown(request: HttpRequest, alert: Alert | None) -> bool:
    return alert is not None and request.session.get("help_shown_for") == str(alert.pk)


def _too_late(request: HttpRequest, asked: MeasureRequest, given: dict[str, float | None]) -> HttpResponse:
    """Not kept; yet what an answer calls for is done, and the page that follows shows help first."""
    with suppress(ValueError):
        tell_of_unkept(asked=asked, given=given, by=request.user)
    if _wants_json(request):
        return JsonResponse({"sent": True}, status=410)
    return redirect(_address("sent", asked))


def _saved(so_far: AnswersSoFar, help_first: str) -> JsonResponse:
    at = time_format(timezone.localtime(so_far.saved_at), "H:i")
    return JsonResponse({"saved_at": at, "revision": so_far.revision, "help": help_first})


def _address(name: str, asked: MeasureRequest) -> str:
    return reverse(f"questionnaires:{name}", args=[asked.pk])


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"
