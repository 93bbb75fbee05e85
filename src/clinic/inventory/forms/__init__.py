"""What is typed about people, circles and events."""

from clinic.inventory.forms.circle import CircleForm, MoveForm, ProposalForm
from clinic.inventory.forms.events import EventForm
from clinic.inventory.forms.people import KnownPersonForm, MyPersonForm, PersonForm

__all__ = [
    "CircleForm",
    "EventForm",
    "KnownPersonForm",
    "MoveForm",
    "MyPersonForm",
    "PersonForm",
    "ProposalForm",
]
