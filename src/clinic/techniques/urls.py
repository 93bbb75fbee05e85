"""Addresses of techniques: what is open, imagery, what was used; the exercises, alone and together."""

from django.urls import path

from clinic.techniques.views import deciding, imagery, playing, uses

ALL = "courses/<uuid:course>/techniques/"
IMAGERY = ALL + "imagery/"
RUN = IMAGERY + "<uuid:imageryrun>/"
USED = ALL + "uses/"
ONE = USED + "<uuid:techniqueuse>/"
MINE = "me/practice/exercises/"

app_name = "techniques"
urlpatterns = [
    path(ALL, deciding.techniques, name="techniques"),
    path(ALL + "precautions/", deciding.precautions, name="precautions"),
    path(ALL + "consent/", deciding.consent, name="consent"),
    path(ALL + "open/", deciding.open_or_close, name="open"),
    path(IMAGERY, imagery.begin, name="begin-imagery"),
    path(RUN, imagery.run, name="imagery-run"),
    path(RUN + "state/", imagery.state, name="imagery-state"),
    path(RUN + "tap/", imagery.tap, name="imagery-tap"),
    path(RUN + "finish/", imagery.finish, name="finish-imagery"),
    path(RUN + "check-in/", imagery.check_in, name="check-in"),
    path(USED, uses.uses, name="uses"),
    path(ONE, uses.use, name="use"),
    path(ONE + "withdraw/", uses.withdraw, name="withdraw-use"),
    path(ONE + "put-back/", uses.put_back, name="put-use-back"),
    path(MINE, playing.exercises, name="exercises"),
    path(MINE + "kept/<uuid:techniqueuse>/", playing.kept, name="kept"),
    path(MINE + "kept/<uuid:techniqueuse>/take-back/", playing.take_back, name="take-back"),
    path(MINE + "kept/<uuid:techniqueuse>/put-back/", playing.put_back, name="put-back"),
    path(MINE + "<slug:exercise>/", playing.exercise, name="exercise"),
    path("courses/<uuid:course>/techniques/exercises/<slug:exercise>/", playing.together, name="together"),
]
