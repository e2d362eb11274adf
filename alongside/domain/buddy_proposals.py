"""Which trust and which independent site should become partners, and why not the others?

Source: the sector's letters on buddying neighbours (read November 2026). The points are the house's own, printed with
their working beside every proposal. Rules BUD-1 to BUD-6, docs/rules/working-together.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

NEAR_KM, FAR_KM = 10.0, 50.0
DISTANCE, NEED, MIX, ALONE = 40, 30, 20, 10
ENOUGH = 0.5
HIGH_DEPENDENCY = 2


@dataclass(frozen=True, slots=True)
class Candidate:
    """A trust and a site. `km` is to the trust's nearest hospital with high dependency care, None where it has none.

    `waiting` counts the trust's patients without a place by procedure group, None where the reader may not know it.
    """

    trust: str
    site: str
    km: float | None
    trust_does: frozenset[str]
    site_does: frozenset[str]
    waiting: Mapping[str, int] | None = field(default=None, hash=False)
    partnered: bool = False
    partners_of_site: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """One reason for or against. `points` is None where nothing is known; then it counts on neither side."""

    rule: str
    words: str
    points: float | None
    of: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """`refused` is empty where the pair is proposed, else why it is not."""

    trust: str
    site: str
    km: float | None
    parts: tuple[Part, ...]
    refused: str = ""
    rule: str = ""

    @property
    def points(self) -> float:
        return sum(part.points for part in self.parts if part.points is not None)

    @property
    def of(self) -> int:
        return sum(part.of for part in self.parts if part.points is not None)

    @property
    def share(self) -> float:
        """Points of those that could be had, 0 to 1."""
        return self.points / self.of if self.of else 0.0


def propose(candidates: Iterable[Candidate]) -> tuple[Proposal, ...]:
    """Every candidate with its answer: those proposed first, best first; same input, same order.

    >>> near = Candidate("R1", "S1", 4.0, frozenset({"hip"}), frozenset({"hip"}), {"hip": 8})
    >>> far = Candidate("R1", "S2", 90.0, frozenset({"hip"}), frozenset({"hip"}), {"hip": 8})
    >>> [(one.site, round(one.points), one.rule) for one in propose([far, near])]
    [('S1', 100, ''), ('S2', 60, 'BUD-1')]
    """
    return tuple(sorted((weigh(one) for one in candidates), key=order))


def order(one: Proposal) -> tuple[bool, float, float, str, str]:
    return bool(one.refused), -one.share, one.km if one.km is not None else FAR_KM * 100, one.trust, one.site


def weigh(one: Candidate) -> Proposal:
    """All parts of one candidate, and the first rule that refuses it."""
    parts = (distance(one), need(one), mix(one), alone(one))
    proposal = Proposal(one.trust, one.site, one.km, parts)
    rule, refused = refusal(one, proposal)
    return Proposal(one.trust, one.site, one.km, parts, refused, rule)


def refusal(one: Candidate, weighed: Proposal) -> tuple[str, str]:
    if one.partnered:
        return "BUD-5", "They are partners already"
    if one.km is None:
        words = "No hospital of the trust records high dependency care, so an unplanned transfer has nowhere to go"
        return "BUD-1", words
    if one.km > FAR_KM:
        return "BUD-1", f"{one.km:.1f} km is too far for an unplanned transfer: the limit is {FAR_KM:.0f} km"
    if not one.trust_does & one.site_does:
        return "BUD-3", "They do no operation in common"
    if weighed.share < ENOUGH:
        return "BUD-6", f"{weighed.points:.0f} of {weighed.of} points: a proposal needs half"
    return "", ""


def distance(one: Candidate) -> Part:
    """All points to 10 km, none from 50 km, evenly between.

    >>> distance(Candidate("R1", "S1", 30.0, frozenset(), frozenset())).points
    20.0
    """
    if one.km is None:
        return Part("BUD-1", "No hospital of the trust records high dependency care", 0.0, DISTANCE)
    share = min(1.0, max(0.0, (FAR_KM - one.km) / (FAR_KM - NEAR_KM)))
    words = f"{one.km:.1f} km in a straight line from the trust’s nearest hospital with high dependency care"
    return Part("BUD-1", words, share * DISTANCE, DISTANCE)


def need(one: Candidate) -> Part:
    """How many of the trust's patients without a place wait for an operation that the site does."""
    if one.waiting is None:
        return Part("BUD-2", "The trust’s patients without a place are not known to you", None, NEED)
    total = sum(one.waiting.values())
    if not total:
        return Part("BUD-2", "No patient of the trust is without a place in the newest plan", 0.0, NEED)
    could = sum(count for group, count in one.waiting.items() if group in one.site_does)
    words = f"The site does the operation of {could:,} of the trust’s {total:,} patients without a place"
    return Part("BUD-2", words, could / total * NEED, NEED)


def mix(one: Candidate) -> Part:
    """How much of what the site does the trust's own teams know, so that whoever comes back is in known hands."""
    both = len(one.trust_does & one.site_does)
    words = f"The trust does {both} of the {len(one.site_does)} operations that the site does"
    return Part("BUD-3", words, both / len(one.site_does) * MIX if one.site_does else 0.0, MIX)


def alone(one: Candidate) -> Part:
    if one.partners_of_site:
        return Part("BUD-4", f"The site has {one.partners_of_site} other partner already", 0.0, ALONE)
    return Part("BUD-4", "The site has no partner yet", float(ALONE), ALONE)
