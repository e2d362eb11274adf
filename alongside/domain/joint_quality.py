"""What do two organisations give each other of the quality of their care each month, and have both signed it?

The indicators are the house's own choice, November 2026, of what joint governance boards ask: safety, flow and
experience, each a count out of a count. Rules QUA-1 to QUA-6, docs/rules/working-together.md.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

# A count of fewer patients than this could name one of them to another organisation.
SMALLEST = 5


@dataclass(frozen=True, slots=True)
class Indicator:
    """`counts` of all `of`, in the words of its definition."""

    code: str
    name: str
    counts: str
    of: str


# What each side gives of its own patients.
GIVEN = (
    Indicator(
        "transfers-out",
        "Unplanned transfers out",
        "patients moved to another hospital who were not meant to be",
        "patients treated in the month",
    ),
    Indicator(
        "returns",
        "Returns to theatre within 30 days",
        "of the operations of the month, those followed by an unplanned one within 30 days",
        "operations of the month",
    ),
    Indicator(
        "infections",
        "Surgical site infections",
        "of the operations of the month, those with an infection of the wound or an implant found so far",
        "operations of the month",
    ),
    Indicator(
        "cancelled",
        "Cancelled on the day",
        "operations cancelled on their day, for whatever reason",
        "operations planned in the month",
    ),
    Indicator(
        "falls", "Falls with harm", "falls of patients that did harm of any degree", "nights that patients stayed"
    ),
    Indicator("friends", "Friends and family", "answers that say good or very good", "answers to the question"),
)
# What Alongside counts, so that nobody is asked for it.
COUNTED = (
    Indicator(
        "actions", "Joint actions done by their day", "done on that day or before", "joint actions due in the month"
    ),
    Indicator("calls", "Test calls answered", "answered", "test calls to contacts of this side in the month"),
    Indicator(
        "sections",
        "Parts of sites attested",
        "attested within the 90 days before the month ended",
        "parts of sites attested at any time before it ended",
    ),
    Indicator(
        "withdrawn", "Theatre sessions withdrawn", "withdrawn", "sessions offered to the area on days of the month"
    ),
    Indicator(
        "notices",
        "Service notices given a week ahead",
        "said seven days or more before they began",
        "notices of a pause or a move that began in the month",
    ),
)
BY_CODE = {each.code: each for each in (*GIVEN, *COUNTED)}


@dataclass(frozen=True, slots=True)
class Shared:
    """A figure as another organisation may read it: a number that could name somebody is None, and `words` say so."""

    count: int | None
    of: int | None
    words: str


def shared(count: int, of: int) -> Shared:
    """Fold counts of 1 to 4, of the count, of the rest, and of all (QUA-3).

    >>> shared(12, 120).words, shared(3, 120).words, shared(0, 120).words
    ('12 of 120 (10.0%)', 'fewer than 5 of 120', '0 of 120 (0.0%)')
    >>> shared(118, 120), shared(1, 3).words, shared(0, 0).words
    (Shared(count=None, of=120, words='all but fewer than 5 of 120'), 'fewer than 5 in all', 'none in the month')
    """
    if not of:
        return Shared(0, 0, "none in the month")
    if of < SMALLEST:
        return Shared(None, None, "fewer than 5 in all")
    if 0 < count < SMALLEST:
        return Shared(None, of, f"fewer than 5 of {of:,}")
    if 0 < of - count < SMALLEST:
        return Shared(None, of, f"all but fewer than 5 of {of:,}")
    return Shared(count, of, exact(count, of))


def exact(count: int, of: int) -> str:
    """
    >>> exact(1, 3), exact(0, 0)
    ('1 of 3 (33.3%)', 'none in the month')
    """
    return f"{count:,} of {of:,} ({count / of:.1%})" if of else "none in the month"


def is_sound(count: int, of: int) -> bool:
    """Is it a part of a whole (QUA-2)?"""
    return 0 <= count <= of


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def last_day(month: date) -> date:
    """
    >>> last_day(date(2028, 2, 1)), last_day(date(2026, 12, 1))
    (datetime.date(2028, 2, 29), datetime.date(2026, 12, 31))
    """
    return (month.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def months_to(on: date, count: int) -> tuple[date, ...]:
    """The newest month that has ended on the day `on`, and those before it.

    >>> months_to(date(2026, 1, 31), 2)
    (datetime.date(2025, 12, 1), datetime.date(2025, 11, 1))
    """
    found = []
    month = month_of(on)
    for _ in range(count):
        month = month_of(month - timedelta(days=1))
        found.append(month)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Version:
    """A pack as it was frozen: `digest` names the figures that both had given by then; `signed` are the sides."""

    number: int
    digest: str
    signed: frozenset[str] = frozenset()


class State(StrEnum):
    RUNNING = "running"
    EMPTY = "empty"
    UNSIGNED = "unsigned"
    HALF = "half"
    BOTH = "both"
    CHANGED = "changed"


STATE_WORDS = {
    State.RUNNING: ("blue", "The month runs"),
    State.EMPTY: ("grey", "No figure given"),
    State.UNSIGNED: ("orange", "To be signed"),
    State.HALF: ("orange", "Signed by one side"),
    State.BOTH: ("green", "Signed by both"),
    State.CHANGED: ("red", "Changed since it was signed"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How a month's pack stands. `version` is the frozen one that counts; `awaited` are the sides yet to sign."""

    state: State
    version: Version | None
    awaited: tuple[str, ...]


def standing(versions: Sequence[Version], digest: str, sides: Sequence[str], month: date, on: date) -> Standing:
    """Where the pack of a month stands on the day `on`; `digest` is of the figures as given now, "" for none.

    A figure that was given after somebody signed asks both to sign anew (QUA-4).
    """
    newest = max(versions, key=lambda each: each.number, default=None)
    current = newest if newest and newest.digest == digest else None
    awaited = tuple(side for side in sides if current is None or side not in current.signed)
    if on <= last_day(month):
        return Standing(State.RUNNING, None, ())
    if current and not awaited:
        return Standing(State.BOTH, current, ())
    if current:
        return Standing(State.HALF, current, awaited)
    if newest and newest.signed:
        return Standing(State.CHANGED, None, awaited)
    return Standing(State.UNSIGNED if digest else State.EMPTY, None, awaited if digest else ())


def why_not(found: Standing, side: str, month: date) -> str:
    """Why this side cannot sign now, in one sentence; "" where it can."""
    if found.state is State.RUNNING:
        return (
            f"A month’s pack is signed from the day after it: {last_day(month) + timedelta(days=1):%-d %B %Y} (QUA-1)."
        )
    if found.state is State.EMPTY:
        return "Neither side has given a figure of this month: there is nothing to sign (QUA-6)."
    if side not in found.awaited:
        return "Your side has signed this pack already (QUA-5)."
    return ""


def not_given(said: Collection[str]) -> tuple[Indicator, ...]:
    """The indicators of a side that it has not given."""
    return tuple(each for each in GIVEN if each.code not in said)
