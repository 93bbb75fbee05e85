"""The contract: agreed, and signed by both."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clinic.access.gate import opens
from clinic.access.meanwhile import shows_both
from clinic.access.roles import Permission
from clinic.courses.models import Course
from clinic.formulation import actions
from clinic.formulation.forms.contract import ContractForm
from clinic.formulation.grief import better_evidence
from clinic.formulation.models import Contract
from clinic.formulation.views.keeping import GET_OR_POST, kept, shown
from clinic.inventory.gathering import participant_of


@GET_OR_POST
@opens(Course, Permission.COURSE_EDIT)
@shows_both
def contract(request: HttpRequest, course: Course) -> HttpResponse:
    versions = list(course.contracts.select_related("written_by"))
    suggested = {
        "sessions": course.planned_sessions,
        "minutes": course.in_manual().session_minutes,
        "missed_count": course.missed_count,
    }
    newest, settled = next(iter(versions), None), any(one.signed_by_patient_at for one in versions)
    form = ContractForm(request.POST or None, newest=newest, suggested=suggested, settled=settled)
    if form.is_valid():
        actions.agree_contract(course=course, by=request.user, **form.cleaned_data)
        return kept(request, course, _("The contract is kept and signed by you. The patient signs next."))
    page = {
        "course": course,
        "form": form,
        "versions": versions,
        "better": better_evidence(participant_of(course)),
    }
    return shown(request, "formulation/contract.html", page, form)


@require_POST
@opens(Contract, Permission.COURSE_EDIT)
def sign_in_the_room(request: HttpRequest, contract: Contract) -> HttpResponse:
    actions.sign_contract(contract=contract, by=request.user, on="room")
    return kept(request, contract.course, _("Signed by the patient, here in the room."))
