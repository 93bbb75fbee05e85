"""Makes services, people and their roles, and the links patients sign in by."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from clinic.access.models import Membership, Service, SignInLink, User
from clinic.access.roles import Role
from clinic.audit.actions import record

LINK_LASTS = timedelta(days=3)


@transaction.atomic
def open_service(*, by: User | None = None, **fields: Any) -> Service:
    """Set up a clinical service."""
    service = Service.objects.create(**fields)
    record(by=by, did="opened a service", on=service, service_id=service.pk)
    return service


@transaction.atomic
def add_member(
    *, service: Service, name: str, email: str, role: Role, by: User | None, password: str | None = None
) -> User:
    """Give a person a role in a service; makes the person when the e-mail address is new."""
    user = User.objects.filter(email__iexact=email).first() or _make_user(name, email, password)
    Membership.objects.get_or_create(service=service, user=user, role=role)
    record(by=by, did="gave a role", on=user, service_id=service.pk, role=role)
    return user


def _make_user(name: str, email: str | None, password: str | None) -> User:
    user = User(name=name, email=email.lower() if email else None)
    user.set_password(password)
    user.save()
    return user


@transaction.atomic
def make_patient_user(*, service: Service, name: str, by: User) -> User:
    """An account without a password or address: its owner signs in by link alone."""
    user = _make_user(name, None, None)
    record(by=by, did="made a patient's account", on=user, service_id=service.pk)
    return user


@transaction.atomic
def make_link(*, service: Service, user: User, by: User, leads_to: str = "/me/") -> str:
    """A fresh one-time token for a patient; only its hash is kept."""
    token = secrets.token_urlsafe(32)
    link = SignInLink.objects.create(
        service=service,
        user=user,
        token_hash=digest(token),
        leads_to=leads_to,
        made_by=by,
        expires_at=timezone.now() + LINK_LASTS,
    )
    record(by=by, did="made a sign-in link", on=link, for_user=str(user.pk))
    return token


@transaction.atomic
def spend_link(*, token: str) -> SignInLink | None:
    """Use a link up; ``None`` when it is unknown, spent or expired."""
    unspent = SignInLink.objects.select_for_update().filter(spent_at=None, expires_at__gt=timezone.now())
    link = unspent.filter(token_hash=digest(token)).select_related("user").first()
    if link is None:
        record(by=None, did="tried a sign-in link that does not open")
        return None
    link.spent_at = timezone.now()
    link.save(update_fields=["spent_at"])
    record(by=link.user, did="signed in by link", on=link)
    return link


def digest(token: str) -> str:
    """How a token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()
