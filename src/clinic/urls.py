"""Every address: one line an app."""

from django.urls import include, path

urlpatterns = [
    path("", include("clinic.access.sign_in_urls")),
    path("", include("clinic.access.urls")),
    path("", include("clinic.safety.urls")),
    path("", include("clinic.welcome.urls")),
    path("", include("clinic.questionnaires.urls")),
    path("", include("clinic.portal.urls")),
    path("", include("clinic.phone.urls")),
    path("", include("clinic.inventory.urls")),
    path("", include("clinic.signals.urls")),
    path("", include("clinic.techniques.urls")),
    path("", include("clinic.incidents.urls")),
    path("", include("clinic.practice.urls")),
    path("", include("clinic.courses.urls")),
    path("", include("clinic.formulation.urls")),
    path("", include("clinic.attachment.urls")),
    path("", include("clinic.workbench.urls")),
    path("", include("clinic.appointments.urls")),
    path("", include("clinic.reports.urls")),
    path("", include("clinic.supervision.urls")),
]
