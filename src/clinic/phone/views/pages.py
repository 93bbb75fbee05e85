"""The pages of the phone: the shell, what may be kept, and the door for what it sends."""

from dataclasses import asdict

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clinic.access.gate import opens_own
from clinic.courses.models import Participant
from clinic.phone import assets
from clinic.phone.views.entries import take_in
from clinic.phone.views.entry import Entry, NotAnEntry
from clinic.phone.views.kept import GOOD_FOR, PARTS, gather

YEAR = 60 * 60 * 24 * 365


@login_not_required
@require_GET
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone reads to put Kith on its first screen; nothing in it says what Kith is for."""
    icons = [
        {
            "src": static(f"phone/icon-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": use,
        }
        for size in (192, 512)
        for use in ("any", "maskable")
    ]
    told = {
        "id": "/me/",
        "name": "Kith",
        "short_name": "Kith",
        "start_url": "/me/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#FBF8F3",
        "theme_color": "#FBF8F3",
        "icons": icons,
    }
    return JsonResponse(told, content_type="application/manifest+json")


@login_not_required
@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The script that answers without a signal; a new version of it waits until every page is closed."""
    context = {"version": assets.version(), "addresses": assets.addresses()}
    response = render(request, "phone/worker.js", context, content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


@login_not_required
@require_GET
def shell(request: HttpRequest) -> HttpResponse:
    """The page that opens without a signal; the same for everybody, for what it shows is on the phone."""
    return render(request, "phone/shell.html", {"days": GOOD_FOR.days})


@require_GET
@opens_own(Participant)
def choose(request: HttpRequest, participant: Participant) -> HttpResponse:
    """What this phone may keep."""
    return render(request, "phone/choose.html", {"parts": PARTS})


@require_GET
@opens_own(Participant, watched=True)
def kept(request: HttpRequest, participant: Participant) -> HttpResponse:
    """What the phone asked for, whose it is, and the mark with which it may send."""
    whose = {"owner": str(participant.patient_id), "participant": str(participant.pk)}
    whose["token"] = get_token(request)
    return JsonResponse(whose | gather(request, participant, request.GET.getlist("part")))


@require_POST
@opens_own(Participant)
def entries(request: HttpRequest, participant: Participant) -> HttpResponse:
    """Take in one entry."""
    try:
        outcome = take_in(Entry.read(request.body), by=request.user)
    except NotAnEntry as wrong:
        says = wrong.says or _("This cannot be kept as it is.")
        return JsonResponse({"state": "refused", "says": says}, status=422)
    return JsonResponse({**asdict(outcome), "says": str(outcome.says)})
