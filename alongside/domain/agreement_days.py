"""Which London day is it, when does a term end, and when must it be looked at again?

A day of an agreement is a calendar day in London, whole: it ends at the midnight after it, whatever the clocks did.
"""

from calendar import monthrange
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
REVIEW_DAYS = 60


def london_day(moment: datetime) -> date:
    """The calendar day in London at this moment; ValueError for a moment without its time zone.

    >>> from datetime import UTC
    >>> london_day(datetime(2026, 6, 30, 23, 30, tzinfo=UTC))
    datetime.date(2026, 7, 1)
    """
    if moment.tzinfo is None:
        raise ValueError("A moment needs its time zone before its day can be told")
    return moment.astimezone(LONDON).date()


def last_day(starts_on: date, months: int) -> date:
    """The last whole day of a term of so many months that begins on this day.

    >>> last_day(date(2026, 4, 1), 12)
    datetime.date(2027, 3, 31)
    >>> last_day(date(2028, 2, 29), 12)
    datetime.date(2029, 2, 28)
    """
    if months < 1:
        raise ValueError("A term lasts at least one month")
    year, month = divmod(starts_on.year * 12 + starts_on.month - 1 + months, 12)
    days = monthrange(year, month + 1)[1]
    if starts_on.day > days:
        return date(year, month + 1, days)
    return date(year, month + 1, starts_on.day) - timedelta(days=1)


def review_day(ends_on: date, days_before: int = REVIEW_DAYS) -> date:
    """The first day on which the review of a term is due.

    >>> review_day(date(2027, 3, 31))
    datetime.date(2027, 1, 30)
    """
    return ends_on - timedelta(days=days_before)
