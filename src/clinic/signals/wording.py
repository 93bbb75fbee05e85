"""The words in which levels and states are told."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LEVELS: dict[str, str | Promise] = {"review_now": _("Look now"), "review_soon": _("Look soon")}
STATES: dict[str, str | Promise] = {
    "waits": _("Waits for the therapist’s reading"),
    "planned": _("Read, with a plan"),
    "closed": _("Closed"),
}
