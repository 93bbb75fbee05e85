"""A gallery: every part of the look on pages of their own, for the tests and for the eye."""

from pathlib import Path
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from clinic.ui import widgets
from tests.clinic.ui import sample

FOLDER = Path(__file__).parent / "gallery"
ANSWERS = [(0, "Not at all"), (1, "Several days"), (2, "More than half the days"), (3, "Nearly every day")]
TECHNIQUES = [
    "Communication analysis",
    "Encouraging feeling",
    "Clarification",
    "Decision analysis",
    "Role play",
    "Exploration",
]
PARTS = [
    "Overview",
    "Sessions",
    "Circle",
    "Timeline",
    "Formulation",
    "Measures",
    "Practice",
    "Safety",
    "Ending",
]
OTHERS = [
    "is-it-for-me",
    "privacy",
    "sign-in",
    "urgent-help",
    "enquiries",
    "appointments",
    "me/circle",
    "me/about",
    "reports",
]
MAY = {"caseload_view", "enquiry_handle", "report_view"}


class Everything(forms.Form):
    """One field of each kind."""

    name = forms.CharField(help_text="The name you like to be called.")
    began_on = forms.DateField(
        widget=widgets.DateInput,
        label="When did it start?",
        error_messages={"invalid": "November has 30 days. Check the day."},
    )
    at = forms.TimeField(widget=widgets.TimeInput, label="At what time", required=False)
    contact = forms.ChoiceField(
        label="How may we reach you", choices=[("phone", "Telephone"), ("post", "Letter")]
    )
    own = forms.CharField(widget=widgets.OwnWords, label="What I want to remember", required=False)
    story = forms.CharField(widget=forms.Textarea, label="What brings you", required=False)
    answer = forms.ChoiceField(
        widget=widgets.Answers, choices=ANSWERS, label="Feeling tired or having little energy"
    )
    plain = forms.ChoiceField(
        widget=forms.RadioSelect, choices=[("y", "Yes"), ("n", "No")], label="Have you had therapy before?"
    )
    techniques = forms.MultipleChoiceField(
        widget=widgets.Chips,
        choices=[(word, word) for word in TECHNIQUES],
        label="What we are doing",
        required=False,
    )
    rating = forms.TypedChoiceField(
        widget=widgets.Rating(low="no progress", high="done"),
        choices=[(n, n) for n in range(11)],
        coerce=int,
        label="How near is this goal today?",
        help_text="0 to 10.",
    )
    consent = forms.BooleanField(
        label="You may write to my GP", help_text="You can change this at any time.", required=False
    )
    event = forms.CharField(label="What happened", required=False)
    feeling = forms.CharField(label="The feeling", required=False)


TYPED = {
    "name": "Rowan",
    "began_on": "31/11/2026",
    "contact": "phone",
    "event": "came home two hours late and did not say why",
    "feeling": "hurt",
    "answer": 2,
    "plain": "y",
    "rating": 7,
    "consent": "on",
    "own": "I go quiet when I am hurt.",
    "techniques": TECHNIQUES[:2],
}


class Visitor:
    """Somebody signed in, as far as a header needs to know."""

    is_authenticated = True
    name = "Maya Osei"
    _roles = ()

    def __str__(self) -> str:
        return self.name


def context() -> dict[str, Any]:
    return {
        "form": Everything(TYPED),
        "fresh": Everything(),
        "page": Paginator(range(83), 8).page(2),
        "may": MAY,
        "chart": sample.chart(),
        "phases": sample.phases(),
        "sessions": sample.cells(),
        "rows": sample.rows(),
        "goals": sample.GOALS,
        "kith_demo": True,
        "tabs": [
            {"path": f"/course/{part}/", "label": part, "current": part == "Overview"} for part in PARTS
        ],
    }


def show(request: HttpRequest, name: str = "home") -> HttpResponse:
    request.user = Visitor()  # type: ignore[assignment]
    template = engines["django"].from_string((FOLDER / f"{name}.html").read_text())
    return HttpResponse(template.render(context(), request))


show.login_required = False  # type: ignore[attr-defined]
NAMES = sorted(page.stem for page in FOLDER.glob("*.html"))
PAGES = {
    "public": "/",
    "caseload": "/caseload/",
    "course": "/courses/",
    "home": "/me/",
}
urlpatterns = [
    *(path(PAGES.get(name, f"/{name}/")[1:], show, {"name": name}) for name in NAMES),
    *(path(f"{place}/", show, {"name": "public"}) for place in OTHERS),
]
