"""Imagery rescripting, the patient present: before, during and after a run, and the check-in."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clinic.access.gate import opens
from clinic.access.roles import Permission
from clinic.courses.models import Course, Session
from clinic.inventory.gathering import participant_of
from clinic.techniques import actions, room, running, stage
from clinic.techniques.actions import check_ins
from clinic.techniques.actions import imagery as runs
from clinic.techniques.forms.deciding import ConsentForm
from clinic.techniques.forms.imagery import BeginForm, CameOfItForm, FinishForm, TapForm
from clinic.techniques.models import ImageryRun
from ipt.therapy import imagery

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@GET_OR_POST
@opens(Course, Permission.COURSE_EDIT)
def begin(request: HttpRequest, course: Course) -> HttpResponse:
    """What is asked before a run; refused where something stands against it, whatever was typed."""
    participant = participant_of(course)
    unfinished = ImageryRun.objects.unfinished().filter(participant=participant).first()
    if unfinished:
        _keep_a_yes(request, unfinished)
        return redirect("techniques:imagery-run", course=course.pk, imageryrun=unfinished.pk)
    page = stage.before(course, participant, _session(request, course))
    posted = request.POST if request.method == "POST" else None
    form = BeginForm(posted, heard=page["heard"], first=page["first"])
    page |= {"form": form, "consent_form": ConsentForm()}
    if page["session"] is None or page["reasons"]:
        return render(request, "techniques/not_now.html", page, status=200 if posted is None else 403)
    if posted is None:
        return render(request, "techniques/begin_imagery.html", page)
    return _begin(request, form, page)


def _keep_a_yes(request: HttpRequest, unfinished: ImageryRun) -> None:
    """A "yes" from a second window leads no further, also where it comes once the run has begun."""
    form = BeginForm(request.POST or None, heard=True, first="clinician")
    form.is_valid()
    if form.is_bound and form.all_asked() and any(form.answers().values()):
        about = {"participant": unfinished.participant, "session": unfinished.session}
        runs.ask_readiness(answers=form.answers(), by=request.user, **about)


def _begin(request: HttpRequest, form: BeginForm, page: dict[str, Any]) -> HttpResponse:
    """Keep what was asked, whatever comes of it; then begin, unless an answer speaks against it."""
    here = {"participant": page["participant"], "by": request.user}
    valid = form.is_valid()
    if not form.all_asked():
        return render(request, "techniques/begin_imagery.html", page, status=422)
    answers = form.answers()
    readiness = None
    if valid or any(answers.values()):
        readiness = runs.ask_readiness(session=page["session"], answers=answers, **here)
    if any(answers.values()):
        page["reasons"] = (
            page["stands"]
            .of_technique(running.IMAGERY, *[one for one, holds in answers.items() if holds])
            .refused
        )
        page["asked_now"] = True
        return render(request, "techniques/not_now.html", page, status=403)
    if not valid or readiness is None:
        return render(request, "techniques/begin_imagery.html", page, status=422)
    if not page["heard"]:
        said = form.cleaned_data["said"]
        actions.keep_consent(technique=imagery.TECHNIQUE, agreed=True, said=said, **here)
    try:
        run = runs.begin_run(readiness=readiness, by=request.user, **form.begun())
    except runs.AlreadyRunning as meanwhile:
        run = meanwhile.run
    except (actions.Refused, runs.NotNow):
        return redirect(request.get_full_path())
    return redirect("techniques:imagery-run", course=page["course"].pk, imageryrun=run.pk)


def _session(request: HttpRequest, course: Course) -> Session | None:
    """The open session that the address names; no other will do."""
    named = request.GET.get("session", "")
    if not (named.isascii() and named.isdecimal() and len(named) < 6):
        return None
    return course.sessions.unsigned().filter(number=int(named)).first()  # type: ignore[no-any-return]


AGAIN = gettext_lazy(
    "It still feels unreal. Go through the senses once more, slowly, and then ask again (Kith’s suggestion)."
)
WHY_FIRST = gettext_lazy("A stop is proposed. Before it goes further into the image, say why you carry on.")


@require_GET
@opens(ImageryRun, Permission.COURSE_EDIT)
def run(request: HttpRequest, imagery_run: ImageryRun) -> HttpResponse:
    """The run where it stands: one step on the screen, and a stop in every state."""
    if imagery_run.finished_at is not None:
        return _to_use(imagery_run)
    return _run_page(request, imagery_run)


def _run_page(
    request: HttpRequest, imagery_run: ImageryRun, form: FinishForm | None = None, status: int = 200
) -> HttpResponse:
    page = stage.during(imagery_run)
    page |= {"form": form or _finish_form(imagery_run, page["stands"]), "again": AGAIN}
    return render(request, "techniques/run.html", page, status=status)


def _finish_form(imagery_run: ImageryRun, stands: imagery.Run, data: Any = None) -> FinishForm:
    people = room.who_may_get_in_touch(imagery_run.participant.course)
    return FinishForm(data, stands=stands, people=people, usual=running.usual_check_in(imagery_run))


@require_GET
@opens(ImageryRun, Permission.COURSE_EDIT, watched=True)
def state(request: HttpRequest, imagery_run: ImageryRun) -> HttpResponse:
    """Where the run stands, for a page that asks by itself: another window, or an alert raised meanwhile."""
    return JsonResponse(running.state(imagery_run))


@require_POST
@opens(ImageryRun, Permission.COURSE_EDIT)
def tap(request: HttpRequest, imagery_run: ImageryRun) -> HttpResponse:
    """Keep one tap, the moment it is made; the same one sent again is one."""
    form, said, status = TapForm(request.POST), "", 200
    if not form.is_valid():
        said, status = _("This could not be noted. Try once more."), 422
    else:
        try:
            runs.tap(run=imagery_run, by=request.user, **form.told())
            if running.add_up(imagery_run).ask_again:
                said = AGAIN
        except ValueError:
            said, status = _("This could not be noted. Try once more."), 422
        except actions.Refused as refusal:
            said, status = _("Stop here and ground: %s") % refusal, 409
        except runs.WhyFirst:
            said, status = WHY_FIRST, 409
        except runs.NotNow:
            said, status = _("Not from here: coming back to the room comes first."), 409
    imagery_run.refresh_from_db(fields=["finished_at"])
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"said": str(said), **running.state(imagery_run)}, status=status)
    if status == 200:
        return redirect("techniques:imagery-run", course=_course(imagery_run), imageryrun=imagery_run.pk)
    if imagery_run.finished_at is not None:
        return _to_use(imagery_run)
    messages.error(request, said)
    return _run_page(request, imagery_run, status=status)


@require_POST
@opens(ImageryRun, Permission.COURSE_EDIT)
def finish(request: HttpRequest, imagery_run: ImageryRun) -> HttpResponse:
    """End the run, once the patient is back in the room and the check-in is agreed."""
    if imagery_run.finished_at is not None:
        return _to_use(imagery_run)
    stands = running.add_up(imagery_run)
    if not stands.may_finish:
        messages.error(request, _("Coming back to the room comes first; then it can be ended."))
        return _run_page(request, imagery_run, status=409)
    form = _finish_form(imagery_run, stands, request.POST)
    if not form.is_valid():
        return _run_page(request, imagery_run, form, status=422)
    finished = runs.finish_run(run=imagery_run, by=request.user, **form.told())
    messages.success(request, _("The run is kept, and the check-in is on the list."))
    if imagery_run.session.signed_at is None:
        return redirect(f"/courses/{_course(imagery_run)}/sessions/{imagery_run.session.number}/")
    return _to_use(finished)


@GET_OR_POST
@opens(ImageryRun, Permission.SAFETY_EDIT)
def check_in(request: HttpRequest, imagery_run: ImageryRun) -> HttpResponse:
    """What came of the contact agreed after a run; therapist and supervisor may both have been in touch."""
    versions = list(imagery_run.check_ins.select_related("owner", "written_by"))
    if not versions:
        return redirect("techniques:imagery-run", course=_course(imagery_run), imageryrun=imagery_run.pk)
    people = room.who_may_get_in_touch(imagery_run.participant.course)
    posted = request.POST if request.method == "POST" else None
    form = CameOfItForm(posted, newest=versions[0], people=people)
    if posted is not None and form.is_valid():
        check_ins.say_what_came_of_it(run=imagery_run, by=request.user, **form.told())
        messages.success(request, _("Kept."))
        return redirect("techniques:check-in", course=_course(imagery_run), imageryrun=imagery_run.pk)
    page = stage.checking_in(imagery_run, versions) | {"form": form}
    return render(request, "techniques/check_in.html", page, status=422 if form.errors else 200)


def _course(imagery_run: ImageryRun) -> Any:
    return imagery_run.participant.course_id


def _to_use(imagery_run: ImageryRun) -> HttpResponse:
    return redirect("techniques:use", course=_course(imagery_run), techniqueuse=imagery_run.use_id)
