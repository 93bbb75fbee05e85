"""Where measures are answered, entered, shown and chosen."""

from django.urls import path

from clinic.questionnaires.views import patient

app_name = "questionnaires"
urlpatterns = [
    path("me/measures/", patient.waiting, name="waiting"),
    path("me/measures/<uuid:measurerequest>/", patient.answer, name="answer"),
    path("me/measures/<uuid:measurerequest>/review/", patient.review, name="review"),
    path("me/measures/<uuid:measurerequest>/help/", patient.help_now, name="help"),
    path("me/measures/<uuid:measurerequest>/send/", patient.send, name="send"),
    path("me/measures/<uuid:measurerequest>/sent/", patient.sent, name="sent"),
]
