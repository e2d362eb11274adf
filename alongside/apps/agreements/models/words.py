"""What has been written in each clause, by whom, and which words came second?

An edit stands until the next one. Words written on top of words that had changed meanwhile are kept as an aside until
somebody settles them: no path drops words.
"""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from alongside.apps.accounts.models import Organisation
from alongside.apps.agreements.models.agreement import AgreementVersion


class _Words(models.Model):
    """A clause as somebody wrote it. `facts` is what its topic asks for in parts (domain.agreement_topics)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="%(class)ss")
    guest = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    area_id = models.UUIDField(db_index=True)
    topic = models.CharField(max_length=30)
    answer = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    guest_owner = models.CharField(max_length=120, blank=True)
    host_owner = models.CharField(max_length=120, blank=True)
    evidence = models.CharField(max_length=300, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    by_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True


class ClauseAside(_Words):
    """Words that came second: written on edit `based_on`, when a later one stood already."""

    based_on = models.PositiveIntegerField()

    class Meta:
        ordering = ["at"]


class ClauseEdit(_Words):
    """The words of a clause from now on; the newest number stands."""

    number = models.PositiveIntegerField()
    settles = models.ForeignKey(ClauseAside, null=True, blank=True, on_delete=models.PROTECT, related_name="settled_by")

    class Meta:
        ordering = ["version", "topic", "number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "topic", "number"], name="one_edit_after_another"),
        ]
