"""One entry as a phone sends it, and what can come of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise

from clinic.ui.clocks import believed


class NotAnEntry(ValueError):
    """What was sent cannot be kept; ``says`` tells the person why, where there is more to tell than that."""

    def __init__(self, wrong: object, says: str = "") -> None:
        super().__init__(str(wrong))
        self.says = says


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing somebody did on the phone: its own id, what it is, what it is about, and when."""

    id: UUID
    participant: UUID
    kind: str
    of: str
    at: datetime  # when it was made, as far as the phone's clock is believed
    fields: Mapping[str, Any]
    settled: str  # "", or the answer chosen in a conflict

    @classmethod
    def read(cls, body: bytes) -> "Entry":
        """Read one entry; ``NotAnEntry`` for what does not have its shape."""
        try:
            raw = _whole(json.loads(body))
            made_at = parse_datetime(raw["made_at"])
            if made_at is None or timezone.is_naive(made_at) or not isinstance(raw["fields"], dict):
                raise ValueError("made_at or fields")
            return cls(
                id=UUID(raw["id"]),
                participant=UUID(raw["participant"]),
                kind=str(raw["kind"]),
                of=str(raw["of"]),
                at=believed(made_at),
                fields=raw["fields"],
                settled=str(raw.get("settled", "")),
            )
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as wrong:
            raise NotAnEntry(wrong) from wrong

    @property
    def texts(self) -> dict[str, str]:
        """The fields as a form posts them; what is no text or number is none."""
        plain = {name: value for name, value in self.fields.items() if isinstance(value, str | int | float)}
        return {str(name): str(value) for name, value in plain.items()}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an entry: ``kept``, a ``conflict`` with both answers, or ``refused`` with the reason."""

    state: str
    says: str | Promise = ""
    both: tuple[dict[str, str], ...] = ()
    then: str = ""  # a page that says what happens next


KEPT = Outcome("kept")


def _whole(raw: Any) -> Any:
    """The same without halves of characters, which a text that was cut can end in and nothing can keep."""
    return json.loads(json.dumps(raw, ensure_ascii=False).encode(errors="replace"))
