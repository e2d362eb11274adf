"""When did two organisations meet, what lay before them, what did they decide, and who does what by when?

Every table is append-only: an action is done by a row that says so, a rhythm is changed by the next one.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from alongside.apps.accounts.models import Organisation


class OfPair(models.Model):
    """A row that two organisations share, written by one of them. Of two, the NHS trust is the `trust`."""

    trust = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    area_id = models.UUIDField(db_index=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", help_text="Which of the two wrote it"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    source = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True


class Rhythm(OfPair):
    """From this day these two mean to meet every so many days; 0 for no fixed rhythm. The newest stands.

    The area reads it, as it reads who are partners: rule PAR-4 of a partnership asks it.
    """

    from_day = models.DateField()
    every_days = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["from_day", "at"]
        constraints = [
            models.CheckConstraint(condition=~Q(trust=F("host")), name="rhythm_of_two"),
            models.CheckConstraint(condition=Q(every_days__lte=366), name="rhythm_within_a_year"),
        ]


class Meeting(OfPair):
    """Two organisations meet on this day. It was held once somebody of each side is recorded as there."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    on = models.DateField()
    title = models.CharField(max_length=120)
    opened_on = models.DateField(help_text="The day on which its agenda was written")

    class Meta:
        ordering = ["-on"]
        constraints = [
            models.UniqueConstraint(fields=["trust", "host", "on"], name="one_meeting_a_day"),
            models.CheckConstraint(condition=~Q(trust=F("host")), name="meeting_of_two"),
        ]

    def __str__(self) -> str:
        return self.title


class AgendaItem(OfPair):
    """What lay before the meeting, as it stood on a day. `about` is whose patients a count is of.

    Both sides read the row, so a count that could name somebody is not in it.
    """

    class Kind(models.TextChoices):
        WITHOUT_PLACE = "without_place", "Patients without a place"
        PROBLEMS = "problems", "Open problems"
        ACTIONS = "actions", "Open actions"
        BARRIERS = "barriers", "Barriers"
        CONTACTS = "contacts", "Numbers nobody can rely on"
        CLAUSES = "clauses", "The agreement"
        RAISED = "raised", "Raised by one of us"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=Kind)
    text = models.TextField()
    count = models.PositiveIntegerField(null=True, blank=True)
    about = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="one_agenda_number_once"),
            models.CheckConstraint(condition=Q(count=None) | Q(count__gte=5), name="agenda_count_names_nobody"),
        ]


class Attendance(OfPair):
    """Somebody of one side was there."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    of = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.CharField(max_length=160, help_text="Name and post")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "of", "person"], name="one_attendance_once"),
            models.CheckConstraint(condition=Q(of=F("trust")) | Q(of=F("host")), name="attendance_of_a_side"),
        ]


class Decision(OfPair):
    """What both decided. A decision that changes another is the next one."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    text = models.CharField(max_length=600)

    class Meta:
        ordering = ["id"]


class JointAction(OfPair):
    """What one of the two will do, by which post and by when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="actions")
    problem = models.ForeignKey(
        "meetings.Problem", null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    space = models.ForeignKey("meetings.Space", null=True, blank=True, on_delete=models.PROTECT, related_name="actions")
    what = models.CharField(max_length=300)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    post = models.CharField(max_length=120)
    opened_on = models.DateField()
    due_on = models.DateField()

    class Meta:
        ordering = ["due_on", "at"]
        constraints = [
            models.CheckConstraint(condition=Q(owner=F("trust")) | Q(owner=F("host")), name="action_of_a_side"),
            models.CheckConstraint(condition=Q(due_on__gte=F("opened_on")), name="action_due_after_it_opened"),
            models.CheckConstraint(
                condition=Q(meeting__isnull=False) | Q(problem__isnull=False) | Q(space__isnull=False),
                name="action_comes_of_something",
            ),
        ]

    def __str__(self) -> str:
        return self.what


class ActionDone(OfPair):
    """The side that took an action on says that it is done."""

    action = models.OneToOneField(JointAction, on_delete=models.PROTECT, related_name="done")
    on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
