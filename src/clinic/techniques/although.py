"""Which adjunct techniques are refused in a session: ticked all the same, they ask why."""

from dataclasses import dataclass, replace

from django.db.models import CharField, Value
from django.utils.translation import gettext as _

from clinic.courses.models import Session
from clinic.techniques.models import ImageryRun, TechniqueUse, UsedAlthoughRefused
from clinic.techniques.standing import Standing
from ipt.therapy import imagery, techniques


@dataclass(frozen=True, slots=True)
class Against:
    """What stands against one technique in one session, as it is shown beside its chip."""

    title: str
    rules: tuple[str, ...]
    hard: bool  # refused: nobody can override it; else only off in this course

    @property
    def said(self) -> str:
        rules = " ".join(self.rules)
        return _("Refused by rule: %s") % rules if self.hard else _("Off in this course: %s") % rules


def against(session: Session, stands: Standing) -> dict[str, Against]:
    """What stands against each adjunct that this session has no record of; one query.

    That too little time is left keeps something from beginning. It says nothing of what was done before.
    """
    known = _on_record(session)
    there = replace(stands, circumstances=stands.circumstances - {"little_time"})
    verdicts = {one: there.of_technique(one) for one in techniques.adjunct() if one.id not in known}
    return {
        one.id: Against(one.title, tuple(rule.reason for rule in verdict.reasons), bool(verdict.refused))
        for one, verdict in verdicts.items()
        if not verdict.open
    }


def _on_record(session: Session) -> set[str]:
    """What was begun through its own page in this session, or recorded with a reason before."""
    used = TechniqueUse.objects.standing().filter(session=session).order_by()
    imaged = ImageryRun.objects.filter(session=session).order_by()
    named = imaged.annotate(technique=Value(imagery.TECHNIQUE, CharField())).values_list("technique")
    although = UsedAlthoughRefused.objects.filter(session=session).order_by()
    found = used.values_list("technique").union(named, although.values_list("technique"))
    return {technique for (technique,) in found}


def of_sessions(sessions: list[Session]) -> dict[object, list[tuple[str, UsedAlthoughRefused]]]:
    """What was used although refused, with its title, by session; one query."""
    rows = UsedAlthoughRefused.objects.filter(session__in=sessions).select_related("written_by")
    found: dict[object, list[tuple[str, UsedAlthoughRefused]]] = {}
    for row in rows:
        found.setdefault(row.session_id, []).append((techniques.load(row.technique).title, row))
    return found
