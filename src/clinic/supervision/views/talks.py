"""The first page of supervision, trends over the sessions of one therapist, and the log of talks."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from clinic.access.gate import opens, opens_service
from clinic.access.meanwhile import shows_both
from clinic.access.models import Service
from clinic.access.roles import Permission
from clinic.supervision import actions, talking
from clinic.supervision.comparing import moved
from clinic.supervision.forms import TalkForm
from clinic.supervision.models import SupervisionTalk, TalkRecord
from clinic.supervision.wording import WAYS
from ipt.therapy.adherence import item_file

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@opens_service(Permission.SUPERVISION_VIEW)
def supervision(request: HttpRequest, service: Service) -> HttpResponse:
    """What waits to be rated, what was agreed, and the log."""
    asked = {"with": request.GET.get("with", ""), "page": request.GET.get("page", "1")}
    context = {"service": service, "ways": WAYS, **talking.survey(request.user, asked)}
    return render(request, "supervision/supervision.html", context)


@require_GET
@opens_service(Permission.SUPERVISION_VIEW)
def trends(request: HttpRequest, service: Service) -> HttpResponse:
    """Each item over the chosen sessions of one therapist; nobody stands beside another."""
    page = talking.trends_with(request.user, request.GET.get("with", ""))
    context = {"service": service, "moved": moved(page["trends"]), "items": item_file(), **page}
    return render(request, "supervision/trends.html", context)


@GET_OR_POST
@opens_service(Permission.TALK_SIGN)
def new_talk(request: HttpRequest, service: Service) -> HttpResponse:
    """Sign what was talked about; with whom stands in the address."""
    pairs = talking.pairings(request.user)
    pair = talking.pairing_with(pairs, request.GET.get("with", ""))
    if pair is None:
        return render(request, "supervision/with_whom.html", {"pairs": pairs}, status=_asks(request))
    form = TalkForm(request.POST if request.method == "POST" else None, courses=pair.still_open)
    if form.is_valid():
        signed = actions.sign_talk(
            service=pair.courses[0].service,
            supervisor=pair.supervisor,
            therapist=pair.therapist,
            by=request.user,
            points=form.points(),
            **form.told(),
        )
        messages.success(request, _("The talk is signed."))
        return redirect("supervision:talk", supervisiontalk=signed.talk_id)
    context = {"form": form, "pair": pair, "other": pair.other}
    return render(request, "supervision/write_talk.html", context, status=422 if form.is_bound else 200)


def _asks(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200


@require_GET
@opens(SupervisionTalk, Permission.SUPERVISION_VIEW)
def talk(request: HttpRequest, talk: SupervisionTalk) -> HttpResponse:
    records = _records(talk)
    context = {"talk": talk, "newest": records[0], "older": records[1:], "other": _other(request, talk)}
    return render(request, "supervision/talk.html", context)


@GET_OR_POST
@opens(SupervisionTalk, Permission.TALK_SIGN)
@shows_both
def amend(request: HttpRequest, talk: SupervisionTalk) -> HttpResponse:
    newest = _records(talk)[0]
    courses = talking.courses_of(talk, newest)
    form = TalkForm(request.POST if request.method == "POST" else None, courses=courses, newest=newest)
    if form.is_valid():
        actions.amend_talk(talk=talk, by=request.user, points=form.points(), **form.told())
        messages.success(request, _("The amendment is signed. The version before stays readable."))
        return redirect("supervision:talk", supervisiontalk=talk.pk)
    context = {"form": form, "talk": talk, "newest": newest, "other": _other(request, talk)}
    return render(request, "supervision/write_talk.html", context, status=422 if form.is_bound else 200)


def _records(talk: SupervisionTalk) -> list[TalkRecord]:
    """Every version with its courses named."""
    records = list(TalkRecord.objects.filter(talk=talk).with_points())
    for record in records:
        record.way_in_words = WAYS.get(record.way, record.way)  # type: ignore[attr-defined]
        for point in record.points.all():
            point.course.called = talking.named(point.course)
    return records


def _other(request: HttpRequest, talk: SupervisionTalk) -> Any:
    return talk.therapist if talk.supervisor_id == request.user.pk else talk.supervisor
