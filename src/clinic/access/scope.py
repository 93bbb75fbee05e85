"""Which rows a person sees at all: the reading side of the gate."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from clinic.access.roles import Role


def by_course(user: Any, path: str | None) -> Q:
    """Rows whose course the person treats, supervises or takes part in."""
    to = "" if path == "" else f"{path}__"
    return treated_by(user, to) | supervised_by(user, to) | Q(**{f"{to}participants__patient__user": user})


def treated_by(user: Any, to: str) -> Q:
    """Rows whose course, found at ``to``, this person treats, while they are a therapist there."""
    return Q(**{f"{to}therapist": user}) & by_service(user, (Role.THERAPIST,))


def supervised_by(user: Any, to: str) -> Q:
    """Rows whose course, found at ``to``, this person supervises, while they are a supervisor there."""
    return Q(**{f"{to}supervisor": user}) & by_service(user, (Role.SUPERVISOR,))


def by_service(user: Any, roles: tuple[str, ...]) -> Q:
    """Rows of a service in which the person has one of these roles."""
    from_memberships = user.memberships.filter(role__in=roles, left_on=None).values("service")
    return Q(service__in=from_memberships)


class ScopedQuerySet(models.QuerySet[Any]):
    """Rows of the record, narrowed to what a person may see."""

    def visible_to(self, user: Any) -> Self:
        seen = Q(pk__in=[])
        if self.model.to_course is not None:
            seen |= by_course(user, self.model.to_course)
        if self.model.service_standings:
            seen |= by_service(user, self.model.service_standings) & self.model.shown_service_wide(user)
        return self.filter(pk__in=self.model._default_manager.filter(seen).values("pk"))
