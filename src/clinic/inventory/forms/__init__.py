"""What is typed about people and circles."""

from clinic.inventory.forms.circle import CircleForm, MoveForm, ProposalForm
from clinic.inventory.forms.people import KnownPersonForm, MyPersonForm, PersonForm

__all__ = [
    "CircleForm",
    "KnownPersonForm",
    "MoveForm",
    "MyPersonForm",
    "PersonForm",
    "ProposalForm",
]
