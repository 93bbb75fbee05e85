"""What a story tells of being close: the conversation, where the therapist places it, and the eight ways."""

from random import Random

from clinic.attachment import actions as attachment
from clinic.demo.story import Attachment
from clinic.demo.tale import Tale
from clinic.questionnaires.actions import ask, submit
from ipt.measures import library
from ipt.therapy.attachment_guide import guide

IPIP_IPC = "ipip_ipc"


def look_at(tale: Tale, number: int) -> None:
    """Talk in the session the manual has for it, place what was heard, and place it again later."""
    told = tale.story.attachment
    if told is None:
        return
    if number == tale.last_due("relating"):
        _talk(tale, told, number)
        _place(tale, told, number, later=False)
        _answer(tale, told.octants, number)
    if number == _later(tale):
        _place(tale, told, number, later=True)
        _answer(tale, told.octants_later, number)


def _later(tale: Tale) -> int:
    """When it is looked at again: as the ending opens, or half way where that is still to come."""
    ending = tale.first_due("ending_opened")
    return ending if tale.held >= ending else tale.manual.midpoint_review


def _talk(tale: Tale, told: Attachment, number: int) -> None:
    attachment.keep_conversation(
        participant=tale.participant,
        notes={theme.id: getattr(told, theme.id) or "" for theme in guide().themes},
        session_number=number,
        by=tale.therapist,
    )


def _place(tale: Tale, told: Attachment, number: int, *, later: bool) -> None:
    for one in told.places:
        at = one.later if later else one.at
        if at:
            attachment.place(
                participant=tale.participant,
                relationship=tale.people[one.who] if one.who else None,
                anxiety=at[0],
                avoidance=at[1],
                why=one.why or "",
                session_number=number,
                by=tale.therapist,
            )


def _answer(tale: Tale, means: tuple[float, ...], number: int) -> None:
    """The patient answers the eight ways on the screen handed over; four answers to each have its mean."""
    if not means:
        return
    asked = ask(
        participant=tale.participant,
        measure=IPIP_IPC,
        due_on=tale.days[number],
        session_number=number,
        by=tale.therapist,
    )
    random = Random(f"{tale.story.name} {number}")  # noqa: S311
    submit(asked=asked, by=tale.patient.user, way="this screen", answers=answers(means, random))


def answers(means: tuple[float, ...], random: Random) -> dict[str, float | None]:
    """Answers to the questions of each octant, in the measure's order, that have these means."""
    given: dict[str, float | None] = {}
    for octant, mean in zip(library.load(IPIP_IPC).scores, means, strict=True):
        total, items = round(mean * len(octant.items)), list(octant.items)
        random.shuffle(items)
        for place, item in enumerate(items):
            given[item] = float(total // len(items) + (place < total % len(items)))
    return given
