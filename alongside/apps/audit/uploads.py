"""What is kept of every file that somebody sent us, whatever it held."""

import uuid

from django.conf import settings
from django.db import models


class UploadedFile(models.Model):
    """A file as received, how far its work has got, and the rows that must go back.

    The content stays in the database until the work is done, so a killed worker loses nothing.
    """

    class State(models.TextChoices):
        RECEIVED = "received", "Waiting to be checked"
        WORKING = "working", "Being checked and loaded"
        DONE = "done", "Loaded"
        FAILED = "failed", "Not loaded"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    name = models.CharField(max_length=255)
    size = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    content = models.BinaryField(null=True)
    mapping = models.JSONField(default=dict)
    state = models.CharField(max_length=20, choices=State, default=State.RECEIVED)
    progress = models.FloatField(default=0)
    message = models.TextField(blank=True)
    rows_read = models.IntegerField(default=0)
    rows_new = models.IntegerField(default=0)
    rows_changed = models.IntegerField(default=0)
    rows_same = models.IntegerField(default=0)
    rows_bad = models.IntegerField(default=0)
    returned = models.BinaryField(null=True)
    received_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        ordering = ["-received_at"]
