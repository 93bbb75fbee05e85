"""The caseload, a course's page and the reports in a large service, beside the same among 100 courses."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from statistics import median

from clinic.command.benches.measured import Gate, Given, Row, Side, Skipped, side

FEW, MANY, LARGEST = 100, 100_000, 1_000_000
REQUESTS = 200  # a round
ROUNDS = 3
SLOWER = 1.3  # times the 95th percentile among few courses
QUERIES = 12  # beside who asks, what they may, and the note that they looked
REPORTS = 1.0  # seconds at most, however many courses
PAGES = {"caseload": "the caseload", "course": "a course's page"}


def rows(given: Given) -> Iterator[Row | Skipped]:
    """One row a page; both services are made by the same rule, and the therapist's own courses are alike."""
    many = FEW * 2 if given.quick else LARGEST if given.largest else MANY
    homes = {courses: given.folder / f"home-{courses}" for courses in (FEW, many)}
    therapists = {courses: _filled(courses, home, given) for courses, home in homes.items()}
    for page, words in PAGES.items():
        asked: dict[int, list[Side]] = {courses: [] for courses in homes}
        for _round in range(given.runs(ROUNDS)):
            for courses, home in homes.items():
                asked[courses].append(_asked(page, courses, home, therapists[courses], given))
        yield _row(f"{words} among {many:,} courses", _middle(asked[many]), _middle(asked[FEW]))
    yield _reports(f"the reports of {many:,} courses", homes[many], given)
    sums = given.folder / "home-sums"
    _filled("sums", sums, given)
    yield _reports("the reports over the sums of 1,036,800 courses of every kind", sums, given)


def _reports(what: str, home: Path, given: Given) -> Row:
    """The page of figures for all courses and for three choices; it is to take no longer than a second."""
    asked = _middle([_asked("reports", "reports", home, "", given) for _round in range(given.runs(ROUNDS))])
    note = f"median {asked.figures['median'] * 1e3:.0f} ms"
    return Row(what, asked, limit=REPORTS, gates=(_queries(asked.figures),), note=note)


def _filled(courses: int | str, home: Path, given: Given) -> str:
    """Make a service with so many courses; gives the therapist who asks for the pages."""
    made = side("filling", given.python, "pages_fill.py", courses, given=_at(home, given))
    return str(made.figures["therapist"])


def _asked(page: str, courses: int | str, home: Path, therapist: str, given: Given) -> Side:
    requests = REQUESTS // 10 if given.quick else REQUESTS
    script = ("pages_kith.py", page, therapist, requests)
    name = courses if isinstance(courses, str) else f"{courses:,} courses"
    return side(name, given.python, *script, given=_at(home, given))


def _at(home: Path, given: Given) -> Given:
    """The same with a throw-away home, whatever the installation here."""
    elsewhere = ("KITH_", "DATABASE_URL", "DJANGO_SETTINGS_MODULE")
    kept = {name: value for name, value in given.environment.items() if not name.startswith(elsewhere)}
    return replace(given, environment={**kept, "KITH_HOME": str(home)})


def _middle(rounds: list[Side]) -> Side:
    """The round in the middle; its figures with the most queries of any round."""
    figures = {
        "median": median(one.figures["median"] for one in rounds),
        "queries": max(one.figures["queries"] for one in rounds),
    }
    return replace(rounds[0], seconds=median(one.seconds for one in rounds), figures=figures)


def _row(what: str, many: Side, few: Side) -> Row:
    few_said = str(few.figures["queries"])
    return Row(
        what,
        many,
        few,
        limit=SLOWER * few.seconds,
        gates=(
            _queries(many.figures),
            Gate("as many among few courses", many.figures["queries"] == few.figures["queries"], few_said),
        ),
        note=f"medians {many.figures['median'] * 1e3:.0f} and {few.figures['median'] * 1e3:.0f} ms",
    )


def _queries(figures: Mapping[str, int]) -> Gate:
    asked = figures["queries"]
    return Gate(f"at most {QUERIES} queries", asked <= QUERIES, str(asked))
