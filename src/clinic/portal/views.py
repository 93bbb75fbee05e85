"""The patient's own pages: today, goals, a summary, and what Kith holds about them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clinic.access.gate import opens_own
from clinic.courses.models import Participant, SessionRecord
from clinic.formulation.actions import rate_goal
from clinic.formulation.models import Goal
from clinic.portal import my_data, today
from clinic.portal.forms import RatingsForm


@opens_own(Participant)
def home(request: HttpRequest, participant: Participant) -> HttpResponse:
    mine = Participant.objects.own(request.user)
    return render(request, "portal/today.html", today.of(participant) | {"mine": mine})


@require_POST
@opens_own(Participant)
def choose(request: HttpRequest, participant: Participant) -> HttpResponse:
    """Go to another of the patient's own courses."""
    mine = {str(one.course_id) for one in Participant.objects.own(request.user)}
    if request.POST.get("course") in mine:
        request.session["course"] = request.POST["course"]
    return redirect("portal:today")


@opens_own(Participant)
def goals(request: HttpRequest, participant: Participant) -> HttpResponse:
    """How near each goal is today."""
    current = list(Goal.objects.current(participant))
    form = RatingsForm(request.POST if request.method == "POST" else None, goals=current)
    if request.method == "POST" and form.is_valid():
        for goal, rating in form.ratings():
            _rate(request, goal, rating)
        messages.success(request, _("Saved."))
        return redirect("portal:today")
    context = {
        "form": form,
        "wanted": today.wanted(participant, "ratings__rated_by"),
        "participant": participant,
    }
    return render(request, "portal/goals.html", context, status=422 if form.is_bound else 200)


def _rate(request: HttpRequest, goal: Goal, rating: int) -> None:
    """Keep a rating; the same one pressed twice on a day is one."""
    last = goal.last_rating
    if last and last.rating == rating and last.rated_at.date() == timezone.now().date():
        return
    rate_goal(goal=goal, rating=rating, by=request.user)


@opens_own(Participant)
def sessions(request: HttpRequest, participant: Participant) -> HttpResponse:
    """What was shared of every session, the newest first."""
    records = [one for one in today.standing_records(participant.course) if today.shares(one)]
    context = {"records": records, "therapist": participant.course.therapist.first_name}
    return render(request, "portal/sessions.html", context)


@opens_own(Participant)
def session(request: HttpRequest, participant: Participant, number: int) -> HttpResponse:
    """What was shared of a session: the summary, the line to remember, and what was agreed."""
    records = SessionRecord.objects.filter(session__course=participant.course, session__number=number)
    record = records.select_related("session").order_by("-version").first()
    if record is None:
        raise Http404
    context = {"record": record, "therapist": participant.course.therapist.first_name}
    return render(request, "portal/session.html", context)


@opens_own(Participant)
def data(request: HttpRequest, participant: Participant) -> HttpResponse:
    held = my_data.held_about(participant)
    context = {
        "participant": participant,
        "counts": my_data.counts(held),
        "opened": my_data.who_opened(participant)[:60],
        **today.to_keep(participant.course),
    }
    return render(request, "portal/my_data.html", context)


@opens_own(Participant)
def download(request: HttpRequest, participant: Participant) -> HttpResponse:
    response = JsonResponse(my_data.held_about(participant), json_dumps_params={"indent": 2})
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response
