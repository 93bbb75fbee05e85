"""The sums of a service with a million courses of every kind, as its reports keep them; nothing is written.

A few courses are made for each cell and counted many times over: a page reads the sums, and they are as full.
"""

from collections import Counter, defaultdict
from itertools import product
from random import Random
from typing import Any

from clinic.reports import tallies
from clinic.reports.models import CourseOutcome
from clinic.reports.tallies import Key

QUARTERS = [f"{year} Q{number}" for year in range(2017, 2027) for number in range(1, 5)]
MANUALS = ("dep16", "dep12", "grief16", "brief8", "ipsrt20", "bpd34", "ed20", "ptsd14")
FOCUSES = ("", "grief", "role_dispute", "role_transition", "interpersonal_sensitivities")
MEASURES = {"phq9": 27, "gad7": 21, "wsas": 40}
MADE = 12  # courses for each cell
TIMES = 27  # each is counted
SESSIONS = 16

Changes = dict[tuple[Key, str], Counter[int]]


def sums() -> Changes:
    """What every cell adds up to: 3,200 cells, 1,036,800 courses."""
    random = Random(1)  # noqa: S311 - made-up courses
    found: Changes = defaultdict(Counter)
    for finished, quarter, manual, focus in product((True, False), QUARTERS, MANUALS, FOCUSES):
        for _course in range(MADE):
            one = _outcome(random, finished=finished, quarter=quarter, manual=manual, focus=focus)
            for what, place, how_much in tallies.added_by(one):
                found[tallies.key_of(one), what][place] += TIMES * how_much
    return found


def _outcome(random: Random, *, finished: bool, **cell: str) -> CourseOutcome:
    recovered = finished and random.random() < 0.5
    return CourseOutcome(
        finished=finished, open=not finished, ended_how=random.choice(tallies.ENDINGS), planned=SESSIONS,
        attended=random.randint(0, SESSIONS), missed=random.randint(0, 2), cancelled_by_patient=1,
        cancelled_by_therapist=0, waited_days=random.randint(0, 400), at_caseness=finished,
        recovered=recovered, reliably_improved=recovered, reliably_recovered=recovered,
        reliably_deteriorated=False, missing_outcome=False,
        scores={measure: _scores(random, highest) for measure, highest in MEASURES.items()},
        aims={aim: [random.randint(0, 1000), random.randint(0, 1000)] for aim in tallies.AIMS}, **cell,
    )  # fmt: skip


def _scores(random: Random, highest: int) -> dict[str, Any]:
    given = [[session, 100 * random.randint(0, highest)] for session in range(1, random.randint(3, SESSIONS))]
    return {"first": given[0][1], "last": given[-1][1], "way": random.choice((1, 0, -1)), "by_session": given}
