"""Hold minutes of a session for a pathway, book them, give them back, and let holds lapse. Promise AL-9."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import QuerySet

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.models import Organisation
from alongside.apps.accounts.roles import Permission
from alongside.apps.accounts.writing import must_be_allowed
from alongside.apps.audit.actions import Actor, record_event
from alongside.apps.audit.isolation import acting_for
from alongside.apps.audit.turns import take_turns
from alongside.apps.capacity.actions.guards import (
    figure_must_be_possible,
    must_be_agreed,
    must_be_open,
    refusing,
)
from alongside.apps.capacity.facts import Hours, Sender, first_gap, hours_from
from alongside.apps.capacity.models import (
    ACTIVE,
    BedBooking,
    BedNight,
    BedPathway,
    Booking,
    BookingState,
    OfferedTo,
    SessionBooking,
    SessionPathway,
    SessionState,
    TheatreSession,
)
from alongside.apps.capacity.refusals import CapacityRefused, NoRoomLeft, NotHeld, NotOffered
from alongside.domain.agreement_days import london_day
from alongside.domain.agreement_force import Service

AnyBooking = TypeVar("AnyBooking", bound=Booking)
BOTH: tuple[type[Booking], ...] = (SessionBooking, BedBooking)


@transaction.atomic
def hold_minutes(
    *,
    session: TheatreSession,
    minutes: int,
    pathway_id: UUID,
    until: datetime,
    now: datetime,
    by: Acting,
    start: datetime | None = None,
) -> SessionBooking:
    """Hold `minutes` of a session from `start`, or the first that are free, for a pathway until a time.

    An agreement for the session's service must be in force now and on its day, and the site open for it.
    """
    must_be_allowed(by, Permission.BOOK_CAPACITY)
    figure_must_be_possible("Minutes", minutes, 1, 1440)
    session = offered_session(session.pk, by)
    must_be_agreed(session.organisation_id, service_of(session), (london_day(now), session.on), by)
    must_be_open(session.site_id, session.treatment_function, session.on)
    hours = hours_from(start, minutes) if start else free_hours(session, minutes)
    booking = SessionBooking(
        session=session,
        session_during=session.during,
        session_state=session.state,
        session_offered_to=session.offered_to,
        during=DateTimeTZRange(*hours),
        minutes=minutes,
        organisation_id=by.organisation_id,
        host_id=session.organisation_id,
        area_id=session.area_id,
        state=BookingState.HELD,
        held_until=until,
    )
    with refusing(when_refused()):
        booking.save(force_insert=True)
    SessionPathway.objects.create(
        booking=booking,
        organisation_id=by.organisation_id,
        host_id=session.organisation_id,
        pathway_id=pathway_id,
        by=by.user,
        by_name=by.name,
    )
    record_event(
        "minutes_held", target=booking, by=by, session=str(session.pk), minutes=minutes, pathway=str(pathway_id)
    )
    return booking


def when_refused() -> dict[str, CapacityRefused]:
    """What a broken constraint of a hold means; made anew each time, because what is raised keeps its trace."""
    changed = NotOffered("The session has just been changed or withdrawn. Look again and choose.")
    return {
        "no_minute_is_sold_twice": NoRoomLeft("Some of these minutes are held or booked already. Choose others."),
        "booking_inside_session": NoRoomLeft("These minutes are outside the hours of the session. Choose others."),
        "booking_terms_follow_session": changed,
        "booking_of_an_open_session": changed,
        "booking_of_an_offered_session": changed,
    }


def offered_session(session_id: UUID, by: Actor) -> TheatreSession:
    """The session as it is now, while nobody else takes minutes of it; refused when it is not ours to take."""
    take_turns("capacity", session_id)
    found = TheatreSession.objects.filter(pk=session_id, state=SessionState.OPEN).first()
    if found is None or (found.offered_to == OfferedTo.OWN and found.organisation_id != by.organisation_id):
        raise NotOffered("This session is not offered to you, or has been withdrawn. Choose another.")
    return found


def free_hours(session: TheatreSession, minutes: int) -> Hours:
    taken = [(hours.lower, hours.upper) for hours in session.bookings.filter(ACTIVE).values_list("during", flat=True)]
    found = first_gap((session.during.lower, session.during.upper), taken, minutes)
    if found is None:
        left = session.minutes - sum(int((last - first).total_seconds()) // 60 for first, last in taken)
        raise NoRoomLeft(
            f"{session.room} on {session.on:%-d %B %Y} has {left} of {session.minutes} minutes left, and no stretch "
            f"of {minutes}. Choose another session."
        )
    return found


@transaction.atomic
def book(*, booking: AnyBooking, by: Acting, now: datetime) -> AnyBooking:
    """Turn a hold that has not lapsed into a booking, while an agreement for its service stands."""
    must_be_allowed(by, Permission.BOOK_CAPACITY)
    found = own_booking(booking)
    if found.state != BookingState.HELD or found.organisation_id != by.organisation_id:
        raise NotHeld("Only a hold of your own organisation can be booked. Hold the place first.")
    if found.held_until and found.held_until <= now:
        raise NotHeld("This hold has lapsed. Hold the place again, if it is still free.")
    must_still_stand(found, now, by)
    found.state, found.held_until = BookingState.BOOKED, None
    found.save(update_fields=["state", "held_until"])
    record_event("place_booked", target=found, by=by)
    return found


def must_still_stand(booking: Booking, now: datetime, by: Actor) -> None:
    """A hold is not yet a move: it is booked only under an agreement, at a site that is open for it.

    What is booked stays, whatever ends (AL-3).
    """
    if isinstance(booking, SessionBooking):
        session = booking.session
        service, day, site_id = service_of(session), session.on, session.site_id
    else:
        night = BedNight.objects.get(bookings=booking.pk)
        service, day, site_id = service_of(BedPathway.objects.get(booking=booking.pk)), night.night, night.site_id
    must_be_agreed(booking.host_id, service, (london_day(now), day), by)
    must_be_open(site_id, service.function, day)


def service_of(named: TheatreSession | BedPathway) -> Service:
    """Of a session, what is done in it; of a bed, what the pathway that lies in it is on."""
    return Service(named.treatment_function, named.procedure_group_id or "")


@transaction.atomic
def release(*, booking: AnyBooking, by: Actor, why: str = "") -> AnyBooking:
    """Give a held or booked place back; the one that took it or the host may."""
    found = own_booking(booking)
    if found.state != BookingState.RELEASED:
        was = found.state
        found.state = BookingState.RELEASED
        found.save(update_fields=["state"])
        record_event("place_released", target=found, by=by, was=was, why=why)
    return found


def own_booking(booking: AnyBooking) -> AnyBooking:
    """The booking as it is now, locked; the database finds it only for its two parties."""
    found = type(booking)._default_manager.filter(pk=booking.pk).select_for_update().first()
    if found is None:
        raise NotHeld("Your organisation takes no part in this booking, so you cannot change it.")
    return found


def expire_holds(now: datetime) -> int:
    """Release every hold whose time is over, each in the name of the organisation that held it; gives their number."""
    count = 0
    for area in Organisation.objects.filter(board=None):
        with acting_for(area.id):
            owners = {
                owner
                for model in BOTH
                for owner in lapsed(model, now).values_list("organisation_id", flat=True).distinct()
            }
        for owner in sorted(owners):
            with acting_for(owner):
                count += release_lapsed(owner, now)
    return count


def lapsed(model: type[AnyBooking], now: datetime) -> QuerySet[AnyBooking]:
    return model._default_manager.filter(state=BookingState.HELD, held_until__lte=now).order_by("pk")


def release_lapsed(owner: UUID, now: datetime) -> int:
    count = 0
    for model in BOTH:
        for booking in lapsed(model, now).filter(organisation_id=owner).select_for_update(skip_locked=True):
            release(booking=booking, by=Sender(owner, "Time over", None, "clock"), why="The hold lapsed")
            count += 1
    return count
