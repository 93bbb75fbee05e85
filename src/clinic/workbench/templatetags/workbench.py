"""Template tags of the staff pages: addresses that keep what was asked, headings that sort, meeting times."""

from datetime import datetime
from typing import Any

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from clinic.courses.models import Course
from clinic.ui.navigation import answers
from ipt.measures import bands
from ipt.measures.measure import Measure
from ipt.outcomes import change
from ipt.therapy.manuals import Task

register = template.Library()

PLACES = {
    "sick_role": "sick-role",
    "focus": "formulation/focus",
    "goals": "formulation/goals",
    "contract": "formulation/contract",
}  # where the manual's name of a page is not its address


@register.simple_tag(takes_context=True)
def asking(context: Context, **changed: str) -> str:
    """The same address with something else asked; an empty value is left out."""
    query = context["request"].GET.copy()
    for name, value in changed.items():
        query.pop(name, None)
        if value:
            query[name] = value
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def heading(context: Context, kind: str, label: str) -> SafeString:
    """A column's heading that sorts by it; the second time the other way round."""
    sort = context["asked"].sort
    way = {kind: "ascending", f"-{kind}": "descending"}.get(sort)
    to = asking(context, sort=f"-{kind}" if sort == kind else kind, page="")
    aria = format_html(' aria-sort="{}"', way) if way else ""
    return format_html('<th scope="col"{}><a href="{}">{}</a></th>', aria, to, label)


@register.filter
def meets(moment: datetime | None) -> str:
    """Write "14:00" for today, "Fri 09:00" within the week, "20 Nov, 09:00" later."""
    if moment is None:
        return _("Not booked")
    local = timezone.localtime(moment)
    days = (local.date() - timezone.localdate()).days
    return date_format(local, "H:i" if days == 0 else "D H:i" if days < 7 else "j M, H:i")


@register.simple_tag
def cut_off(measure: Measure) -> str:
    """Say what the dotted line and the word "reliable" mean for a measure."""
    cut, rule = bands.caseness(measure), change.reliable_rule(measure)
    said: list[Any] = []
    if cut:
        said.append(_("The dotted line is %s, the usual cut-off.") % f"{cut.value:g}")
    if rule:
        said.append(_("“Reliable” means a change of %s or more.") % f"{rule.value:g}")
    return " ".join(said)


@register.simple_tag
def page_of(task: Task, course: Course) -> str:
    """Where a task of the manual is done; nothing when that is the session itself, or not built yet."""
    path = f"/courses/{course.pk}/{PLACES.get(task.page, task.page)}/"
    return path if task.page != "session" and answers(path) else ""
