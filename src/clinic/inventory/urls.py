"""Addresses of the circle, the timeline and the mood-event links."""

from django.urls import path

from clinic.inventory.timeline import urls as timeline
from clinic.inventory.views import circle, links, mine, people

app_name = "inventory"
urlpatterns = [
    path("courses/<uuid:course>/circle/", circle.circle, name="circle"),
    path("courses/<uuid:course>/circle/live/", circle.live, name="live"),
    path("courses/<uuid:course>/circle/edit/", circle.edit, name="edit-circle"),
    path("courses/<uuid:course>/circle/undo/", circle.undo, name="undo"),
    path("courses/<uuid:course>/circle/redo/", circle.redo, name="redo"),
    path("courses/<uuid:course>/circle/share/", circle.share, name="share"),
    path("courses/<uuid:course>/circle/stop-sharing/", circle.stop_sharing, name="stop-sharing"),
    path("courses/<uuid:course>/circle/proposal/", circle.proposal, name="proposal"),
    path("courses/<uuid:course>/circle/drawing.svg", circle.drawing, name="drawing"),
    path("courses/<uuid:course>/circle/people/add/", people.add, name="add-person"),
    path("courses/<uuid:course>/circle/people/<uuid:relationship>/edit/", people.describe, name="describe"),
    path("courses/<uuid:course>/circle/people/<uuid:relationship>/move/", circle.move, name="move"),
    path(
        "courses/<uuid:course>/circle/people/<uuid:relationship>/take-out/", circle.take_out, name="take-out"
    ),
    path("me/circle/", mine.circle, name="my-circle"),
    path("me/circle/live/", mine.live, name="my-live"),
    path("me/circle/undo/", mine.undo, name="my-undo"),
    path("me/circle/redo/", mine.redo, name="my-redo"),
    path("me/circle/people/add/", mine.add, name="my-add"),
    path("me/circle/people/<uuid:relationship>/move/", mine.move, name="my-move"),
    path("me/circle/people/<uuid:relationship>/take-out/", mine.take_out, name="my-take-out"),
    *timeline.urlpatterns,
    path("courses/<uuid:course>/sessions/<int:number>/links/", links.links, name="links"),
    path("courses/<uuid:course>/links/<uuid:moodeventlink>/words/", links.link_words, name="link-words"),
    path("courses/<uuid:course>/links/<uuid:moodeventlink>/focus/", links.fit_link, name="fit-link"),
    path(
        "courses/<uuid:course>/links/<uuid:moodeventlink>/withdraw/",
        links.withdraw_link,
        name="withdraw-link",
    ),
    path(
        "courses/<uuid:course>/links/<uuid:moodeventlink>/put-back/",
        links.put_link_back,
        name="put-link-back",
    ),
]
