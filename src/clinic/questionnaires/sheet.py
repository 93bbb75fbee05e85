"""A form while it is being answered: which question comes next, how far it is, what is still blank."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from clinic.questionnaires.models import AnswersSoFar, MeasureRequest, words
from ipt.measures import asking
from ipt.measures.measure import Item, Measure, Option
from ipt.measures.norms import SafetyRule

LONG = 160  # characters


@dataclass(frozen=True)
class Choice:
    """One answer as it is drawn."""

    value: str
    label: str
    chosen: bool
    risky: bool


@dataclass(frozen=True)
class Question:
    """One item as it is drawn, with what was answered so far."""

    item: Item
    stem: str
    given: bool  # answered, or left blank on purpose
    value: float | None
    number: int | None  # its place among those that count; None for a follow-up
    rules: tuple[SafetyRule, ...] = ()

    @property
    def choices(self) -> list[Choice]:
        return [self._choice(option) for option in self.item.options]

    def _choice(self, option: Option) -> Choice:
        chosen = self.given and option.value == self.value
        risky = any(rule.holds(option.value) for rule in self.rules)
        return Choice(f"{option.value:g}", option.label, chosen, risky)

    @property
    def said(self) -> str:
        return words(self.item, self.value)

    @property
    def left_blank(self) -> bool:
        return self.given and self.value is None


class Sheet:
    """What a patient has before them: the questions asked so far, in order, and the answers."""

    def __init__(self, asked: MeasureRequest) -> None:
        self.asked = asked
        self.measure: Measure = asked.loaded
        so_far = AnswersSoFar.objects.filter(asked=asked).first()
        self.revision = so_far.revision if so_far else 0
        self.saved_at: datetime | None = so_far.saved_at if so_far and so_far.revision else None
        self.given: dict[str, float | None] = so_far.values if so_far else {}
        self.questions = self._questions()

    def _questions(self) -> list[Question]:
        return self._in_order(asking.asked(self.measure, self.given))

    @property
    def everything(self) -> list[Question]:
        """Every question there may be, also those that only certain answers call for."""
        return self._in_order(self.measure.items)

    def _in_order(self, items: Iterable[Item]) -> list[Question]:
        follow_ups = asking.follow_ups(self.measure)
        found: list[Question] = []
        for item in items:
            number = None if item in follow_ups else sum(q.number is not None for q in found) + 1
            found.append(self._question(item, number))
        return found

    def _question(self, item: Item, number: int | None) -> Question:
        general = self.measure.stem or self._short_instructions if number else ""
        given = item.id in self.given
        rules = tuple(rule for rule in self.measure.safety if rule.item == item.id)
        return Question(item, item.stem or general, given, self.given.get(item.id), number, rules)

    @property
    def _short_instructions(self) -> str:
        return "" if self.long_instructions else self.measure.instructions

    @property
    def long_instructions(self) -> str:
        """Instructions too long to stand above every question."""
        words = self.measure.instructions
        return words if self.measure.stem or len(words) > LONG else ""

    @property
    def counted(self) -> list[Question]:
        """Those with a number: all but follow-ups."""
        return [question for question in self.questions if question.number]

    @property
    def blanks(self) -> list[Question]:
        """Those without an answer, left blank on purpose or not reached."""
        return [question for question in self.questions if question.value is None]

    @property
    def left_blank(self) -> list[Question]:
        return [question for question in self.questions if question.left_blank]

    @property
    def not_reached(self) -> list[Question]:
        return [question for question in self.questions if not question.given]

    def find(self, number: str | None) -> Question | None:
        """The question of this number; without one, the first not yet given; None at the end."""
        if number:
            return next((q for q in self.questions if q.item.number == number), None)
        return next((q for q in self.questions if not q.given), None)

    def before(self, question: Question) -> Question | None:
        place = self.questions.index(question)
        return self.questions[place - 1] if place else None

    def after(self, item_id: str) -> Question | None:
        """The next in the form's order, whether or not it was answered before."""
        ids = [item.id for item in self.measure.items]
        later = set(ids[ids.index(item_id) + 1 :])
        return next((q for q in self.questions if q.item.id in later), None)

    def progress(self, question: Question) -> list[str]:
        """One word a question for the bar at the top."""
        place = self.questions.index(question)
        return [
            "now" if q is question else "done" if q.given or self.questions.index(q) < place else "to-come"
            for q in self.counted
        ]

    def minutes_left(self, question: Question) -> int:
        return asking.minutes(len(self.questions) - self.questions.index(question))

    @property
    def minutes(self) -> int:
        return asking.minutes(len(self.counted))


def collision(
    asked: MeasureRequest, item_id: str, mine: float | None, theirs: dict[str, Any], session: str
) -> Any:
    """Both answers to one question in words, with where and when the other one was given."""
    item = asked.loaded.item(item_id)
    return {
        "item": item,
        "mine": words(item, mine),
        "mine_value": mine,
        "theirs": words(item, theirs["value"]),
        "theirs_value": theirs["value"],
        "theirs_device": theirs["device"],
        "theirs_is_this_device": bool(session) and theirs["session"] == session,
        "theirs_at": datetime.fromisoformat(theirs["at"]),
    }
