"""What do a session's hours and its bookings come to, in minutes and words?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from alongside.apps.accounts.models import User
from alongside.apps.capacity.models import OfferedTo, TheatreSession
from alongside.apps.directory.models import ProcedureGroup, Site

LONDON = ZoneInfo("Europe/London")
MOST_BEDS = 999
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
Hours = tuple[datetime, datetime]
MEASURES = [
    ("left_minutes", "Left to take"),
    ("offered_minutes", "Offered to the area"),
    ("minutes", "All, own lists too"),
    ("booked_minutes", "Booked"),
]


def hours_of(on: date, start: time, minutes: int) -> DateTimeTZRange:
    """The hours of a session that starts at this time of the clock in London."""
    begins = datetime.combine(on, start, LONDON).astimezone(ZoneInfo("UTC"))
    return DateTimeTZRange(begins, begins + timedelta(minutes=minutes))


def local_start(hours: DateTimeTZRange) -> datetime:
    begins: datetime = hours.lower
    return begins.astimezone(LONDON)


def hours_from(start: datetime, minutes: int) -> Hours:
    return start, start + timedelta(minutes=minutes)


def first_gap(hours: Hours, taken: Iterable[Hours], minutes: int) -> Hours | None:
    """The first free stretch of `minutes`, or None; `taken` may come in any order.

    >>> eight, nine, ten = (datetime(2026, 2, 2, hour) for hour in (8, 9, 10))
    >>> first_gap((eight, ten), [(eight, nine)], 60) == (nine, ten)
    True
    >>> first_gap((eight, ten), [(eight, nine)], 61) is None
    True
    """
    length = timedelta(minutes=minutes)
    begins, ends = hours
    for first, last in sorted(taken):
        if first - begins >= length:
            break
        begins = max(begins, last)
    return (begins, begins + length) if begins + length <= ends else None


def tidy_room(name: str) -> str:
    """
    >>> tidy_room("  Theatre   1 ")
    'Theatre 1'
    """
    return " ".join(name.split())


def kind_of(source: str) -> str:
    """The word for where a figure is from: "modelled", "published" or "entered" by somebody (AL-12).

    >>> kind_of("Modelled from published completions"), kind_of("Entered by Jo Pike, 3 February 2026")
    ('modelled', 'entered')
    """
    first = source.split(" ", 1)[0].lower().rstrip(":,")
    return first if first in {"modelled", "published", "synthetic"} else "entered"


@dataclass(frozen=True, slots=True)
class SessionTerms:
    """What somebody offers: a room at a site of theirs, its hours, for what and for whom."""

    site: Site
    on: date
    start: time
    minutes: int
    room: str
    treatment_function: str
    procedure_group: ProcedureGroup | None = None
    offered_to: str = OfferedTo.AREA

    @property
    def during(self) -> DateTimeTZRange:
        return hours_of(self.on, self.start, self.minutes)


def terms_of(session: TheatreSession) -> SessionTerms:
    """A session's terms as they stand, to be changed with `dataclasses.replace`."""
    return SessionTerms(
        session.site,
        session.on,
        local_start(session.during).time(),
        session.minutes,
        session.room,
        session.treatment_function,
        session.procedure_group,
        session.offered_to,
    )


def fields_of(terms: SessionTerms) -> dict[str, Any]:
    """The columns of a session that its terms fill."""
    return {
        "site": terms.site,
        "room": tidy_room(terms.room),
        "during": terms.during,
        "on": terms.on,
        "minutes": terms.minutes,
        "treatment_function": terms.treatment_function,
        "procedure_group": terms.procedure_group,
        "offered_to": terms.offered_to,
    }


@dataclass(frozen=True, slots=True)
class Sender:
    """In whose name a file, or the clock, writes: an `audit.actions.Actor` without a page."""

    organisation_id: UUID
    name: str
    user: User | None
    role_name: str = "file"
