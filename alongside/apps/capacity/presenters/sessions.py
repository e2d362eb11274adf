"""Sessions and what is taken of them, as lines of a page and of a file."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Permission
from alongside.apps.capacity.facts import LONDON, kind_of
from alongside.apps.capacity.models import SessionBooking, SessionState, TheatreSession
from alongside.domain.treatment_functions import treatment_function_name
from alongside.web.tables import Column
from alongside.web.words import moment

COLUMNS = [
    Column("on", "Date", "date", sort=True, link="href"),
    Column("hours", "Hours"),
    Column("site", "Site", sort=True),
    Column("room", "Room", sort=True),
    Column("function", "Treatment function", sort=True),
    Column("operation", "Operations"),
    Column("offered_to", "Offered to", sort=True),
    Column("minutes", "Minutes", "number", sort=True),
    Column("taken", "Taken", "number", sort=True),
    Column("left", "Left", "number", sort=True),
]
FILE_COLUMNS = [
    *COLUMNS,
    Column("organisation", "Organisation"),
    Column("site_code", "Site code"),
    Column("function_code", "Treatment function code"),
    Column("state", "State"),
    Column("source", "Source"),
]
SORTS = {
    "on": "during",
    "site": "site__name",
    "room": "room",
    "function": "treatment_function",
    "offered_to": "offered_to",
    "minutes": "minutes",
    "taken": "taken",
    "left": "left",
}
BOOKING_COLUMNS = [
    Column("hours", "Hours"),
    Column("minutes", "Minutes", "number"),
    Column("state", "State"),
    Column("who", "By"),
    Column("pathway", "Pathway"),
]


def rows(found: Iterable[TheatreSession]) -> Iterator[dict[str, Any]]:
    return (row(session) for session in found)


def row(session: TheatreSession) -> dict[str, Any]:
    taken: int = session.taken  # type: ignore[attr-defined]
    return {
        "href": reverse("capacity:show-session", args=[session.pk]),
        "on": session.on,
        "hours": between(session.during.lower, session.during.upper),
        "site": session.site.name,
        "site_code": session.site.code,
        "organisation": session.organisation.name,
        "room": session.room,
        "function": treatment_function_name(session.treatment_function),
        "function_code": session.treatment_function,
        "operation": session.procedure_group.name if session.procedure_group else "Any",
        "offered_to": session.get_offered_to_display(),
        "minutes": session.minutes,
        "taken": taken,
        "left": session.minutes - taken,
        "state": session.get_state_display(),
        "source": session.source,
    }


def between(first: datetime, last: datetime) -> str:
    return f"{first.astimezone(LONDON):%H:%M} to {last.astimezone(LONDON):%H:%M}"


def facts(session: TheatreSession) -> list[dict[str, Any]]:
    """The session as a list of facts."""
    shown = row(session)
    owner = "" if shown["organisation"] == shown["site"] else f", {shown['organisation']}"
    is_open = session.state == SessionState.OPEN
    listed = [
        {"key": "Site", "value": f"{shown['site']}{owner}"},
        {"key": "Room", "value": session.room},
        {"key": "Date and hours", "value": f"{session.on:%A %-d %B %Y}, {shown['hours']}"},
        {"key": "Treatment function", "value": f"{session.treatment_function} {shown['function']}"},
        {"key": "Operations", "value": shown["operation"]},
        {"key": "Who may use it", "value": shown["offered_to"]},
        {"key": "Minutes", "value": f"{shown['left']} left of {session.minutes}" if is_open else session.minutes},
    ]
    if not is_open:
        listed.append({"key": "Withdrawn because", "value": session.withdrawn_why})
    return listed


def provenance(session: TheatreSession) -> dict[str, Any]:
    return {"kind": kind_of(session.source), "source": session.source, "as_of": moment(session.changed_at)}


def bookings(found: Iterable[SessionBooking], acting: Acting) -> list[dict[str, Any]]:
    """What is taken: for its two parties with the pathway, for others the minutes alone."""
    return [booking(one, acting) for one in found]


def booking(one: SessionBooking, acting: Acting) -> dict[str, Any]:
    taken_for = getattr(one, "taken_for", None)
    is_party = taken_for is not None and acting.organisation_id in (one.organisation_id, one.host_id)
    until = f" until {moment(one.held_until)}" if one.held_until else ""
    return {
        "id": one.pk,
        "hours": between(one.during.lower, one.during.upper),
        "minutes": one.minutes,
        "state": one.get_state_display() + until,
        "who": f"{one.organisation.name}: {taken_for.by_name}" if is_party and taken_for else "Another organisation",
        "pathway": str(taken_for.pathway_id) if is_party and taken_for else "Not shown to you",
        "may_release": is_party and acting.may(Permission.OFFER_CAPACITY),
    }
