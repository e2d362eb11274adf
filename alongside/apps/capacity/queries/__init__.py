"""What is offered, taken and left, as the organisation acting may see it."""

from alongside.apps.capacity.queries.beds import (
    bed_night,
    bed_nights,
    bed_nights_to_plan,
    beds_by_week,
    month_of_beds,
    month_to_show,
    sites_with_beds,
)
from alongside.apps.capacity.queries.board import (
    BoardFilter,
    board_starts,
    choices_of_board,
    gross_by_function_and_week,
    monday,
    sources_of_board,
)
from alongside.apps.capacity.queries.connections import find_upload, tokens, uploads
from alongside.apps.capacity.queries.sessions import (
    bookings_of,
    find_session,
    narrow,
    others_in_room,
    own_booking,
    own_sites,
    sessions,
    sessions_to_plan,
)
from alongside.apps.capacity.queries.stopped import Stopped, stopped_bookings, stopped_sessions

__all__ = [
    "BoardFilter",
    "Stopped",
    "bed_night",
    "bed_nights",
    "bed_nights_to_plan",
    "beds_by_week",
    "board_starts",
    "bookings_of",
    "choices_of_board",
    "find_session",
    "find_upload",
    "gross_by_function_and_week",
    "monday",
    "month_of_beds",
    "month_to_show",
    "narrow",
    "others_in_room",
    "own_booking",
    "own_sites",
    "sessions",
    "sessions_to_plan",
    "sites_with_beds",
    "sources_of_board",
    "stopped_bookings",
    "stopped_sessions",
    "tokens",
    "uploads",
]
