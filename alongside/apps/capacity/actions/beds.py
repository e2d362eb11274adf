"""Say how many beds a site offers on each night, and hold one of them for a pathway. Promise AL-9."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Permission
from alongside.apps.accounts.writing import must_be_allowed
from alongside.apps.audit.actions import Actor, record_event
from alongside.apps.audit.turns import take_turns
from alongside.apps.capacity.actions.guards import (
    day_must_be_possible,
    figure_must_be_possible,
    must_be_agreed,
    must_be_open,
    refusing,
    site_must_be_ours,
)
from alongside.apps.capacity.facts import MOST_BEDS
from alongside.apps.capacity.models import ACTIVE, BedBooking, BedNight, BedPathway, BookingState
from alongside.apps.capacity.refusals import ImpossibleFigure, NoRoomLeft, NotOffered, StillBooked
from alongside.apps.directory.models import Site
from alongside.domain.agreement_days import london_day
from alongside.domain.agreement_force import Service


@transaction.atomic
def set_bed_nights(
    *, site: Site, level: int, nights: Iterable[date], beds: int, by: Actor, source: str = ""
) -> list[BedNight]:
    """Offer `beds` beds of a level on each night; refused below what is held or booked."""
    site_must_be_ours(site, by)
    level_must_be_there(site, level)
    figure_must_be_possible("Beds", beds, 0, MOST_BEDS)
    dated = sorted(set(nights))
    for night in dated:
        day_must_be_possible(night)
    source = source or f"Entered by {by.name}"
    return [set_bed_night(site, level, night, beds, by, source) for night in dated]


def set_bed_night(site: Site, level: int, night: date, beds: int, by: Actor, source: str) -> BedNight:
    found, is_new = BedNight.objects.get_or_create(
        site=site,
        level=level,
        night=night,
        defaults={"organisation_id": by.organisation_id, "area_id": site.area_id, "beds": beds, "source": source},
    )
    if is_new:
        record_event("beds_offered", target=found, by=by, night=night.isoformat(), level=level, beds=beds)
    elif found.beds != beds:
        take_turns("capacity", found.pk)
        before = found.beds
        make_room_below(found, beds)
        found.beds, found.source = beds, source
        with refusing({"bed_number_within_count": beds_are_taken(found)}):
            found.save()
        record_event(
            "beds_changed", target=found, by=by, night=night.isoformat(), level=level, before=before, beds=beds
        )
    return found


def make_room_below(night: BedNight, beds: int) -> None:
    """Beds are alike: give taken ones the lowest numbers, so that only their count limits a smaller offer."""
    taken = list(night.bookings.filter(ACTIVE).order_by("bed_number").select_for_update())
    if len(taken) > beds:
        raise beds_are_taken(night, len(taken))
    used = {booking.bed_number for booking in taken}
    free = iter(number for number in range(1, beds + 1) if number not in used)
    for booking in taken:
        if booking.bed_number > beds:
            booking.bed_number = next(free)
            booking.save(update_fields=["bed_number"])


def beds_are_taken(night: BedNight, count: int | None = None) -> StillBooked:
    words = "Some beds" if count is None else f"{count} {'bed' if count == 1 else 'beds'}"
    return StillBooked(
        f"{words} of the night of {night.night:%-d %B %Y} at {night.site.name} are held or booked. "
        "Release them first, or offer at least as many."
    )


@transaction.atomic
def hold_bed(
    *, bed_night: BedNight, service: Service, pathway_id: UUID, until: datetime, now: datetime, by: Acting
) -> BedBooking:
    """Hold the first free bed of a night for a pathway on this service until a time.

    An agreement for the service must be in force now and in the night, and the site open for it.
    """
    must_be_allowed(by, Permission.BOOK_CAPACITY)
    take_turns("capacity", bed_night.pk)
    night = BedNight.objects.filter(pk=bed_night.pk).first()
    if night is None:
        raise NotOffered("These beds are not offered to you. Choose another site or night.")
    must_be_agreed(night.organisation_id, service, (london_day(now), night.night), by)
    must_be_open(night.site_id, service.function, night.night)
    taken = set(night.bookings.filter(ACTIVE).values_list("bed_number", flat=True))
    number = next((number for number in range(1, night.beds + 1) if number not in taken), None)
    no_bed = NoRoomLeft(
        f"All {night.beds} beds of the night of {night.night:%-d %B %Y} are held or booked. Choose another night."
    )
    if number is None:
        raise no_bed
    booking = BedBooking(
        bed_night=night,
        beds=night.beds,
        bed_number=number,
        organisation_id=by.organisation_id,
        host_id=night.organisation_id,
        area_id=night.area_id,
        state=BookingState.HELD,
        held_until=until,
    )
    changed = NotOffered("The count of beds has just been changed. Look again and choose.")
    with refusing({"no_bed_is_sold_twice": no_bed, "booking_beds_follow_night": changed}):
        booking.save(force_insert=True)
    BedPathway.objects.create(
        booking=booking,
        organisation_id=by.organisation_id,
        host_id=night.organisation_id,
        pathway_id=pathway_id,
        treatment_function=service.function,
        procedure_group_id=service.group or None,
        by=by.user,
        by_name=by.name,
    )
    record_event("bed_held", target=booking, by=by, night=night.night.isoformat(), pathway=str(pathway_id))
    return booking


def level_must_be_there(site: Site, level: int) -> None:
    known = site.critical_care_level
    if level not in Site.CriticalCare.values:
        raise ImpossibleFigure("A level of care is 0, 1, 2 or 3.")
    if known is not None and level > known:
        raise ImpossibleFigure(
            f"{site.name} says that its highest level of care is {known}, so it cannot offer beds of level {level}. "
            "Correct the directory first, or the level."
        )
