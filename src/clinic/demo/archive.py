"""Courses from before the service had Kith, as brought in from its old spreadsheet: scores, no stories."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from clinic.access.models import Service, User
from clinic.exchange.actions import carry_out
from clinic.exchange.planning import Begun, Dated, Plan, Way

COURSES = 16  # a manual
FALLS = (
    (0.55, (0.45, 0.75)),
    (0.88, (0.0, 0.3)),
    (0.95, (-0.5, -0.25)),
)  # up to this share of people: so far
HIGHEST = {"phq9": 27, "gad7": 21}


def bring_in(service: Service, therapists: dict[str, User], *, before: date, random: Random) -> None:
    """Import two years of ended courses that were over by ``before``; most helped, some not, some worse."""
    for manual, name in (("dep16", "Idris Kaya"), ("dep12", "Ruth Adler")):
        way = Way(f"archive-{manual}", service, therapists[name], manual=manual)
        begun = [_course(way, number, before, random) for number in range(1, COURSES + 1)]
        carry_out(plan=Plan(way, begun, known_scores=0, missing=0, left_out=0), by=None)


def _course(way: Way, number: int, before: date, random: Random) -> Begun:
    sessions = int(way.manual[3:])
    held = random.choice([sessions] * 3 + [sessions - 1, sessions - 4])
    began_on = before - timedelta(days=random.randint(7 * sessions + 14, 700))
    begun = Begun(way.external_id(f"{number:03}"), began_on, participant=None)
    begun.scores = list(_scores(way, number, began_on, held, random))
    begun.ended_on = began_on + timedelta(days=7 * (held - 1))
    return begun


def _scores(way: Way, number: int, began_on: date, held: int, random: Random) -> Iterator[Dated]:
    fall = _fall(random)
    if fall is None:
        held = 1  # came once, or was scored once
    noon = datetime.combine(began_on, time(12), ZoneInfo("Europe/London"))
    for measure, highest in HIGHEST.items():
        start = min(highest - 2, max(6, random.gauss(0.58 * highest, 0.16 * highest)))
        for session in range(1, held + 1):
            aim = start * (1 - (fall or 0) * (session - 1) / max(1, held - 1))
            total = min(highest, max(0, round(aim + random.gauss(0, 1.1))))
            at = noon + timedelta(days=7 * (session - 1))
            yield Dated(measure, total, at, session, f"{way.dataset}/{number:03}/{measure}/{session}")


def _fall(random: Random) -> float | None:
    """How far the scores fall, as a share of the first; None where there is one score only."""
    drawn = random.random()
    return next((random.uniform(*by) for share, by in FALLS if drawn < share), None)
