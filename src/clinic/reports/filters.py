"""What of a service the reader asks to see: a span of quarters, a manual, a focus, a condition."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from django.utils.translation import gettext as _

Option = tuple[str, str]  # the value as it stands in an address, and its words
NOT_AGREED = "none"  # the focus of courses in which none is agreed yet


@dataclass(frozen=True, slots=True)
class Filters:
    """What is chosen; an empty text is no choice. A quarter is written ``2026 Q3``, both ends included."""

    quarter_from: str = ""
    quarter_to: str = ""
    manual: str = ""
    focus: str = ""  # a problem area, or `NOT_AGREED`
    condition: str = ""

    def __bool__(self) -> bool:
        return any(asdict(self).values())

    def as_query(self) -> dict[str, str]:
        """The choices as they stand in an address, without those not made."""
        return {name: value for name, value in asdict(self).items() if value}


class Refused(ValueError):
    """A choice that cannot be: ``faults`` says of each field what is wrong with it."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("; ".join(faults.values()))
        self.faults = dict(faults)


@dataclass(frozen=True, slots=True)
class Choices:
    """What may be chosen in a service: only what some course of it has. Quarters stand in order of time."""

    quarters: Sequence[Option] = field(default_factory=list)
    manuals: Sequence[Option] = field(default_factory=list)
    focuses: Sequence[Option] = field(default_factory=list)
    conditions: Sequence[Option] = field(default_factory=list)


def refuse_unknown(filters: Filters, choices: Choices) -> None:
    """Raise `Refused` for what no course of the service has, and for quarters the wrong way round."""
    faults = {}
    for name, offered, words in (
        ("quarter_from", choices.quarters, _("No course began in this quarter.")),
        ("quarter_to", choices.quarters, _("No course began in this quarter.")),
        ("manual", choices.manuals, _("No course follows this manual.")),
        ("focus", choices.focuses, _("No course has this focus.")),
        ("condition", choices.conditions, _("No course is for this condition.")),
    ):
        chosen = getattr(filters, name)
        if chosen and chosen not in {value for value, _words in offered}:
            faults[name] = words
    if not faults and filters.quarter_from > filters.quarter_to > "":
        faults["quarter_to"] = _("This quarter lies before the first one.")
    if faults:
        raise Refused(faults)
