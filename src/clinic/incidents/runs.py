"""The forms in which an incident is played, each with its words; two of them are drama, not IPT's own."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from clinic.courses.models import Participant, Session
from clinic.incidents.models import RolePlay
from clinic.incidents.words import Words
from clinic.techniques import standing
from ipt.therapy import techniques
from ipt.therapy.contraindications import Circumstance, ContraIndication, Verdict

DRAMA = "drama"
OF_THE_BEGINNING = ("little_time", "no_session")  # keeps a run from being begun, and stops none
HIGH_DISTRESS = (
    8  # of 10: from here, back to the ground first (the stop rule of the technique; Kith's suggestion)
)


@dataclass(frozen=True, slots=True)
class RunForm:
    """One form of a run; ``adjunct``: a drama technique; ``newest``: in the newest words, not the first."""

    id: str
    title: Words
    says: Words
    adjunct: bool = False
    newest: bool = False
    prompts: tuple[Words, ...] = ()  # on the screen that both look at, with the patient's name

    def prompts_for(self, patient: str) -> list[str]:
        return [str(one) % {"name": patient} for one in self.prompts]


FORMS: tuple[RunForm, ...] = (
    RunForm("as_it_was", _("As it was"), _("Each says the lines as they were said.")),
    RunForm(
        "swapped", _("Roles swapped"), _("The patient plays the other, to hear it from there."), newest=True
    ),
    RunForm("replay", _("With a change"), _("Once more, in the words found since."), newest=True),
    RunForm(
        "doubling",
        _("Doubling"),
        _("Somebody stands beside and says what may be felt and is not said."),
        adjunct=True,
        prompts=(
            _("Stand beside %(name)s, half a step behind, and look where they look."),
            _("Say one short sentence that begins with “I”: what may be felt here, and was not said."),
            _("Ask: does that fit? If not, %(name)s says it their own way."),
            _("Leave it there if it is too near. Nobody has to find the right word."),
        ),
    ),
    RunForm(
        "empty_chair",
        _("Empty chair"),
        _("The patient speaks to a chair, sits in it and answers. Also for somebody who has died."),
        adjunct=True,
        newest=True,
        prompts=(
            _("Place a chair, as near or as far as feels right. Who sits there? How do they sit?"),
            _("Speak to the chair: what has not been said yet?"),
            _("Change seats. As the other: what was heard, and what would they answer?"),
            _("Come back to your own seat. What is different, seen from here?"),
            _("Put the chair back where it was, and say aloud who you are and what day it is."),
        ),
    ),
)
IPTS_OWN = tuple(form.id for form in FORMS if not form.adjunct)  # role play; the others are drama
BY_ID = {form.id: form for form in FORMS}
RULES: dict[str, Words] = {
    "stop": _("Anybody can stop it, and nobody asks why"),
    "no_touch": _("Nobody is touched"),
    "short": _("A run takes three to five minutes"),
    "not_perfect": _("Nobody has to play well"),
    "stays_here": _("What happens here stays here"),
}


def drama_now(participant: Participant, session: Session | None) -> Verdict:
    """What stands against drama techniques now; they are begun only in a session that is under way."""
    under_way = session is not None and session.signed_at is None and session.attendance == "attended"
    also: tuple[Circumstance, ...] = () if under_way else ("no_session",)
    return standing.now(participant, session).of_technique(techniques.load(DRAMA), *also)


def against(run: RolePlay, participant: Participant) -> tuple[ContraIndication, ...]:
    """Why a run that was begun does not go on: a new alert, say. That time runs short is no reason."""
    if not BY_ID[run.form].adjunct:
        return ()
    session = participant.course.sessions.filter(number=run.session_number).first()
    if session:
        session.course = participant.course
    verdict = drama_now(participant, session)
    refused = tuple(one for one in verdict.refused if one.when not in OF_THE_BEGINNING)
    return refused or verdict.off


def agreed(rules: Iterable[str]) -> list[Words]:
    """Rules in words, in their order."""
    return [words for id, words in RULES.items() if id in set(rules)]
