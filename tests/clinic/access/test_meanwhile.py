"""Two save at the same moment: the second is shown both texts, whatever they wrote."""

from collections.abc import Callable

import pytest
from django import forms

from clinic.attachment import actions as attachment
from clinic.attachment.forms import ConversationForm, PlaceForm
from clinic.attachment.models import Conversation, Reading
from clinic.formulation import actions as formulation
from clinic.formulation.forms.contract import ContractForm
from clinic.formulation.forms.ending import EndingForm
from clinic.formulation.forms.focus import FocusForm
from clinic.formulation.forms.story import FormulationForm
from clinic.formulation.models import Contract, Ending, Focus, Formulation
from clinic.incidents import actions as incidents
from clinic.incidents.forms.deciding import DecisionForm
from clinic.incidents.forms.playing import RewriteForm
from clinic.incidents.forms.telling import IncidentForm
from clinic.incidents.models import Account, Rewrite, Weighing
from tests.clinic.formulation.test_agreed_pages import CONTRACT, FOCUS
from tests.clinic.incidents.moments import LINES, told, typed
from tests.clinic.incidents.test_deciding import TYPED
from tests.clinic.inventory.people import add
from tests.clinic.safety.test_views import words

Overtaken = Callable[[type[forms.Form], Callable[[], object]], None]


@pytest.fixture
def overtaken(monkeypatch: pytest.MonkeyPatch) -> Overtaken:
    """Lets somebody else save after a form was checked and before its act takes the lock; once."""

    def by(form: type[forms.Form], act: Callable[[], object]) -> None:
        checks, waiting = form.is_valid, [act]

        def check(self: forms.Form) -> bool:
            fine = checks(self)
            while fine and waiting:
                waiting.pop()()
            return fine

        monkeypatch.setattr(form, "is_valid", check)

    return by


def shows(therapist, address: str, sent: dict, *both: str) -> None:
    """Post, and see both texts come back with nothing written."""
    reply = therapist.post(address, sent)
    page = words(reply)
    assert reply.status_code == 422 and "Dr Lewis" in page
    for text in both:
        assert text in page


def test_a_formulation(case, therapist, overtaken):
    by = {"course": case.course, "by": case.supervisor}
    overtaken(FormulationForm, lambda: formulation.write_formulation(crisis="", story="Theirs.", **by))
    sent = {"based_on": "0", "story": "Mine."}
    shows(therapist, f"/courses/{case.course.pk}/formulation/story/", sent, "Theirs.", "Mine.")
    assert Formulation.objects.get().story == "Theirs."


def test_a_focus(case, therapist, overtaken):
    theirs = {"area": "grief", "own_words": "Theirs.", "reason": "Dad", "patient_says": "agrees"}
    overtaken(FocusForm, lambda: formulation.agree_focus(course=case.course, by=case.supervisor, **theirs))
    shows(
        therapist,
        f"/courses/{case.course.pk}/formulation/focus/",
        FOCUS,
        "Theirs.",
        "We stopped talking about the move.",
    )
    assert Focus.objects.get().area == "grief"


def test_a_contract(case, therapist, overtaken):
    agreed = {"sessions": 16, "rhythm": "Theirs.", "course": case.course, "by": case.supervisor}
    overtaken(ContractForm, lambda: formulation.agree_contract(**agreed))
    sent = {**CONTRACT, "rhythm": "Mine."}
    shows(therapist, f"/courses/{case.course.pk}/formulation/contract/", sent, "Theirs.", "Mine.")
    assert Contract.objects.get().rhythm == "Theirs."


def test_an_ending(case, therapist, overtaken):
    theirs = {"course": case.course, "by": case.supervisor, "did": "Theirs."}
    overtaken(EndingForm, lambda: formulation.write_ending(**theirs))
    sent = {"based_on": "0", "did": "Mine."}
    shows(therapist, f"/courses/{case.course.pk}/ending/write/", sent, "Theirs.", "Mine.")
    assert Ending.objects.count() == 1


def test_ways_of_being_close(case, therapist, overtaken):
    about = {"participant": case.participant, "by": case.supervisor}
    overtaken(ConversationForm, lambda: attachment.keep_conversation(notes={"early": "Theirs."}, **about))
    sent = {"based_on": "0", "early": "Mine."}
    shows(therapist, f"/courses/{case.course.pk}/attachment/conversation/", sent, "Theirs.", "Mine.")
    assert Conversation.objects.count() == 1


def test_a_placement(case, therapist, overtaken):
    theirs = {"participant": case.participant, "by": case.supervisor, "why": "Theirs."}
    overtaken(PlaceForm, lambda: attachment.place(anxiety=2.0, avoidance=6.0, **theirs))
    sent = {"based_on": "0", "anxiety": "5", "avoidance": "3", "why": "Mine."}
    shows(therapist, f"/courses/{case.course.pk}/attachment/place/", sent, "Theirs.", "Mine.")
    assert Reading.objects.count() == 1


def test_an_incident(case, therapist, overtaken):
    sam = add(case, "Sam", "partner")
    first = told(case, sam)
    again = {"incident": first.incident, "relationship": sam, "on": first.on, "by": case.supervisor}
    theirs = [{**LINES[0], "said": "Theirs."}]
    overtaken(IncidentForm, lambda: incidents.retell_incident(turns=theirs, **again))
    sent = typed(sam, based_on="1", said_1="Mine.")
    address = f"/courses/{case.course.pk}/incidents/{first.incident_id}/edit/"
    shows(therapist, address, sent, "Theirs.", "Mine.")
    assert Account.objects.count() == 2


def test_a_decision(case, therapist, overtaken):
    weighed = {"question": "Go?", "options": [{"option": "Do nothing"}], "by": case.supervisor}
    first = incidents.begin_decision(participant=case.participant, **weighed)
    again = {**weighed, "question": "Theirs?", "decision": first.decision}
    overtaken(DecisionForm, lambda: incidents.weigh(**again))
    sent = {**TYPED, "based_on": "1", "question": "Mine?"}
    address = f"/courses/{case.course.pk}/incidents/decisions/{first.decision_id}/edit/"
    shows(therapist, address, sent, "Theirs?", "Mine?")
    assert Weighing.objects.count() == 2


def test_other_words_for_a_line(case, therapist, overtaken):
    incident = told(case, add(case, "Sam", "partner")).incident
    theirs = {"incident": incident, "words": {2: "Theirs."}, "by": case.supervisor}
    overtaken(RewriteForm, lambda: incidents.rewrite_lines(**theirs))
    reply = therapist.post(
        f"/courses/{case.course.pk}/incidents/{incident.pk}/words/", {"based_on": "0", "words_2": "Mine."}
    )
    page = words(reply)
    assert reply.status_code == 422 and "Kept last: Theirs." in page and "Mine." in page
    assert Rewrite.objects.count() == 1
