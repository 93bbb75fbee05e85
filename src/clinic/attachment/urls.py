"""Addresses of the plane, the conversation, the placements and the circumplex."""

from django.urls import path

from clinic.attachment import views

app_name = "attachment"
urlpatterns = [
    path("courses/<uuid:course>/attachment/", views.plane, name="plane"),
    path("courses/<uuid:course>/attachment/conversation/", views.conversation, name="conversation"),
    path("courses/<uuid:course>/attachment/place/", views.place_in_general, name="place-in-general"),
    path("courses/<uuid:course>/attachment/place/<uuid:relationship>/", views.place, name="place"),
    path("courses/<uuid:course>/attachment/circumplex/", views.circumplex, name="circumplex"),
]
