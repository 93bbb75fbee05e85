"""The review at the mid-point: what is looked at, what is decided, and what the patient reads of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clinic.access.gate import opens, opens_own, permitted
from clinic.access.roles import Permission
from clinic.courses.models import Course, Participant
from clinic.formulation import actions
from clinic.formulation.forms.review import ReviewAnswerForm, ReviewForm
from clinic.formulation.models import MidpointReview
from clinic.formulation.reviewing import review_page, shared_review
from clinic.formulation.views.keeping import GET_OR_POST, shown


@GET_OR_POST
@opens(Course, Permission.COURSE_VIEW)
def review(request: HttpRequest, course: Course) -> HttpResponse:
    """The review as it stands; the figures of a new one are those of the moment it is kept."""
    page = review_page(course)
    page["may_edit"] = permitted(request.user, Permission.COURSE_EDIT, course)
    form = ReviewForm(
        request.POST if request.method == "POST" and page["may_edit"] else None, newest=page["newest"]
    )
    if form.is_valid():
        kept = actions.review_midpoint(
            course=course, by=request.user, session_number=page["session_number"], figures=page["now"],
            share="share" in request.POST, **form.cleaned_data,
        )  # fmt: skip
        messages.success(request, _said(kept, page))
        return redirect("formulation:review", course=course.pk)
    return shown(request, "formulation/review.html", {**page, "form": form}, form)


def _said(review: MidpointReview, page: dict[str, Any]) -> str:
    if review.shared_at:
        return _("The review is kept and signed by you. %s can read it.") % page["who"]
    return _("The review is kept and signed by you. Only staff of this course read it until you share it.")


@require_POST
@opens(MidpointReview, Permission.COURSE_EDIT)
def share(request: HttpRequest, review: MidpointReview) -> HttpResponse:
    """Share it with the patient, or take it off their page."""
    if "stop" in request.POST:
        actions.stop_sharing_review(review=review, by=request.user)
        messages.success(
            request, _("It is no longer on the patient's page. What they said of it stays here.")
        )
    else:
        actions.share_review(review=review, by=request.user)
        messages.success(request, _("The patient can read it now."))
    return redirect("formulation:review", course=review.course_id)


@GET_OR_POST
@opens_own(Participant)
def mine(request: HttpRequest, participant: Participant) -> HttpResponse:
    """The review in plain words, and what the patient says of it."""
    page = shared_review(participant)
    review = page["review"]["row"] if page["review"] else None
    moved = request.method == "POST" and (review is None or str(review.pk) != request.POST.get("review"))
    form = ReviewAnswerForm(request.POST if request.method == "POST" else None)
    if review and not moved and form.is_valid():
        actions.answer_review(review=review, by=request.user, **form.cleaned_data)
        messages.success(request, _("Thank you. It is kept for your next meeting."))
        return redirect("formulation:my-review")
    page |= {"form": form, "moved": moved}
    return render(request, "formulation/my_review.html", page, status=422 if form.is_bound else 200)
