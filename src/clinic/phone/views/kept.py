"""What a phone may keep of somebody's pages: each part as the page says it, by the patient's choice."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clinic.courses.models import Participant
from clinic.inventory.gathering import today_in
from clinic.practice import gathering as practices
from clinic.practice.forms.telling import LogForm
from clinic.practice.words import AGREED
from clinic.questionnaires import waiting
from clinic.questionnaires.days import opens_on
from clinic.questionnaires.models import MeasureRequest
from clinic.questionnaires.plain import heading
from clinic.questionnaires.sheet import Sheet
from clinic.safety.crisis_help import help_for
from clinic.safety.models import SafetyPlan
from clinic.techniques import playing, standing
from ipt.measures import asking

Piece = dict[str, Any]
GOOD_FOR = timedelta(days=14)  # Kith's suggestion: how long a copy of what can be closed meanwhile opens
ALWAYS = "grounding"  # what helps back into the room is never shut away


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that can be kept: what the patient reads before choosing, and the page it stands for.

    What ``runs_out`` can be changed or closed meanwhile; its copy opens for ``GOOD_FOR``.
    """

    id: str
    title: str | Promise
    says: str | Promise
    gather: Callable[[HttpRequest, Participant], list[Piece]]
    page: str
    runs_out: bool = False


def plan(request: HttpRequest, participant: Participant) -> list[Piece]:
    """The safety plan, newest version."""
    newest = SafetyPlan.objects.of(participant).first()
    at = reverse("safety:my_plan")
    return [_piece(request, "plan", at, gettext("My safety plan"), "phone/_plan.html", plan=newest)]


def questions(request: HttpRequest, participant: Participant) -> list[Piece]:
    """Every set of questions that waits for answers, as one page each, with its day and when it opens."""
    found = waiting.of(participant)
    return [_question_page(request, asked, found) for asked in found.all]


def _question_page(request: HttpRequest, asked: MeasureRequest, found: waiting.Waiting) -> Piece:
    branching = any(one.scored and asking.is_conditional(one) for one in asked.loaded.items)
    context = {"sheet": Sheet(asked), "asked": asked, "branching": branching}
    at = reverse("questionnaires:answer", args=[asked.pk])
    piece = _piece(request, str(asked.pk), at, _titled(asked, found), "phone/_questions.html", **context)
    opens = opens_on(asked, found.days[asked])
    if opens is None:
        return piece
    opens_at = timezone.make_aware(datetime.combine(opens, time.min))
    return piece | {"opens_at": opens_at.isoformat(), "opens_on": date_format(opens, "l j F")}


def _titled(asked: MeasureRequest, found: waiting.Waiting) -> str:
    """What they are, and for which day: one that stays true while the phone has no signal."""
    said, day, which = heading(asked), found.days[asked], found.which(asked)
    on = date_format(day, "j F")
    if asked.session_number:
        return heading(asked, on)
    if day < found.today:
        return ", ".join(filter(None, [said, which]))
    return gettext("%(what)s, by %(day)s") % {"what": said, "day": on}


def practice(request: HttpRequest, participant: Participant) -> list[Piece]:
    """What was agreed and goes on, each with a form to say how it went; without a day it is today."""
    found = [one for one in practices.practices_of(participant, request.user) if one.stands == AGREED]
    about = practices.about(participant)
    pieces = []
    for one in found:
        form = LogForm(None, today=today_in(participant), readers=about["readers"])
        form.initial["on"] = None
        context = {**about, "one": one, "form": form}
        at = reverse("practice:log", args=[one.practice.pk])
        pieces.append(
            _piece(request, str(one.practice.pk), at, one.terms.what, "phone/_practice.html", **context)
        )
    return pieces


def exercises(request: HttpRequest, participant: Participant) -> list[Piece]:
    """The exercises opened for the patient alone, each as the player takes it."""
    stands = standing.now(participant)
    pieces = []
    for one in stands.offered_alone():
        people = playing.people_for(one, participant)
        data = playing.data_of(one, stands, participant, people)
        at = reverse("techniques:exercise", args=[one.id])
        pieces.append({"id": one.id, "page": at, "title": one.title, "html": "", "exercise": data})
    return pieces


def _piece(request: HttpRequest, id: str, at: str, title: str, template: str, **context: Any) -> Piece:
    return {"id": id, "page": at, "title": title, "html": render_to_string(template, context, request)}


PARTS: tuple[Part, ...] = (
    Part("plan", _("Safety plan"), _("What helps when it is hard, and who to ring."), plan, "safety:my_plan"),
    Part(
        "questions",
        _("Questions"),
        _("Those that wait for your answers."),
        questions,
        "questionnaires:waiting",
    ),
    Part(
        "practice",
        _("Practice"),
        format_lazy(
            _("What we agreed, and how it went. It opens for {days} days after the last signal."),
            days=GOOD_FOR.days,
        ),
        practice,
        "practice:mine",
        runs_out=True,
    ),
    Part(
        "exercises",
        _("Exercises"),
        format_lazy(
            _(
                "Breathing and others opened for you. They open for {days} days after the last signal; "
                "grounding always does."
            ),
            days=GOOD_FOR.days,
        ),
        exercises,
        "techniques:exercises",
        runs_out=True,
    ),
)


def gather(request: HttpRequest, participant: Participant, wanted: Collection[str]) -> Piece:
    """The parts that were asked for, with help beside them, as they stand now."""
    found = [part for part in PARTS if part.id in wanted]
    return {
        "fetched_at": timezone.now().isoformat(),
        "help": render_to_string("phone/_help.html", {"help": help_for(participant)}, request),
        "parts": [
            {
                "id": part.id,
                "title": str(part.title),
                "page": reverse(part.page),
                "pieces": _dated(part, part.gather(request, participant)),
            }
            for part in found
        ],
    }


def _dated(part: Part, pieces: list[Piece]) -> list[Piece]:
    """The pieces of a part, each with the moment until which its copy opens, if there is one."""
    until = {"good_until": (timezone.now() + GOOD_FOR).isoformat()} if part.runs_out else {}
    return [piece if piece["id"] == ALWAYS else piece | until for piece in pieces]
