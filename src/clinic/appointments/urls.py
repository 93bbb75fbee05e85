"""Where appointments are seen, booked, moved and cancelled."""

from django.urls import path

from clinic.appointments import views

app_name = "appointments"
urlpatterns = [
    path("appointments/", views.week, name="week"),
    path("appointments/new/", views.book_for_somebody, name="book_for_somebody"),
    path("appointments/<uuid:appointment>/move/", views.move, name="move"),
    path("appointments/<uuid:appointment>/cancel/", views.cancel, name="cancel"),
    path("appointments/<uuid:appointment>/put-back/", views.put_back, name="put_back"),
    path("courses/<uuid:course>/appointments/new/", views.book, name="book"),
    path(
        "courses/<uuid:course>/appointments/<uuid:appointment>/comes-along/",
        views.comes_along,
        name="comes_along",
    ),
    path("me/appointments/", views.mine, name="mine"),
]
