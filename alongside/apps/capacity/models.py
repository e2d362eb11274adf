import uuid

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models

from alongside.apps.accounts.models import Organisation
from alongside.apps.audit.uploads import UploadedFile
from alongside.apps.directory.models import ProcedureGroup, Site


@pghistory.track(pghistory.UpdateEvent("changed", row=pghistory.Old), pghistory.DeleteEvent("removed"), obj_field=None)
class TheatreSession(models.Model):
    """A theatre or treatment room for some hours of one day. The database refuses two in one room at once."""

    class OfferedTo(models.TextChoices):
        OWN = "own", "Our own list only"
        AREA = "area", "The whole area"

    class State(models.TextChoices):
        OPEN = "open", "Open"
        WITHDRAWN = "withdrawn", "Withdrawn"

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
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    source = models.CharField(max_length=300)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["on", "site", "room", "during"]
        indexes = [models.Index(fields=["area_id", "on", "treatment_function"])]
        constraints = [
            models.UniqueConstraint(fields=["id", "during"], name="session_hours_key"),
            models.CheckConstraint(condition=models.Q(minutes__range=(1, 1440)), name="session_minutes_in_a_day"),
            ExclusionConstraint(
                name="one_session_in_a_room_at_once",
                expressions=[
                    ("site", RangeOperators.EQUAL),
                    ("room", RangeOperators.EQUAL),
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


class SessionBooking(models.Model):
    """Some minutes of a session for one pathway. The database refuses two at once and any outside the session."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(TheatreSession, on_delete=models.PROTECT, related_name="bookings")
    session_during = DateTimeRangeField(help_text="The session's hours: the database keeps the two equal")
    during = DateTimeRangeField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    pathway_id = models.UUIDField(db_index=True)
    state = models.CharField(max_length=10, choices=BookingState)
    held_until = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["during"]
        constraints = [
            ExclusionConstraint(
                name="no_minute_is_sold_twice",
                expressions=[("session", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=ACTIVE,
            ),
            models.CheckConstraint(
                condition=models.Q(during__contained_by=models.F("session_during")), name="booking_inside_session"
            ),
            models.CheckConstraint(condition=models.Q(during__isempty=False), name="booking_has_minutes"),
        ]


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
            models.UniqueConstraint(fields=["id", "beds"], name="bed_night_beds_key"),
        ]


class BedBooking(models.Model):
    """One numbered bed of one night for one pathway. The database refuses a number above the count, or twice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    bed_night = models.ForeignKey(BedNight, on_delete=models.PROTECT, related_name="bookings")
    beds = models.PositiveIntegerField(help_text="The night's count: the database keeps the two equal")
    bed_number = models.PositiveIntegerField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    pathway_id = models.UUIDField(db_index=True)
    state = models.CharField(max_length=10, choices=BookingState)
    held_until = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["bed_number"]
        constraints = [
            models.UniqueConstraint(fields=["bed_night", "bed_number"], condition=ACTIVE, name="no_bed_is_sold_twice"),
            models.CheckConstraint(
                condition=~ACTIVE | models.Q(bed_number__gte=1, bed_number__lte=models.F("beds")),
                name="bed_number_within_count",
            ),
        ]


class CapacityUpload(UploadedFile):
    """A spreadsheet of sessions or beds that somebody sent."""

    kind = models.CharField(max_length=10, choices=[("sessions", "Theatre sessions"), ("beds", "Bed nights")])
