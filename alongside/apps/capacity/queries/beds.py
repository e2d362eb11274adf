"""How many beds of each level are offered, taken and left on each night?"""

from calendar import monthrange
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import polars as pl
from django.db.models import Count, F, Max, Min, Q, QuerySet

from alongside.apps.accounts.access import Acting
from alongside.apps.capacity.models import BedNight, BookingState
from alongside.apps.capacity.queries.board import BoardFilter
from alongside.apps.directory.models import Site

HELD = Q(bookings__state=BookingState.HELD)
BOOKED = Q(bookings__state=BookingState.BOOKED)
PLAN_SCHEMA = {"site_id": pl.String, "week": pl.Int32, "level": pl.Int32, "bed_nights": pl.Int64}
WEEK_SCHEMA = {
    "level": pl.Int32,
    "week": pl.Int32,
    "offered": pl.Int64,
    "held": pl.Int64,
    "booked": pl.Int64,
    "left": pl.Int64,
}


def bed_nights(acting: Acting) -> QuerySet[Any]:
    """Every bed night of the area with its beds `held`, `booked` and `left`."""
    return (
        BedNight.objects.filter(area_id=acting.area_id)
        .select_related("site", "organisation")
        .annotate(held=Count("bookings", filter=HELD), booked=Count("bookings", filter=BOOKED))
        .annotate(left=F("beds") - F("held") - F("booked"))
    )


def bed_night(acting: Acting, bed_night_id: UUID) -> BedNight | None:
    found: BedNight | None = bed_nights(acting).filter(pk=bed_night_id).first()
    return found


def month_of_beds(acting: Acting, month: date) -> QuerySet[Any]:
    """The bed nights of the month that `month` is in."""
    first = month.replace(day=1)
    last = month.replace(day=monthrange(month.year, month.month)[1])
    return bed_nights(acting).filter(night__range=(first, last)).order_by("site__name", "level", "night")


def beds_by_week(acting: Acting, starts_on: date, weeks: int, chosen: BoardFilter | None = None) -> pl.DataFrame:
    """Bed nights offered, held, booked and left by level of care and week."""
    nights = within(acting, starts_on, weeks)
    if chosen:
        nights = chosen.apply(nights, with_function=False)
    rows = nights.order_by().values_list("level", "night", "beds", "held", "booked", "left")
    found = [(level, (night - starts_on).days // 7, *rest) for level, night, *rest in rows]
    frame = pl.DataFrame(found, schema=WEEK_SCHEMA, orient="row")
    return frame.group_by("level", "week").agg(pl.col("offered", "held", "booked", "left").sum()).sort("level", "week")


def bed_nights_to_plan(acting: Acting, starts_on: date, weeks: int) -> pl.DataFrame:
    """Bed nights that a plan may fill, neither held nor booked, by site, week (0 begins on `starts_on`) and level."""
    rows = (
        within(acting, starts_on, weeks).filter(left__gt=0).order_by().values_list("site_id", "night", "level", "left")
    )
    found = [(str(site), (night - starts_on).days // 7, level, left) for site, night, level, left in rows]
    frame = pl.DataFrame(found, schema=PLAN_SCHEMA, orient="row")
    key = ["site_id", "week", "level"]
    return frame.group_by(key).agg(pl.col("bed_nights").sum()).sort(key)


def within(acting: Acting, starts_on: date, weeks: int) -> QuerySet[Any]:
    return bed_nights(acting).filter(night__gte=starts_on, night__lt=starts_on + timedelta(weeks=weeks))


def sites_with_beds(acting: Acting) -> list[Site]:
    nights = BedNight.objects.filter(area_id=acting.area_id).order_by()
    return list(Site.objects.filter(id__in=nights.values("site")).order_by("name"))


def month_to_show(acting: Acting, today: date) -> date:
    """The month of the first night from today on; without one, the month that began the last thirteen weeks of beds."""
    nights = BedNight.objects.filter(area_id=acting.area_id).order_by()
    days = nights.aggregate(first=Min("night", filter=Q(night__gte=today)), last=Max("night"))
    if days["first"] or days["last"] is None:
        return days["first"] or today
    last: date = days["last"]
    return last - timedelta(weeks=13, days=-1)
