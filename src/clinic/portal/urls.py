"""The patient's own pages."""

from django.urls import path

from clinic.portal import views

app_name = "portal"
urlpatterns = [
    path("me/", views.home, name="today"),
    path("me/choose/", views.choose, name="choose"),
    path("me/goals/", views.goals, name="goals"),
    path("me/sessions/", views.sessions, name="sessions"),
    path("me/sessions/<int:number>/", views.session, name="session"),
    path("me/my-data/", views.data, name="my_data"),
    path("me/my-data/download/", views.download, name="download"),
]
