"""Addresses of the circle, the timeline and the mood-event links."""

from django.urls import path

from clinic.inventory import views

app_name = "inventory"
urlpatterns = [
    path("courses/<uuid:course>/circle/", views.circle, name="circle"),
    path("courses/<uuid:course>/circle/edit/", views.edit_circle, name="edit-circle"),
    path("courses/<uuid:course>/circle/people/add/", views.add_person, name="add-person"),
    path("courses/<uuid:course>/circle/people/<uuid:relationship>/", views.person, name="person"),
    path("courses/<uuid:course>/circle/people/<uuid:relationship>/move/", views.move, name="move"),
]
