"""Can this telephone number be relied on at night? Only if somebody rang it lately and was answered.

Source: the house's own rule, November 2026: a number is rung every so many days, 90 unless its keeper says otherwise.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

DUE_DAYS = 90
NOTICE_DAYS = 14


# What keepers write of a telephone that is answered at night too; nothing written means the same.
ALWAYS = frozenset(
    {"", "24 hours", "24 hours a day", "24/7", "24 hours, 7 days", "all hours", "at all hours", "always", "any time",
     "day and night", "round the clock"}
)  # fmt: skip
NO_NIGHT = "No number for nights and weekends"


class Light(StrEnum):
    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody rang the number on this day."""

    on: date
    answered: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """`due_on` is the day by which it must be rung; None where it was never rung or did not answer: at once."""

    light: Light
    rule: str
    words: str
    due_on: date | None = None


def standing(last: Call | None, due_days: int, on: date) -> Standing:
    """How far a number may be trusted on the day `on`, by the last call to it; `due_days` is at least 1.

    >>> standing(Call(date(2026, 1, 1), True), 90, date(2026, 4, 1)).light
    <Light.AMBER: 'amber'>
    >>> standing(Call(date(2026, 1, 1), True), 90, date(2026, 4, 2)).light
    <Light.RED: 'red'>
    """
    if last is None:
        return Standing(Light.RED, "TEL-1", "Nobody has tried this number")
    if not last.answered:
        return Standing(Light.RED, "TEL-1", "Nobody answered when it was last tried")
    due_on = last.on + timedelta(days=due_days)
    if on > due_on:
        words = f"Not tried in the last {due_days} days"
        return Standing(Light.RED, "TEL-1", words, due_on)
    if on > due_on - timedelta(days=NOTICE_DAYS):
        return Standing(Light.AMBER, "TEL-2", "Answered when last tried; due again soon", due_on)
    return Standing(Light.GREEN, "TEL-3", "Answered when last tried", due_on)


def lacks_night(hours: str, night_phone: str) -> bool:
    """TEL-4: is nobody named who answers at night? A number that is answered at set hours is none for the night.

    >>> lacks_night("8am to 6pm", ""), lacks_night("8am to 6pm", "01632 960104"), lacks_night("24 hours", "")
    (True, False, False)
    """
    return not night_phone and " ".join(hours.lower().rstrip(" .").split()) not in ALWAYS
