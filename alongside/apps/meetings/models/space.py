"""What do two organisations share for one pathway: why, who is in it, and what was noted?

Append-only: a member is taken out and a note corrected by the next row, a space is closed by a row that says so.
"""

import uuid

from django.db import models
from django.db.models import F, Q

from alongside.apps.governance.models import Contact
from alongside.apps.meetings.models.meeting import OfPair


class Space(OfPair):
    """A team space of two organisations for one pathway: a treatment function, or a procedure group of it.

    `number` tells spaces of one pathway apart: a closed one stays, and a new one may be opened.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    function = models.CharField(max_length=3)
    group = models.CharField(max_length=60, blank=True, help_text="Code of a procedure group; empty for the whole")
    name = models.CharField(max_length=120)
    number = models.PositiveSmallIntegerField(default=1)
    opened_on = models.DateField()

    class Meta:
        ordering = ["name", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["trust", "host", "function", "group", "number"], name="one_space_once"),
            models.CheckConstraint(condition=~Q(trust=F("host")), name="space_of_two"),
        ]

    def __str__(self) -> str:
        return self.name


class SpaceClosing(OfPair):
    """One of the two has closed it, and said why."""

    space = models.OneToOneField(Space, on_delete=models.PROTECT, related_name="closing")
    on = models.DateField()
    why = models.CharField(max_length=300)


class SpaceMember(OfPair):
    """A post of the organisation that wrote the row is in the team, or no longer; the newest row of a post stands."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="members")
    post = models.CharField(max_length=120)
    person = models.CharField(max_length=120, blank=True)
    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    phone = models.CharField(max_length=40, blank=True, help_text="Where the directory has no contact for it")
    is_in = models.BooleanField(default=True)
    on = models.DateField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.post


class SpaceNote(OfPair):
    """What one side wrote for both; `corrects` an earlier note of the same side, which stays readable."""

    class Kind(models.TextChoices):
        PURPOSE = "purpose", "Purpose"
        NOTE = "note", "Note"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.NOTE)
    text = models.CharField(max_length=1500)
    link = models.CharField(max_length=500, blank=True)
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    on = models.DateField()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.text
