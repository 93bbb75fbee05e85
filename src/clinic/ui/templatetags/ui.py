"""Tags and filters that every template may use: icons, fields, dates, the places in a header."""

import datetime as dt
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template import Context
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from clinic.ui import navigation
from clinic.ui.fields import described_by, look_of
from clinic.ui.icons import ICONS

register = template.Library()


@register.simple_tag
def icon(name: str, kind: str = "") -> SafeString:
    """Draw an icon beside a word; a screen reader hears only the word."""
    drawn = mark_safe(ICONS[name])  # noqa: S308 our own drawings
    return format_html(
        '<svg class="icon{}" viewBox="0 0 20 20" aria-hidden="true" focusable="false">{}</svg>',
        f" {kind}" if kind else "",
        drawn,
    )


@register.inclusion_tag("ui/_logo_link.html")
def logo(to: str = "/") -> dict[str, str]:
    """Show the mark and the name, leading home."""
    return {"to": to}


@register.simple_tag(takes_context=True)
def places(context: Context, where: str) -> list[navigation.Place]:
    """List the places of one header that exist and that this person may open."""
    request = context.get("request")
    return navigation.places(where, here=request.path if request else "", may=context.get("may"))


@register.simple_tag
def exists(path: str) -> bool:
    """Whether any part of the program answers at an address."""
    return navigation.answers(path)


@register.simple_tag
def quick_exit() -> str:
    """Give the address of the neutral page that a person can leave to at once."""
    return str(settings.KITH_QUICK_EXIT)


@register.inclusion_tag("ui/_field.html")
def field(bound: BoundField, look: str = "", label: str = "") -> dict[str, Any]:
    """Draw one form field with its label, hint, what was typed and what is wrong with it."""
    look = look or look_of(bound)
    described = described_by(bound)
    attrs: dict[str, str | bool] = (
        {"aria-describedby": described} if described and look in ("text", "tick") else {}
    )
    return {
        "field": bound,
        "look": look,
        "label": label or bound.label,
        "optional": getattr(bound.field, "optional", _("(optional)")),
        "described": described,
        "control": bound.as_widget(attrs=attrs) if look in ("text", "tick") else "",
    }


@register.inclusion_tag("ui/_blank.html")
def blank(bound: BoundField, placeholder: str = "") -> dict[str, Any]:
    """Draw a field as a blank in a sentence; its label is only heard."""
    attrs: dict[str, str | bool] = {"placeholder": placeholder} if placeholder else {}
    if described := described_by(bound):
        attrs["aria-describedby"] = described
    return {"field": bound, "control": bound.as_widget(attrs=attrs)}


@register.inclusion_tag("ui/_error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """List what is wrong before the form, each line leading to its field."""
    wrong = [bound for bound in form if bound.errors]
    return {
        "form": form,
        "mistakes": [
            (bound, introduction(str(bound.label)), " ".join(str(error) for error in bound.errors))
            for bound in wrong
        ],
    }


def introduction(label: str) -> str:
    """End a label so that what is wrong can follow: a question stays a question."""
    return label if label.endswith(("?", ":", ".")) else f"{label}:"


@register.inclusion_tag("ui/_pager.html", takes_context=True)
def pager(context: Context, page: Page[Any], name: str = "page") -> dict[str, Any]:
    """Show where in a list this page is, with the way back and on; other parts of the address stay."""
    request = context.get("request")
    query = request.GET.copy() if request else None

    def to(number: int) -> str:
        if query is None:
            return f"?{name}={number}"
        query[name] = str(number)
        return f"?{query.urlencode()}"

    return {
        "page": page,
        "before": to(page.previous_page_number()) if page.has_previous() else None,
        "after": to(page.next_page_number()) if page.has_next() else None,
    }


@register.simple_tag
def person_name(user: Any) -> str:
    """Give the name by which a person who signed in is shown."""
    return str(getattr(user, "name", "") or user)


@register.filter
def initials(name: object) -> str:
    """Shorten a name to the first letters of its first and last word."""
    words = str(name).split()
    return "".join(word[0] for word in words[:1] + words[1:][-1:]).upper()


def local(moment: dt.datetime) -> dt.datetime:
    """Put a moment into the time zone that is in force."""
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def shaped(moment: dt.date | None, shape: str) -> str:
    """Write a day or moment in a given shape; nothing when there is none."""
    if moment is None or moment == "":
        return ""
    return formats.date_format(local(moment) if isinstance(moment, dt.datetime) else moment, shape)


@register.filter
def long_day(moment: dt.date | None) -> str:
    """Write "Thursday 12 November"."""
    return shaped(moment, "l j F")


@register.filter
def day(moment: dt.date | None) -> str:
    """Write "12 November", with the year when it is not this one."""
    if not moment:
        return ""
    return shaped(moment, "j F" if moment.year == timezone.localdate().year else "j F Y")


@register.filter
def short_day(moment: dt.date | None) -> str:
    """Write "12 Nov"."""
    return shaped(moment, "j M")


@register.filter
def clock(moment: dt.datetime | dt.time | None) -> str:
    """Write "14:00"."""
    if isinstance(moment, dt.time):
        return formats.time_format(moment, "H:i")
    return shaped(moment, "H:i")


@register.filter
def day_time(moment: dt.datetime | None) -> str:
    """Write "Thursday 12 November, 14:00"."""
    return shaped(moment, "l j F, H:i")


@register.filter
def when(moment: dt.datetime | None) -> str:
    """Write "today at 14:00", "yesterday at 21:40", or the day and time when it is further away."""
    if not moment:
        return ""
    days = (local(moment).date() - timezone.localdate()).days
    near = {0: _("today at %s"), 1: _("tomorrow at %s"), -1: _("yesterday at %s")}
    return near[days] % clock(moment) if days in near else day_time(moment)
