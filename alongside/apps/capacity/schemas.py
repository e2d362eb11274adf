"""What goes in and out of the API: names, units and examples, as the OpenAPI document shows them."""

from datetime import date, datetime, time
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import AfterValidator

from alongside.apps.capacity.facts import local_start
from alongside.apps.capacity.models import BedNight, TheatreSession

# Text of one line: control characters, NUL among them, have no place in it and the database would not take it.
Line = Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f]*$")]


def must_be_of_london(value: time) -> time:
    if value.tzinfo is not None:
        raise ValueError("Give the time of the clock in London, without a zone, like 08:30")
    return value


ClockTime = Annotated[time, AfterValidator(must_be_of_london)]


class Problem(Schema):
    """Why a request was not done, in one sentence; `rule` is stable, `fields` names what was wrong in the request."""

    message: str
    rule: str = ""
    fields: dict[str, str] = {}


class Asked(Schema):
    """Which part of a list: `offset` rows are passed over, at most `limit` are given."""

    first: date | None = Field(None, description="From this date")
    last: date | None = Field(None, description="Up to and with this date")
    site_code: Line = ""
    offset: int = Field(0, ge=0, le=1_000_000)
    limit: int = Field(100, ge=1, le=1000)


class SessionsAsked(Asked):
    treatment_function: Line = ""
    state: Literal["open", "withdrawn"] = "open"


class Withdrawal(Schema):
    why: Line = Field("Withdrawn by our own system", min_length=1, max_length=300)


class SessionIn(Schema, extra="forbid"):
    site_code: Line = Field(max_length=10, description="ODS code of a site of your organisation", examples=["AVQ01"])
    on: date = Field(description="Date in London", examples=["2026-02-03"])
    start: ClockTime = Field(description="Time of the clock in London", examples=["08:30"])
    minutes: int = Field(ge=1, le=1440)
    room: Line = Field(min_length=1, max_length=60, examples=["Theatre 1"])
    treatment_function: Line = Field(min_length=3, max_length=3, examples=["110"])
    procedure_group: Line | None = Field(None, max_length=60, description="Only these operations; null for any")
    offered_to: Literal["area", "own"] = Field(description="The whole area, or your own list only")


class SessionChange(Schema, extra="forbid"):
    """Only what is given changes. `state` "open" puts a withdrawn session back."""

    site_code: Line | None = Field(None, max_length=10)
    on: date | None = None
    start: ClockTime | None = None
    minutes: int | None = Field(None, ge=1, le=1440)
    room: Line | None = Field(None, min_length=1, max_length=60)
    treatment_function: Line | None = Field(None, min_length=3, max_length=3)
    procedure_group: Line | None = Field(None, max_length=60, description='Only these operations; "" for any')
    offered_to: Literal["area", "own"] | None = None
    state: Literal["open"] | None = None


class SessionOut(Schema):
    id: UUID
    organisation_code: str
    site_code: str
    on: date
    start: time
    starts_at: datetime
    ends_at: datetime
    minutes: int
    minutes_left: int = Field(description="Neither held nor booked")
    room: str
    treatment_function: str
    procedure_group: str | None
    offered_to: str
    state: str
    source: str = Field(description="Where this entry is from")
    changed_at: datetime


class SessionPage(Schema):
    total: int
    items: list[SessionOut]


class BedsIn(Schema, extra="forbid"):
    site_code: Line = Field(max_length=10, examples=["AVQ01"])
    night: date = Field(description="The night that begins on this date")
    level: int = Field(ge=0, le=3, description="Critical care level")
    beds: int = Field(ge=0, le=999)


class BedsChange(Schema, extra="forbid"):
    beds: int = Field(ge=0, le=999)


class BedsOut(Schema):
    id: UUID
    organisation_code: str
    site_code: str
    night: date
    level: int
    beds: int
    held: int
    booked: int
    left: int
    source: str
    changed_at: datetime


class BedsPage(Schema):
    total: int
    items: list[BedsOut]


def session_out(session: TheatreSession) -> dict[str, Any]:
    return {
        "id": session.pk,
        "organisation_code": session.organisation.code,
        "site_code": session.site.code,
        "on": session.on,
        "start": local_start(session.during).time(),
        "starts_at": session.during.lower,
        "ends_at": session.during.upper,
        "minutes": session.minutes,
        "minutes_left": session.left,  # type: ignore[attr-defined]
        "room": session.room,
        "treatment_function": session.treatment_function,
        "procedure_group": session.procedure_group_id,
        "offered_to": session.offered_to,
        "state": session.state,
        "source": session.source,
        "changed_at": session.changed_at,
    }


def beds_out(night: BedNight) -> dict[str, Any]:
    return {
        "id": night.pk,
        "organisation_code": night.organisation.code,
        "site_code": night.site.code,
        "night": night.night,
        "level": night.level,
        "beds": night.beds,
        "held": night.held,  # type: ignore[attr-defined]
        "booked": night.booked,  # type: ignore[attr-defined]
        "left": night.left,  # type: ignore[attr-defined]
        "source": night.source,
        "changed_at": night.changed_at,
    }
