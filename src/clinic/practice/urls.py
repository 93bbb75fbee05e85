"""Addresses of practice: what is agreed, for the therapist; what was told and drafted, for the patient."""

from django.urls import path

from clinic.practice.views import agreed, in_session, mine, writing

ALL = "courses/<uuid:course>/practice/"
ONE = ALL + "<uuid:practice>/"
MINE = "me/practice/"
ENTRY = MINE + "entries/<uuid:practiceentry>/"
DRAFT = MINE + "messages/<uuid:messagedraft>/"

app_name = "practice"
urlpatterns = [
    path(ALL, agreed.practices, name="practices"),
    path(ALL + "new/", agreed.agree, name="agree"),
    path(ONE, agreed.practice, name="practice"),
    path(ONE + "change/", agreed.change, name="change"),
    path(ONE + "rest/", agreed.rest, name="rest"),
    path(ONE + "take-up/", agreed.take_up, name="take-up"),
    path(ONE + "end/", agreed.end, name="end"),
    path(ONE + "withdraw/", in_session.withdraw, name="withdraw"),
    path(ONE + "put-back/", in_session.put_back, name="put-back"),
    path(ONE + "told/", in_session.told, name="told"),
    path(ALL + "entries/<uuid:practiceentry>/withdraw/", in_session.withdraw_entry, name="take-entry-back"),
    path("courses/<uuid:course>/sessions/<int:number>/practice/", in_session.agree, name="in-session"),
    path(MINE, mine.practice, name="mine"),
    path(MINE + "reminder/", mine.reminder, name="my-reminder"),
    path(MINE + "entries/", mine.entries, name="my-entries"),
    path(ENTRY, mine.correct, name="my-entry"),
    path(ENTRY + "withdraw/", mine.withdraw, name="withdraw-entry"),
    path(ENTRY + "put-back/", mine.put_back, name="put-entry-back"),
    path(ENTRY + "share/", mine.share, name="share-note"),
    path(ENTRY + "keep-private/", mine.keep_private, name="keep-note-private"),
    path(MINE + "messages/new/", writing.write, name="write-message"),
    path(DRAFT, writing.message, name="my-message"),
    path(DRAFT + "edit/", writing.reword, name="reword-message"),
    path(DRAFT + "share/", writing.share, name="share-message"),
    path(DRAFT + "keep-private/", writing.keep_private, name="keep-message-private"),
    path(DRAFT + "put-away/", writing.put_away, name="put-message-away"),
    path(DRAFT + "put-back/", writing.put_back, name="put-message-back"),
    path(MINE + "<uuid:practice>/log/", mine.log, name="log"),
    path(MINE + "<uuid:practice>/rest/", mine.rest, name="my-rest"),
    path(MINE + "<uuid:practice>/take-up/", mine.take_up, name="my-take-up"),
]
