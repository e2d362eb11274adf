"""What is offered, taken and left, as the organisation acting may see it."""

from alongside.apps.capacity.queries.beds import bed_night, bed_nights, bed_nights_to_plan, beds_by_week, month_of_beds
from alongside.apps.capacity.queries.board import (
    BoardFilter,
    choices_of_board,
    gross_by_function_and_week,
    sources_of_board,
)
from alongside.apps.capacity.queries.sessions import (
    bookings_of,
    find_session,
    own_sites,
    session_of_site_at,
    sessions,
    sessions_to_plan,
)

__all__ = [
    "BoardFilter",
    "bed_night",
    "bed_nights",
    "bed_nights_to_plan",
    "beds_by_week",
    "bookings_of",
    "choices_of_board",
    "find_session",
    "gross_by_function_and_week",
    "month_of_beds",
    "own_sites",
    "session_of_site_at",
    "sessions",
    "sessions_to_plan",
    "sources_of_board",
]
