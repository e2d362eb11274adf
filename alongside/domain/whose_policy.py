"""A patient of one organisation is cared for by another: whose policy do the staff follow, on this topic, on this day?

Only what both have said counts as agreed, and it goes on until both have said something newer. Where nothing is, the
answer says so and never guesses (AL-4).
Source: the house's own rule, November 2026; no national register says whose policy applies.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Follows(StrEnum):
    """Whose policy it is, seen from the patient: the guest organisation sent them, the host cares for them."""

    GUEST = "guest"
    HOST = "host"
    JOINT = "joint"


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """One version of what the host says holds at its sites. Codes are ODS codes.

    `guest` equals `host` for the host's own patients. `site` "" is every site of the host. Versions of one line follow
    each other by `number`. `agreed_from` is the day on which the guest said yes to these very words, `agreed_until`
    the day on which it took its yes back.
    """

    key: str
    topic: str
    host: str
    guest: str
    site: str
    follows: Follows
    starts_on: date
    ended_on: date | None = None
    agreed_from: date | None = None
    agreed_until: date | None = None
    line: str = ""
    number: int = 1

    @property
    def begins(self) -> date | None:
        """The first day on which it applies; None while the guest has not said yes. The host's own need no yes."""
        if self.guest == self.host:
            return self.starts_on
        return max(self.starts_on, self.agreed_from) if self.agreed_from else None

    @property
    def ends(self) -> date | None:
        """The first day on which it applies no more."""
        return min((day for day in (self.ended_on, self.agreed_until) if day), default=None)

    def is_said(self, on: date) -> bool:
        """From its first day; on the day that it ended it is said no more."""
        return self.starts_on <= on and (self.ended_on is None or on < self.ended_on)

    def has_begun(self, on: date) -> bool:
        """Did it apply on this day, or on one before?"""
        return self.begins is not None and self.begins <= on and (self.ends is None or self.begins < self.ends)

    def is_agreed(self, on: date) -> bool:
        return self.has_begun(on) and (self.ends is None or on < self.ends)


@dataclass(frozen=True, slots=True)
class Applies:
    """This row's policy applies, by this rule. `later` is a newer version of it that has not begun."""

    row: PolicyRow
    rule: str
    words: str
    later: PolicyRow | None = None


@dataclass(frozen=True, slots=True)
class NotAgreed:
    """No policy can be named. `stated` is what the host alone says, or what both had agreed, if anything."""

    rule: str
    words: str
    stated: PolicyRow | None = None


@dataclass(frozen=True, slots=True)
class Between:
    """What is known of the agreement between the two: why it has ended, "" while it has not; None: not ours to read."""

    ended: str | None = ""


def applies(
    rows: Iterable[PolicyRow],
    topic: str,
    *,
    guest: str,
    host: str,
    site: str,
    on: date,
    between: Between = Between(),
) -> Applies | NotAgreed:
    """Whose policy applies to a patient of `guest` at `site` of `host` on the day `on`.

    What both have said goes on until newer words have begun and both have said them too. Of what both have said, a row
    for the site goes before one for the whole host, then the one that began last. For the host's own patients the
    host's word is enough.

    >>> row = PolicyRow("1", "sepsis", "H", "G", "", Follows.HOST, date(2026, 1, 1), agreed_from=date(2026, 1, 2))
    >>> applies([row], "sepsis", guest="G", host="H", site="", on=date(2026, 2, 1)).rule
    'POL-1'
    >>> applies([row], "falls", guest="G", host="H", site="", on=date(2026, 2, 1)).rule
    'POL-2'
    """
    asked = (topic, guest, host)
    found = not_replaced([row for row in rows if (row.topic, row.guest, row.host) == asked], on)
    here = [row for row in found if row.site in ("", site)]
    agreed = [row for row in here if row.is_agreed(on)]
    if agreed:
        return said_by_both(max(agreed, key=first_asked), here, between, on)
    said = [row for row in here if row.is_said(on)]
    if said:
        return said_by_one(max(said, key=first_asked), on)
    return NotAgreed("POL-2", "Nothing is agreed: assume neither policy. Ask the person on call")


def first_asked(row: PolicyRow) -> tuple[bool, date, int, str]:
    """The site's own words first, then those that hold since last."""
    return row.site != "", row.begins or row.starts_on, row.number, row.key


def not_replaced(rows: Iterable[PolicyRow], on: date) -> list[PolicyRow]:
    """Without the versions that a later one of their line has taken over from; one that was taken over stays so."""
    kept = list(rows)
    newest: dict[str, int] = {}
    for row in kept:
        if row.has_begun(on):
            newest[row.line] = max(row.number, newest.get(row.line, 0))
    return [row for row in kept if not row.line or row.number >= newest.get(row.line, 0)]


def said_by_both(row: PolicyRow, rows: Iterable[PolicyRow], between: Between, on: date) -> Applies | NotAgreed:
    newer = (one for one in rows if row.line and one.line == row.line and one.number > row.number)
    later = max((one for one in newer if one.ends is None), key=lambda one: one.number, default=None)
    if row.guest == row.host:
        return Applies(row, "POL-1", "The organisation’s own policy, for its own patients", later)
    if between.ended is None:
        words = "Both organisations said yes to it; whether their agreement still stands is theirs to read"
        return Applies(row, "POL-1", words, later)
    if between.ended:
        words = f"Both had said yes to it, but their agreement has ended: ask the person on call. {between.ended}"
        return NotAgreed("POL-4", words, row)
    return Applies(row, "POL-1", "Agreed by both organisations", later)


def said_by_one(row: PolicyRow, on: date) -> NotAgreed:
    if row.agreed_until is not None and row.agreed_until <= on:
        words = "One side has taken back its yes: ask the person on call"
    else:
        words = "Said by one side only and not confirmed by the other: ask the person on call"
    return NotAgreed("POL-3", words, row)
