"""Is a partnership governed jointly: which committees, who must be there, and whom to ring when it is stuck?

Source: the sector's letters on working together, which ask for local governance arrangements for any partnership (read
November 2026). The kinds of committee, the year and the quorum of both sides are the house's own. Rules GOV-1 to
GOV-11, docs/rules/working-together.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from alongside.domain.buddies import Missing

# Terms of reference are said anew within so many days.
TERMS_DAYS = 365


class Kind(StrEnum):
    BOARD = "board"
    DEATHS = "mortality"
    OPERATIONS = "operations"
    OTHER = "other"


class Side(StrEnum):
    TRUST = "trust"
    HOST = "host"


KINDS = {
    Kind.BOARD: "Joint governance board",
    Kind.DEATHS: "Mortality and morbidity meeting",
    Kind.OPERATIONS: "Operational group",
    Kind.OTHER: "Another committee",
}
# What every partnership keeps; any other committee is its own choice.
ASKED = ((Kind.BOARD, "GOV-1"), (Kind.DEATHS, "GOV-2"), (Kind.OPERATIONS, "GOV-3"))
LADDER = "Escalation ladder"


@dataclass(frozen=True, slots=True)
class Committee:
    """A committee as it stands. `terms_on`: the day on which its terms were last said; None: they are not written.

    Seats and quorum are counts of posts, of the trust and of the host; `every_weeks` is 0 where nobody has said.
    """

    name: str
    kind: Kind
    terms_on: date | None = None
    chair: str = ""
    every_weeks: int = 0
    seats_trust: int = 0
    seats_host: int = 0
    quorum_trust: int = 0
    quorum_host: int = 0


@dataclass(frozen=True, slots=True)
class Rung:
    """One that is rung so many minutes after the first call. `rings`: there is a telephone number."""

    side: Side
    post: str
    after_minutes: int
    rings: bool = True


@dataclass(frozen=True, slots=True)
class Pack:
    trust: str
    host: str
    committees: tuple[Committee, ...] = ()
    rungs: tuple[Rung, ...] = ()

    @property
    def either(self) -> str:
        return f"{self.trust} or {self.host}"


def gaps(pack: Pack, on: date) -> tuple[Missing, ...]:
    """Everything that the pack lacks on the day `on`: what is not kept, then each committee, then the ladder.

    >>> [gap.rule for gap in gaps(Pack("A Trust", "B Hospital"), date(2026, 1, 31))]
    ['GOV-1', 'GOV-2', 'GOV-3', 'GOV-8', 'GOV-8']
    """
    kept = {committee.kind for committee in pack.committees}
    absent = [
        Missing(rule, KINDS[kind], f"No {KINDS[kind].lower()} is kept", pack.either)
        for kind, rule in ASKED
        if kind not in kept
    ]
    found = [gap for committee in pack.committees for gap in committee_gaps(committee, pack, on)]
    return (*absent, *found, *ladder_gaps(pack))


def committee_gaps(committee: Committee, pack: Pack, on: date) -> tuple[Missing, ...]:
    """What one committee lacks: both sides in seats and quorum, a chair, a rhythm, terms of the last 365 days."""
    sides = (
        (pack.trust, committee.seats_trust, committee.quorum_trust),
        (pack.host, committee.seats_host, committee.quorum_host),
    )
    seats = [
        Missing("GOV-4", committee.name, f"It is not joint: nobody of {side} has a seat", side)
        for side, seated, _ in sides
        if not seated
    ]
    present = [
        Missing("GOV-5", committee.name, quorum_words(side, seated, asked), pack.either)
        for side, seated, asked in sides
        if seated and not 0 < asked <= seated
    ]
    said = (
        (committee.chair, "GOV-6", "Nobody is named to chair it"),
        (committee.every_weeks, "GOV-6", "How often it meets is not said"),
        (terms_hold(committee.terms_on, on), "GOV-7", terms_words(committee.terms_on)),
    )
    return (
        *seats,
        *present,
        *(Missing(rule, committee.name, words, pack.either) for stands, rule, words in said if not stands),
    )


def quorum_words(side: str, seated: int, asked: int) -> str:
    """
    >>> quorum_words("B Hospital", 2, 3)
    'The quorum asks for 3 of B Hospital, whose seats are 2'
    """
    if not asked:
        return f"It can decide without {side}: the quorum asks for nobody of theirs"
    return f"The quorum asks for {asked} of {side}, whose seats are {seated}"


def terms_hold(said_on: date | None, on: date) -> bool:
    """Were the terms said, and no longer ago than 365 days?

    >>> terms_hold(date(2025, 1, 31), date(2026, 1, 31)), terms_hold(date(2025, 1, 30), date(2026, 1, 31))
    (True, False)
    """
    return said_on is not None and on <= said_on + timedelta(days=TERMS_DAYS)


def terms_words(said_on: date | None) -> str:
    if said_on is None:
        return "Its terms of reference are not written"
    return f"Its terms were last said on {said_on:%-d %B %Y}: read them again, and save them as they are or changed"


def ladder_gaps(pack: Pack) -> tuple[Missing, ...]:
    """At least one rung of each side, a number on every rung, and somebody to ring at once."""
    sides = ((Side.TRUST, pack.trust), (Side.HOST, pack.host))
    named = {rung.side for rung in pack.rungs}
    found = [
        Missing("GOV-8", LADDER, f"Nobody of {name} is on the ladder", name)
        for side, name in sides
        if side not in named
    ]
    names = dict(sides)
    found += [
        Missing("GOV-9", LADDER, f"{rung.post} of {names[rung.side]} has no telephone number", names[rung.side])
        for rung in ladder(pack.rungs)
        if not rung.rings
    ]
    first = min((rung.after_minutes for rung in pack.rungs), default=0)
    if first:
        words = f"Nobody is rung at once: the first is rung after {first} minutes"
        found.append(Missing("GOV-10", LADDER, words, pack.either))
    return tuple(found)


def ladder(rungs: Iterable[Rung]) -> tuple[Rung, ...]:
    """From the first to be rung to the last."""
    return tuple(sorted(rungs, key=lambda rung: rung.after_minutes))


def taken(rungs: Iterable[Rung], after_minutes: int) -> Rung | None:
    """Who is rung at that minute already: the times of a ladder rise, so nobody else may be (GOV-11)."""
    return next((rung for rung in rungs if rung.after_minutes == after_minutes), None)


def keeps(pack: Pack, kind: Kind, on: date) -> bool:
    """Is there a committee of this kind that lacks nothing?"""
    return any(one.kind is kind and not committee_gaps(one, pack, on) for one in pack.committees)


def escalates(pack: Pack) -> bool:
    """Is there a ladder that lacks nothing?"""
    return not ladder_gaps(pack)
