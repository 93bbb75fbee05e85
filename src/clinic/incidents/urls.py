"""Addresses of incidents, their rehearsal, decisions, and what repeats."""

from django.urls import path

from clinic.incidents.views import deciding, patterns, playing, telling

ALL = "courses/<uuid:course>/incidents/"
ONE = ALL + "<uuid:incident>/"
PLAYED = ALL + "role-plays/<uuid:roleplay>/"
DECISIONS = ALL + "decisions/"

app_name = "incidents"
urlpatterns = [
    path(ALL, telling.incidents, name="incidents"),
    path(ALL + "new/", telling.tell, name="tell"),
    path(ALL + "patterns/", patterns.patterns, name="patterns"),
    path(ALL + "versions/<uuid:account>/", telling.version, name="version"),
    path(DECISIONS, deciding.decisions, name="decisions"),
    path(DECISIONS + "new/", deciding.begin, name="begin-decision"),
    path(DECISIONS + "versions/<uuid:weighing>/", deciding.version, name="weighing"),
    path(DECISIONS + "<uuid:decision>/", deciding.decision, name="decision"),
    path(DECISIONS + "<uuid:decision>/edit/", deciding.weigh, name="weigh"),
    path(ONE, telling.incident, name="incident"),
    path(ONE + "edit/", telling.retell, name="retell"),
    path(ONE + "words/", playing.rewrite, name="rewrite"),
    path(ONE + "role-play/", playing.role_play, name="role-play"),
    path(ONE + "tried/", playing.tried, name="tried"),
    path(ONE + "tried/told/", playing.told, name="told"),
    path(PLAYED + "withdraw/", playing.withdraw, name="withdraw-role-play"),
    path(PLAYED + "put-back/", playing.put_back, name="put-role-play-back"),
]
