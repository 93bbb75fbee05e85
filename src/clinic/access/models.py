"""People, the services they belong to, and what every clinical row shares."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from uuid_utils.compat import uuid7

from clinic.access.roles import Role
from clinic.access.scope import ScopedQuerySet


class Row(models.Model):
    """What every row has: an identity that sorts by time, and when it was made."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def shown_service_wide(cls, user: Any) -> Q:
        """Which rows this person sees by a role that sees them for the whole service: all of them."""
        return Q()


class Service(Row):
    """A clinical service: the tenant that every clinical row belongs to."""

    name = models.CharField(max_length=120)
    country = models.CharField(max_length=2, default="GB")
    time_zone = models.CharField(max_length=60, default="Europe/London")
    phone = models.CharField(max_length=40, blank=True)
    opens_at = models.TimeField(default="09:00")
    closes_at = models.TimeField(default="17:00")
    working_days = models.JSONField(default=list)  # 0 = Monday; empty means Monday to Friday
    closed_on = models.JSONField(default=list)  # days off such as public holidays: ["2026-12-25"]
    alert_minutes = models.PositiveIntegerField(default=60)  # working time in which an alert is to be seen
    shows_scores = models.BooleanField(default=True)  # whether patients see their own, in plain words
    cover = models.CharField(max_length=200, blank=True)  # who answers out of hours; empty means nobody

    def __str__(self) -> str:
        return self.name

    def people_as(self, role: Role) -> "models.QuerySet[User]":
        """Those who have a role here now, each once."""
        holding = self.memberships.filter(role=role, left_on=None)
        return User.objects.filter(pk__in=holding.values("user")).order_by("name")


class People(BaseUserManager["User"]):
    """Finds people by the e-mail address they sign in with."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(Row, AbstractBaseUser):
    """A person who can sign in: staff by e-mail and password, a patient by link."""

    email = models.EmailField(null=True, unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    objects: ClassVar[People] = People()

    def __str__(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]

    def works_elsewhere(self, service: Service) -> bool:
        """Whether this person has a role in force in another service."""
        return self.memberships.filter(left_on=None).exclude(service=service).exists()


class Membership(Row):
    """A person's role in a service."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20)
    left_on = models.DateField(null=True)

    to_course: ClassVar[str | None] = None
    service_standings: ClassVar[tuple[str, ...]] = (Role.ADMINISTRATOR,)

    class Meta:
        indexes = [models.Index(fields=["service", "role"])]
        constraints = [
            models.UniqueConstraint(fields=["service", "user", "role"], name="one_membership_a_role")
        ]


class SignInLink(Row):
    """A patient's one-time link: the token is kept as a hash, and the expiry here."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, related_name="sign_in_links")
    token_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64, blank=True)
    leads_to = models.CharField(max_length=200, default="/me/")
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField()
    spent_at = models.DateTimeField(null=True)


class ClinicalRow(Row):
    """A row of the record. It says which service it belongs to and how it hangs from a course."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")

    to_course: ClassVar[str | None] = (
        "course"  # the path to its course; None: it belongs to the service alone
    )
    service_standings: ClassVar[tuple[str, ...]] = ()  # roles that see it for the whole service

    objects: ClassVar[Any] = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True


class VersionedRow(ClinicalRow):
    """A row that is never changed: each agreement writes the next version."""

    version = models.PositiveIntegerField()
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True
        ordering = ["-version"]
