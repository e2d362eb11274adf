"""A proposal with its working, or why there is none."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse

from alongside.apps.partnerships.queries import Proposed
from alongside.apps.plans.models import Plan
from alongside.domain.buddy_proposals import Part
from alongside.web.query import query
from alongside.web.tables import Column
from alongside.web.words import long_date

COLUMNS = [
    Column("trust", "NHS trust"),
    Column("site", "Independent site"),
    Column("answer", "Proposed"),
    Column("points", "Points", "number"),
    Column("of", "Of", "number"),
    Column("why", "Why not"),
    Column("rule", "Rule"),
    Column("km", "Straight line", "km"),
    Column("working", "Working"),
]
REFUSED_COLUMNS = [
    Column("pair", "Trust and site"),
    Column("why", "Not proposed because"),
    Column("rule", "Rule"),
    Column("km", "Straight line", "km"),
]


def part_words(part: Part) -> str:
    """
    >>> part_words(Part("BUD-4", "The site has no partner yet", 10.0, 10))
    'BUD-4 The site has no partner yet: 10 of 10'
    """
    points = "not counted" if part.points is None else f"{part.points:.0f} of {part.of}"
    return f"{part.rule} {part.words}: {points}"


def rows(found: Iterable[Proposed]) -> Iterator[dict[str, Any]]:
    for one in found:
        proposal = one.proposal
        yield {
            "trust": one.trust.name,
            "site": one.site.name,
            "pair": f"{one.trust.name} and {one.site.name}",
            "answer": "No" if proposal.refused else "Yes",
            "points": round(proposal.points),
            "of": proposal.of,
            "why": proposal.refused,
            "rule": proposal.rule,
            "km": proposal.km,
            "working": "; ".join(part_words(part) for part in proposal.parts),
        }


def card(one: Proposed, number: int, *, may_open: bool) -> dict[str, Any]:
    """One proposal on the page, with the parts that its points are made of."""
    proposal = one.proposal
    asked = query({"trust": str(one.trust.pk), "site": str(one.site.pk)})
    return {
        "number": number,
        "pair": f"{one.trust.name} and {one.site.name}",
        "points": f"{proposal.points:.0f} of {proposal.of} points",
        "parts": [
            {
                "key": f"{'not counted' if part.points is None else f'{part.points:.0f} of {part.of}'}",
                "words": part.words,
                "rule": part.rule,
            }
            for part in proposal.parts
        ],
        "href": reverse("partnerships:new-partnership") + asked if may_open else "",
    }


def asked(one: Proposed, text: str) -> bool:
    told = f"{one.trust.name} {one.site.name} {one.site.organisation.name}".lower()
    return all(word in told for word in text.lower().split())


def source(plan: Plan | None) -> str:
    """Where the figures of a proposal are from (AL-12)."""
    directory = "Distance, services and levels of care as in the directory"
    if plan is None:
        return f"{directory}. No plan has been made, so no unmet need is known"
    return f"{directory}; patients without a place as in the plan “{plan.name}” of {long_date(plan.as_of)}"
