"""Where urgent help, alerts, risk reviews and safety plans are."""

from django.urls import path

from clinic.safety import views

COURSE = "courses/<uuid:course>/safety/"
ALERT = COURSE + "alerts/<uuid:alert>/"

app_name = "safety"
urlpatterns = [
    path("urgent-help/", views.urgent_help, name="urgent_help"),
    path("alerts/", views.alerts, name="alerts"),
    path(COURSE, views.safety, name="safety"),
    path(COURSE + "review/", views.review, name="review"),
    path(COURSE + "plan/", views.write_plan, name="write_plan"),
    path(COURSE + "plan/<int:version>/", views.plan_version, name="plan_version"),
    path(COURSE + "plan/<int:version>/print/", views.print_plan, name="print_plan"),
    path(ALERT, views.alert, name="alert"),
    path(ALERT + "seen/", views.see, name="see"),
    path(ALERT + "review/", views.review_alert, name="review_alert"),
    path(ALERT + "close/", views.close, name="close"),
    path("me/safety-plan/", views.my_plan, name="my_plan"),
    path("me/safety-plan/print/", views.print_my_plan, name="print_my_plan"),
]
