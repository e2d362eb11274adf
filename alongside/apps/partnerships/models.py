import uuid

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from alongside.apps.accounts.models import Organisation
from alongside.apps.directory.models import Site
from alongside.apps.governance.models import Contact
from alongside.domain.joint_governance import KINDS

A_DAY_OF_MINUTES = [MinValueValidator(1), MaxValueValidator(1440)]


@pghistory.track(pghistory.UpdateEvent("changed", row=pghistory.Old), pghistory.DeleteEvent("removed"), obj_field=None)
class Partnership(models.Model):
    """A trust and an independent site that look after one another's patients: what they do, and the way back.

    How often they meet is the rhythm of the pair, kept with its meetings. `numbers` is how many telephone numbers of
    the way back are given; the numbers themselves are in `TransferNumbers`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trust = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    area_id = models.UUIDField(db_index=True)
    services = models.JSONField(default=list, help_text="Codes of procedure groups")
    route = models.CharField(max_length=300, blank=True, help_text="Unit that takes the patient, and by what transport")
    alternate_1 = models.CharField(max_length=300, blank=True)
    alternate_2 = models.CharField(max_length=300, blank=True)
    escalate_minutes = models.PositiveSmallIntegerField(null=True, blank=True, validators=A_DAY_OF_MINUTES)
    numbers = models.PositiveSmallIntegerField(default=0)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    why_ended = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["trust__name", "site__name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["trust", "site"], condition=models.Q(ended_on=None), name="one_partnership_a_pair"
            ),
            models.CheckConstraint(condition=~models.Q(trust=models.F("host")), name="partnership_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.trust.name} and {self.site.name}"


class OfPartnership(models.Model):
    """What every appended row of a partnership carries: whose it is, who wrote it and when."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="%(class)s_rows")
    trust = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    area_id = models.UUIDField(db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    source = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True


class Lead(OfPartnership):
    """Who leads at one side, and whom to ring in the day; the newest of an organisation holds. Append-only.

    Each side names its own. The area reads it, as it reads the contacts of the directory.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    post = models.CharField(max_length=120)
    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    phone = models.CharField(max_length=40, blank=True, help_text="Where the directory has no contact for it")

    class Meta:
        ordering = ["-at"]


class TransferNumbers(OfPartnership):
    """Whom to ring for an unplanned transfer. Read by both sides and their board alone; the newest holds."""

    phone = models.CharField(max_length=40, blank=True)
    phone_1 = models.CharField(max_length=40, blank=True)
    phone_2 = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["-at"]


class Drill(OfPartnership):
    """Both sides rehearsed an unplanned transfer. Append-only."""

    class Kind(models.TextChoices):
        TABLE = "table", "Talked through at a table"
        CALL = "call", "Calls made, nobody moved"
        FULL = "full", "Whole transfer, with transport"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    on = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind)
    passed = models.BooleanField()
    minutes = models.PositiveSmallIntegerField(null=True, blank=True, help_text="From the call to the door")
    learned = models.CharField(max_length=600, blank=True)

    class Meta:
        ordering = ["-on", "-at"]


class Visit(OfPartnership):
    """People of one side were at the other's. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    on = models.DateField()
    visitors = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    who = models.CharField(max_length=300)
    learned = models.CharField(max_length=600)

    class Meta:
        ordering = ["-on", "-at"]


class Version(OfPartnership):
    """One version of one line of the governance pack. Append-only: the newest of a line holds, unless withdrawn."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    line = models.UUIDField(default=uuid.uuid4, db_index=True, help_text="What its versions have in common")
    number = models.PositiveSmallIntegerField(default=1)
    on = models.DateField()
    withdrawn = models.BooleanField(default=False)
    why = models.CharField(max_length=300, blank=True, help_text="Why it was withdrawn")

    class Meta(OfPartnership.Meta):
        abstract = True
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["line", "number"], name="one_%(class)s_a_number")]


class Committee(Version):
    """A committee of both sides: what for, on what terms, who sits, who chairs, how often, who must be there.

    Seats are posts. Read by both sides and their board alone, as the ladder is.
    """

    kind = models.CharField(max_length=20, choices=[(kind.value, name) for kind, name in KINDS.items()])
    name = models.CharField(max_length=120)
    purpose = models.CharField(max_length=600)
    terms = models.TextField(blank=True)
    chair = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    chair_post = models.CharField(max_length=120, blank=True)
    every_weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    seats_trust = models.JSONField(default=list)
    seats_host = models.JSONField(default=list)
    quorum_trust = models.PositiveSmallIntegerField(default=0)
    quorum_host = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class Rung(Version):
    """Whom to ring so many minutes after the first call, and when to go up from there."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    post = models.CharField(max_length=120)
    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    phone = models.CharField(max_length=40, blank=True, help_text="Where the directory has no contact for it")
    after_minutes = models.PositiveSmallIntegerField()
    go_up = models.CharField(max_length=300, blank=True, help_text="When to ring the next")

    def __str__(self) -> str:
        return self.post
