"""What the patient signs and keeps: the contract, and the sheet from the ending."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from clinic.access.gate import opens_own
from clinic.courses.models import Participant
from clinic.formulation import actions
from clinic.formulation.gathering import contract_of
from clinic.formulation.keepsake import sheet


@require_http_methods(["GET", "HEAD", "POST"])
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
