"""Which sessions are there, who has taken what of them, and which can a plan use?"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import polars as pl
from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from alongside.apps.accounts.access import Acting
from alongside.apps.capacity.models import ACTIVE, OfferedTo, SessionBooking, SessionState, TheatreSession
from alongside.apps.capacity.queries.board import BoardFilter
from alongside.apps.directory.models import Site

PLAN_SCHEMA = {
    "site_id": pl.String,
    "organisation_id": pl.String,
    "treatment_function": pl.String,
    "procedure_group": pl.String,
    "week": pl.Int32,
    "minutes": pl.Int64,
    "sessions": pl.Int64,
}


def sessions(acting: Acting) -> QuerySet[Any]:
    """Every session of the area that may be seen, with `taken` and `left` minutes."""
    taken = (
        SessionBooking.objects.filter(ACTIVE, session=OuterRef("pk"))
        .order_by()
        .values("session")
        .annotate(total=Sum("minutes"))
        .values("total")
    )
    return (
        TheatreSession.objects.filter(area_id=acting.area_id)
        .select_related("site", "organisation", "procedure_group")
        .annotate(taken=Coalesce(Subquery(taken, output_field=IntegerField()), 0))
        .annotate(left=F("minutes") - F("taken"))
    )


def find_session(acting: Acting, session_id: UUID) -> TheatreSession | None:
    found: TheatreSession | None = sessions(acting).filter(pk=session_id).first()
    return found


def narrow(found: QuerySet[Any], chosen: BoardFilter, said: Mapping[str, Any]) -> QuerySet[Any]:
    """The sessions that a list is narrowed to; withdrawn ones only when they are asked for."""
    found = chosen.apply(found).filter(state=said.get("state") or SessionState.OPEN)
    if text := said.get("search"):
        named = Q(room__icontains=text) | Q(site__name__icontains=text) | Q(site__code__iexact=text)
        found = found.filter(named | Q(procedure_group__name__icontains=text))
    if first := said.get("first"):
        found = found.filter(on__gte=first)
    if last := said.get("last"):
        found = found.filter(on__lte=last)
    if use := said.get("offered_to"):
        found = found.filter(offered_to=use)
    return found.filter(left__gt=0) if said.get("room_left") else found


def others_in_room(acting: Acting, session: TheatreSession) -> QuerySet[Any]:
    """The other sessions of its room on its day."""
    same_room = sessions(acting).filter(site=session.site, room__iexact=session.room, on=session.on)
    return same_room.exclude(pk=session.pk).order_by("during")


def bookings_of(acting: Acting, session: TheatreSession) -> list[SessionBooking]:
    """What is held or booked of a session, in order; `taken_for` is there only for its two parties."""
    return list(
        SessionBooking.objects.filter(ACTIVE, session=session, area_id=acting.area_id)
        .select_related("taken_for", "organisation")
        .order_by("during")
    )


def own_booking(acting: Acting, booking_id: UUID) -> SessionBooking | None:
    """A booking in which the organisation acting takes part."""
    mine = Q(organisation=acting.organisation) | Q(host=acting.organisation)
    found = SessionBooking.objects.filter(ACTIVE, mine, pk=booking_id)
    return found.select_related("taken_for", "organisation", "session__site").first()


def own_sites(acting: Acting) -> QuerySet[Site]:
    return Site.objects.filter(organisation=acting.organisation).order_by("name")


def sessions_to_plan(acting: Acting, starts_on: date, weeks: int) -> pl.DataFrame:
    """Minutes that a plan may fill: what is offered to the area, open, and neither held nor booked.

    One row for each site, treatment function, procedure group ("" when any will do) and week (0 is the week of seven
    days from `starts_on`): `minutes` left and the number of `sessions` with any.
    """
    offered = sessions(acting).filter(
        state=SessionState.OPEN,
        offered_to=OfferedTo.AREA,
        on__gte=starts_on,
        on__lt=starts_on + timedelta(weeks=weeks),
        left__gt=0,
    )
    rows = (
        offered.order_by()
        .values_list("site_id", "organisation_id", "treatment_function", "procedure_group_id", "on")
        .annotate(total=Sum("left"), count=Count("pk"))
    )
    found = [
        (str(site), str(owner), function, group or "", (on - starts_on).days // 7, minutes, count)
        for site, owner, function, group, on, minutes, count in rows
    ]
    key = list(PLAN_SCHEMA)[:5]
    frame = pl.DataFrame(found, schema=PLAN_SCHEMA, orient="row")
    return frame.group_by(key).agg(pl.col("minutes").sum(), pl.col("sessions").sum()).sort(key)
