"""What changes alerts, risk reviews, safety plans and private enquiries: a module a subject."""

from clinic.safety.actions.alerts import (
    close_alert,
    escalate_overdue,
    raise_alert,
    review_and_close,
    review_risk,
    see,
)
from clinic.safety.actions.planning import write_safety_plan
from clinic.safety.actions.private import (
    AnsweredMeanwhile,
    keep_private_enquiry,
    revoke_release,
    sign_release,
)

__all__ = [
    "AnsweredMeanwhile",
    "close_alert",
    "escalate_overdue",
    "keep_private_enquiry",
    "raise_alert",
    "review_and_close",
    "review_risk",
    "revoke_release",
    "see",
    "sign_release",
    "write_safety_plan",
]
