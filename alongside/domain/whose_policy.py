"""A patient of one organisation is cared for by another: whose policy do the staff follow, on this topic, on this day?

Only what both have said counts as agreed. Where nothing is, the answer says so and never guesses (AL-4).
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
    """What the host says holds at its sites. Codes are ODS codes.

    `guest` equals `host` for the host's own patients. `site` "" is every site of the host. `confirmed` is true when
    the guest has said yes to these very words.
    """

    key: str
    topic: str
    host: str
    guest: str
    site: str
    follows: Follows
    starts_on: date
    ended_on: date | None = None
    confirmed: bool = False

    def holds(self, on: date) -> bool:
        """From its first day; on the day that it ended it holds no more."""
        return self.starts_on <= on and (self.ended_on is None or on < self.ended_on)


@dataclass(frozen=True, slots=True)
class Applies:
    """This row's policy applies, by this rule."""

    row: PolicyRow
    rule: str
    words: str


@dataclass(frozen=True, slots=True)
class NotAgreed:
    """No policy can be named. `stated` is what the host alone says, if anything."""

    rule: str
    words: str
    stated: PolicyRow | None = None


def applies(
    rows: Iterable[PolicyRow], topic: str, *, guest: str, host: str, site: str, on: date
) -> Applies | NotAgreed:
    """Whose policy applies to a patient of `guest` at `site` of `host` on the day `on`.

    A row for the site goes before a row for the whole host; the row that began last goes before an older one, even
    where it waits for the guest's yes. For the host's own patients the host's word is enough.

    >>> row = PolicyRow("1", "sepsis", "H", "G", "", Follows.HOST, date(2026, 1, 1), confirmed=True)
    >>> applies([row], "sepsis", guest="G", host="H", site="", on=date(2026, 2, 1)).rule
    'POL-1'
    >>> applies([row], "falls", guest="G", host="H", site="", on=date(2026, 2, 1)).rule
    'POL-2'
    """
    asked = (topic, guest, host)
    found = [
        row for row in rows if (row.topic, row.guest, row.host) == asked and row.site in ("", site) and row.holds(on)
    ]
    if not found:
        words = "Nothing is agreed: assume neither policy. Ask the person on call"
        return NotAgreed("POL-2", words)
    row = max(found, key=lambda row: (row.site != "", row.starts_on, row.key))
    if guest == host:
        return Applies(row, "POL-1", "The organisation’s own policy, for its own patients")
    if not row.confirmed:
        words = "Said by one side only and not confirmed by the other: ask the person on call"
        return NotAgreed("POL-3", words, row)
    return Applies(row, "POL-1", "Agreed by both organisations")
