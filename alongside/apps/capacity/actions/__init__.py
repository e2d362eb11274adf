"""Every way in which capacity is offered, taken and given back. Each is atomic, keyword-only and leaves an event."""

from alongside.apps.capacity.actions.beds import hold_bed, set_bed_nights
from alongside.apps.capacity.actions.bookings import book, expire_holds, hold_minutes, release
from alongside.apps.capacity.actions.sessions import (
    change_session,
    offer_session,
    offer_weekly,
    restore_session,
    withdraw_session,
)

__all__ = [
    "book",
    "change_session",
    "expire_holds",
    "hold_bed",
    "hold_minutes",
    "offer_session",
    "offer_weekly",
    "release",
    "restore_session",
    "set_bed_nights",
    "withdraw_session",
]
