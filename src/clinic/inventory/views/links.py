"""Mood-event links of a session: added, taken back and put back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from clinic.access.gate import opens
from clinic.access.roles import Permission
from clinic.courses.models import Session
from clinic.inventory import actions
from clinic.inventory.gathering import links_of
from clinic.inventory.models import MoodEventLink
from clinic.inventory.sentence import LinkForm


@require_http_methods(["GET", "HEAD", "POST"])
@opens(Session, Permission.COURSE_EDIT)
def links(request: HttpRequest, session: Session) -> HttpResponse:
    context = links_of(session)
    form = LinkForm(request.POST or None, people=context["participant"].relationships.all())
    if form.is_valid():
        actions.link_mood_to_event(session=session, by=request.user, **form.cleaned_data)
        return _links(request, session, at="sentence")
    return _show_links(request, session, {**context, "form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@opens(MoodEventLink, Permission.COURSE_EDIT)
def link_words(request: HttpRequest, link: MoodEventLink) -> HttpResponse:
    """The words of a link that was made with two taps, or other words for one."""
    context = links_of(link.session)
    people = context["participant"].relationships.all()
    said = {name: getattr(link, name) for name in LinkForm.base_fields} | {
        "relationship": link.relationship_id
    }
    form = LinkForm(request.POST or None, people=people, initial=said, auto_id="words-%s")
    if form.is_valid():
        return _revised(request, link, "words", **form.cleaned_data)
    form.fields["what"].widget.attrs["autofocus"] = True
    context |= {"words_of": link, "words_form": form}
    return _show_links(request, link.session, context, status=422 if form.errors else 200)


@require_POST
@opens(MoodEventLink, Permission.COURSE_EDIT)
def fit_link(request: HttpRequest, link: MoodEventLink) -> HttpResponse:
    """Say that a link fits the focus, or that it does not."""
    return _revised(request, link, "fits", fits_focus="fits" in request.POST)


def _revised(request: HttpRequest, link: MoodEventLink, at: str, **said: Any) -> HttpResponse:
    try:
        newer = actions.revise_link(link=link, by=request.user, **said)
    except actions.ReplacedMeanwhile:
        messages.warning(request, _("That link was changed in another window. Here is how it stands."))
        return _links(request, link.session)
    return _links(request, link.session, changed=newer, at=at)


@require_POST
@opens(MoodEventLink, Permission.COURSE_EDIT)
def withdraw_link(request: HttpRequest, link: MoodEventLink) -> HttpResponse:
    actions.withdraw_link(link=link, by=request.user)
    return _links(request, link.session, withdrawn=link)


@require_POST
@opens(MoodEventLink, Permission.COURSE_EDIT)
def put_link_back(request: HttpRequest, link: MoodEventLink) -> HttpResponse:
    actions.put_link_back(link=link, by=request.user)
    return _links(request, link.session)


def _links(request: HttpRequest, session: Session, **more: Any) -> HttpResponse:
    """After a change: the part that htmx swaps, or the way back to the session."""
    if request.headers.get("HX-Request") or "withdrawn" in more:
        context = links_of(session)
        if more.get("at") == "sentence":
            context["form"].fields["when"].widget.attrs["autofocus"] = True
        return _show_links(request, session, {**context, **more}, status=200)
    return redirect(f"/courses/{session.course_id}/sessions/{session.number}/#mood-event-links")


def _show_links(request: HttpRequest, session: Session, context: dict[str, Any], status: int) -> HttpResponse:
    part = request.headers.get("HX-Request")
    page = "inventory/_mood_event_links.html" if part else "inventory/links.html"
    return render(request, page, {**context, "course": session.course, "may_edit": True}, status=status)
