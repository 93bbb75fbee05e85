"""Where a placement lies, in plain words that fade towards the middle; what moved between two of them."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.inventory.words import capital
from ipt.relationships.attachment import Lean, Placement, lean, move
from ipt.therapy.attachment_guide import stance

SAME = 0.05  # scale points: below it two placements are shown as the same number

WORRY: dict[Lean, Promise] = {
    Lean("low", "very"): gettext_lazy("leans strongly to ease"),
    Lean("low", "rather"): gettext_lazy("leans to ease"),
    Lean("low", "a little"): gettext_lazy("leans a little to ease"),
    Lean("middle", ""): gettext_lazy("in the middle between ease and worry"),
    Lean("high", "a little"): gettext_lazy("leans a little to worry about being left"),
    Lean("high", "rather"): gettext_lazy("leans to worry about being left"),
    Lean("high", "very"): gettext_lazy("leans strongly to worry about being left"),
}
DISTANCE: dict[Lean, Promise] = {
    Lean("low", "very"): gettext_lazy("strongly to closeness"),
    Lean("low", "rather"): gettext_lazy("to closeness"),
    Lean("low", "a little"): gettext_lazy("a little to closeness"),
    Lean("middle", ""): gettext_lazy("in the middle between closeness and distance"),
    Lean("high", "a little"): gettext_lazy("a little to distance"),
    Lean("high", "rather"): gettext_lazy("to distance"),
    Lean("high", "very"): gettext_lazy("strongly to distance"),
}


def said(placement: Placement) -> str:
    """Say both dimensions in one sentence part: leans to worry about being left, and a little to distance."""
    worry, distance = lean(placement.anxiety), lean(placement.avoidance)
    if worry.side == distance.side == "middle":
        return _("in the middle")
    both = {"worry": WORRY[worry], "distance": DISTANCE[distance]}
    if worry.side == "middle" and distance.side != "middle":
        return _("%(worry)s, and leans %(distance)s") % both
    return _("%(worry)s, and %(distance)s") % both


def region(placement: Placement) -> str:
    """Name the part of the plane in plain words; nothing as soon as one dimension is in the middle."""
    here = placement.region
    return "" if here == "middle" else _(stance(here).region)


def figures(placement: Placement) -> str:
    """Give both numbers with what they are of."""
    return _("worry %(worry)s, distance %(distance)s") % {
        "worry": number(placement.anxiety),
        "distance": number(placement.avoidance),
    }


def moved(before: Placement, after: Placement) -> str:
    """Say what changed: less worry (5.5, now 4.0), the same distance."""
    way = move(before, after)
    parts = [
        _change(
            way.anxiety,
            (_("less worry"), _("the same worry"), _("more worry")),
            before.anxiety,
            after.anxiety,
        ),
        _change(
            way.avoidance,
            (_("less distance"), _("the same distance"), _("more distance")),
            before.avoidance,
            after.avoidance,
        ),
    ]
    return capital(", ".join(parts))


def _change(by: float, words: tuple[str, str, str], before: float, after: float) -> str:
    less, same, more = words
    if abs(by) < SAME:
        return same
    told = {"what": less if by < 0 else more, "before": number(before), "after": number(after)}
    return _("%(what)s (%(before)s, now %(after)s)") % told


def number(value: float) -> str:
    """Write a mean of scale points."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if value != round(value) else f"{value:.1f}"
