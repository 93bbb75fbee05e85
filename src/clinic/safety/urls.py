"""Where urgent help, alerts, risk reviews and safety plans are."""

from django.urls import path

from clinic.safety.views import private, safety

COURSE = "courses/<uuid:course>/safety/"
ALERT = COURSE + "alerts/<uuid:alert>/"
PEOPLE = COURSE + "people/"
PERSON = PEOPLE + "<uuid:relationship>/"

app_name = "safety"
urlpatterns = [
    path("urgent-help/", safety.urgent_help, name="urgent_help"),
    path("alerts/", safety.alerts, name="alerts"),
    path(COURSE, safety.safety, name="safety"),
    path(COURSE + "review/", safety.review, name="review"),
    path(COURSE + "plan/", safety.write_plan, name="write_plan"),
    path(COURSE + "plan/<int:version>/", safety.plan_version, name="plan_version"),
    path(COURSE + "plan/<int:version>/print/", safety.print_plan, name="print_plan"),
    path(ALERT, safety.alert, name="alert"),
    path(ALERT + "seen/", safety.see, name="see"),
    path(ALERT + "review/", safety.review_alert, name="review_alert"),
    path(ALERT + "close/", safety.close, name="close"),
    path(PEOPLE, private.people, name="people"),
    path(PEOPLE + "open/", private.open_page, name="open_people"),
    path(PEOPLE + "close/", private.close_page, name="close_people"),
    path(PERSON, private.person, name="person"),
    path(PERSON + "release/", private.release, name="release"),
    path(PERSON + "release/<uuid:release>/revoke/", private.revoke, name="revoke"),
    path("me/safety-plan/", safety.my_plan, name="my_plan"),
    path("me/safety-plan/print/", safety.print_my_plan, name="print_my_plan"),
]
