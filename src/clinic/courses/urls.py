"""The addresses of the first forms."""

from django.urls import path

from clinic.courses import views

COURSE = "courses/<uuid:course>/"

app_name = "courses"
urlpatterns = [
    path(COURSE + "suitability/", views.review, name="suitability"),
    path(COURSE + "suitability/write/", views.write_review, name="write-suitability"),
    path(COURSE + "diagnosis/", views.diagnosis, name="diagnosis"),
    path(COURSE + "diagnosis/write/", views.write_diagnosis, name="write-diagnosis"),
    path(COURSE + "sick-role/", views.sick_role, name="sick-role"),
    path(COURSE + "sick-role/write/", views.write_sick_role, name="write-sick-role"),
    path(COURSE + "medication/", views.medication, name="medication"),
    path(COURSE + "medication/add/", views.add_medication, name="add-medication"),
    path(COURSE + "medication/<uuid:medication>/stop/", views.stop_medication, name="stop-medication"),
]
