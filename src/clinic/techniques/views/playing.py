"""The guided exercises: the patient's own, the same in a session, and what is kept of them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clinic.access.gate import opens, opens_own
from clinic.access.roles import Permission
from clinic.courses.models import Course, Participant, Session
from clinic.inventory.gathering import participant_of
from clinic.techniques import actions, playing, retelling, standing
from clinic.techniques.forms.playing import UseForm
from clinic.techniques.models import TechniqueUse
from ipt.therapy import exercises as library
from ipt.therapy.contraindications import OF_CONSENT, OF_TALKING
from ipt.therapy.exercises import Exercise

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@opens_own(Participant)
def exercises(request: HttpRequest, participant: Participant) -> HttpResponse:
    """What a clinician has opened for the patient alone, with when each was done last."""
    stands = standing.now(participant)
    found = [one for one in stands.offered_alone() if playing.may_play_alone(stands, one)]
    context = {
        "participant": participant,
        "offered": retelling.with_last_use(found, participant),
        "waiting": playing.waiting(participant),
    }
    return render(request, "techniques/exercises.html", context)


@GET_OR_POST
@opens_own(Participant)
def exercise(request: HttpRequest, participant: Participant, exercise: str) -> HttpResponse:
    """One exercise, for the patient alone."""
    one = _exercise(exercise)
    stands = standing.now(participant)
    if request.method != "POST" and not playing.may_play_alone(stands, one):
        context = {"participant": participant, "one": one, "opened": stands.is_opened(one.id)}
        return render(request, "techniques/not_open.html", context)
    return _play(request, participant, one, stands, None)


@GET_OR_POST
@opens(Course, Permission.COURSE_EDIT, given=("exercise",))
def together(request: HttpRequest, course: Course, exercise: str) -> HttpResponse:
    """The same exercise in a session, with the patient in front of the same screen."""
    one = _exercise(exercise)
    asked = request.GET.get("session", "")
    session = playing.session_of(course, asked)
    if session is None:
        return _without_a_session(request, course, one, playing.session_meant(course, asked))
    participant = participant_of(course)
    stands = standing.now(participant, session)
    verdict = stands.of_exercise(one)
    if request.method != "POST" and not verdict.open:
        grounding = stands.of_exercise(library.load("grounding")).open
        refused = {one.when for one in verdict.refused}
        context = {
            "course": course,
            "one": one,
            "verdict": verdict,
            "session": session,
            "grounding": grounding,
            "ask_first": "not_asked" in refused,
            "hear_consent": refused <= set(OF_TALKING) and bool(refused & set(OF_CONSENT)),
        }
        return render(request, "techniques/refused.html", context)
    return _play(request, participant, one, stands, session)


def _without_a_session(
    request: HttpRequest, course: Course, one: Exercise, meant: Session | None
) -> HttpResponse:
    """Nothing is begun; what is sent late comes back with all that was typed, unless it was kept before."""
    if request.method != "POST" or meant is None:
        page = {"course": course, "one": one, "meant": meant if "session" in request.GET else None}
        return render(request, "techniques/no_session.html", page)
    participant = participant_of(course)
    return _play(request, participant, one, standing.now(participant, meant), meant, over=True)


def _exercise(name: str) -> Exercise:
    try:
        return library.load(name)
    except KeyError:
        raise Http404 from None


def _play(
    request: HttpRequest,
    participant: Participant,
    one: Exercise,
    stands: standing.Standing,
    session: Session | None,
    *,
    over: bool = False,
) -> HttpResponse:
    people = playing.people_for(one, participant)
    offered = playing.forms_within(one, playing.longest(stands, one))
    form = UseForm(
        request.POST if request.method == "POST" else None,
        exercise=one,
        offered=one.forms if request.method == "POST" else offered,
        people=people,
        together=session is not None,
    )
    if over and form.is_valid() and not _is_kept(participant, form):
        form.add_error(None, _("This session is signed, or did not take place: nothing more is added to it."))
    if form.is_valid():
        return _keep(request, participant, one, session, form)
    if form.is_bound and _by_script(request):
        return JsonResponse({"errors": form.errors}, status=422)
    context = {
        "participant": participant,
        "course": participant.course,
        "one": one,
        "form": form,
        "session": session,
        "back": _back(session),
        "offered": offered,
        "outline": retelling.outline(one, offered),
        "data": playing.data_of(one, stands, participant, people),
    }
    page = "techniques/together.html" if session else "techniques/exercise.html"
    return render(request, page, context, status=422 if form.is_bound else 200)


def _is_kept(participant: Participant, form: UseForm) -> bool:
    """Whether the same use came before, and is only sent again."""
    return TechniqueUse.objects.filter(participant=participant, pk=form.cleaned_data["id"]).exists()


def _keep(
    request: HttpRequest, participant: Participant, one: Exercise, session: Session | None, form: UseForm
) -> HttpResponse:
    """What has happened is kept, also where it should not have begun; the same once."""
    about: dict[str, Any] = {"participant": participant, "by": request.user, "session": session}
    try:
        use, _new = actions.record_use(**about, technique=one.technique, exercise=one.id, **form.facts())
    except actions.AlreadyKept as already:
        use = already.kept
        if use.participant_id != participant.pk:
            raise Http404 from None
        messages.info(request, _("This was kept before, and stands as it was kept then."))
    onward = _onward(use, session)
    if session is not None:
        messages.success(request, _("The exercise is kept with this session."))
    return JsonResponse({"to": onward}) if _by_script(request) else redirect(onward)


def _back(session: Session | None) -> str:
    """Where a player leads when nothing is kept."""
    if session is None:
        return reverse("techniques:exercises")
    return f"/courses/{session.course_id}/sessions/{session.number}/"


def _onward(use: TechniqueUse, session: Session | None) -> str:
    return reverse("techniques:kept", args=[use.pk]) if session is None else _back(session)


def _by_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


@require_GET
@opens_own(Participant, TechniqueUse)
def kept(request: HttpRequest, techniqueuse: TechniqueUse) -> HttpResponse:
    """What was kept of one use, and the way to take it back."""
    if not techniqueuse.exercise:
        raise Http404
    return render(request, "techniques/kept.html", retelling.of(techniqueuse))


@require_POST
@opens_own(Participant, TechniqueUse)
def take_back(request: HttpRequest, techniqueuse: TechniqueUse) -> HttpResponse:
    return _withdraw(request, techniqueuse, back=False)


@require_POST
@opens_own(Participant, TechniqueUse)
def put_back(request: HttpRequest, techniqueuse: TechniqueUse) -> HttpResponse:
    return _withdraw(request, techniqueuse, back=True)


def _withdraw(request: HttpRequest, use: TechniqueUse, *, back: bool) -> HttpResponse:
    """Only what the patient wrote down alone is theirs to take back."""
    if use.session_id is not None:
        raise Http404
    actions.withdraw_use(use=use, by=request.user, back=back)
    return redirect("techniques:kept", use.pk)
