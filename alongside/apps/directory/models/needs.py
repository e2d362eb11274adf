import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from alongside.apps.accounts.models import Organisation
from alongside.apps.directory.models.site import ProcedureGroup


class GroupNeeds(models.Model):
    """What the board says that an operation asks of every site of its area. Append-only; the latest holds.

    `staff` holds lists of a skill, a staff group ("" for any) and how many; without a number, one is enough.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    area_id = models.UUIDField(db_index=True)
    procedure_group = models.ForeignKey(ProcedureGroup, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    equipment = models.JSONField(default=list)
    staff = models.JSONField(default=list)
    pathway = models.CharField(max_length=10, blank=True)
    why = models.CharField(max_length=300)
    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    source = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["procedure_group", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["area_id", "procedure_group", "version"], name="one_needs_version_once")
        ]
