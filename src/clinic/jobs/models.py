"""When each job was done last, and who is doing it now."""

from django.db import models


class Job(models.Model):
    """One job of ``periodic.PERIODIC``: when it is due, and until when a worker has it to itself."""

    name = models.CharField(primary_key=True, max_length=60)
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)  # past this, a worker that died is not waited for
    done_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)  # in a row
