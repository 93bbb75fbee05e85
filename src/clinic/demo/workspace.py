"""The work on the focus: lines gathered over the sessions, ratings, and the story shared and answered."""

from clinic.demo.tale import Tale
from clinic.formulation import actions as formulation


def gather(tale: Tale, number: int) -> None:
    """Add this session's share of the lines, so that all of them stand there by the last session held."""
    first = tale.last_due("focus")
    sessions = [n for n in range(first, tale.held + 1) if n not in tale.story.missed]
    if number not in sessions:
        return
    lines = tale.story.meaning.lines
    share = -(-len(lines) // len(sessions))
    begin = sessions.index(number) * share
    for line in lines[begin : begin + share]:
        formulation.add_entry(
            course=tale.course,
            area=tale.story.area,
            section=line.section,
            text=line.text,
            level=line.level,
            relationship=tale.people.get(line.who) if line.who else None,
            session_number=number,
            by=tale.therapist,
        )


def rate(tale: Tale, number: int) -> None:
    """The patient rates the work on the focus; it moves as the story has it."""
    begun, planned = tale.last_due("focus"), tale.manual.planned_sessions
    share = ((number - begun) / (planned - begun)) ** 0.8
    for told in tale.story.meaning.ratings:
        wobble = tale.rng.choice((-1, 0, 0, 1)) if begun < number < planned else 0
        rating = round(told.first + (told.last - told.first) * share) + wobble
        formulation.rate_focus(
            participant=tale.participant,
            area=tale.story.area,
            question=told.question,
            rating=min(10, max(0, rating)),
            by=tale.patient.user,
        )


def share_story(tale: Tale) -> None:
    """At the end of the session in which it was written, the patient may read it."""
    if tale.story.meaning.answer:
        formulation.share_formulation(formulation=tale.course.formulations.first(), by=tale.therapist)


def answer_story(tale: Tale) -> None:
    """On the evening of that day the patient says what they think of it."""
    answer = tale.story.meaning.answer
    if answer:
        written = tale.course.formulations.first()
        formulation.answer_formulation(
            formulation=written, fits=answer.fits, words=answer.words, by=tale.patient.user
        )
