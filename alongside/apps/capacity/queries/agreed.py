"""What has one organisation held and booked at another, for the page on which their agreement is ended?"""

from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from alongside.apps.agreements.told import Taken
from alongside.apps.capacity.models import BedBooking, BookingState, SessionBooking


def taken_between(guest_id: UUID, host_id: UUID, from_day: date) -> tuple[Taken, ...]:
    """Theatre places and beds from this day on."""
    pair = {"organisation_id": guest_id, "host_id": host_id}
    places = SessionBooking.objects.filter(**pair, session__on__gte=from_day)
    beds = BedBooking.objects.filter(**pair, bed_night__night__gte=from_day)
    booked, held = Count("pk", Q(state=BookingState.BOOKED)), Count("pk", Q(state=BookingState.HELD))
    counts = {"booked": booked, "held": held}
    return (
        Taken("theatre place", "theatre places", **places.aggregate(**counts)),
        Taken("bed-night", "bed-nights", **beds.aggregate(**counts)),
    )
