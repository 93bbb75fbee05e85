"""Gathers what the pages of incidents show, in a fixed number of queries."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import HttpRequest

from clinic.courses.models import Course, Participant
from clinic.incidents import runs, words
from clinic.incidents.models import (
    Account,
    Incident,
    LinesGiven,
    Rewrite,
    RolePlay,
    SharedRecording,
    TriedForReal,
    Turn,
)
from clinic.incidents.plane import plane
from clinic.inventory.gathering import participant_of, sitting, today_in


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its speaker by name, its codes in words and its newest other words."""

    turn: Turn
    who: str
    failures: list[str]
    rewrites: list[Rewrite]

    @property
    def newest(self) -> Rewrite | None:
        return next(iter(self.rewrites), None)

    @property
    def told(self) -> str:
        """The words in which the line is said when it is played: the newest that were found."""
        return self.newest.words if self.newest else self.turn.said


def lines_of(account: Account, participant: Participant) -> list[Line]:
    """The lines of one version, in their order, each with every rewriting."""
    rewrites = list(account.incident.rewrites.select_related("written_by"))
    names = {"patient": participant.patient.preferred_name, "other": account.relationship.pseudonym}
    return [
        Line(
            turn=turn,
            who=names[turn.speaker],
            failures=words.named(turn.failures),
            rewrites=[one for one in rewrites if one.turn_number == turn.number],
        )
        for turn in account.turns.all()
    ]


def with_counts(accounts: QuerySet[Account]) -> QuerySet[Account]:
    """Accounts together with whether they were played, and what was tried for real last."""
    played = RolePlay.objects.standing().filter(account__incident=OuterRef("incident"))
    tries = TriedForReal.objects.filter(incident=OuterRef("incident")).order_by("-version")
    return accounts.annotate(
        played=Exists(played),
        tried_how=Subquery(tries.values("how")[:1]),
        agreed_for=Subquery(tries.values("agreed_for")[:1]),
    )


def account_of(incident: Incident) -> Account:
    """The newest version, with lines and people."""
    account: Account = incident.accounts.with_lines().select_related("incident").first()
    return account


def incident_page(incident: Incident, undo: str) -> dict[str, Any]:
    """One incident as it stands, what was played and tried, and its earlier versions."""
    participant = participant_of(incident.participant.course)
    versions = list(incident.accounts.with_lines().select_related("incident"))
    return {
        **account_page(versions[0], participant),
        "versions": versions,
        "tried": tried(incident),
        **played(incident, undo),
        **practised(incident, participant),
    }


def played(incident: Incident, undo: str) -> dict[str, Any]:
    """Every run that stands, and the one that was taken back a moment ago."""
    every = list(RolePlay.objects.filter(account__incident=incident))
    return {
        "played": [Run(run, str(runs.BY_ID[run.form].title)) for run in every if run.withdrawn_at is None],
        "taken_back": next((run for run in every if run.withdrawn_at and str(run.pk) == undo), None),
    }


@dataclass(frozen=True, slots=True)
class Run:
    """A run and the name of its form."""

    row: RolePlay
    form: str


def practised(incident: Incident, participant: Participant) -> dict[str, Any]:
    """The lines given to practise alone with every go, and the recordings shared, without their sound."""
    given = list(
        LinesGiven.objects.filter(account__incident=incident)
        .prefetch_related("practised")
        .order_by("-created_at")
    )
    day = today_in(participant)
    recordings = SharedRecording.objects.filter(given__account__incident=incident).defer("sealed")
    return {
        "given": [(one, one.put_away_at is None and one.until >= day) for one in given],
        "recordings": [(one, one.deleted_at is None and one.delete_on > day) for one in recordings],
    }


@dataclass(frozen=True, slots=True)
class Try:
    """A line agreed on, and how it went in words once that was told."""

    row: TriedForReal
    how: str


def tried(incident: Incident) -> list[Try]:
    """What was agreed and what came of it, the newest first; what was told replaces what was agreed."""
    kept: list[TriedForReal] = []
    for row in incident.tries.select_related("written_by").order_by("version"):
        if kept and row.how and (row.line, row.agreed_for) == (kept[-1].line, kept[-1].agreed_for):
            kept.pop()
        kept.append(row)
    return [Try(row, str(words.HOW.get(row.how, ""))) for row in reversed(kept)]


def account_page(account: Account, participant: Participant) -> dict[str, Any]:
    """One version of an incident."""
    turns = list(account.turns.all())
    themes = [
        (words.theme("wishes", account.wish), "wish"),
        (words.theme("responses", account.response), "response"),
        (words.theme("own_responses", account.own_response), "own_response"),
    ]
    return {
        "course": participant.course,
        "participant": participant,
        "incident": account.incident,
        "account": account,
        "lines": lines_of(account, participant),
        "plane": plane(turns),
        "themes": {part: title for title, part in themes if title},
    }


def rows_asked(request: HttpRequest) -> int:
    """How many rows a form is to have: a page that had grown and was reloaded asks for those it had."""
    asked = request.GET.get("lines", "")
    return int(asked) if asked.isdecimal() and len(asked) < 3 else 0


def session_from(request: HttpRequest, course: Course) -> int | None:
    """The session whose page led here, if it is one of this course."""
    asked = request.GET.get("session", "")
    if not asked.isdecimal() or len(asked) > 3:
        return None
    return course.sessions.filter(number=int(asked)).values_list("number", flat=True).first()


def session_number(request: HttpRequest, participant: Participant) -> int | None:
    """The session in which something is kept: the one that led here, or today's."""
    number: int | None = sitting(participant)["session_number"]
    return session_from(request, participant.course) or number


def played_account(run: RolePlay) -> Account:
    """The version that is played in a run, with lines and people."""
    account: Account = Account.objects.with_lines().select_related("incident").get(pk=run.account_id)
    return account
