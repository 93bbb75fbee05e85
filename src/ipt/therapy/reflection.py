"""Questions to think with before asking for therapy; they end in things one could do, never in a verdict."""

from collections.abc import Mapping
from typing import Literal

Step = Literal["urgent", "young", "talk", "other_help_first", "doctor", "read_more", "wait"]

QUESTIONS = ("mood", "change", "people", "time", "danger", "other_help", "adult")
ANSWERS = ("yes", "partly", "no", "unsaid")


def next_steps(answers: Mapping[str, str]) -> tuple[Step, ...]:
    """Things a person could do next, the first of them the one to start with.

    Parameters
    ----------
    answers
        ``yes``, ``partly``, ``no`` or ``unsaid`` for each of :data:`QUESTIONS`; a question left out counts as
        ``unsaid``, which closes no door.

    Returns
    -------
    tuple of Step
        ``urgent`` leads whenever danger is not ruled out by the person; ``young`` replaces the talk for those
        under 18, since the manuals here are for adults. Talking to somebody is otherwise always among them.

    Raises
    ------
    ValueError
        If a question or an answer is unknown.
    """
    for question, answer in answers.items():
        if question not in QUESTIONS or answer not in ANSWERS:
            raise ValueError(f"No such question or answer: {question} = {answer}")
    said = {question: answers.get(question, "unsaid") for question in QUESTIONS}
    steps: list[Step] = []
    if said["danger"] in ("yes", "partly"):
        steps.append("urgent")
    steps.append("young" if said["adult"] == "no" else "talk")
    if said["other_help"] in ("yes", "partly"):
        steps.append("other_help_first")
    if said["mood"] != "no":
        steps.append("doctor")
    if said["time"] == "no":
        steps.append("wait")
    steps.append("read_more")
    return tuple(steps)
