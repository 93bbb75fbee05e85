"""The addresses of the staff's composed pages."""

from django.urls import path

from clinic.workbench import views

app_name = "workbench"
urlpatterns = [
    path("caseload/", views.caseload, name="caseload"),
    path("courses/new/", views.new_course, name="new-course"),
    path("courses/<uuid:course>/", views.overview, name="course"),
    path("courses/<uuid:course>/tasks/", views.tick, name="tick"),
    path("courses/<uuid:course>/history/", views.history, name="history"),
    path("courses/<uuid:course>/sessions/", views.sessions, name="sessions"),
    path("courses/<uuid:course>/sessions/begin/", views.begin, name="begin"),
    path("courses/<uuid:course>/sessions/<int:number>/", views.session, name="session"),
    path("courses/<uuid:course>/sessions/<int:number>/at-work/", views.at_work, name="at-work"),
    path("courses/<uuid:course>/sessions/<int:number>/draft/", views.draft, name="draft"),
    path("courses/<uuid:course>/sessions/<int:number>/sign/", views.sign, name="sign"),
    path("courses/<uuid:course>/sessions/<int:number>/amend/", views.amend, name="amend"),
    path("courses/<uuid:course>/sessions/<int:number>/take-back/", views.take_back, name="take-back"),
]
