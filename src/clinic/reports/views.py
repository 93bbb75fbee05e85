"""The pages of a service lead: how the courses of the service went."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from clinic.access.gate import opens_service
from clinic.access.models import Service
from clinic.access.roles import Permission
from clinic.reports import actions, figures
from clinic.reports.export import as_csv


@require_GET
@opens_service(Permission.REPORT_VIEW)
def report(request: HttpRequest, service: Service) -> HttpResponse:
    context = {"report": figures.report(service), "today": timezone.localdate()}
    return render(request, "reports/report.html", context)


@require_GET
@opens_service(Permission.REPORT_VIEW)
def export(request: HttpRequest, service: Service) -> HttpResponse:
    actions.note_export(service=service, by=request.user)
    name = f"kith-report-{timezone.localdate().isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(
        as_csv(figures.report(service)), content_type="text/csv; charset=utf-8", headers=headers
    )
