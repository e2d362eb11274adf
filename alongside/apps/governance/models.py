import uuid

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from alongside.apps.accounts.models import Organisation
from alongside.apps.directory.models import Site
from alongside.apps.regulations.models import Difference
from alongside.domain.call_tests import DUE_DAYS
from alongside.domain.care_topics import TOPICS
from alongside.domain.pathway_steps import STEPS
from alongside.domain.whose_policy import Follows

STEP_CHOICES = [(step.code, step.name) for step in STEPS]
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
    """At our sites, for patients of this partner (our own where none is named), this policy is followed.

    One version of a line: other words are the next version, which names the `first`; only `ended_on` is ever changed.
    """

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
    first = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(default=1)
    said_on = models.DateField(null=True, blank=True, help_text="Not kept of what was said before versions were")
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["topic", "id"]
        constraints = [
            models.UniqueConstraint(fields=["first", "number"], name="one_policy_a_number"),
            models.CheckConstraint(
                condition=~models.Q(partner=models.F("organisation")), name="policy_partner_is_another"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def line(self) -> uuid.UUID:
        """What its versions have in common."""
        return self.first_id or self.pk


class PolicyConfirmation(models.Model):
    """The partner says yes to a policy's words, or takes its yes back. Append-only: the newest counts."""

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="confirmations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    area_id = models.UUIDField(db_index=True)
    digest = models.CharField(max_length=16)
    says_yes = models.BooleanField(default=True)
    why = models.CharField(max_length=300, blank=True)
    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    source = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at"]


@pghistory.track(pghistory.UpdateEvent("changed", row=pghistory.Old), pghistory.DeleteEvent("removed"), obj_field=None)
class SystemUse(models.Model):
    """Which system we use for this, at our sites for this partner's patients (all where none is named)."""

    class Purpose(models.TextChoices):
        RECORD = "record", "Patient record"
        BOOKING = "booking", "Booking"
        IMAGING = "imaging", "Imaging"
        RESULTS = "results", "Test results"
        PRESCRIBING = "prescribing", "Prescribing"
        LETTERS = "letters", "Letters and discharge summaries"
        INCIDENTS = "incidents", "Incident reports"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    area_id = models.UUIDField(db_index=True)
    purpose = models.CharField(max_length=20, choices=Purpose)
    system = models.CharField(max_length=120)
    who_has_access = models.CharField(max_length=300)
    how_to_get = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["organisation__name", "purpose", "id"]

    def __str__(self) -> str:
        return self.system


@pghistory.track(pghistory.UpdateEvent("changed", row=pghistory.Old), pghistory.DeleteEvent("removed"), obj_field=None)
class Responsibility(models.Model):
    """For one step of one pathway between two organisations: who does it, who answers for it, who is asked and told.

    The pathway is one that sites do, by the codes that a team space has too, or any other by its words alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    area_id = models.UUIDField(db_index=True)
    pathway = models.CharField(max_length=120)
    function = models.CharField(max_length=3, blank=True, help_text="Treatment function; empty: by its words alone")
    group = models.CharField(max_length=60, blank=True, help_text="Code of a procedure group; empty for the whole")
    step = models.CharField(max_length=20, choices=STEP_CHOICES)
    responsible = models.CharField(max_length=120)
    accountable = models.CharField(max_length=120)
    consulted = models.CharField(max_length=200, blank=True)
    informed = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["organisation__name", "partner__name", "pathway", "step"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "partner", "pathway", "step"], name="one_responsibility_a_step"
            ),
            models.CheckConstraint(
                condition=~models.Q(partner=models.F("organisation")), name="responsibility_partner_is_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pathway}: {self.get_step_display()}"


@pghistory.track(pghistory.UpdateEvent("changed", row=pghistory.Old), pghistory.DeleteEvent("removed"), obj_field=None)
class Barrier(models.Model):
    """A rule of the system that keeps patients from a place, what it does, and with whom it was raised."""

    class Status(models.TextChoices):
        NOTED = "noted", "Noted"
        RAISED = "raised", "Raised"
        ANSWERED = "answered", "Answered"
        REMOVED = "removed", "Removed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    area_id = models.UUIDField(db_index=True)
    rule = models.CharField(max_length=200)
    blocks = models.CharField(max_length=300)
    effect = models.CharField(max_length=500)
    workaround = models.CharField(max_length=500, blank=True)
    raised_with = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.NOTED)
    difference = models.ForeignKey(Difference, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    counted_by = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["rule", "id"]

    def __str__(self) -> str:
        return self.rule


class BarrierStep(models.Model):
    """From this day on a barrier is in this state, raised with whom, and what was answered. Append-only."""

    barrier = models.ForeignKey(Barrier, on_delete=models.PROTECT, related_name="steps")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    area_id = models.UUIDField(db_index=True)
    status = models.CharField(max_length=20, choices=Barrier.Status)
    raised_with = models.CharField(max_length=200, blank=True)
    answer = models.CharField(max_length=500, blank=True)
    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    source = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["on", "at"]


class BarrierCount(models.Model):
    """How many patients of one plan a barrier's rule refused or sent to review somewhere, how many have no place.

    Written by the board whose plan it is, when the plan is kept. Append-only.
    """

    barrier = models.ForeignKey(Barrier, on_delete=models.PROTECT, related_name="counts")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    area_id = models.UUIDField(db_index=True)
    plan_id = models.UUIDField()
    plan_name = models.CharField(max_length=200)
    whole_list = models.BooleanField(default=False, help_text="Of everybody who waits, not of one specialty or trust")
    counted_by = models.CharField(max_length=60)
    planned = models.PositiveIntegerField()
    refused = models.PositiveIntegerField()
    without_place = models.PositiveIntegerField()
    on = models.DateField()
    source = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-on", "-at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(without_place__lte=models.F("refused"), refused__lte=models.F("planned")),
                name="barrier_count_adds_up",
            )
        ]
