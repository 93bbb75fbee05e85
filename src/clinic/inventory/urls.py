"""Addresses of the circle, the timeline and the mood-event links."""

from django.urls import path

from clinic.inventory import views
from clinic.inventory.timeline import urls as timeline

app_name = "inventory"
urlpatterns = [
    path("courses/<uuid:course>/circle/", views.circle, name="circle"),
    path("courses/<uuid:course>/circle/edit/", views.edit_circle, name="edit-circle"),
    path("courses/<uuid:course>/circle/people/add/", views.add_person, name="add-person"),
    path("courses/<uuid:course>/circle/people/<uuid:relationship>/", views.person, name="person"),
    path("courses/<uuid:course>/circle/people/<uuid:relationship>/move/", views.move, name="move"),
    *timeline.urlpatterns,
    path("courses/<uuid:course>/sessions/<int:number>/links/", views.links, name="links"),
    path(
        "courses/<uuid:course>/links/<uuid:moodeventlink>/withdraw/",
        views.withdraw_link,
        name="withdraw-link",
    ),
    path(
        "courses/<uuid:course>/links/<uuid:moodeventlink>/put-back/",
        views.put_link_back,
        name="put-link-back",
    ),
]
