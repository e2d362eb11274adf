import uuid

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models.functions import Lower

from alongside.apps.accounts.models import Organisation
from alongside.apps.audit.uploads import UploadedFile
from alongside.apps.directory.models import ProcedureGroup, Site


class OfferedTo(models.TextChoices):
    OWN = "own", "Our own list only"
    AREA = "area", "The whole area"


class SessionState(models.TextChoices):
    OPEN = "open", "Open"
    WITHDRAWN = "withdrawn", "Withdrawn"


@pghistory.track(pghistory.UpdateEvent("changed", row=pghistory.Old), pghistory.DeleteEvent("removed"), obj_field=None)
class TheatreSession(models.Model):
    """A theatre or treatment room for some hours of one day. The database refuses two in one room at once."""

    OfferedTo = OfferedTo
    State = SessionState

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    area_id = models.UUIDField(db_index=True)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="sessions")
    room = models.CharField(max_length=60)
    during = DateTimeRangeField()
    on = models.DateField()
    minutes = models.PositiveIntegerField()
    treatment_function = models.CharField(max_length=3)
    procedure_group = models.ForeignKey(ProcedureGroup, null=True, blank=True, on_delete=models.PROTECT)
    offered_to = models.CharField(max_length=10, choices=OfferedTo, default=OfferedTo.AREA)
    state = models.CharField(max_length=10, choices=SessionState, default=SessionState.OPEN)
    withdrawn_why = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=300)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["on", "site", "room", "during"]
        indexes = [models.Index(fields=["area_id", "on", "treatment_function"])]
        constraints = [
            models.UniqueConstraint(
                fields=["id", "organisation", "area_id", "during", "state", "offered_to"], name="session_terms_key"
            ),
            models.CheckConstraint(condition=models.Q(minutes__range=(1, 1440)), name="session_minutes_in_a_day"),
            ExclusionConstraint(
                name="one_session_in_a_room_at_once",
                expressions=[
                    ("site", RangeOperators.EQUAL),
                    (Lower("room"), RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=models.Q(state="open"),
            ),
        ]


class BookingState(models.TextChoices):
    HELD = "held", "Held"
    BOOKED = "booked", "Booked"
    RELEASED = "released", "Released"


ACTIVE = models.Q(state__in=[BookingState.HELD, BookingState.BOOKED])


class Booking(models.Model):
    """What is taken, seen by the whole area so that everybody counts the same room. For whom stands apart."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    area_id = models.UUIDField()
    state = models.CharField(max_length=10, choices=BookingState)
    held_until = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True


class ForPathway(models.Model):
    """For which pathway something is taken: seen by the one that took it and by the host, and by nobody else."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    pathway_id = models.UUIDField(db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)

    class Meta:
        abstract = True


class SessionBooking(Booking):
    """Some minutes of a session. The database refuses two at once, and any outside what the session offers.

    The session's own terms are copied here and kept equal by a foreign key (migration 0002).
    """

    session = models.ForeignKey(TheatreSession, on_delete=models.PROTECT, related_name="bookings")
    session_during = DateTimeRangeField()
    session_state = models.CharField(max_length=10, choices=SessionState)
    session_offered_to = models.CharField(max_length=10, choices=OfferedTo)
    during = DateTimeRangeField()
    minutes = models.PositiveIntegerField()

    class Meta:
        ordering = ["during"]
        indexes = [models.Index(fields=["held_until"], condition=models.Q(state="held"), name="session_holds")]
        constraints = [
            ExclusionConstraint(
                name="no_minute_is_sold_twice",
                expressions=[("session", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=ACTIVE,
            ),
            models.CheckConstraint(
                condition=~ACTIVE | models.Q(during__contained_by=models.F("session_during")),
                name="booking_inside_session",
            ),
            models.CheckConstraint(condition=models.Q(during__isempty=False), name="booking_has_minutes"),
            models.CheckConstraint(
                condition=~ACTIVE | models.Q(session_state=SessionState.OPEN), name="booking_of_an_open_session"
            ),
            models.CheckConstraint(
                condition=~ACTIVE
                | models.Q(session_offered_to=OfferedTo.AREA)
                | models.Q(organisation=models.F("host")),
                name="booking_of_an_offered_session",
            ),
        ]


class SessionPathway(ForPathway):
    booking = models.OneToOneField(SessionBooking, on_delete=models.PROTECT, related_name="taken_for")


@pghistory.track(pghistory.UpdateEvent("changed", row=pghistory.Old), pghistory.DeleteEvent("removed"), obj_field=None)
class BedNight(models.Model):
    """Beds of one critical-care level that a site offers to the area for one night."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    area_id = models.UUIDField(db_index=True)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="bed_nights")
    level = models.PositiveSmallIntegerField(choices=Site.CriticalCare)
    night = models.DateField()
    beds = models.PositiveIntegerField()
    source = models.CharField(max_length=300)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["night", "site", "level"]
        indexes = [models.Index(fields=["area_id", "night"])]
        constraints = [
            models.UniqueConstraint(fields=["site", "level", "night"], name="one_count_of_beds_a_night"),
            models.UniqueConstraint(fields=["id", "organisation", "area_id", "beds"], name="bed_night_terms_key"),
            models.CheckConstraint(condition=models.Q(beds__lte=999), name="beds_of_one_night_in_reason"),
        ]


class BedBooking(Booking):
    """One numbered bed of one night. The database refuses a number above the count, or twice."""

    bed_night = models.ForeignKey(BedNight, on_delete=models.PROTECT, related_name="bookings")
    beds = models.PositiveIntegerField(help_text="The night's count: the database keeps the two equal")
    bed_number = models.PositiveIntegerField()

    class Meta:
        ordering = ["bed_number"]
        indexes = [models.Index(fields=["held_until"], condition=models.Q(state="held"), name="bed_holds")]
        constraints = [
            models.UniqueConstraint(fields=["bed_night", "bed_number"], condition=ACTIVE, name="no_bed_is_sold_twice"),
            models.CheckConstraint(
                condition=~ACTIVE | models.Q(bed_number__gte=1, bed_number__lte=models.F("beds")),
                name="bed_number_within_count",
            ),
        ]


class BedPathway(ForPathway):
    """With the service that the pathway is on: a bed is of none, and an agreement is on services (AL-3)."""

    booking = models.OneToOneField(BedBooking, on_delete=models.PROTECT, related_name="taken_for")
    treatment_function = models.CharField(max_length=3, blank=True, help_text="Empty: held before it was asked")
    procedure_group = models.ForeignKey(ProcedureGroup, null=True, blank=True, on_delete=models.PROTECT)


class CapacityUpload(UploadedFile):
    """A spreadsheet of sessions or beds that somebody sent."""

    class Kind(models.TextChoices):
        SESSIONS = "sessions", "Theatre sessions"
        BEDS = "beds", "Bed nights"

    kind = models.CharField(max_length=10, choices=Kind)


class ApiToken(models.Model):
    """A key by which another computer system of an organisation offers its capacity. Only a digest is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    may_write = models.BooleanField(default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_by_name = models.CharField(max_length=200)
    made_at = models.DateTimeField(auto_now_add=True)
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]
