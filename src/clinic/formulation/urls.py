"""Addresses of the focus, formulation, goals, contract, timeline and ending."""

from django.urls import path

from clinic.formulation.views import agreed, ending, life, mine, people

app_name = "formulation"
urlpatterns = [
    path("courses/<uuid:course>/formulation/", agreed.formulation, name="formulation"),
    path("courses/<uuid:course>/formulation/focus/", agreed.focus, name="focus"),
    path("courses/<uuid:course>/formulation/story/", agreed.story, name="story"),
    path("courses/<uuid:course>/formulation/goals/", agreed.goals, name="goals"),
    path("courses/<uuid:course>/formulation/goals/<uuid:goal>/rate/", agreed.rate_goal, name="rate-goal"),
    path("courses/<uuid:course>/formulation/goals/<uuid:goal>/rest/", agreed.retire_goal, name="retire-goal"),
    path("courses/<uuid:course>/formulation/contract/", agreed.contract, name="contract"),
    path(
        "courses/<uuid:course>/formulation/contract/<uuid:contract>/sign/",
        agreed.sign_in_the_room,
        name="sign-in-the-room",
    ),
    path("courses/<uuid:course>/timeline/", life.timeline, name="timeline"),
    path("courses/<uuid:course>/circle/over-time/", people.over_time, name="circle-over-time"),
    path("courses/<uuid:course>/circle/people/<uuid:relationship>/", people.person, name="person"),
    path("courses/<uuid:course>/ending/", ending.ending, name="ending"),
    path("courses/<uuid:course>/ending/write/", ending.write, name="write-ending"),
    path("courses/<uuid:course>/ending/print/", ending.keepsake, name="keepsake"),
    path("courses/<uuid:course>/ending/end/", ending.end, name="end"),
    path("me/contract/", mine.contract, name="my-contract"),
    path("me/ending/", mine.ending, name="my-ending"),
]
