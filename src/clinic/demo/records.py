"""What is written in the records of a story: every phase in its own way, in the story's words."""

from collections.abc import Callable
from typing import Any

from clinic.demo.tale import Tale

Record = dict[str, Any]


def record(tale: Tale, number: int) -> Record:
    """The record of a session, as ``sign_session`` takes it."""
    moment = tale.in_middle(number)
    if moment:
        return _written(moment.line, moment.summary, moment.remember, moment.plan, moment.uses)
    return _by_task(tale, number)


def _by_task(tale: Tale, number: int) -> Record:
    """The record of a session that the manual shapes: by the weightiest of its tasks."""
    for task, write in SHAPED.items():
        if tale.last_due(task) == number:
            return write(tale)
    return _quiet(tale)


def _written(line: str, summary: str, remember: str, plan: str, uses: tuple[str, ...]) -> Record:
    return {
        "line": line,
        "summary": summary,
        "remember": remember,
        "plan": plan,
        "techniques": list(uses),
    }


def _named(tale: Tale) -> Record:
    story = tale.story
    return _written(
        f"Symptoms reviewed and named: {story.diagnosis.lower()}. Sick role agreed; IPT explained.",
        "We gave what you are going through a name. It is common, it is not your fault, and it can be "
        f"treated. For now, {story.eased[0].lower()}{story.eased[1:]} Your part: {story.undertakes}",
        story.first_words,
        "Look for two or three dates: what happened, and when the low mood began.",
        ("exploration", "directives_and_education"),
    )


def _in_order(tale: Tale) -> Record:
    return _written(
        "Timeline drawn together; what happened between people near the onset looked at closely.",
        f"We put the last months in order. {tale.story.timeline_says}",
        "It began somewhere. It did not come from nowhere.",
        "Think of who is in your life, and how close each person feels.",
        ("exploration", "clarification"),
    )


def _people(tale: Tale) -> Record:
    return _written(
        "Inventory gone through person by person; circle drawn.",
        f"We drew the people around you. {tale.story.circle_says}",
        "Who is close, and who could be closer.",
        "Notice one moment with somebody in the circle, and what it did to the day.",
        ("exploration", "clarification"),
    )


def _one_story(tale: Tale) -> Record:
    return _written(
        "Formulation said aloud and agreed; focus, goals and contract agreed.",
        f"We put it into one story. {tale.story.story}",
        tale.story.focus,
        "Read the story once at home. Say next time what does not fit.",
        ("clarification", "directives_and_education"),
    )


def _ending_opened(tale: Tale) -> Record:
    return _written(
        "Ending opened; feelings about it named. Score and focus looked at as usual.",
        f"We began to talk about the end of our sessions. {_said(tale, 'feelings')}",
        "An ending is a thing to talk about, not a thing that just happens.",
        "Think of what you would tell a friend about these months.",
        ("encouragement_of_affect", "therapeutic_relationship"),
    )


def _change_reviewed(tale: Tale) -> Record:
    return _written(
        "Change reviewed: symptoms, focus and circle now and at the start; what the patient did.",
        f"We looked at what has changed. {_said(tale, 'change')}",
        _said(tale, "did") or tale.story.focus,
        "Add to the list of what helped.",
        ("exploration", "clarification"),
    )


def _signs(tale: Tale) -> Record:
    return _written(
        "Early warning signs and a plan for them written down in the patient's words.",
        f"We wrote down the first signs to watch for, and what to do then. {_said(tale, 'what_then')}",
        _said(tale, "warning_signs") or "Early is easier.",
        "Show the plan to one person in your circle.",
        ("problem_solving", "work_between_sessions"),
    )


def _farewell(tale: Tale) -> Record:
    return _written(
        "Farewell; what comes next decided together and written down.",
        f"We said goodbye. {_said(tale, 'way_back')}",
        _said(tale, "remember") or tale.story.focus,
        "Keep the sheet where you will find it.",
        ("encouragement_of_affect", "therapeutic_relationship"),
    )


def _quiet(tale: Tale) -> Record:
    return _written(
        "Week reviewed against the focus; one exchange gone through, nothing new rehearsed.",
        "We went through the week and held it against what we agreed to work on.",
        tale.story.focus,
        "Go on with what was agreed last time.",
        ("exploration", "clarification"),
    )


def _said(tale: Tale, part: str) -> str:
    return str(getattr(tale.story.ending, part)) if tale.story.ending else ""


SHAPED: dict[str, Callable[[Tale], Record]] = {
    "consent": _named,
    "focus": _one_story,
    "circle_start": _people,
    "timeline": _in_order,
    "ending_opened": _ending_opened,
    "farewell": _farewell,
    "warning_signs": _signs,
    "change_reviewed": _change_reviewed,
}
