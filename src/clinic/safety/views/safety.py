"""Urgent help, the alerts a person must look at, a course's risk reviews and its safety plan."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clinic.access.gate import opens, opens_own, opens_service, permitted
from clinic.access.models import Service, User
from clinic.access.roles import Permission
from clinic.courses.models import Course, Participant
from clinic.safety import actions, crisis_help, hours
from clinic.safety.forms import ClosingForm, RiskReviewForm, SafetyPlanForm
from clinic.safety.models import Alert, AlertQuerySet, RiskReview, SafetyPlan
from clinic.safety.wording import plan_to_write


@require_GET
@login_not_required
def urgent_help(request: HttpRequest) -> HttpResponse:
    """Whom to call, for anybody; nothing is recorded. A copy on a phone does not say who is there now."""
    service = crisis_help.here(request.user)
    is_copy = "copy" in request.GET
    known = crisis_help.countries()
    country = known.get(request.GET.get("country") or (service.country if service else ""))
    context = {
        "country": country,
        "countries": sorted(known.values(), key=lambda one: one.name),
        "looked_up_on": min((line.looked_up_on for line in country.lines), default=None) if country else None,
        "phone": service.phone if service else "",
        "open": bool(service) and not is_copy and hours.is_open(service, timezone.now()),
    }
    return render(request, "safety/urgent_help.html", context)


@require_GET
@opens_service(Permission.ALERT_LIST)
def alerts(request: HttpRequest, service: Service) -> HttpResponse:
    """Every open alert that is this person's to look at, the most pressing first."""
    actions.escalate_overdue()
    waiting = Alert.objects.waiting_for(request.user).most_pressing_first().with_people()
    page = Paginator(waiting, 30).get_page(request.GET.get("page"))
    return render(request, "safety/alerts.html", {"page": page})


# One alert -------------------------------------------------------------------------------------------


@require_GET
@opens(Alert, Permission.ALERT_REVIEW)
def alert(request: HttpRequest, alert: Alert) -> HttpResponse:
    actions.escalate_overdue()
    return _alert_page(request, alert)


@require_POST
@opens(Alert, Permission.ALERT_REVIEW)
def see(request: HttpRequest, alert: Alert) -> HttpResponse:
    """One touch: somebody has looked."""
    actions.see(alert=alert, by=request.user)
    messages.success(request, _("Noted that you have seen this."))
    if alert.joins_id:
        return redirect("safety:alerts")
    return redirect("safety:alert", course=alert.course_id, alert=alert.pk)


@require_POST
@opens(Alert, Permission.ALERT_REVIEW)
def review_alert(request: HttpRequest, alert: Alert) -> HttpResponse:
    """Keep the review of an alert; it stays open until somebody closes it."""
    form = RiskReviewForm(request.POST)
    if not form.is_valid():
        return _alert_page(request, alert, form)
    actions.review_risk(participant=alert.participant, alert=alert, by=request.user, **form.cleaned_data)
    messages.success(request, _("The review is kept. Close the alert when all is done."))
    return redirect("safety:alert", course=alert.course_id, alert=alert.pk)


@require_POST
@opens(Alert, Permission.ALERT_REVIEW)
def close(request: HttpRequest, alert: Alert) -> HttpResponse:
    """Close it with what was done, and keep the review that was typed, if one was."""
    form = ClosingForm(request.POST)
    if not form.is_valid():
        return _alert_page(request, alert, form)
    if form.has_review:
        actions.review_and_close(alert=alert, by=request.user, **form.cleaned_data)
        messages.success(request, _("The review is kept, and the alert is closed."))
    else:
        actions.close_alert(alert=alert, by=request.user, action=form.cleaned_data["action"])
        messages.success(request, _("The alert is closed."))
    return redirect("safety:alerts")


def _alert_page(request: HttpRequest, alert: Alert, form: RiskReviewForm | None = None) -> HttpResponse:
    thread = list(_thread_shown_to(request.user, alert))
    may_open_course = permitted(request.user, Permission.COURSE_VIEW, alert.course)
    reviews = RiskReview.objects.of(alert.participant).filter(alert__in=thread)
    context = {
        "alert": next(one for one in thread if one.pk == alert.pk),
        "thread": thread,
        "patient": alert.participant.patient,
        "reviews": reviews if may_open_course else reviews.filter(reviewed_by=request.user),
        "may_open_course": may_open_course,
        "form": form or RiskReviewForm(initial={"action": alert.action}),
    }
    return render(request, "safety/alert.html", context, status=422 if form else 200)


def _thread_shown_to(user: User, alert: Alert) -> AlertQuerySet:
    """The alert with its repeats; to a lead only those that came to them."""
    thread = Alert.objects.repeats_of(alert).visible_to(user)
    return thread.with_people().order_by("answered_at")


# A course's safety page --------------------------------------------------------------------------------


@require_GET
@opens(Course, Permission.COURSE_VIEW)
def safety(request: HttpRequest, course: Course) -> HttpResponse:
    """What is open, what was reviewed, and the plan."""
    actions.escalate_overdue()
    participant = _participant(course)
    found = list(Alert.objects.filter(course=course).with_people().order_by("-answered_at"))
    plans = list(SafetyPlan.objects.of(participant))
    reviews = list(RiskReview.objects.of(participant))
    context = {
        "course": course,
        "open": [one for one in found if one.closed_at is None],
        "closed": [one for one in found if one.closed_at],
        "reviews": reviews,
        "run_out": next((one for one in reviews[:1] if one.has_run_out and not course.ended_on), None),
        "plan": plans[0] if plans else None,
        "plan_is_due": bool(plans) and plans[0].is_due and not course.ended_on,
        "older": plans[1:],
        "may_open_private": permitted(request.user, Permission.PRIVATE_ENQUIRY, course),
    }
    return render(request, "safety/safety.html", context)


@opens(Course, Permission.ALERT_REVIEW)
def review(request: HttpRequest, course: Course) -> HttpResponse:
    """A review of risk that no alert asked for."""
    form, participant = RiskReviewForm(request.POST or None), _participant(course)
    if form.is_valid():
        actions.review_risk(participant=participant, by=request.user, **form.cleaned_data)
        messages.success(request, _("The review is kept."))
        return redirect("safety:safety", course=course.pk)
    context = {"course": course, "form": form, "reviews": RiskReview.objects.of(participant)}
    return render(request, "safety/review.html", context, status=422 if form.is_bound else 200)


@opens(Course, Permission.SAFETY_EDIT)
def write_plan(request: HttpRequest, course: Course) -> HttpResponse:
    """Write the next version of the plan, with the patient."""
    participant = _participant(course)
    last = SafetyPlan.objects.of(participant).first()
    form = SafetyPlanForm(request.POST or None, initial=plan_to_write(participant, last))
    if form.is_valid() and not _written_meanwhile(form, last):
        parts = {name: value for name, value in form.cleaned_data.items() if name != "based_on"}
        actions.write_safety_plan(participant=participant, by=request.user, **parts)
        messages.success(request, _("The plan is kept, and is on the patient's own page."))
        return redirect("safety:safety", course=course.pk)
    context = {"course": course, "form": form, "last": last, "based_on": last.version if last else 0}
    context["nobody_suggested"] = last is None and not form.initial["helpers"]
    return render(request, "safety/write_plan.html", context, status=422 if form.is_bound else 200)


def _written_meanwhile(form: SafetyPlanForm, last: SafetyPlan | None) -> bool:
    """Whether somebody else wrote a version since this form was opened; it is then shown beside this one."""
    current = last.version if last else 0
    if form.cleaned_data["based_on"] == current or last is None:
        return False
    words = _(
        "%(who)s wrote version %(version)d meanwhile. Nothing you typed is lost: compare, then keep yours."
    )
    form.add_error(None, words % {"who": last.written_by.name, "version": current})
    return True


@require_GET
@opens(SafetyPlan, Permission.COURSE_VIEW)
def plan_version(request: HttpRequest, plan: SafetyPlan) -> HttpResponse:
    """One version as it was agreed, the present one or an older."""
    context = {"course": plan.participant.course, "plan": plan}
    return render(request, "safety/plan_version.html", context)


@require_GET
@opens(SafetyPlan, Permission.COURSE_VIEW)
def print_plan(request: HttpRequest, plan: SafetyPlan) -> HttpResponse:
    context = {"back": f"/courses/{plan.participant.course_id}/safety/", **_sheet(plan.participant, plan)}
    return render(request, "safety/print_plan.html", context)


# The patient's own page --------------------------------------------------------------------------------


@require_GET
@opens_own(Participant)
def my_plan(request: HttpRequest, participant: Participant) -> HttpResponse:
    """The patient's own safety plan, with the numbers that always answer."""
    plan = SafetyPlan.objects.of(participant).first()
    return render(request, "safety/my_plan.html", _sheet(participant, plan))


@require_GET
@opens_own(Participant)
def print_my_plan(request: HttpRequest, participant: Participant) -> HttpResponse:
    plan = SafetyPlan.objects.of(participant).first()
    if plan is None:
        return redirect("safety:my_plan")
    return render(
        request, "safety/print_plan.html", {"back": "/me/safety-plan/", **_sheet(participant, plan)}
    )


def _sheet(participant: Participant, plan: SafetyPlan | None) -> dict[str, Any]:
    return {"plan": plan, "patient": participant.patient, "help": crisis_help.help_for(participant)}


def _participant(course: Course) -> Participant:
    """Whose safety it is; a course of one has one."""
    return course.participants.select_related("patient", "service", "course__therapist").earliest(
        "created_at"
    )
