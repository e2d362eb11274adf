"""Is a partnership of a trust and an independent site complete, above all in its cover for an unplanned transfer?

Source: reports of coroners on transfers between neighbouring hospitals that took a night, and the sector's letters on
"buddying" (both read November 2026): named leads, a named route with alternates, a drill. The days are the house's own.
Rules PAR-1 to PAR-8, docs/rules/working-together.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from alongside.domain.call_tests import Light, Standing

DRILL_DAYS = 180
NOTICE_DAYS = 30
NUMBERS = 3
# A telephone number has at least so many digits; fewer are words that name none.
DIGITS = 5


@dataclass(frozen=True, slots=True)
class Drill:
    """Both sides rehearsed the transfer on this day."""

    on: date
    passed: bool


@dataclass(frozen=True, slots=True)
class Partnered:
    """What two sides have settled. `numbers` is how many of the three telephone numbers of the cover are given.

    `rings_trust` and `rings_host`: that side's lead has a telephone number.
    """

    trust: str
    host: str
    lead_trust: str = ""
    lead_host: str = ""
    rings_trust: bool = False
    rings_host: bool = False
    services: tuple[str, ...] = ()
    meets_every_days: int | None = None
    route: str = ""
    alternates: tuple[str, str] = ("", "")
    numbers: int = 0
    escalate_minutes: int | None = None
    last_drill: Drill | None = None


@dataclass(frozen=True, slots=True)
class Promised:
    """What the agreement of the two says of an unplanned transfer."""

    drilled_on: date | None = None
    phone: str = ""


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

    >>> kept = Partnered("A Trust", "B Hospital", lead_trust="Dr C", rings_trust=True)
    >>> [gap.rule for gap in missing(kept, date(2026, 1, 31))]
    ['PAR-2', 'PAR-3', 'PAR-4', 'PAR-5', 'PAR-6', 'PAR-7']
    """
    either, both = f"{kept.trust} or {kept.host}", f"{kept.trust} and {kept.host} together"
    drill = drill_standing(kept.last_drill, on)
    absent = cover_lacks(kept)
    lacks = f"Not said: {', '.join(absent)}"
    asked = (
        (kept.rings_trust, Missing("PAR-1", "Lead at the trust", lead_lacks(kept.lead_trust), kept.trust)),
        (kept.rings_host, Missing("PAR-2", "Lead at the site", lead_lacks(kept.lead_host), kept.host)),
        (kept.services, Missing("PAR-3", "Services", "No service is named", either)),
        (kept.meets_every_days, Missing("PAR-4", "Meetings", "No rhythm of meetings is set", either)),
        (not absent, Missing("PAR-5", "Route of an unplanned transfer", lacks, either)),
        (kept.numbers >= NUMBERS, Missing("PAR-6", "Numbers to ring", numbers_words(kept.numbers), either)),
        (drill.light is not Light.RED, Missing("PAR-7", "Drill", drill.words, both)),
    )
    return tuple(gap for stands, gap in asked if not stands)


def lead_lacks(name: str) -> str:
    return "The lead has no telephone number" if name else "No lead is named"


def contradictions(promised: Promised, drills: Sequence[Drill], phone: str) -> tuple[str, ...]:
    """PAR-8: what the agreement says of the transfer and the partnership's own record does not. The record counts.

    `drills` are those logged, the newest first; `phone` is the number of the route, "" where it is not known.

    >>> contradictions(Promised(date(2026, 1, 10)), [Drill(date(2026, 1, 20), False)], "")
    ('The agreement says drilled on 10 January 2026; the last drill here, on 20 January 2026, failed',)
    >>> contradictions(Promised(date(2026, 1, 10), "01632 960 001"), [Drill(date(2026, 1, 20), True)], "01632960001")
    ()
    """
    found = [drill_contradiction(promised.drilled_on, drills[0] if drills else None), ""]
    theirs, ours = digits_of(promised.phone), digits_of(phone)
    if min(len(theirs), len(ours)) >= DIGITS and theirs != ours:
        found[1] = f"The agreement gives {promised.phone} for the route; here it is {phone}"
    return tuple(words for words in found if words)


def drill_contradiction(said: date | None, last: Drill | None) -> str:
    if said is None:
        return ""
    words = f"The agreement says drilled on {said:%-d %B %Y}"
    if last is None:
        return f"{words}; no drill is logged here"
    if not last.passed:
        return f"{words}; the last drill here, on {last.on:%-d %B %Y}, failed"
    return f"{words}; the last drill logged here was on {last.on:%-d %B %Y}" if last.on < said else ""


def digits_of(phone: str) -> str:
    """
    >>> digits_of("+44 1632 960001"), digits_of("Modelled")
    ('01632960001', '')
    """
    digits = "".join(character for character in phone if character.isdigit())
    return f"0{digits[2:]}" if phone.strip().startswith("+44") else digits


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
