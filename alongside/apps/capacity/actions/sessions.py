"""Offer, change and withdraw sessions."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from alongside.apps.audit.actions import Actor, record_event
from alongside.apps.audit.turns import take_turns
from alongside.apps.capacity.actions.bookings import release
from alongside.apps.capacity.actions.guards import (
    day_must_be_possible,
    figure_must_be_possible,
    refusing,
    site_must_be_ours,
)
from alongside.apps.capacity.facts import SessionTerms, fields_of, local_start, tidy_room
from alongside.apps.capacity.models import ACTIVE, SessionState, TheatreSession
from alongside.apps.capacity.refusals import CapacityRefused, ImpossibleFigure, NotOurSite, RoomTaken, StillBooked
from alongside.domain.treatment_functions import read_treatment_function


@transaction.atomic
def offer_session(*, terms: SessionTerms, by: Actor, source: str = "") -> TheatreSession:
    """Put a session on the board; refused when its room is in use."""
    terms_must_be_possible(terms, by)
    session = TheatreSession(
        organisation_id=by.organisation_id,
        area_id=terms.site.area_id,
        source=source or f"Entered by {by.name}",
        **fields_of(terms),
    )
    with refusing({"one_session_in_a_room_at_once": room_is_taken(terms)}):
        session.save(force_insert=True)
    record_event("session_offered", target=session, by=by, **words_of(session))
    return session


def offer_weekly(
    *, terms: SessionTerms, weeks: int, by: Actor
) -> tuple[list[TheatreSession], list[tuple[SessionTerms, CapacityRefused]]]:
    """The same session in each of `weeks` weeks: those offered, and those refused with the reason."""
    figure_must_be_possible("The number of weeks", weeks, 1, 53)
    offered: list[TheatreSession] = []
    refused: list[tuple[SessionTerms, CapacityRefused]] = []
    for week in range(weeks):
        dated = replace(terms, on=terms.on + timedelta(weeks=week))
        try:
            offered.append(offer_session(terms=dated, by=by))
        except RoomTaken as refusal:
            refused.append((dated, refusal))
    return offered, refused


@transaction.atomic
def change_session(*, session: TheatreSession, terms: SessionTerms, by: Actor, source: str = "") -> TheatreSession:
    """Give a session other terms; refused when what is held or booked would no longer fit in it."""
    terms_must_be_possible(terms, by)
    session = own_session(session.pk, by)
    before = words_of(session)
    for name, value in fields_of(terms).items():
        setattr(session, name, value)
    session.source = source or f"Entered by {by.name}"
    still_booked = StillBooked(
        "Minutes outside the new terms are held or booked. Release them first, or keep the session around them."
    )
    refusals = {
        "one_session_in_a_room_at_once": room_is_taken(terms),
        "booking_inside_session": still_booked,
        "booking_of_an_offered_session": still_booked,
    }
    with refusing(refusals):
        session.save()
    record_event("session_changed", target=session, by=by, before=before, after=words_of(session))
    return session


@transaction.atomic
def withdraw_session(*, session: TheatreSession, why: str, by: Actor, release_bookings: bool = False) -> TheatreSession:
    """Take a session off the board; refused while minutes of it are held or booked, unless they are released too."""
    session = own_session(session.pk, by)
    taken = list(session.bookings.filter(ACTIVE))
    if taken and not release_bookings:
        minutes = sum(booking.minutes for booking in taken)
        raise StillBooked(
            f"{minutes} of the {session.minutes} minutes are held or booked, for "
            f"{len(taken)} {'patient' if len(taken) == 1 else 'patients'}. Release them, or keep the session."
        )
    for booking in taken:
        release(booking=booking, by=by, why=f"Session withdrawn: {why}")
    session.state, session.withdrawn_why = SessionState.WITHDRAWN, why[:300]
    with refusing({"booking_of_an_open_session": StillBooked("Minutes of it have just been held. Try again.")}):
        session.save(update_fields=["state", "withdrawn_why", "changed_at"])
    record_event("session_withdrawn", target=session, by=by, why=why, released=len(taken))
    return session


@transaction.atomic
def restore_session(*, session: TheatreSession, by: Actor) -> TheatreSession:
    """Put a withdrawn session back on the board; what was released from it stays released."""
    session = own_session(session.pk, by)
    session.state, session.withdrawn_why = SessionState.OPEN, ""
    taken = RoomTaken(f"{session.room} has another session at that time now, so this one cannot come back.")
    with refusing({"one_session_in_a_room_at_once": taken}):
        session.save(update_fields=["state", "withdrawn_why", "changed_at"])
    record_event("session_restored", target=session, by=by)
    return session


def own_session(session_id: UUID, by: Actor) -> TheatreSession:
    """The session as it is now, kept from everybody else until the end of this transaction."""
    take_turns("capacity", session_id)
    found = TheatreSession.objects.filter(pk=session_id, organisation_id=by.organisation_id).select_for_update().first()
    if found is None:
        raise NotOurSite("This is not a session of your organisation. Ask its owner to change it.")
    return found


def terms_must_be_possible(terms: SessionTerms, by: Actor) -> None:
    site_must_be_ours(terms.site, by)
    day_must_be_possible(terms.on)
    figure_must_be_possible("Minutes", terms.minutes, 1, 1440)
    if not tidy_room(terms.room):
        raise ImpossibleFigure("A session needs a room. Name the theatre or room.")
    try:
        read_treatment_function(terms.treatment_function)
    except ValueError as problem:
        raise ImpossibleFigure(f"{problem}.") from problem
    group = terms.procedure_group
    if group and group.treatment_function != terms.treatment_function:
        raise ImpossibleFigure(
            f"{group.name} belongs to treatment function {group.treatment_function}, "
            f"not {terms.treatment_function}. Choose one of its own operations, or none."
        )


def room_is_taken(terms: SessionTerms) -> RoomTaken:
    begins, ends = local_start(terms.during), terms.during.upper.astimezone(local_start(terms.during).tzinfo)
    return RoomTaken(
        f"{tidy_room(terms.room)} at {terms.site.name} already has a session between {begins:%H:%M} and "
        f"{ends:%H:%M} on {terms.on:%-d %B %Y}. Choose another room or time, or change that session."
    )


def words_of(session: TheatreSession) -> dict[str, object]:
    """What an event keeps of a session."""
    return {
        "site": session.site.code,
        "room": session.room,
        "starts": session.during.lower.isoformat(),
        "minutes": session.minutes,
        "treatment_function": session.treatment_function,
        "procedure_group": session.procedure_group_id,
        "offered_to": session.offered_to,
    }
