"""Addresses of incidents, their rehearsal, decisions, and what repeats."""

from django.urls import path

from clinic.incidents.views import alone, deciding, mine, patterns, playing, staging, telling

ALL = "courses/<uuid:course>/incidents/"
ONE = ALL + "<uuid:incident>/"
PLAYED = ALL + "role-plays/<uuid:roleplay>/"
MINE = "me/practice/lines/"
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
    path(ONE + "scene/", staging.scene, name="scene"),
    path(ONE + "role-play/", staging.role_play, name="role-play"),
    path(ONE + "tried/", playing.tried, name="tried"),
    path(ONE + "tried/told/", playing.told, name="told"),
    path(ONE + "give/", alone.give, name="give"),
    path(PLAYED, staging.on_stage, name="stage"),
    path(PLAYED + "still/", staging.still_on, name="still-on"),
    path(PLAYED + "end/", staging.end, name="end-role-play"),
    path(PLAYED + "grounding/", staging.grounding, name="grounding"),
    path(PLAYED + "after/", staging.look_back, name="look-back"),
    path(PLAYED + "withdraw/", staging.withdraw, name="withdraw-role-play"),
    path(PLAYED + "put-back/", staging.put_back, name="put-role-play-back"),
    path(ALL + "given/<uuid:linesgiven>/put-away/", alone.put_away, name="put-away"),
    path(ALL + "recordings/<uuid:sharedrecording>/", alone.listen, name="listen"),
    path(MINE, mine.lines, name="my-lines"),
    path(MINE + "grounding/", mine.grounding, name="my-grounding"),
    path(MINE + "<uuid:linesgiven>/", mine.practise, name="practise"),
    path(MINE + "<uuid:linesgiven>/share/", mine.share, name="share"),
    path(MINE + "recordings/<uuid:sharedrecording>/withdraw/", mine.withdraw, name="withdraw-recording"),
]
