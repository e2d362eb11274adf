"""How much capacity has the area, by specialty and week: all, offered, held, booked, left and lost? (M-46, M-77)"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import polars as pl
from django.db.models import Count, Max, Min, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.models import Organisation
from alongside.apps.capacity.models import BookingState, OfferedTo, SessionBooking, SessionState, TheatreSession
from alongside.apps.directory.models import Site

MEASURES = (
    "sessions",
    "minutes",
    "offered_sessions",
    "offered_minutes",
    "held_minutes",
    "booked_minutes",
    "left_minutes",
    "lost_minutes",
)
SCHEMA = {"treatment_function": pl.String, "week": pl.Int32, **dict.fromkeys(MEASURES, pl.Int64)}
OFFERED = Q(offered_to=OfferedTo.AREA)
NHS_KINDS = ("trust", "board")


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """What the board is narrowed to; empty means all. `sector` is "nhs" or "independent"."""

    site: UUID | None = None
    organisation: UUID | None = None
    function: str = ""
    sector: str = ""

    def apply(self, rows: QuerySet[Any], prefix: str = "", *, with_function: bool = True) -> QuerySet[Any]:
        if self.site:
            rows = rows.filter(**{f"{prefix}site_id": self.site})
        if self.organisation:
            rows = rows.filter(**{f"{prefix}organisation_id": self.organisation})
        if self.function and with_function:
            rows = rows.filter(**{f"{prefix}treatment_function": self.function})
        if self.sector:
            is_nhs = Q(**{f"{prefix}organisation__kind__in": NHS_KINDS})
            rows = rows.filter(is_nhs if self.sector == "nhs" else ~is_nhs)
        return rows


EVERYTHING = BoardFilter()


def gross_by_function_and_week(
    acting: Acting, start: date, weeks: int, *, chosen: BoardFilter = EVERYTHING, today: date | None = None
) -> pl.DataFrame:
    """One row for each treatment function and week (0 begins on `start`) with any open session that may be seen.

    `minutes` and `sessions` are all of them, own lists and offered; held, booked and left are of what is offered to
    the area. With `today`, what nobody took of days gone by is `lost_minutes`, and `left_minutes` counts from today.
    """
    until = start + timedelta(weeks=weeks)
    found = TheatreSession.objects.filter(
        area_id=acting.area_id, state=SessionState.OPEN, on__gte=start, on__lt=until
    ).order_by()
    totals = (
        chosen.apply(found)
        .values_list("treatment_function", "on")
        .annotate(
            all_sessions=Count("pk"),
            all_minutes=Sum("minutes"),
            offered_sessions=Count("pk", filter=OFFERED),
            offered_minutes=Coalesce(Sum("minutes", filter=OFFERED), 0),
        )
    )
    taken = taken_by_function_and_day(acting, start, until, chosen)
    return (
        pl.DataFrame([count_day(row, taken, start, today) for row in totals], schema=SCHEMA, orient="row")
        .group_by("treatment_function", "week")
        .agg(pl.col(MEASURES).sum())
        .sort("treatment_function", "week")
    )


def count_day(
    row: tuple[str, date, int, int, int, int],
    taken: dict[tuple[str, date], tuple[int, int]],
    start: date,
    today: date | None,
) -> tuple[object, ...]:
    function, on, *totals = row
    held, booked = taken.get((function, on), (0, 0))
    free = totals[3] - held - booked
    is_over = today is not None and on < today
    return function, (on - start).days // 7, *totals, held, booked, 0 if is_over else free, free if is_over else 0


def board_starts(acting: Acting, today: date) -> tuple[date, bool]:
    """The Monday of the first session from today on, and whether there is one.

    With nothing to come, the thirteen weeks up to the last session are shown as they stood.
    """
    seen = TheatreSession.objects.filter(area_id=acting.area_id, state=SessionState.OPEN).order_by()
    days = seen.aggregate(first=Min("on", filter=Q(on__gte=today)), last=Max("on"))
    if days["first"] or days["last"] is None:
        return monday(days["first"] or today), True
    return monday(days["last"]) - timedelta(weeks=12), False


def monday(day: date) -> date:
    """
    >>> monday(date(2026, 2, 4))
    datetime.date(2026, 2, 2)
    """
    return day - timedelta(days=day.weekday())


def taken_by_function_and_day(
    acting: Acting, start: date, until: date, chosen: BoardFilter
) -> dict[tuple[str, date], tuple[int, int]]:
    """Held and booked minutes of offered sessions."""
    bookings = SessionBooking.objects.filter(
        area_id=acting.area_id,
        session_state=SessionState.OPEN,
        session_offered_to=OfferedTo.AREA,
        session__on__gte=start,
        session__on__lt=until,
    ).order_by()
    rows = (
        chosen.apply(bookings, "session__")
        .values_list("session__treatment_function", "session__on")
        .annotate(
            held=Coalesce(Sum("minutes", filter=Q(state=BookingState.HELD)), 0),
            booked=Coalesce(Sum("minutes", filter=Q(state=BookingState.BOOKED)), 0),
        )
    )
    return {(function, on): (held, booked) for function, on, held, booked in rows}


def choices_of_board(acting: Acting) -> tuple[list[Organisation], list[Site], list[str]]:
    """The organisations, sites and treatment functions by which the board can be narrowed."""
    of_area = TheatreSession.objects.filter(area_id=acting.area_id).order_by()
    owners = Organisation.objects.filter(id__in=of_area.values("organisation")).order_by("name")
    sites = Site.objects.filter(id__in=of_area.values("site")).order_by("name")
    functions = of_area.values_list("treatment_function", flat=True).distinct()
    return list(owners), list(sites), sorted(functions)


def sources_of_board(acting: Acting, start: date, weeks: int) -> list[tuple[str, int]]:
    """Where the sessions on the board are from, the most first: words and number of sessions (AL-12)."""
    rows = (
        TheatreSession.objects.filter(
            area_id=acting.area_id, state=SessionState.OPEN, on__gte=start, on__lt=start + timedelta(weeks=weeks)
        )
        .order_by()
        .values_list("source")
        .annotate(count=Count("pk"))
        .order_by("-count", "source")
    )
    return list(rows)
