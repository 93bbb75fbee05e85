"""The addresses of the staff's composed pages."""

from django.urls import path

from clinic.workbench.views import course, session, together

app_name = "workbench"
urlpatterns = [
    path("caseload/", course.caseload, name="caseload"),
    path("courses/new/", course.new_course, name="new-course"),
    path("courses/<uuid:course>/", course.overview, name="course"),
    path("courses/<uuid:course>/tasks/", course.tick, name="tick"),
    path("courses/<uuid:course>/prepare/", course.prepare, name="prepare"),
    path("courses/<uuid:course>/history/", course.history, name="history"),
    path("courses/<uuid:course>/sessions/", course.sessions, name="sessions"),
    path("courses/<uuid:course>/sessions/begin/", session.begin, name="begin"),
    path("courses/<uuid:course>/sessions/<int:number>/", session.session, name="session"),
    path("courses/<uuid:course>/sessions/<int:number>/at-work/", session.at_work, name="at-work"),
    path("courses/<uuid:course>/sessions/<int:number>/link/", session.link, name="link"),
    path("courses/<uuid:course>/sessions/<int:number>/together/", together.together, name="together"),
    path(
        "courses/<uuid:course>/sessions/<int:number>/together/expected/",
        together.expected,
        name="together-expected",
    ),
    path("courses/<uuid:course>/sessions/<int:number>/draft/", session.draft, name="draft"),
    path("courses/<uuid:course>/sessions/<int:number>/sign/", session.sign, name="sign"),
    path("courses/<uuid:course>/sessions/<int:number>/amend/", session.amend, name="amend"),
    path("courses/<uuid:course>/sessions/<int:number>/take-back/", session.take_back, name="take-back"),
]
