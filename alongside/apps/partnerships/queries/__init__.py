"""Reads of partnerships. Each takes who acts first; the database hides the numbers from those outside one."""

from alongside.apps.partnerships.queries.held import agreement_of, ended_yet_placing, held_elsewhere, still_in_force
from alongside.apps.partnerships.queries.pairs import (
    find,
    functions_at,
    independent_sites,
    partnerships,
    sites_on_map,
    sites_with_trusts,
    trusts,
    unfinished,
)
from alongside.apps.partnerships.queries.proposals import Proposed, proposals
from alongside.apps.partnerships.queries.readiness import Standing, standing, standings

__all__ = [
    "Proposed",
    "Standing",
    "agreement_of",
    "ended_yet_placing",
    "find",
    "functions_at",
    "held_elsewhere",
    "independent_sites",
    "partnerships",
    "proposals",
    "sites_on_map",
    "sites_with_trusts",
    "standing",
    "standings",
    "still_in_force",
    "trusts",
    "unfinished",
]
