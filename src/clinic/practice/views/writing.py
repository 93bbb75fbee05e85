"""Drafts of messages: written, read, shared one by one, put away. The program sends none."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clinic.access.gate import opens_own
from clinic.access.meanwhile import shows_both
from clinic.courses.models import Participant
from clinic.practice import actions, gathering
from clinic.practice.forms.writing import MessageForm
from clinic.practice.models import MessageDraft, MessageWording
from clinic.practice.private import words_of
from ipt.relationships.communication import codes

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@GET_OR_POST
@opens_own(Participant)
def write(request: HttpRequest, participant: Participant) -> HttpResponse:
    form = _form(request, participant)
    if form.is_valid():
        wording = actions.write_message(participant=participant, by=request.user, **form.cleaned_data)
        return _kept(request, wording)
    return _form_page(request, participant, form)


@require_GET
@opens_own(Participant, MessageDraft)
def message(request: HttpRequest, draft: MessageDraft) -> HttpResponse:
    """One draft as it stands, with the versions before it."""
    wordings = list(draft.wordings.select_related("relationship"))
    versions = [gathering.Draft(draft, wording) for wording in wordings]
    context = {**gathering.about(draft.participant), "draft": versions[0], "older": versions[1:]}
    return render(request, "practice/my_message.html", context)


@GET_OR_POST
@opens_own(Participant, MessageDraft)
@shows_both
def reword(request: HttpRequest, draft: MessageDraft) -> HttpResponse:
    newest = draft.wordings.select_related("relationship", "written_by").first()
    form = _form(request, draft.participant, newest)
    if form.is_valid():
        return _kept(request, actions.reword_message(draft=draft, by=request.user, **form.cleaned_data))
    return _form_page(request, draft.participant, form, newest)


@require_POST
@opens_own(Participant, MessageDraft)
def share(request: HttpRequest, draft: MessageDraft) -> HttpResponse:
    actions.share_message(draft=draft, by=request.user)
    return redirect("practice:my-message", messagedraft=draft.pk)


@require_POST
@opens_own(Participant, MessageDraft)
def keep_private(request: HttpRequest, draft: MessageDraft) -> HttpResponse:
    actions.keep_message_private(draft=draft, by=request.user)
    return redirect("practice:my-message", messagedraft=draft.pk)


@require_POST
@opens_own(Participant, MessageDraft)
def put_away(request: HttpRequest, draft: MessageDraft) -> HttpResponse:
    actions.put_message_away(draft=draft, by=request.user)
    return redirect("practice:my-message", messagedraft=draft.pk)


@require_POST
@opens_own(Participant, MessageDraft)
def put_back(request: HttpRequest, draft: MessageDraft) -> HttpResponse:
    actions.put_message_back(draft=draft, by=request.user)
    return redirect("practice:my-message", messagedraft=draft.pk)


def _form(
    request: HttpRequest, participant: Participant, newest: MessageWording | None = None
) -> MessageForm:
    return MessageForm(
        request.POST or None,
        people=participant.relationships.all(),
        readers=gathering.about(participant)["readers"],
        newest=newest,
        initial=words_of(newest) if newest else {},
    )


def _form_page(
    request: HttpRequest, participant: Participant, form: MessageForm, newest: MessageWording | None = None
) -> HttpResponse:
    context: dict[str, Any] = {
        **gathering.about(participant),
        "form": form,
        "newest": newest,
        "so_far": participant.message_drafts.count(),
        "lost_on_the_way": [(_(code.title), _(code.meaning)) for code in codes().failures],
    }
    return render(request, "practice/write_message.html", context, status=422 if form.errors else 200)


def _kept(request: HttpRequest, wording: MessageWording) -> HttpResponse:
    messages.success(request, _("Kept as a draft. It was not sent."))
    return redirect("practice:my-message", messagedraft=wording.draft_id)
