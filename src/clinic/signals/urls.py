"""Addresses of signals."""

from django.urls import path

from clinic.signals import views

COURSE = "courses/<uuid:course>/signals/"
SIGNAL = COURSE + "<uuid:signal>/"

app_name = "signals"
urlpatterns = [
    path(COURSE, views.signals, name="signals"),
    path(SIGNAL, views.signal, name="signal"),
    path(SIGNAL + "read/", views.read, name="read"),
    path(SIGNAL + "note/", views.note, name="note"),
    path(SIGNAL + "close/", views.close, name="close"),
]
