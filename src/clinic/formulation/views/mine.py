"""What the patient reads, rates, signs and keeps: focus, story, contract, and the sheet from the ending."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from clinic.access.gate import opens_own
from clinic.courses.models import Participant
from clinic.formulation import actions
from clinic.formulation.forms.story import StoryAnswerForm
from clinic.formulation.forms.workspace import FocusRatingsForm
from clinic.formulation.gathering import contract_of
from clinic.formulation.keepsake import sheet
from clinic.formulation.sharing import my_focus, shared_story
from clinic.formulation.views.keeping import GET_OR_POST, shown


@GET_OR_POST
@opens_own(Participant)
def focus(request: HttpRequest, participant: Participant) -> HttpResponse:
    """What we work on, and how far it has come."""
    page = my_focus(participant)
    if page["focus"] is None:
        return render(request, "formulation/no_focus_yet.html", page)
    form = FocusRatingsForm(request.POST if request.method == "POST" else None, workspace=page["workspace"])
    if form.is_valid():
        for question, rating in form.given().items():
            actions.rate_focus(
                participant=participant,
                area=page["focus"].area,
                question=question,
                rating=rating,
                by=request.user,
            )
        messages.success(request, _("Saved."))
        return redirect("formulation:my-focus")
    return shown(request, "formulation/my_focus.html", page | {"form": form}, form)


@GET_OR_POST
@opens_own(Participant)
def story(request: HttpRequest, participant: Participant) -> HttpResponse:
    """The story as it was shared, and what the patient says of it."""
    page = shared_story(participant)
    read = page["row"]
    moved = request.method == "POST" and read is not None and str(read.pk) != request.POST.get("story")
    form = StoryAnswerForm(request.POST if request.method == "POST" else None)
    if read and not moved and form.is_valid():
        actions.answer_formulation(formulation=read, by=request.user, **form.cleaned_data)
        messages.success(request, _("Thank you. It is kept for your next meeting."))
        return redirect("formulation:my-story")
    page |= {"form": form, "moved": moved}
    return render(request, "formulation/my_story.html", page, status=422 if form.is_bound else 200)


@GET_OR_POST
@opens_own(Participant)
def contract(request: HttpRequest, participant: Participant) -> HttpResponse:
    agreed = contract_of(participant)
    if request.method == "POST" and agreed and str(agreed.pk) == request.POST.get("contract"):
        actions.sign_contract(contract=agreed, by=request.user, on="phone")
        messages.success(request, _("Thank you. You have both signed."))
        return redirect("formulation:my-contract")
    page = {"participant": participant, "contract": agreed, "moved": request.method == "POST"}
    return render(request, "formulation/my_contract.html", page, status=422 if page["moved"] else 200)


@require_GET
@opens_own(Participant)
def ending(request: HttpRequest, participant: Participant) -> HttpResponse:
    page = sheet(participant)
    if page["ending"] is None:
        page["opens_at"] = participant.course.in_manual().ending_opens
        return render(request, "formulation/no_ending_yet.html", page)
    return render(request, "formulation/keepsake.html", {**page, "back": "/me/", "mine": True})
