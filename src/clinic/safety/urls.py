"""Where urgent help, alerts, risk reviews and safety plans are."""

from django.urls import path

from clinic.safety import views

app_name = "safety"
urlpatterns = [
    path("urgent-help/", views.urgent_help, name="urgent_help"),
    path("me/safety-plan/", views.my_plan, name="my_plan"),
]
