"""What a story means to those in it: formulation, focus, goals and contract, and how it ends."""

from clinic.demo import workspace
from clinic.demo.tale import Tale
from clinic.formulation import actions as formulation
from clinic.formulation.facts import record_of
from clinic.formulation.pieces import pieces
from clinic.formulation.weighing import weighed

ENDING_AT = {  # what of the ending is written down when which task of the manual is due
    "ending_opened": ("feelings",),
    "change_reviewed": ("brought", "did", "change"),
    "warning_signs": ("warning_signs", "what_then"),
    "farewell": ("remember", "next_step", "way_back"),
}
TAKEN = 3  # reasons ticked, and pieces taken over
DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")


def agree(tale: Tale, number: int) -> None:
    """The last session of the initial phase: the story, the focus, the goals and the contract."""
    story, course, by = tale.story, tale.course, tale.therapist
    formulation.write_formulation(
        course=course,
        crisis=story.crisis,
        vulnerability=story.vulnerability,
        support=story.support,
        story=story.story,
        pieces=[{"key": one.key, "words": one.words} for one in pieces(course, tale.participant)[:TAKEN]],
        by=by,
    )
    workspace.share_story(tale)
    agree_focus(tale, number, story.sub_state)
    for goal in story.goals:
        tale.goals.append(formulation.set_goal(participant=tale.participant, text=goal.text, by=by))
    _contract(tale)


def agree_focus(tale: Tale, number: int, sub_state: str) -> None:
    """The focus as it stands in a session; half way, a dispute may have reached another stage."""
    story = tale.story
    formulation.agree_focus(
        course=tale.course,
        area=story.area,
        sub_state=sub_state,
        own_words=story.focus,
        relationship=tale.people.get(story.key) if story.key else None,
        reason=story.reason,
        evidence=_reasons(tale),
        rivals=[{"area": one.area, "why_not": one.why_not} for one in story.meaning.weighed],
        patient_says=story.meaning.says,
        patient_word=story.meaning.word or "",
        session_number=number,
        by=tale.therapist,
    )


def _reasons(tale: Tale) -> list[dict[str, str]]:
    """What the record says for the area, ticked as reasons: about the person in it, where it names them."""
    said = weighed(record_of(tale.participant), tale.course)
    speaks_for = next(part.speaks_for for part in said if part.area == tale.story.area)
    person = tale.people.get(tale.story.key) if tale.story.key else None
    about = [one for one in speaks_for if person and one.key.endswith(f":{person.pk}")]
    return [{"key": one.key, "words": one.words} for one in (about or speaks_for)[:TAKEN]]


def _contract(tale: Tale) -> None:
    contract = formulation.agree_contract(
        course=tale.course,
        sessions=tale.manual.planned_sessions,
        rhythm=f"{DAYS[tale.days[1].weekday()]} at {tale.story.at}",
        missed_count=not tale.story.off,
        between_sessions="Ring the service in working hours; urgent help is on every page.",
        by=tale.therapist,
    )
    formulation.sign_contract(contract=contract, by=tale.patient.user, on="phone")


def rate(tale: Tale, number: int) -> None:
    """The patient says how far each goal is reached; it moves as the story has it."""
    begun, planned = tale.last_due("goals"), tale.manual.planned_sessions
    share = ((number - begun) / (planned - begun)) ** 0.7  # more of it early than late
    for goal, told in zip(tale.goals, tale.story.goals, strict=True):
        low, high = told.ratings
        formulation.rate_goal(goal=goal, rating=round(low + (high - low) * share), by=tale.patient.user)


def write_ending(tale: Tale, number: int) -> None:
    """Write the parts of the ending that this session is for."""
    words = tale.story.ending
    names = [name for task, parts in ENDING_AT.items() if tale.first_due(task) == number for name in parts]
    if words and names:
        parts = {name: getattr(words, name) for name in names}
        formulation.write_ending(course=tale.course, by=tale.therapist, **parts)


def end(tale: Tale) -> None:
    formulation.end(
        course=tale.course, on=tale.days[tale.held], how=tale.story.ended or "completed", by=tale.therapist
    )
