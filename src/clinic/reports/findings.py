"""What the figures of a service say, in sentences: the headings of the page and the words beneath."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from clinic.reports.aims import Aim
from clinic.reports.dashboard import Dashboard
from clinic.reports.figures import Rate
from clinic.reports.filters import Choices, Filters
from clinic.reports.trajectories import Trajectory
from clinic.reports.waits import Waits
from clinic.ui.axes import whole

FIGURES = {  # what the courses behind a figure have in common
    "courses": _lazy("all"),
    "open": _lazy("open"),
    "finished": _lazy("finished"),
    "at_caseness": _lazy("finished, begun at or beyond the cut-off"),
    "recovered": _lazy("recovered"),
    "reliably_recovered": _lazy("reliably recovered"),
    "reliably_improved": _lazy("reliably improved"),
    "reliably_deteriorated": _lazy("reliably deteriorated"),
    "missing_outcome": _lazy("without an outcome"),
}


def heading(of: Dashboard) -> str:
    """The finding; where there is none, why not."""
    if of.whole.courses:
        return of.finding
    if of.freshness.counting:
        return _("The courses are being counted")
    if of.left_out:
        return _("Too few courses to show what became of them")
    return _("No course is of this kind") if of.filters else _("No course has begun yet")


def chosen(filters: Filters, choices: Choices) -> list[tuple[str, str]]:
    """What was chosen: the field and its words, for the page and for the file."""
    quarters = dict(choices.quarters)
    first, last = (quarters.get(one, one) for one in (filters.quarter_from, filters.quarter_to))
    if first and last:
        span = first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}
    else:
        span = _("%s or later") % first if first else _("%s or earlier") % last if last else ""
    return [
        (title, words)
        for title, words in (
            (_("Begun"), span),
            (_("Manual"), dict(choices.manuals).get(filters.manual, filters.manual)),
            (_("Focus"), dict(choices.focuses).get(filters.focus, filters.focus)),
            (_("Condition"), dict(choices.conditions).get(filters.condition, filters.condition)),
        )
        if words
    ]


def of_trajectory(of: Trajectory) -> str:
    """Whether the mean moved the wished way in each group, from its first point to its last."""
    ways = [line.points[-1].mean - line.points[0].mean for line in of.lines if len(line.points) > 1]
    moved = sum((way < 0) if of.higher_is_worse else (way > 0) for way in ways)
    if not ways:
        return _("%s by session") % of.measure
    said = {"measure": of.measure, "moved": moved, "groups": len(ways)}
    if moved == len(ways) and moved > 1:
        words = (
            _("%(measure)s fell, wherever it began")
            if of.higher_is_worse
            else _("%(measure)s rose, wherever it began")
        )
    elif of.higher_is_worse:
        words = _("%(measure)s fell in %(moved)s of %(groups)s groups")
    else:
        words = _("%(measure)s rose in %(moved)s of %(groups)s groups")
    return words % said


def beneath_trajectory(of: Trajectory) -> str:
    """What the lines are, and who has none."""
    said = [_("Means at each session, by how high the first score was.")]
    if of.caseness is not None:
        said.append(_("The dotted line is the cut-off, %s.") % whole(of.caseness))
    if of.without:
        without = ngettext("One course has no line.", "%(n)s courses have no line.", of.without)
        said.append(without % {"n": of.without})
    return " ".join(said)


def reading_trajectory() -> list[str]:
    """What a mean by session does not say."""
    return [
        _("Who stops coming is in the earlier means only, so a line may fall because others stayed."),
        _("After a very high or very low first score, the next is often nearer the middle by chance."),
        _("A course has no line without a score of this measure, or in a group of fewer than five."),
    ]


def of_aims(aims: list[Aim]) -> str:
    """The first aim that is about people rather than points of a measure, where it is known of enough."""
    told = next((aim for aim in aims if not aim.reliable and aim.first is not None), None)
    if told is None:
        return _("Symptoms and relationships, first and last")
    said = {"what": told.what[:1].lower() + told.what[1:], "better": told.better, "known": told.known}
    if told.wanted == "more":
        return _("In %(better)s of %(known)s finished courses there were more %(what)s at the end") % said
    return _("In %(better)s of %(known)s finished courses there were fewer %(what)s at the end") % said


def of_waits(waits: Waits) -> str:
    """How long half had waited at most."""
    if waits.median is None:
        return _("Waiting: too few to say")
    return ngettext(
        "Half began within one week of the enquiry",
        "Half began within %(n)s weeks of the enquiry",
        waits.median,
    ) % {"n": waits.median}


def beneath_waits(waits: Waits) -> str:
    """The standard of the field, and of how many nothing is known."""
    said = [of_share(rate) for rate in waits.within]
    said.append(
        ngettext(
            "Not known of one course: no enquiry, or no session yet.",
            "Not known of %(n)s courses: no enquiry, or no session yet.",
            waits.unknown,
        )
        % {"n": waits.unknown}
    )
    return " ".join(said)


def of_share(rate: Rate) -> str:
    """A rate as a sentence, its share in brackets where there is one."""
    said = {"title": rate.title, "count": rate.count, "of": rate.of, "share": rate.share}
    if rate.share is None:
        return _("%(title)s: %(count)s of %(of)s.") % said
    return _("%(title)s: %(count)s of %(of)s (%(share).0f %%).") % said


def of_attendance(attended: Rate | None) -> str:
    """How many of the planned sessions took place."""
    if attended is None or attended.share is None:
        return _("Sessions")
    return _("%(share).0f %% of the sessions agreed took place") % {"share": attended.share}


def of_endings(endings: list[tuple[str, int]]) -> str:
    """How many ended the first way in the list, as agreed."""
    total = sum(number for _how, number in endings)
    return _("How %(n)s courses ended") % {"n": total} if total else _("No course has ended")
