"""Addresses of adherence, supervision and the patient's two questions."""

from django.urls import path

from clinic.supervision.views import checking, course, talks

COURSE = "courses/<uuid:course>/adherence/"
CHOSEN = COURSE + "<uuid:chosensession>/"
TALK = "supervision/talks/<uuid:supervisiontalk>/"

app_name = "supervision"
urlpatterns = [
    path("supervision/", talks.supervision, name="supervision"),
    path("supervision/trends/", talks.trends, name="trends"),
    path("supervision/talks/new/", talks.new_talk, name="new-talk"),
    path(TALK, talks.talk, name="talk"),
    path(TALK + "amend/", talks.amend, name="amend-talk"),
    path(COURSE, course.adherence, name="adherence"),
    path(COURSE + "choose/", course.choose, name="choose"),
    path(COURSE + "draw/", course.draw, name="draw"),
    path(CHOSEN, course.chosen, name="chosen"),
    path(CHOSEN + "rate/", course.rate, name="rate"),
    path(CHOSEN + "set-aside/", course.set_aside, name="set-aside"),
    path("me/sessions/<int:number>/check/", checking.check, name="check"),
]
