"""Is a partnership of a trust and an independent site complete, above all in its cover for an unplanned transfer?

Source: reports of coroners on transfers between neighbouring hospitals that took a night, and the sector's letters on
"buddying" (both read November 2026): named leads, a named route with alternates, a drill. The days are the house's own.
Rules PAR-1 to PAR-7, docs/rules/working-together.md.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from alongside.domain.call_tests import Light, Standing

DRILL_DAYS = 180
NOTICE_DAYS = 30
NUMBERS = 3


@dataclass(frozen=True, slots=True)
class Drill:
    """Both sides rehearsed the transfer on this day."""

    on: date
    passed: bool


@dataclass(frozen=True, slots=True)
class Partnered:
    """What two sides have settled. `numbers` is how many of the three telephone numbers of the cover are given."""

    trust: str
    host: str
    lead_trust: str = ""
    lead_host: str = ""
    services: tuple[str, ...] = ()
    meets_every_days: int | None = None
    route: str = ""
    alternates: tuple[str, str] = ("", "")
    numbers: int = 0
    escalate_minutes: int | None = None
    last_drill: Drill | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """One part that is not there, what to do about it, and whose move it is."""

    rule: str
    part: str
    words: str
    mended_by: str


def drill_standing(last: Drill | None, on: date) -> Standing:
    """May the transfer be relied on, by its last drill, on the day `on`?

    >>> drill_standing(Drill(date(2026, 1, 1), True), date(2026, 6, 30)).light
    <Light.AMBER: 'amber'>
    >>> drill_standing(Drill(date(2026, 1, 1), True), date(2026, 7, 1)).light
    <Light.RED: 'red'>
    """
    if last is None:
        return Standing(Light.RED, "PAR-7", "The transfer was never drilled")
    if not last.passed:
        return Standing(Light.RED, "PAR-7", "The last drill failed")
    due_on = last.on + timedelta(days=DRILL_DAYS)
    if on > due_on:
        return Standing(Light.RED, "PAR-7", f"Last drilled more than {DRILL_DAYS} days ago", due_on)
    if on > due_on - timedelta(days=NOTICE_DAYS):
        return Standing(Light.AMBER, "PAR-7", "Drilled, and due again soon", due_on)
    return Standing(Light.GREEN, "PAR-7", "Drilled", due_on)


def missing(kept: Partnered, on: date) -> tuple[Missing, ...]:
    """Every part that the partnership lacks on the day `on`, in a fixed order; nothing missing is a complete one.

    >>> [gap.rule for gap in missing(Partnered("A Trust", "B Hospital", lead_trust="Dr C"), date(2026, 1, 31))]
    ['PAR-2', 'PAR-3', 'PAR-4', 'PAR-5', 'PAR-6', 'PAR-7']
    """
    either, both = f"{kept.trust} or {kept.host}", f"{kept.trust} and {kept.host} together"
    drill = drill_standing(kept.last_drill, on)
    absent = cover_lacks(kept)
    lacks = f"Not said: {', '.join(absent)}"
    asked = (
        (kept.lead_trust, Missing("PAR-1", "Lead at the trust", "No lead is named", kept.trust)),
        (kept.lead_host, Missing("PAR-2", "Lead at the site", "No lead is named", kept.host)),
        (kept.services, Missing("PAR-3", "Services", "No service is named", either)),
        (kept.meets_every_days, Missing("PAR-4", "Meetings", "No rhythm of meetings is set", either)),
        (not absent, Missing("PAR-5", "Route of an unplanned transfer", lacks, either)),
        (kept.numbers >= NUMBERS, Missing("PAR-6", "Numbers to ring", numbers_words(kept.numbers), either)),
        (drill.light is not Light.RED, Missing("PAR-7", "Drill", drill.words, both)),
    )
    return tuple(gap for stands, gap in asked if not stands)


def cover_lacks(kept: Partnered) -> list[str]:
    """The parts of the route that are not written down."""
    parts = {
        "which unit takes the patient and by what transport": kept.route,
        "a first alternate": kept.alternates[0],
        "a second alternate": kept.alternates[1],
        "after how many minutes it is escalated": kept.escalate_minutes,
    }
    return [words for words, value in parts.items() if not value]


def numbers_words(given: int) -> str:
    return f"{given} of {NUMBERS} numbers are given: one for the route and one for each alternate"
