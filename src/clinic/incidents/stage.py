"""How a run stands on the screen: who plays whom, in which words, which line is large, and the way on."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from clinic.courses.models import Participant
from clinic.incidents import runs
from clinic.incidents.gathering import Line
from clinic.incidents.models import Account, RolePlay, Scene


def on_stage(
    lines: list[Line], account: Account, participant: Participant, run: RolePlay, asked: QueryDict
) -> dict[str, Any]:
    """The lines as they are played in this run; ``asked``: which line stands alone."""
    form = runs.BY_ID[run.form]
    swapped = run.form == "swapped"
    at = _line_asked(asked.get("line", ""), len(lines))
    patient, player = participant.patient.preferred_name, player_of(run.scene, participant)
    return {
        "at": at,
        "spoken": [
            {
                "line": line,
                "words": line.told if form.newest else line.turn.said,
                "by": player if line.turn.by_patient is swapped else patient,
            }
            for place, line in enumerate(lines, 1)
            if at in (None, place)
        ],
        "closing": closing(lines, account) if form.newest and at in (None, len(lines)) else "",
        "before": at - 1 if at and at > 1 else None,
        "after": at + 1 if at and at < len(lines) else None,
        "prompts": form.prompts_for(patient),
        "roles": _roles(lines, patient, player, run.form),
    }


def player_of(scene: Scene | None, participant: Participant) -> str:
    """Who plays the other: somebody named, or the therapist."""
    named = scene.other_played_by if scene else ""
    return named or str(participant.course.therapist.first_name)


def closing(lines: list[Line], account: Account) -> str:
    """The new line, said last, unless it stands in the place of one of the lines already."""
    return "" if account.new_line in {line.told for line in lines} else str(account.new_line)


def suggested(lines: list[Line], account: Account, played: int) -> str:
    """As it was at first; with the new words once it was played and there are any."""
    changed = bool(account.new_line) or any(line.rewrites for line in lines)
    return "replay" if played and changed else "as_it_was"


def to_give(lines: list[Line], account: Account, patient: str) -> list[dict[str, str]]:
    """The lines in their newest words, the new one last."""
    every = [{"by": line.turn.speaker, "who": line.who, "words": line.told} for line in lines]
    last = closing(lines, account)
    return every + ([{"by": "patient", "who": patient, "words": last}] if last else [])


def _line_asked(asked: str, many: int) -> int | None:
    """The place of the line to show alone; none = all lines at once."""
    return int(asked) if asked.isdecimal() and len(asked) < 3 and 1 <= int(asked) <= many else None


def _roles(lines: list[Line], patient: str, player: str, form: str) -> str:
    other = next((line.who for line in lines if not line.turn.by_patient), _("the other"))
    told = {"patient": patient, "player": player, "other": other}
    if form == "swapped":
        return _("%(patient)s plays %(other)s; %(player)s plays %(patient)s.") % told
    if form == "empty_chair":
        return (
            _("%(patient)s speaks to %(other)s, who sits in the empty chair, and answers from there.") % told
        )
    if form == "doubling":
        return (
            _("%(patient)s plays %(patient)s; %(player)s plays %(other)s, and stands beside to double.")
            % told
        )
    return _("%(patient)s plays %(patient)s; %(player)s plays %(other)s.") % told
