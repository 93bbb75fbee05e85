"""Where a service's figures are read and taken away."""

from django.urls import path

from clinic.reports import views

app_name = "reports"
urlpatterns = [
    path("reports/", views.report, name="report"),
    path("reports/figures.csv", views.export, name="export"),
]
