"""Makes services, people and their roles, and the links patients sign in by."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from clinic.access.models import Membership, Service, SignInLink, User
from clinic.access.roles import Role
from clinic.audit.actions import record

LINK_KEPT = timedelta(days=30)  # after it ran out, so that "this link has been used" can still be said
LINK_LASTS = timedelta(days=3)
CODE_LASTS = timedelta(minutes=15)
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that is mistaken for another


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
    """Give a person a role in a service, also one they had; a new e-mail address makes a new person."""
    Service.objects.select_for_update().get(pk=service.pk)  # added twice at once is added once
    user = User.objects.filter(email__iexact=email).first() or _make_user(name, email, password)
    Membership.objects.update_or_create(service=service, user=user, role=role, defaults={"left_on": None})
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
    """A fresh one-time token for a patient, or for staff who have yet to choose a password."""
    token = secrets.token_urlsafe(32)
    link = _keep_link(service, user, by, leads_to, LINK_LASTS, token_hash=digest(token))
    record(by=by, did="made a sign-in link", on=link, for_user=str(user.pk))
    return token


@transaction.atomic
def make_code(*, service: Service, user: User, by: User, leads_to: str = "/me/") -> str:
    """A short code for somebody in the room: eight letters, good for a quarter of an hour."""
    code = "".join(secrets.choice(CODE_LETTERS) for _ in range(8))
    token = secrets.token_urlsafe(32)
    hashes = {"token_hash": digest(token), "code_hash": digest(code)}
    link = _keep_link(service, user, by, leads_to, CODE_LASTS, **hashes)
    record(by=by, did="made a sign-in code", on=link, for_user=str(user.pk))
    return code


def _keep_link(
    service: Service, user: User, by: User, leads_to: str, lasts: timedelta, **hashes: str
) -> SignInLink:
    """Only the hash of a token or code is kept, with its expiry."""
    expires_at = timezone.now() + lasts
    return SignInLink.objects.create(
        service=service, user=user, made_by=by, leads_to=leads_to, expires_at=expires_at, **hashes
    )


@transaction.atomic
def spend_link(*, token: str = "", code: str = "") -> SignInLink | None:
    """Use a link or code up; ``None`` when it is unknown, spent or expired."""
    by_secret = {"token_hash": digest(token)} if token else {"code_hash": digest(code)}
    unspent = SignInLink.objects.select_for_update().filter(spent_at=None, expires_at__gt=timezone.now())
    link = unspent.filter(user__is_active=True, **by_secret).select_related("user").first()
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


@transaction.atomic
def choose_password(*, user: User, password: str) -> None:
    """Set the first password of somebody who came by their start link."""
    user.set_password(password)
    user.save(update_fields=["password"])
    record(by=user, did="chose a password", on=user)


@transaction.atomic
def end_membership(*, membership: Membership, by: User) -> None:
    """Take a role away from today on; what the person wrote keeps their name."""
    if membership.left_on is not None:
        return
    membership.left_on = timezone.localdate()
    membership.save(update_fields=["left_on"])
    record(by=by, did="ended a role", on=membership, role=membership.role)


class WorksElsewhere(Exception):
    """The account opens another service's record too, so no administrator of this one may take it over."""


@transaction.atomic
def start_again(*, service: Service, user: User, by: User) -> str:
    """For staff locked out: no password, no second factor, and one link to begin anew."""
    if user.works_elsewhere(service):
        raise WorksElsewhere
    user.set_unusable_password()
    user.save(update_fields=["password"])
    Authenticator.objects.filter(user=user).delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
    record(by=by, did="had somebody start again", on=user, service_id=service.pk)
    return make_link(service=service, user=user, by=by, leads_to="/sign-in/password/")


@transaction.atomic
def change_service(*, service: Service, by: User, **fields: Any) -> None:
    """Change how the service works: its hours, phone, cover and alert times."""
    for name, value in fields.items():
        setattr(service, name, value)
    service.save(update_fields=list(fields))
    record(by=by, did="changed the service", on=service, service_id=service.pk, fields=sorted(fields))


@transaction.atomic
def forget_expired() -> None:
    """Delete links that ran out long ago, and sign-ins that are over."""
    SignInLink.objects.filter(expires_at__lt=timezone.now() - LINK_KEPT).delete()
    SessionStore.clear_expired()
    living = Session.objects.values("session_key")
    UserSession.objects.exclude(session_key__in=living).delete()
