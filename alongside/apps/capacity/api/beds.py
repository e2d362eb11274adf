"""Bed nights of our own organisation, one by one."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Permission
from alongside.apps.capacity import actions, queries
from alongside.apps.capacity.api.doors import REFUSALS, by_of, found
from alongside.apps.capacity.api.sessions import CHANGES, own_site
from alongside.apps.capacity.schemas import Asked, BedsChange, BedsIn, BedsOut, BedsPage, beds_out

router = Router()


@router.get("", response={200: BedsPage, **REFUSALS}, summary="Our own bed nights, by night")
def list_bed_nights(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    by = by_of(request, Permission.SEE_CAPACITY)
    rows = queries.bed_nights(by).filter(organisation=by.organisation)
    if asked.first:
        rows = rows.filter(night__gte=asked.first)
    if asked.last:
        rows = rows.filter(night__lte=asked.last)
    if asked.site_code:
        rows = rows.filter(site__code=asked.site_code)
    items = rows.order_by("night", "site__code", "level")[asked.offset : asked.offset + asked.limit]
    return {"total": rows.count(), "items": [beds_out(night) for night in items]}


@router.post("", response={200: BedsOut, **CHANGES}, summary="Say how many beds are offered for a night")
def set_beds(request: HttpRequest, given: BedsIn) -> dict[str, Any]:
    """Offers the night, or replaces the count that was offered before."""
    by = by_of(request, Permission.OFFER_CAPACITY)
    nights = actions.set_bed_nights(
        site=own_site(by, given.site_code), level=given.level, nights=[given.night], beds=given.beds, by=by
    )
    return beds_out(own_night(by, nights[0].pk))


@router.get("/{uuid:night_id}", response={200: BedsOut, **CHANGES}, summary="One bed night of ours")
def show_beds(request: HttpRequest, night_id: UUID) -> dict[str, Any]:
    return beds_out(own_night(by_of(request, Permission.SEE_CAPACITY), night_id))


@router.patch("/{uuid:night_id}", response={200: BedsOut, **CHANGES}, summary="Change the count of beds")
def change_beds(request: HttpRequest, night_id: UUID, given: BedsChange) -> dict[str, Any]:
    by = by_of(request, Permission.OFFER_CAPACITY)
    return set_count(by, night_id, given.beds)


@router.delete("/{uuid:night_id}", response={200: BedsOut, **CHANGES}, summary="Offer no bed for this night")
def withdraw_beds(request: HttpRequest, night_id: UUID) -> dict[str, Any]:
    """The night stays with a count of 0; refused while a bed of it is held or booked."""
    return set_count(by_of(request, Permission.OFFER_CAPACITY), night_id, 0)


def set_count(by: Acting, night_id: UUID, beds: int) -> dict[str, Any]:
    night = own_night(by, night_id)
    actions.set_bed_nights(site=night.site, level=night.level, nights=[night.night], beds=beds, by=by)
    return beds_out(own_night(by, night_id))


def own_night(by: Acting, night_id: UUID) -> Any:
    night = queries.bed_night(by, night_id)
    return found(night if night and night.organisation_id == by.organisation_id else None)
