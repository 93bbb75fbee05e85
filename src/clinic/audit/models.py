"""The audit: one chain of events a service, kept by triggers from being changed."""

from uuid import UUID

from django.db import models
from uuid_utils.compat import uuid7

INSTALLATION = UUID(int=0)  # the chain of what belongs to no service, such as a refused sign-in


class AuditEvent(models.Model):
    """One thing done, opened, exported or refused; ``mac`` chains it to the event before."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    service_id = models.UUIDField(default=INSTALLATION)
    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    did = models.CharField(max_length=80)
    on_kind = models.CharField(max_length=40, blank=True)
    on_id = models.CharField(max_length=40, blank=True)
    course_id = models.UUIDField(null=True, db_index=True)
    detail = models.JSONField(default=dict)
    mac = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service_id", "seq"], name="one_chain_a_service")]
        ordering = ["service_id", "seq"]
