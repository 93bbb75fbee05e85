"""How long people waited, how many agreed sessions took place, and how courses ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from clinic.courses.models import NOT_RECORDED
from clinic.reports.figures import Rate
from clinic.reports.tallies import ENDINGS, SESSIONS, UNKNOWN_WAIT, Counts
from ipt.outcomes.disclosure import LEAST

WEEKS_SHOWN = 26  # the place after them holds all that waited longer
STANDARD = (
    6,
    18,
)  # weeks to a first appointment for 75 % and 95 % of patients (NHS England, Talking Therapies)


@dataclass(frozen=True, slots=True)
class Waits:
    """Weeks from the enquiry to the first attended session, begun weeks counted as whole.

    ``by_week[w]`` courses waited w weeks; the last place holds all that waited longer. ``median`` is the
    week within which half had begun, None of fewer than five. ``within`` holds the share begun within 6 and
    18 weeks, the standard of NHS Talking Therapies. ``unknown`` courses came without an enquiry, or have no
    attended session yet.
    """

    by_week: Sequence[int]
    median: int | None
    within: Sequence[Rate]
    known: int
    unknown: int


def waits(sums: Mapping[str, Counts]) -> Waits:
    """The weeks waited, from their sums."""
    counts = sums.get("waits", np.zeros(UNKNOWN_WAIT + 1, dtype=np.int64))
    weeks, unknown = counts[:UNKNOWN_WAIT], int(counts[UNKNOWN_WAIT])
    known = int(weeks.sum())
    return Waits(
        by_week=[*weeks[: WEEKS_SHOWN + 1].tolist(), int(weeks[WEEKS_SHOWN + 1 :].sum())],
        median=int(np.searchsorted(np.cumsum(weeks), known / 2)) if known >= LEAST else None,
        within=[
            Rate(
                _("Begun within %d weeks") % limit,
                int(weeks[: limit + 1].sum()),
                known,
                _("courses whose wait is known"),
            )
            for limit in STANDARD
        ],
        known=known,
        unknown=unknown,
    )


def sessions(sums: Mapping[str, Counts]) -> list[tuple[str, int]]:
    """Signed sessions and absences by what became of them."""
    titles = [
        _("attended"),
        _("missed"),
        _("cancelled by the patient"),
        _("cancelled by the therapist"),
    ]
    return list(zip(titles, _sessions(sums)[: len(titles)], strict=True))


def attended(sums: Mapping[str, Counts]) -> Rate | None:
    """Sessions attended of sessions planned, in ended courses whose sessions were recorded; None of a few."""
    of = dict(zip(SESSIONS, _sessions(sums), strict=True))
    if of["recorded_and_ended"] < LEAST:
        return None
    return Rate(
        _("Sessions attended"),
        of["attended_in_ended"],
        of["planned_in_ended"],
        _("sessions agreed in courses that ended; none of imported ones"),
    )


def _sessions(sums: Mapping[str, Counts]) -> list[int]:
    counts: list[int] = sums.get("sessions", np.zeros(len(SESSIONS), dtype=np.int64)).tolist()
    return counts


def endings(sums: Mapping[str, Counts]) -> list[tuple[str, int]]:
    """Ended courses by how they ended; what never happened is left out."""
    titles = {
        "completed": _("as agreed"),
        "agreed early": _("earlier, agreed together"),
        "stopped coming": _("the patient stopped coming"),
        "referred on": _("handed on to other care"),
        NOT_RECORDED: _("not recorded (imported)"),
        "other": _("in another way"),
    }
    counts = sums.get("endings", np.zeros(len(ENDINGS), dtype=np.int64)).tolist()
    return [(titles[how], number) for how, number in zip(ENDINGS, counts, strict=True) if number]
