"""Reads of partnerships. Each takes who acts first; the database hides the numbers from those outside one."""

from alongside.apps.partnerships.queries.governance import (
    Beside,
    beside,
    contacts_of_both,
    find_committee,
    find_rung,
    pack_of,
    packs_to_mend,
)
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
    "Beside",
    "Proposed",
    "Standing",
    "agreement_of",
    "beside",
    "contacts_of_both",
    "ended_yet_placing",
    "find",
    "find_committee",
    "find_rung",
    "functions_at",
    "held_elsewhere",
    "independent_sites",
    "pack_of",
    "packs_to_mend",
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
