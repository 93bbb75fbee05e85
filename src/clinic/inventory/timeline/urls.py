"""Addresses of the events and of the mood as remembered; part of the inventory's own."""

from django.urls import path

from clinic.inventory.timeline import views

urlpatterns = [
    path("courses/<uuid:course>/timeline/add/", views.add_event, name="add-event"),
    path("courses/<uuid:course>/timeline/mood/", views.remember_mood, name="remember-mood"),
    path(
        "courses/<uuid:course>/timeline/mood/<uuid:rememberedmood>/withdraw/",
        views.withdraw_mood,
        name="withdraw-mood",
    ),
    path(
        "courses/<uuid:course>/timeline/mood/<uuid:rememberedmood>/put-back/",
        views.put_mood_back,
        name="put-mood-back",
    ),
    path("courses/<uuid:course>/timeline/<uuid:timelineevent>/", views.event, name="event"),
    path(
        "courses/<uuid:course>/timeline/<uuid:timelineevent>/withdraw/",
        views.withdraw_event,
        name="withdraw-event",
    ),
    path(
        "courses/<uuid:course>/timeline/<uuid:timelineevent>/put-back/",
        views.put_event_back,
        name="put-event-back",
    ),
]
