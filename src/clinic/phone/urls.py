"""Addresses of the phone: its shell, what it keeps, and what it sends."""

from django.urls import path

from clinic.phone.views import pages

app_name = "phone"
urlpatterns = [
    path("manifest.webmanifest", pages.manifest, name="manifest"),
    path("worker.js", pages.worker, name="worker"),
    path("phone/", pages.shell, name="shell"),
    path("me/phone/", pages.choose, name="choose"),
    path("me/phone/kept/", pages.kept, name="kept"),
    path("me/phone/entries/", pages.entries, name="entries"),
]
