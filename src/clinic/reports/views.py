"""The pages of a service lead: how the courses of the service went."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from clinic.access.gate import opens_service
from clinic.access.models import Service
from clinic.access.roles import Permission
from clinic.reports import actions, drawn, drill, findings
from clinic.reports.dashboard import Dashboard, dashboard, offered
from clinic.reports.export import as_csv
from clinic.reports.filters import Filters, Refused, refuse_unknown
from clinic.reports.forms import WhichCourses

A_PAGE = 25  # courses


@require_GET
@opens_service(Permission.REPORT_VIEW)
def report(request: HttpRequest, service: Service) -> HttpResponse:
    actions.bring_up_to_date(service=service)
    asked = _asked(request)
    try:
        of = dashboard(service, asked)
    except Refused as refused:
        form = WhichCourses(asked.as_query(), offered(service), refused.faults)
        return render(request, "reports/refused.html", {"form": form, "service": service}, status=422)
    form = WhichCourses(asked.as_query(), of.choices, {})
    mine = drill.courses_behind(service, Filters(), request.user).exists()
    context = {**_shown(of), "form": form, "behind": findings.FIGURES if mine else {}}
    return render(request, "reports/report.html", context)


def _shown(of: Dashboard) -> dict[str, Any]:
    """The figures, with what is drawn of them and the sentences that say them."""
    return {
        "report": of,
        "heading": findings.heading(of),
        "chosen": findings.chosen(of.filters, of.choices),
        "query": urlencode(of.filters.as_query()),
        "trajectories": [drawn.trajectory(one) for one in of.trajectories if one.lines],
        "of_aims": findings.of_aims(of.aims),
        "waits": drawn.waits(of.waits) if of.waits and any(of.waits.by_week) else None,
        "of_attendance": findings.of_attendance(of.attended),
        "of_endings": findings.of_endings(of.endings),
    }


@require_GET
@opens_service(Permission.REPORT_VIEW)
def export(request: HttpRequest, service: Service) -> HttpResponse:
    asked = _asked(request)
    actions.bring_up_to_date(service=service)
    try:
        written = as_csv(dashboard(service, asked))
    except Refused:
        return _back(asked)
    actions.note_export(service=service, chosen=asked.as_query(), by=request.user)
    name = f"kith-report-{timezone.localdate().isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(written, content_type="text/csv; charset=utf-8", headers=headers)


@require_GET
@opens_service(Permission.REPORT_VIEW)
def courses(request: HttpRequest, service: Service) -> HttpResponse:
    """The courses behind a figure: a person's own alone, and not found where there are none."""
    asked, figure = _asked(request), request.GET.get("figure", "courses")
    actions.bring_up_to_date(service=service)
    if figure not in findings.FIGURES or not drill.courses_behind(service, Filters(), request.user).exists():
        raise Http404
    choices = offered(service)
    try:
        refuse_unknown(asked, choices)
    except Refused:
        return _back(asked)
    found = drill.courses_behind(service, asked, request.user, figure)
    page = Paginator(found.prefetch_related("participants__patient"), A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "service": service,
        "figure": findings.FIGURES[figure],
        "chosen": findings.chosen(asked, choices),
        "query": urlencode(asked.as_query()),
    }
    return render(request, "reports/courses.html", context)


def _asked(request: HttpRequest) -> Filters:
    """Which courses are meant, as it stands in the address."""
    return Filters(
        **{name: request.GET.get(name, "").replace("\0", "").strip() for name in Filters.__slots__}
    )


def _back(asked: Filters) -> HttpResponse:
    """To the page that says what is wrong with the choice."""
    return redirect(f"{reverse('reports:report')}?{urlencode(asked.as_query())}")
