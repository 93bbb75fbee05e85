"""The public pages, and the enquiries they bring."""

from django.urls import path

from clinic.welcome import views

app_name = "welcome"
urlpatterns = [
    path("", views.first, name="first"),
    path("research/", views.research, name="research"),
    path("is-it-for-me/", views.is_it_for_me, name="is-it-for-me"),
    path("enquire/", views.enquire, name="enquire"),
    path("enquire/thank-you/", views.enquired, name="enquired"),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("enquiries/", views.enquiries, name="enquiries"),
    path("enquiries/<uuid:enquiry>/", views.enquiry, name="enquiry"),
    path("enquiries/<uuid:enquiry>/invite/", views.invite, name="invite"),
    path("enquiries/<uuid:enquiry>/refer/", views.refer, name="refer"),
    path("enquiries/<uuid:enquiry>/accept/", views.accept, name="accept"),
]
