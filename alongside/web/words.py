"""How is a value written on a page, in a table and in a letter?

Every function takes None and answers "not known": an absent figure is never shown as zero (AL-4).
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar, cast

from django.utils import timezone

NOT_KNOWN = "not known"

Number = int | float


def number(value: Number | None, places: int = 0) -> str:
    """Thousands separated by commas.

    >>> number(208653), number(13.635, 1), number(None)
    ('208,653', '13.6', 'not known')
    """
    return NOT_KNOWN if value is None else f"{value:,.{places}f}".replace("-", "−")


def change(value: Number | None, places: int = 0) -> str:
    """A difference, with its sign.

    >>> change(1204), change(-310), change(0)
    ('+1,204', '−310', 'no change')
    """
    if value is None:
        return NOT_KNOWN
    if round(value, places) == 0:
        return "no change"
    return ("+" if value > 0 else "") + number(value, places)


def percent(share: float | None, places: int = 1) -> str:
    """A share between 0 and 1 as a percentage.

    >>> percent(0.61385), percent(1, 0)
    ('61.4%', '100%')
    """
    return NOT_KNOWN if share is None else f"{number(share * 100, places)}%"


def long_date(value: date | None) -> str:
    """
    >>> long_date(date(2026, 1, 31))
    '31 January 2026'
    """
    return NOT_KNOWN if value is None else f"{local(value):%-d %B %Y}"


def short_date(value: date | None) -> str:
    """
    >>> short_date(date(2026, 1, 31))
    '31 Jan 2026'
    """
    return NOT_KNOWN if value is None else f"{local(value):%-d %b %Y}"


def moment(value: datetime | None) -> str:
    """Date and time the NHS way.

    >>> moment(datetime(2026, 1, 31, 14, 5)), moment(datetime(2026, 1, 31, 12, 0))
    ('31 January 2026 at 2:05pm', '31 January 2026 at midday')
    """
    if value is None:
        return NOT_KNOWN
    here = local(value)
    return f"{here:%-d %B %Y} at {clock(here)}"


def clock(value: datetime) -> str:
    """
    >>> clock(datetime(2026, 1, 31, 9, 0)), clock(datetime(2026, 1, 31, 0, 0))
    ('9am', 'midnight')
    """
    if value.minute == 0 and value.hour in {0, 12}:
        return "midday" if value.hour else "midnight"
    minutes = f":{value.minute:02}" if value.minute else ""
    return f"{value.hour % 12 or 12}{minutes}{'am' if value.hour < 12 else 'pm'}"


Day = TypeVar("Day", bound=date)


def local(value: Day) -> Day:
    """The same instant on this country's clocks; plain dates are unchanged."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        return cast(Day, timezone.localtime(value))
    return value


def km(value: Number | None) -> str:
    """
    >>> km(0.84), km(12.4), km(140)
    ('0.8 km', '12 km', '140 km')
    """
    return NOT_KNOWN if value is None else f"{number(value, 1 if value < 10 else 0)} km"


def weeks(value: Number | None, places: int = 0) -> str:
    """
    >>> weeks(1), weeks(40.425, 1)
    ('1 week', '40.4 weeks')
    """
    return NOT_KNOWN if value is None else plural(value, "week", places=places)


def hours(minutes: int | None) -> str:
    """Minutes as hours and minutes.

    >>> hours(45), hours(60), hours(270)
    ('45 minutes', '1 hour', '4 hours 30 minutes')
    """
    if minutes is None:
        return NOT_KNOWN
    whole, rest = divmod(round(minutes), 60)
    parts = [plural(whole, "hour")] * bool(whole) + [plural(rest, "minute")] * bool(rest or not whole)
    return " ".join(parts)


def plural(count: Number | None, one: str, many: str = "", places: int = 0) -> str:
    """A count with its noun.

    >>> plural(1, "patient"), plural(208653, "patient"), plural(2, "list entry", "list entries")
    ('1 patient', '208,653 patients', '2 list entries')
    """
    if count is None:
        return NOT_KNOWN
    return f"{number(count, places)} {one if count == 1 else many or one + 's'}"


def nhs_number(value: str | None) -> str:
    """In threes and a four, as it is printed on letters.

    >>> nhs_number("9990000018")
    '999 000 0018'
    """
    digits = (value or "").replace(" ", "")
    if not digits:
        return NOT_KNOWN
    return f"{digits[:3]} {digits[3:6]} {digits[6:]}"


def yes_no(value: bool | None) -> str:
    """
    >>> yes_no(True), yes_no(None)
    ('Yes', 'not known')
    """
    return NOT_KNOWN if value is None else "Yes" if value else "No"


def text(value: object) -> str:
    return NOT_KNOWN if value is None else str(value)


# What `Column.kind` may be. Figures are aligned right.
KINDS: dict[str, Callable[..., str]] = {
    "text": text,
    "number": number,
    "decimal": lambda value: number(value, 1),
    "change": change,
    "percent": percent,
    "date": short_date,
    "moment": moment,
    "km": km,
    "weeks": weeks,
    "hours": hours,
    "nhs_number": nhs_number,
    "yes_no": yes_no,
}
NUMERIC = frozenset({"number", "decimal", "change", "percent", "km", "weeks"})
