"""How soon should this patient be treated, by clinical priority, and who comes first?

Sources: Clinical prioritisation of surgery, P1a to P6 (NHS England with the Federation of Surgical Specialty
Associations), and Clinical Guide to diagnostic prioritisation, D1 to D6 (May 2021); read November 2026.
Both are tables that an area can replace: the functions take the table as an argument.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Priority:
    """`target_days` is None when no maximum is set. P5 and P6 keep the priority that they had before."""

    code: str
    rank: int
    target_days: int | None
    meaning: str
    verified: bool = True
    is_postponed: bool = False


PriorityTable = Mapping[str, Priority]


def _table(*rows: Priority) -> PriorityTable:
    return {row.code: row for row in rows}


SURGICAL = _table(
    Priority("P1a", 1, 1, "Within 24 hours"),
    Priority("P1b", 2, 3, "Within 72 hours"),
    Priority("P2", 3, 28, "Within 4 weeks"),
    Priority("P3", 4, 84, "Within 3 months; 12 weeks is used"),
    Priority("P4", 5, None, "Can wait more than 3 months"),
    Priority("P5", 6, None, "Patient postpones because of COVID-19", is_postponed=True),
    Priority("P6", 7, None, "Patient postpones for another reason", is_postponed=True),
)
DIAGNOSTIC = _table(
    Priority("D1", 1, 1, "Within 24 hours", verified=False),
    Priority("D2", 2, 14, "Within 2 weeks", verified=False),
    Priority("D3", 3, 42, "Within 6 weeks", verified=False),
    Priority("D4", 4, 84, "Within 12 weeks", verified=False),
    Priority("D5", 5, None, "Postponed because of COVID-19", verified=False, is_postponed=True),
    Priority("D6", 6, None, "Postponed for another reason", verified=False, is_postponed=True),
)


def read_priority(text: str, table: PriorityTable = SURGICAL) -> str:
    """The code as the table writes it, from `p2`, `2` or `P 2`; ValueError names the codes there are.

    >>> read_priority("p1A"), read_priority(" 2 "), read_priority("d3", DIAGNOSTIC)
    ('P1a', 'P2', 'D3')
    """
    bare = "".join(text.split()).upper()
    for code in table:
        if bare in (code.upper(), code[1:].upper()):
            return code
    raise ValueError(f"“{text[:20]}” is not a clinical priority: use one of {', '.join(table)}")


def effective_priority(code: str, underlying: str | None = None, table: PriorityTable = SURGICAL) -> str | None:
    """The clinical priority that counts: for a postponed patient the one beneath; None when that is not recorded.

    >>> effective_priority("P2"), effective_priority("P6", "P3"), effective_priority("P6")
    ('P2', 'P3', None)
    """
    if not table[code].is_postponed:
        return code
    return underlying if underlying is not None and not table[underlying].is_postponed else None


def due_date(code: str, start: date, table: PriorityTable = SURGICAL) -> date | None:
    """The last day on which the target is met, counted from the day the priority was given; None without a target.

    >>> due_date("P2", date(2026, 1, 1)).isoformat(), due_date("P4", date(2026, 1, 1))
    ('2026-01-29', None)
    """
    days = table[code].target_days
    return None if days is None else start + timedelta(days=days)


def in_order(codes: list[str], table: PriorityTable = SURGICAL) -> list[str]:
    """The codes, most urgent first.

    >>> in_order(["P4", "P2", "P1b"])
    ['P1b', 'P2', 'P4']
    """
    return sorted(codes, key=lambda code: table[code].rank)
