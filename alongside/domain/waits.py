"""How long has a patient waited, and in which published band does the wait fall?

Source: NHS England, Recording and reporting RTT waiting times, v5.0 (11 February 2025), read November 2026.
Band 0 ("0-1 weeks") holds eight days, 0 to 7; every other closed band holds seven. Exactly 126 days is within 18 weeks.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

STANDARD_WEEKS = 18
STANDARD_DAYS = 126
STANDARD_SHARE = 0.92
LONG_WAIT_MARKS = (18, 52, 65, 78, 104)
OPEN_BAND = 104
BAND_COUNT = OPEN_BAND + 1


def days_waited(clock_start: date, as_of: date) -> int:
    """Days from the clock start to `as_of`; ValueError when the clock starts later than `as_of`.

    >>> days_waited(date(2026, 1, 1), date(2026, 1, 31))
    30
    """
    if clock_start > as_of:
        raise ValueError(f"The clock starts on {clock_start}, after {as_of}: check the two dates")
    return (as_of - clock_start).days


def weeks_waited(clock_start: date, as_of: date) -> int:
    """Whole weeks completed, as one says it to a patient; reports use `band`, which counts day-exactly.

    >>> weeks_waited(date(2026, 1, 1), date(2026, 1, 14)), weeks_waited(date(2026, 1, 1), date(2026, 1, 15))
    (1, 2)
    """
    return days_waited(clock_start, as_of) // 7


def band(days: int) -> int:
    """The week band of a wait in days, 0 to 104; ValueError below nought.

    >>> [band(days) for days in (0, 7, 8, 14, 15, 126, 127, 364, 365, 728, 729, 5000)]
    [0, 0, 1, 1, 2, 17, 18, 51, 52, 103, 104, 104]
    """
    if days < 0:
        raise ValueError(f"A wait cannot be {days} days: check the clock start")
    return 0 if days <= 7 else min((days - 1) // 7, OPEN_BAND)


def days_of_band(number: int) -> tuple[int, int | None]:
    """First and last day of a band, both included; the last band has no end. ValueError outside 0 to 104.

    >>> days_of_band(0), days_of_band(17), days_of_band(104)
    ((0, 7), (120, 126), (729, None))
    """
    _must_be_a_band(number)
    first = 0 if number == 0 else number * 7 + 1
    return first, None if number == OPEN_BAND else number * 7 + 7


def band_label(number: int) -> str:
    """The name of a band for a page.

    >>> band_label(0), band_label(17), band_label(104)
    ('0 to 1 weeks', 'Over 17 to 18 weeks', 'Over 104 weeks')
    """
    _must_be_a_band(number)
    if number == 0:
        return "0 to 1 weeks"
    return "Over 104 weeks" if number == OPEN_BAND else f"Over {number} to {number + 1} weeks"


def is_within_18_weeks(days: int) -> bool:
    """Is a wait of so many days within the standard?

    >>> is_within_18_weeks(126), is_within_18_weeks(127)
    (True, False)
    """
    return days <= STANDARD_DAYS


def is_over_weeks(days: int, weeks: int) -> bool:
    """Is a wait longer than a mark, day-exactly?

    >>> is_over_weeks(364, 52), is_over_weeks(365, 52)
    (False, True)
    """
    return days > weeks * 7


def share_within_18_weeks(counts: Sequence[int]) -> float | None:
    """Share (0 to 1) of the patients counted by band who are within 18 weeks; None when there are none.

    >>> share_within_18_weeks([30] + [0] * 17 + [10])
    0.75
    """
    total = sum(counts)
    return sum(counts[:STANDARD_WEEKS]) / total if total else None


def count_over_weeks(counts: Sequence[int], weeks: int) -> int:
    """How many of the patients counted by band have waited longer than a mark of 0 to 104 weeks.

    >>> count_over_weeks([0] * 52 + [5, 2], 52)
    7
    """
    _must_be_a_band(weeks)
    return int(sum(counts[weeks:]))


def percentile_from_bands(counts: Sequence[int], p: float) -> float | None:
    """The wait in weeks that a share `p` (0 to 1) of patients has not passed, interpolated inside its band.

    `counts[b]` is the number of patients in band `b`; unknown clock starts are left out by the caller.
    None when there are no patients, or when the percentile falls in the open last band ("over 104 weeks").
    ValueError for more than 105 bands, a negative count or a share outside 0 to 1.

    >>> percentile_from_bands([100, 80, 60, 40, 20], 0.5)
    1.625
    >>> percentile_from_bands([0] * 104 + [9], 0.5) is None
    True
    """
    _must_be_counts(counts, p)
    # An exact fraction: 0.07 * 100 as a float falls past the edge of the band in which it belongs.
    wanted = Fraction(str(p)) * int(sum(counts))
    below = 0
    for number, count in enumerate(counts):
        if count and below + count >= wanted:
            return None if number == OPEN_BAND else float(number + (wanted - below) / int(count))
        below += int(count)
    return None


def _must_be_a_band(number: int) -> None:
    if not 0 <= number <= OPEN_BAND:
        raise ValueError(f"There is no week band {number}: bands run from 0 to {OPEN_BAND}")


def _must_be_counts(counts: Sequence[int], p: float) -> None:
    if len(counts) > BAND_COUNT:
        raise ValueError(f"{len(counts)} bands were given: there are {BAND_COUNT}")
    if any(count < 0 for count in counts):
        raise ValueError("A band cannot hold fewer than no patients")
    if not 0 <= p <= 1:
        raise ValueError(f"The share {p} must be between 0 and 1, such as 0.92")
