"""What the adherence page of a course shows, gathered in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.courses.models import Course, Session
from clinic.supervision.charts import Linked, LinksChart
from clinic.supervision.comparing import both_rated, trends
from clinic.supervision.models import ChosenSession, SessionCheck, TalkPoint, TalkRecord
from clinic.supervision.record import adherence_of, signed_sessions
from clinic.supervision.wording import ANSWERS
from clinic.techniques.although import of_sessions
from clinic.techniques.models import UsedAlthoughRefused
from ipt.therapy import techniques
from ipt.therapy.adherence import FocusHeld, SessionAdherence, count_techniques, focus_held, item_file


@dataclass(frozen=True, slots=True)
class Seen:
    """One signed session: what its record shows, what the patient said, whether it was chosen."""

    session: Session
    adherence: SessionAdherence
    strategies: list[tuple[str, bool]]  # title, tapped
    adjunct: list[str]
    although: list[tuple[str, UsedAlthoughRefused]]  # used although refused: title, and why
    check: SessionCheck | None
    chosen: ChosenSession | None

    @property
    def links(self) -> str:
        """How many links are tied to the focus; before a focus only how many there are."""
        facts = self.adherence.facts
        if not facts.links:
            return ""
        if self.adherence.focus_share is None:
            return (
                ngettext("%d link, before the focus", "%d links, before the focus", facts.links) % facts.links
            )
        told = {"tied": facts.focus_links, "links": facts.links}
        return ngettext("%(tied)d of %(links)d link", "%(tied)d of %(links)d links", facts.links) % told

    @property
    def tied(self) -> str:
        """The same in a cell of the table."""
        facts = self.adherence.facts
        if facts.links and self.adherence.focus_share is None:
            return _("%d, before it") % facts.links
        told = {"tied": facts.focus_links, "links": facts.links}
        return _("%(tied)d of %(links)d") % told if facts.links else ""

    @property
    def incidents(self) -> str:
        turns = self.adherence.facts.turns
        if not turns:
            return ""
        lines = sum(turns)
        told = ngettext("%d line", "%d lines", lines) % lines
        return ngettext("%(number)d, %(lines)s", "%(number)d, %(lines)s", len(turns)) % {
            "number": len(turns),
            "lines": told,
        }

    @property
    def feelings(self) -> str:
        """Work with feeling as far as it is on record."""
        named = self.adherence.facts.feelings
        if named:
            return ngettext("%d named", "%d named", named) % named
        return _("yes, as tapped") if self.adherence.affect else ""


def adherence_page(course: Course) -> dict[str, Any]:
    """The context of the page; the reader's own part of ratings is not in it."""
    seen = look_at(course)
    read = [one.adherence for one in seen]
    chosen = list(ChosenSession.objects.filter(session__course=course).with_ratings())
    rated = both_rated(chosen)
    counted, titles = count_techniques(read), _titles()
    return {
        "seen": seen,
        "held": focus_held(read),
        "chart": links_chart(course, read),
        "own": [(titles[id], times) for id, times in counted.ipts_own],
        "adjunct": [(titles[id], times) for id, times in counted.adjunct],
        "signed": len([one for one in read if one.facts.attended]),
        "chosen": [one for one in chosen if one.set_aside_at is None],
        "set_aside": [one for one in chosen if one.set_aside_at],
        "free": [one.session for one in seen if one.chosen is None and one.session.attendance == "attended"],
        "trends": trends(rated) if len(rated) > 1 else [],
        "rated": rated,
        "points": list(agreed_on(course)),
        "items": item_file(),
    }


def look_at(course: Course, only: Session | None = None) -> list[Seen]:
    """Every signed session, or one of them, with what is known of it."""
    sessions = signed_sessions(course)
    read = {one.number: one for one in adherence_of(course, sessions)}
    checks: dict[Any, SessionCheck] = {}
    for check in SessionCheck.objects.filter(session__course=course).order_by("version"):
        checks[check.session_id] = check
    standing = ChosenSession.objects.standing().filter(session__course=course)
    chosen = {one.session_id: one for one in standing.prefetch_related("ratings")}
    titles, although = _titles(), of_sessions(sessions)
    return [
        Seen(
            session=one,
            adherence=read[one.number],
            strategies=[(titles[used.id], used.tapped) for used in read[one.number].strategies],
            adjunct=[titles[id] for id in read[one.number].adjunct],
            although=_still_said(one, although.get(one.pk, [])),
            check=said_in_words(checks.get(one.pk)),
            chosen=chosen.get(one.pk),
        )
        for one in sessions
        if only is None or one.pk == only.pk
    ]


def _still_said(
    session: Session, found: list[tuple[str, UsedAlthoughRefused]]
) -> list[tuple[str, UsedAlthoughRefused]]:
    """Without what the newest version of the record no longer says was done."""
    newest = next(iter(session.records.all()), None)
    return [one for one in found if newest and one[1].technique in newest.techniques]


def said_in_words(check: SessionCheck | None) -> SessionCheck | None:
    """A check with its two answers in words; one that was left says nothing."""
    if check is None or not check.said_anything:
        return None
    check.in_words = {  # type: ignore[attr-defined]
        "understood": ANSWERS.get(check.understood, ""),
        "mattered": ANSWERS.get(check.mattered, ""),
    }
    return check


def links_chart(course: Course, read: Sequence[SessionAdherence]) -> LinksChart:
    counted = {one.number for one in read if one.in_middle and one.facts.attended and one.facts.focus_agreed}
    sessions = [
        Linked(one.number, one.facts.links, one.facts.focus_links, one.number in counted, one.facts.attended)
        for one in read
    ]
    return LinksChart(finding(focus_held(read)), course.planned_sessions, sessions)


def finding(held: FocusHeld) -> str:
    """The sentence over the drawing: n of N, and nothing where nothing is known."""
    if not held.sessions:
        return _("No middle session with an agreed focus yet")
    if not held.with_links:
        return _("No mood-event link is on record for the middle sessions")
    told = {"linked": held.linked, "all": held.with_links}
    return (
        ngettext(
            "In %(linked)d of %(all)d middle session with a link, mood was tied to the focus",
            "In %(linked)d of %(all)d middle sessions with a link, mood was tied to the focus",
            held.with_links,
        )
        % told
    )


def agreed_on(course: Course) -> Any:
    """What was discussed and agreed about a course in supervision, the newest talk first."""
    newest = TalkRecord.objects.newest()
    points = TalkPoint.objects.filter(course=course, record__in=newest)
    return points.select_related("record__written_by").order_by("-record__on", "-created_at")


def _titles() -> dict[str, str]:
    return {one.id: _(one.title) for one in techniques.load_all()}
