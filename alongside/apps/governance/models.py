import uuid

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from alongside.apps.accounts.models import Organisation
from alongside.apps.directory.models import Site
from alongside.domain.call_tests import DUE_DAYS
from alongside.domain.care_topics import TOPICS
from alongside.domain.whose_policy import Follows

TOPIC_CHOICES = [(topic.code, topic.name) for topic in TOPICS]


@pghistory.track(pghistory.UpdateEvent("changed", row=pghistory.Old), pghistory.DeleteEvent("removed"), obj_field=None)
class Contact(models.Model):
    """Whom to ring at this organisation, by day and at night. A post, never a person's own number."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    area_id = models.UUIDField(db_index=True)
    topic = models.CharField(max_length=30, blank=True, choices=TOPIC_CHOICES)
    post = models.CharField(max_length=120)
    phone = models.CharField(max_length=40)
    hours = models.CharField(max_length=120, blank=True)
    night_phone = models.CharField(max_length=40, blank=True)
    test_every_days = models.PositiveSmallIntegerField(
        default=DUE_DAYS, validators=[MinValueValidator(1), MaxValueValidator(366)]
    )
    ended_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["organisation__name", "post", "id"]

    def __str__(self) -> str:
        return self.post


class TestCall(models.Model):
    """Somebody rang a number to see whether it is answered. Append-only; `phone` is the number as it was then."""

    __test__ = False

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="calls")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    area_id = models.UUIDField(db_index=True)
    phone = models.CharField(max_length=40)
    on = models.DateField()
    answered = models.BooleanField()
    seconds = models.PositiveIntegerField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    source = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-on", "-at"]


@pghistory.track(pghistory.UpdateEvent("changed", row=pghistory.Old), pghistory.DeleteEvent("removed"), obj_field=None)
class Policy(models.Model):
    """At our sites, for patients of this partner (our own where none is named), this policy is followed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    area_id = models.UUIDField(db_index=True)
    topic = models.CharField(max_length=30, choices=TOPIC_CHOICES)
    follows = models.CharField(max_length=10, choices=[(each.value, each.value) for each in Follows])
    title = models.CharField(max_length=200)
    version = models.CharField(max_length=60)
    link = models.URLField(max_length=500)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["topic", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(partner=models.F("organisation")), name="policy_partner_is_another"
            )
        ]

    def __str__(self) -> str:
        return self.title


class PolicyConfirmation(models.Model):
    """The partner says yes to a policy's words as they stood. Append-only: other words need another yes."""

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="confirmations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    area_id = models.UUIDField(db_index=True)
    digest = models.CharField(max_length=16)
    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    source = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at"]
