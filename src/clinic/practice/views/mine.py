"""The patient's own page of practice: how it went, in one press; corrected, taken back, its note shared."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clinic.access.gate import opens_own
from clinic.access.meanwhile import shows_both
from clinic.courses.models import Participant
from clinic.inventory.gathering import today_in
from clinic.practice import actions, gathering
from clinic.practice.forms.telling import CorrectForm, LogForm
from clinic.practice.models import Practice, PracticeEntry
from clinic.practice.private import note_of
from clinic.practice.words import HOW
from clinic.safety.lock import Closed

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@opens_own(Participant)
def practice(request: HttpRequest, participant: Participant) -> HttpResponse:
    noted = request.GET.get("noted", "")
    return render(request, "practice/mine.html", gathering.my_practice(participant, request.user, noted))


@require_GET
@opens_own(Participant)
def entries(request: HttpRequest, participant: Participant) -> HttpResponse:
    """Everything that was told, the newest first."""
    practices = gathering.practices_of(participant, request.user)
    every = sorted(
        ((one, told) for one in practices for told in one.told),
        key=lambda both: (both[1].telling.on, both[1].arrived_at),
        reverse=True,
    )
    page = Paginator(every, 20).get_page(request.GET.get("page"))
    return render(request, "practice/my_entries.html", {**gathering.about(participant), "page": page})


@GET_OR_POST
@opens_own(Participant, Practice)
def log(request: HttpRequest, practice: Practice) -> HttpResponse:
    """How it went: by one of three buttons alone, or with a day, a note and the mood around it."""
    participant = practice.participant
    form = LogForm(request.POST or None, **_around(participant))
    if form.is_valid():
        given = dict(form.cleaned_data)
        given["on"] = given["on"] if request.POST.get("on") else None  # sent again tomorrow it is the same
        try:
            entry, _new = actions.log_practice(practice=practice, by=request.user, **given)
        except actions.TellsOtherwise as kept:
            if kept.entry is not None:
                return _told_otherwise(request, practice, form, kept.entry)
            form.mint_anew()
            form.add_error(None, _("This could not be kept under its number. Press once more."))
        else:
            return _to_mine(entry)
    return _log_page(request, practice, form)


@GET_OR_POST
@opens_own(Participant, PracticeEntry)
@shows_both
def correct(request: HttpRequest, entry: PracticeEntry) -> HttpResponse:
    """How it went otherwise, as the next version."""
    newest = entry.tellings.select_related("written_by").first()
    known = {"note": note_of(newest)}
    form = CorrectForm(request.POST or None, newest=newest, initial=known, **_around(entry.participant))
    if form.is_valid():
        actions.correct_entry(entry=entry, by=request.user, **form.cleaned_data)
        return _to_mine(entry)
    context = {
        **gathering.about(entry.participant),
        "form": form,
        "told": gathering.told_of(entry, request.user),
        "one": gathering.one_practice(entry.practice, request.user),
        "versions": entry.tellings.count(),
    }
    return render(request, "practice/my_entry.html", context, status=422 if form.errors else 200)


@require_POST
@opens_own(Participant, PracticeEntry)
def withdraw(request: HttpRequest, entry: PracticeEntry) -> HttpResponse:
    actions.withdraw_entry(entry=entry, by=request.user)
    return _to_mine(entry)


@require_POST
@opens_own(Participant, PracticeEntry)
def put_back(request: HttpRequest, entry: PracticeEntry) -> HttpResponse:
    actions.put_entry_back(entry=entry, by=request.user)
    return _to_mine(entry)


@require_POST
@opens_own(Participant, PracticeEntry)
def share(request: HttpRequest, entry: PracticeEntry) -> HttpResponse:
    actions.share_note(entry=entry, by=request.user)
    return redirect("practice:my-entry", practiceentry=entry.pk)


@require_POST
@opens_own(Participant, PracticeEntry)
def keep_private(request: HttpRequest, entry: PracticeEntry) -> HttpResponse:
    actions.keep_note_private(entry=entry, by=request.user)
    return redirect("practice:my-entry", practiceentry=entry.pk)


@require_POST
@opens_own(Participant, Practice)
def rest(request: HttpRequest, practice: Practice) -> HttpResponse:
    actions.rest_practice(practice=practice, by=request.user)
    messages.success(request, _("It rests. You can take it up again, or talk about it next time."))
    return redirect("practice:mine")


@require_POST
@opens_own(Participant, Practice)
def take_up(request: HttpRequest, practice: Practice) -> HttpResponse:
    """What waits for a talk first stays where it is, and the words are the same whatever the reason."""
    try:
        actions.take_practice_up(practice=practice, by=request.user)
    except Closed:
        messages.info(request, _("This one rests until you have talked about it together."))
    return redirect("practice:mine")


@require_POST
@opens_own(Participant)
def reminder(request: HttpRequest, participant: Participant) -> HttpResponse:
    wanted = request.POST.get("wanted") == "yes"
    if wanted != gathering.wants_reminder(participant):
        actions.choose_reminder(participant=participant, wanted=wanted, by=request.user)
    onward = redirect("practice:mine")
    onward["Location"] += "#reminder"
    return onward


def _around(participant: Participant) -> dict[str, Any]:
    return {"today": today_in(participant), "readers": gathering.about(participant)["readers"]}


def _to_mine(entry: PracticeEntry) -> HttpResponse:
    onward = redirect("practice:mine")
    onward["Location"] += f"?noted={entry.pk}#noted"
    return onward


def _log_page(request: HttpRequest, practice: Practice, form: LogForm) -> HttpResponse:
    context = {
        **gathering.about(practice.participant),
        "form": form,
        "one": gathering.one_practice(practice, request.user),
        "so_far": practice.entries.count(),
    }
    return render(request, "practice/log.html", context, status=422 if form.errors else 200)


def _told_otherwise(
    request: HttpRequest, practice: Practice, form: LogForm, entry: PracticeEntry
) -> HttpResponse:
    """The same id told something else before: both are shown, and neither is chosen for the person."""
    form.mint_anew()
    told = gathering.told_of(entry, request.user)
    context = {
        **gathering.about(practice.participant),
        "form": form,
        "given": form.cleaned_data,
        "how": HOW[form.cleaned_data["how"]],
        "told": told,
        "one": gathering.one_practice(practice, request.user),
    }
    return render(request, "practice/told_otherwise.html", context, status=409)
