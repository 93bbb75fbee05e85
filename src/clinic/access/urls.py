"""Signing in and out, the demo's doors, and the service's settings."""

from django.urls import path

from clinic.access import views

app_name = "access"
urlpatterns = [
    path("home/", views.home, name="home"),
    path("link/", views.enter_code, name="code"),
    path("link/<str:token>/", views.link, name="link"),
    path("sign-in/held/", views.show_held, name="held"),
    path("sign-in/held/drop/", views.drop_held, name="drop-held"),
    path("sign-in/left/", views.left, name="left"),
    path("sign-in/stay/", views.stay, name="stay"),
    path("sign-in/password/", views.choose_password, name="password"),
    path("demo-sign-in/<str:role>/", views.demo_sign_in, name="demo-sign-in"),
    path("settings/", views.service_settings, name="settings"),
    path("settings/members/", views.add_member, name="add-member"),
    path("settings/members/<uuid:membership>/end/", views.end_membership, name="end-membership"),
    path("settings/members/<uuid:membership>/start-again/", views.start_again, name="start-again"),
]
