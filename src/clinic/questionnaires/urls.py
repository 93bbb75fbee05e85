"""Where measures are answered, entered, shown and chosen."""

from django.urls import path

from clinic.questionnaires.views import desk, handover, patient

app_name = "questionnaires"
urlpatterns = [
    path("me/measures/", patient.waiting, name="waiting"),
    path("me/measures/<uuid:measurerequest>/", patient.answer, name="answer"),
    path("me/measures/<uuid:measurerequest>/review/", patient.review, name="review"),
    path("me/measures/<uuid:measurerequest>/help/", patient.help_now, name="help"),
    path("me/measures/<uuid:measurerequest>/send/", patient.send, name="send"),
    path("me/measures/<uuid:measurerequest>/sent/", patient.sent, name="sent"),
    path("me/measures/<uuid:measurerequest>/hand-back/", handover.hand_back, name="hand_back"),
    path("courses/<uuid:course>/measures/", desk.measures, name="measures"),
    path("courses/<uuid:course>/measures/ask/", desk.ask, name="ask"),
    path("courses/<uuid:course>/measures/schedule/", desk.schedule, name="schedule"),
    path("courses/<uuid:course>/measures/enter/", desk.enter_unasked, name="enter_unasked"),
    path("courses/<uuid:course>/measures/<uuid:measurerequest>/show/", handover.show, name="show"),
    path(
        "courses/<uuid:course>/measures/<uuid:measurerequest>/hand-over/",
        handover.hand_over,
        name="hand_over",
    ),
    path("courses/<uuid:course>/measures/<uuid:measurerequest>/arrival/", handover.arrival, name="arrival"),
    path("courses/<uuid:course>/measures/<uuid:measurerequest>/enter/", desk.enter, name="enter"),
    path("courses/<uuid:course>/measures/<uuid:measurerequest>/withdraw/", desk.withdraw, name="withdraw"),
    path("courses/<uuid:course>/measures/<uuid:measurerequest>/ask-again/", desk.ask_again, name="ask_again"),
    path("courses/<uuid:course>/measures/responses/<uuid:response>/", desk.response, name="response"),
]
