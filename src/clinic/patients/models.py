"""Who it is about: enquiries, and the patients some of them become."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clinic.access.models import ClinicalRow, User
from clinic.access.roles import Role

CONTACT_WAYS = ("phone", "text", "e-mail", "letter")
STATES = {
    "new": _("Waiting"),
    "invited": _("Invited"),
    "accepted": _("Accepted"),
    "referred": _("Referred on"),
}


class Patient(ClinicalRow):
    """A person who is, was or will be in a course."""

    user = models.OneToOneField(User, models.PROTECT, null=True, related_name="patient")
    name = models.CharField(max_length=120)
    preferred_name = models.CharField(max_length=60)
    born_on = models.DateField(null=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    contact_by = models.CharField(max_length=10, default="phone")
    general_practitioner = models.CharField(max_length=120, blank=True)
    external_id = models.CharField(max_length=120, blank=True)  # what the data they came from calls them

    to_course = None
    service_standings = (Role.RECEPTION,)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "external_id"], condition=~models.Q(external_id=""), name="brought_in_once"
            )
        ]

    def __str__(self) -> str:
        return self.preferred_name

    @property
    def short_name(self) -> str:
        """The name as lists and headings show it: Rowan T."""
        if self.preferred_name == self.name:
            return self.name
        *given, last = self.name.split(" ")
        return f"{self.preferred_name} {last[0]}." if given and last else self.preferred_name


class Enquiry(ClinicalRow):
    """Somebody asked for a first talk; kept with the consent they gave."""

    name = models.CharField(max_length=120)
    contact_by = models.CharField(max_length=10)
    contact = models.CharField(max_length=200)
    may_leave_message = models.BooleanField(default=False)
    about = models.TextField(blank=True, max_length=2000)
    adult = models.BooleanField()
    consented_at = models.DateTimeField()
    state = models.CharField(max_length=10, default="new")  # one of STATES
    reason = models.TextField(blank=True)
    handled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    handled_at = models.DateTimeField(null=True)
    patient = models.ForeignKey(Patient, models.PROTECT, null=True, related_name="enquiries")

    to_course = None
    service_standings = (Role.THERAPIST, Role.LEAD, Role.RECEPTION)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(
                name="handled_by_somebody_at_some_time",
                condition=models.Q(handled_by=None, handled_at=None)
                | models.Q(handled_by__isnull=False, handled_at__isnull=False),
            )
        ]

    @property
    def state_words(self) -> str | Promise:
        return STATES[self.state]
