"""Where a service's figures are read and taken away, and the courses behind them."""

from django.urls import path

from clinic.reports import views

app_name = "reports"
urlpatterns = [
    path("reports/", views.report, name="report"),
    path("reports/figures.csv", views.export, name="export"),
    path("reports/courses/", views.courses, name="courses"),
]
