"""How ready are two organisations to treat one another's patients, topic by topic, and what would raise it?

The house's own measure, November 2026: each topic is a short list of things that stand or do not; a score is how many
stand of how many are asked, printed with each. Rules RDY-1 to RDY-15, docs/rules/working-together.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

# What an agreement must say of each of these; the rest of the topics look elsewhere.
CLAUSES = {
    "transport": "Transport",
    "notes": "Notes",
    "medicines": "Medicines",
    "social-care": "Social care",
    "incidents": "Incidents",
    "systems": "IT systems",
    "policies": "Policies",
    "beds": "Beds",
    "end-of-life": "End of life",
    "oxygen": "Oxygen",
}
CONTACTS, DRILL, AGREEMENT, SITES, GOVERNANCE = "contacts", "drill", "agreement", "sites", "governance"
# For which the register of IT systems must name one at the host.
SYSTEMS = {"booking": "booking", "imaging": "imaging", "results": "test results", "prescribing": "prescribing"}
TOPICS = CLAUSES | {
    CONTACTS: "Contacts",
    DRILL: "Transfer drill",
    AGREEMENT: "Agreement",
    SITES: "What operations ask",
    GOVERNANCE: "Governance",
}
# Of what the sites lack so many things are told; the rest are counted.
MOST_TOLD = 3


class Mend(StrEnum):
    """Where the thing that would raise a topic is done."""

    CLAUSE = "clause"
    SIGN = "sign"
    POLICY = "policy"
    CONTACT = "contact"
    PARTNERSHIP = "partnership"
    SYSTEM = "system"
    SITE = "site"
    GOVERNANCE = "governance"


@dataclass(frozen=True, slots=True)
class PairFacts:
    """All that the score may know of a guest and a host.

    `written` are the clauses that lack nothing; `gaps` is how many things the whole agreement lacks. `systems` are the
    purposes for which the host's register names a system, `reached` those for which it also says how access is got.
    `cover_same`: the agreement says when the transfer was drilled, and nothing that the partnership's own record does
    not; `cover_differs` is what it says otherwise. `served`: the agreement names services; `lacking` and `unattested`
    are what the host's sites lack of what these operations ask, and have not attested in the last 90 days. `board`,
    `deaths` and `ladder`: the governance pack keeps a joint board, a mortality and morbidity meeting, and an escalation
    ladder, each without a gap.
    """

    guest: str
    host: str
    written: frozenset[str] = frozenset()
    begun: bool = False
    gaps: int = 0
    in_force: bool = False
    lasts: bool = False
    policies_agreed: int = 0
    policies_waiting: int = 0
    contacts_guest: int = 0
    contacts_host: int = 0
    red_guest: int = 0
    red_host: int = 0
    numbers_given: bool = False
    leads_named: bool = False
    drilled: bool = False
    drill_passed: bool = False
    drill_recent: bool = False
    systems: frozenset[str] = frozenset()
    reached: frozenset[str] = frozenset()
    cover_same: bool = False
    cover_differs: tuple[str, ...] = ()
    served: bool = False
    lacking: tuple[str, ...] = ()
    unattested: tuple[str, ...] = ()
    board: bool = False
    deaths: bool = False
    ladder: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that stands or does not, and what would make it stand."""

    words: str
    met: bool
    raised_by: str
    mend: Mend


@dataclass(frozen=True, slots=True)
class TopicScore:
    topic: str
    rule: str
    name: str
    checks: tuple[Check, ...]

    @property
    def points(self) -> int:
        return sum(check.met for check in self.checks)

    @property
    def of(self) -> int:
        return len(self.checks)

    @property
    def state(self) -> str:
        """In words: ready, begun or nothing yet."""
        if self.points == self.of:
            return "Ready"
        return "Part of the way" if self.points else "Nothing yet"

    @property
    def would_raise(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if not check.met)


@dataclass(frozen=True, slots=True)
class Readiness:
    topics: tuple[TopicScore, ...]

    @property
    def points(self) -> int:
        return sum(topic.points for topic in self.topics)

    @property
    def of(self) -> int:
        return sum(topic.of for topic in self.topics)


def readiness(facts: PairFacts) -> Readiness:
    """Every topic in a fixed order. Nothing that is mended lowers any of them.

    >>> ready = readiness(PairFacts("A Trust", "B Hospital", written=frozenset({"oxygen"}), begun=True, gaps=4))
    >>> ready.points, ready.of, [topic.name for topic in ready.topics if topic.points]
    (2, 43, ['Oxygen', 'Agreement'])
    """
    checks: Iterable[tuple[str, tuple[Check, ...]]] = (
        *((topic, clause_checks(facts, topic)) for topic in CLAUSES),
        (CONTACTS, contact_checks(facts)),
        (DRILL, drill_checks(facts)),
        (AGREEMENT, agreement_checks(facts)),
        (SITES, site_checks(facts)),
        (GOVERNANCE, governance_checks(facts)),
    )
    return Readiness(
        tuple(
            TopicScore(topic, f"RDY-{number}", TOPICS[topic], asked)
            for number, (topic, asked) in enumerate(checks, start=1)
        )
    )


def clause_checks(facts: PairFacts, topic: str) -> tuple[Check, ...]:
    name = TOPICS[topic].lower() if topic != "systems" else TOPICS[topic]
    found = (
        Check(
            f"The agreement says how {name} will work, with an owner on both sides",
            topic in facts.written,
            f"Write the clause on {name}",
            Mend.CLAUSE,
        ),
        Check(
            "Both sides have signed it and it holds today",
            topic in facts.written and facts.in_force,
            "Sign the agreement on both sides",
            Mend.SIGN,
        ),
    )
    more = {"policies": (policy_check(facts),), "systems": system_checks(facts)}
    return (*found, *more.get(topic, ()))


def system_checks(facts: PairFacts) -> tuple[Check, ...]:
    """What the register of IT systems says at the host, of this guest's patients or of everybody's."""
    named = tuple(
        Check(
            f"The register names the system for {words} at {facts.host}",
            purpose in facts.systems,
            f"Name the system for {words} at {facts.host}",
            Mend.SYSTEM,
        )
        for purpose, words in SYSTEMS.items()
    )
    access = Check(
        "For each of these the register says who has access and how it is got",
        facts.reached >= set(SYSTEMS),
        f"Say how people of {facts.guest} get access to each system at {facts.host}",
        Mend.SYSTEM,
    )
    return (*named, access)


def policy_check(facts: PairFacts) -> Check:
    return Check(
        "A policy is named for a bedside question, and both have said yes to each one that is named",
        bool(facts.policies_agreed) and not facts.policies_waiting,
        "Say whose policy applies, and confirm it",
        Mend.POLICY,
    )


def contact_checks(facts: PairFacts) -> tuple[Check, ...]:
    sides = (
        (facts.guest, facts.contacts_guest, facts.red_guest),
        (facts.host, facts.contacts_host, facts.red_host),
    )
    tried = tuple(
        Check(
            f"{name} gives a contact, and every number of its contacts was answered when last tried",
            bool(count) and not red,
            f"Give a contact of {name} and try every number",
            Mend.CONTACT,
        )
        for name, count, red in sides
    )
    return (
        *tried,
        Check("Leads are named on both sides", facts.leads_named, "Name a lead on either side", Mend.PARTNERSHIP),
        Check(
            "The numbers for an unplanned transfer and its alternates are given",
            facts.numbers_given,
            "Give the numbers of the route and its alternates",
            Mend.PARTNERSHIP,
        ),
    )


def drill_checks(facts: PairFacts) -> tuple[Check, ...]:
    passed = facts.drilled and facts.drill_passed
    return (
        Check("The transfer was drilled", facts.drilled, "Drill the transfer together", Mend.PARTNERSHIP),
        Check("The last drill was passed", passed, "Mend what failed, and drill again", Mend.PARTNERSHIP),
        Check(
            "The last drill was in the last 180 days", passed and facts.drill_recent, "Drill again", Mend.PARTNERSHIP
        ),
        Check(
            "The agreement says of the drill and the number what the partnership's own record says",
            facts.cover_same and not facts.cover_differs,
            told(facts.cover_differs) or "Write into the agreement when both last drilled",
            Mend.CLAUSE,
        ),
    )


def agreement_checks(facts: PairFacts) -> tuple[Check, ...]:
    return (
        Check("An agreement has been begun", facts.begun, "Begin an agreement", Mend.CLAUSE),
        Check(
            "No clause lacks anything",
            facts.begun and not facts.gaps,
            f"Mend what is missing: {facts.gaps}" if facts.begun else "Begin an agreement",
            Mend.CLAUSE,
        ),
        Check("It is signed by both and holds today", facts.in_force, "Sign it on both sides", Mend.SIGN),
        Check("It holds for the next 60 days", facts.in_force and facts.lasts, "Renew it", Mend.SIGN),
    )


def site_checks(facts: PairFacts) -> tuple[Check, ...]:
    """Of the host's sites that do an operation of the agreement; the board says what that asks (ELG-5 to ELG-9)."""
    unnamed = "Name the services in the agreement"
    return (
        Check(
            f"Every site of {facts.host} has what the operations of the agreement ask for",
            facts.served and not facts.lacking,
            told(facts.lacking) or unnamed,
            Mend.SITE if facts.served else Mend.CLAUSE,
        ),
        Check(
            f"Every site of {facts.host} has attested that in the last 90 days",
            facts.served and not facts.unattested,
            told(facts.unattested) or unnamed,
            Mend.SITE if facts.served else Mend.CLAUSE,
        ),
    )


def governance_checks(facts: PairFacts) -> tuple[Check, ...]:
    """What the governance pack of the partnership keeps, each without a gap (GOV-1 to GOV-10)."""
    asked = (
        ("A joint governance board is kept by both, on terms of the last year", facts.board, "Keep a joint board"),
        ("Both review deaths and complications together", facts.deaths, "Keep a joint mortality and morbidity meeting"),
        (
            "The escalation ladder has both sides, each with a number",
            facts.ladder,
            "Write the escalation ladder",
        ),
    )
    return tuple(Check(words, met, raised_by, Mend.GOVERNANCE) for words, met, raised_by in asked)


def told(things: Sequence[str]) -> str:
    """The first of them, and how many more.

    >>> told(["a", "b", "c", "d"]), told([])
    ('a; b; c; and 1 more', '')
    """
    more = [f"and {len(things) - MOST_TOLD} more"] if len(things) > MOST_TOLD else []
    return "; ".join([*things[:MOST_TOLD], *more])
