"""Addresses of the focus, formulation, goals, contract, timeline and ending."""

from django.urls import path

from clinic.formulation.views import (
    agreed,
    contract,
    ending,
    focus,
    goals,
    life,
    mine,
    number,
    people,
    review,
    story,
    workspace,
)

app_name = "formulation"
urlpatterns = [
    path("courses/<uuid:course>/formulation/", agreed.formulation, name="formulation"),
    path("courses/<uuid:course>/formulation/focus/", focus.focus, name="focus"),
    path("courses/<uuid:course>/formulation/story/", story.story, name="story"),
    path("courses/<uuid:course>/formulation/story/preview/", story.preview, name="preview"),
    path(
        "courses/<uuid:course>/formulation/story/<uuid:formulation>/share/", story.share, name="share-story"
    ),
    path(
        "courses/<uuid:course>/formulation/story/<uuid:formulation>/stop-sharing/",
        story.stop_sharing,
        name="stop-sharing",
    ),
    path("courses/<uuid:course>/formulation/workspace/", workspace.workspace, name="workspace"),
    path("courses/<uuid:course>/formulation/workspace/add/", workspace.add_entry, name="add-entry"),
    path("courses/<uuid:course>/formulation/workspace/rate/", workspace.rate, name="rate-focus"),
    path("courses/<uuid:course>/formulation/workspace/<uuid:workspaceentry>/", workspace.entry, name="entry"),
    path(
        "courses/<uuid:course>/formulation/workspace/<uuid:workspaceentry>/strike-out/",
        workspace.strike_out,
        name="strike-out",
    ),
    path(
        "courses/<uuid:course>/formulation/workspace/<uuid:workspaceentry>/put-back/",
        workspace.put_entry_back,
        name="put-entry-back",
    ),
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
    path("courses/<uuid:course>/circle/over-time/", people.over_time, name="circle-over-time"),
    path("courses/<uuid:course>/circle/people/<uuid:relationship>/", people.person, name="person"),
    path("courses/<uuid:course>/ending/", ending.ending, name="ending"),
    path("courses/<uuid:course>/ending/write/", ending.write, name="write-ending"),
    path("courses/<uuid:course>/ending/print/", ending.keepsake, name="keepsake"),
    path("courses/<uuid:course>/ending/end/", ending.end, name="end"),
    path("courses/<uuid:course>/number-of-sessions/", number.number, name="number"),
    path(
        "courses/<uuid:course>/number-of-sessions/<uuid:sessionsagreement>/answer/",
        number.answer_in_the_room,
        name="answer-number",
    ),
    path(
        "courses/<uuid:course>/number-of-sessions/<uuid:sessionsagreement>/take-back/",
        number.take_back,
        name="take-back-number",
    ),
    path("courses/<uuid:course>/review/", review.review, name="review"),
    path("courses/<uuid:course>/review/<uuid:midpointreview>/share/", review.share, name="share-review"),
    path("me/number-of-sessions/", number.mine, name="my-number"),
    path("me/review/", review.mine, name="my-review"),
    path("me/focus/", mine.focus, name="my-focus"),
    path("me/story/", mine.story, name="my-story"),
    path("me/contract/", mine.contract, name="my-contract"),
    path("me/ending/", mine.ending, name="my-ending"),
]
