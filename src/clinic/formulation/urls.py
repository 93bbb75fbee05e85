"""Addresses of the focus, formulation, goals, contract, timeline and ending."""

from django.urls import path

from clinic.formulation.views import agreed, contract, ending, focus, goals, life, mine, story

app_name = "formulation"
urlpatterns = [
    path("courses/<uuid:course>/formulation/", agreed.formulation, name="formulation"),
    path("courses/<uuid:course>/formulation/focus/", focus.focus, name="focus"),
    path("courses/<uuid:course>/formulation/story/", story.story, name="story"),
    path("courses/<uuid:course>/formulation/goals/", goals.goals, name="goals"),
    path("courses/<uuid:course>/formulation/goals/<uuid:goal>/rate/", goals.rate_goal, name="rate-goal"),
    path("courses/<uuid:course>/formulation/goals/<uuid:goal>/rest/", goals.retire_goal, name="retire-goal"),
    path("courses/<uuid:course>/formulation/contract/", contract.contract, name="contract"),
    path(
        "courses/<uuid:course>/formulation/contract/<uuid:contract>/sign/",
        contract.sign_in_the_room,
        name="sign-in-the-room",
    ),
    path("courses/<uuid:course>/timeline/", life.timeline, name="timeline"),
    path("courses/<uuid:course>/ending/", ending.ending, name="ending"),
    path("courses/<uuid:course>/ending/write/", ending.write, name="write-ending"),
    path("courses/<uuid:course>/ending/print/", ending.keepsake, name="keepsake"),
    path("courses/<uuid:course>/ending/end/", ending.end, name="end"),
    path("me/contract/", mine.contract, name="my-contract"),
    path("me/ending/", mine.ending, name="my-ending"),
]
