import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from alongside.apps.accounts.models import Organisation
from alongside.domain.differences import rule_id


class Difference(models.Model):
    """Something that NHS hospitals may do and independent hospitals may not. Kept by the board; its words are versions.

    Append-only: its number is the number of its rule for as long as anybody may ask.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    area_id = models.UUIDField(db_index=True)
    number = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["area_id", "number"], name="one_difference_a_number")]

    def __str__(self) -> str:
        return self.rule_id

    @property
    def rule_id(self) -> str:
        return rule_id(self.number)


class DifferenceVersion(models.Model):
    """What the board said of a difference from this version on. Append-only; the latest holds."""

    difference = models.ForeignKey(Difference, on_delete=models.PROTECT, related_name="versions")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    area_id = models.UUIDField(db_index=True)
    version = models.PositiveSmallIntegerField()
    topic = models.CharField(max_length=120)
    nhs_rule = models.CharField(max_length=500)
    independent_rule = models.CharField(max_length=500)
    effect = models.CharField(max_length=500)
    workaround = models.CharField(max_length=500, blank=True)
    basis = models.CharField(max_length=300)
    owner = models.CharField(max_length=200)
    review_on = models.DateField()
    in_force = models.BooleanField(default=True)
    field = models.CharField(max_length=60, blank=True)
    route = models.CharField(max_length=40, blank=True)
    on = models.DateField()
    why = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    source = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["difference", "version"], name="one_words_a_version")]

    def __str__(self) -> str:
        return self.topic
