"""Urgent help, the alerts a person must look at, and a course's safety page."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from clinic.access.gate import opens_own
from clinic.courses.models import Participant
from clinic.safety import crisis_help, hours
from clinic.safety.models import SafetyPlan


@login_not_required
def urgent_help(request: HttpRequest) -> HttpResponse:
    """Whom to call, for anybody; nothing is recorded."""
    service = crisis_help.here(request.user)
    known = crisis_help.countries()
    country = known.get(request.GET.get("country") or (service.country if service else ""))
    context = {
        "country": country,
        "countries": sorted(known.values(), key=lambda one: one.name),
        "checked_on": min((line.checked_on for line in country.lines), default=None) if country else None,
        "phone": service.phone if service else "",
        "open": bool(service) and hours.is_open(service, timezone.now()),
    }
    return render(request, "safety/urgent_help.html", context)


@opens_own(Participant)
def my_plan(request: HttpRequest, participant: Participant) -> HttpResponse:
    """The patient's own safety plan, with the numbers that always answer."""
    plan = SafetyPlan.objects.of(participant).first()
    context = {"plan": plan, "participant": participant, "help": crisis_help.help_for(participant)}
    return render(request, "safety/my_plan.html", context)
