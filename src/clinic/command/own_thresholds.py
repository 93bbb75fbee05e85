"""Thresholds given with a command in place of those in the measures' files."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from clinic.command.refusal import BadInput
from clinic.command.scores_file import pair
from ipt.measures import library
from ipt.measures.measure import MeasureError
from ipt.measures.norms import Caseness, ChangeThreshold

GIVEN = "given with the command"


@dataclass(frozen=True)
class Own:
    """Thresholds given with the command, by measure."""

    reliable: dict[str, ChangeThreshold] = field(default_factory=dict)
    caseness: dict[str, Caseness] = field(default_factory=dict)

    @classmethod
    def of(cls, reliable_change: Iterable[str], caseness: Iterable[str]) -> "Own":
        changes = dict(_points(text, "--reliable-change") for text in reliable_change)
        cuts = dict(_points(text, "--caseness") for text in caseness)
        return cls(
            {m: ChangeThreshold("reliable", _main(m), ">=", v, GIVEN, False, "") for m, v in changes.items()},
            {m: Caseness(GIVEN, False, "", _main(m), _worse(m), v) for m, v in cuts.items()},
        )


def _points(text: str, option: str) -> tuple[str, float]:
    measure, value = pair(text, option)
    try:
        library.load(measure)
        return measure, float(value)
    except MeasureError:
        raise BadInput(f"{option}: there is no measure {measure!r}") from None
    except ValueError:
        raise BadInput(f"{option}: {value!r} is not a number") from None


def _main(measure: str) -> str:
    return library.load(measure).main_score


def _worse(measure: str) -> str:
    """On which side of a cut-off a case lies."""
    return "<=" if library.load(measure).score(_main(measure)).higher_is == "better" else ">="
