"""Reads of plans. Each takes who acts first; the database hides what is not theirs."""

from alongside.apps.plans.facts.approvals import names_under
from alongside.apps.plans.facts.changes import Changes, changed_since
from alongside.apps.plans.facts.conflicts import Conflict, conflicts
from alongside.apps.plans.facts.holding import Lapsed, no_longer_holds
from alongside.apps.plans.queries.board import capacity_and_demand
from alongside.apps.plans.queries.carried import carried
from alongside.apps.plans.queries.comparing import causes, differences, lines_that_differ
from alongside.apps.plans.queries.lines import (
    LineFilter,
    count_lines,
    identifiers,
    line,
    lines,
    sites_on_map,
    sites_on_plan,
)
from alongside.apps.plans.queries.plans import (
    Proposed,
    adjustments,
    choices,
    earliest_start,
    find_adjustment,
    find_plan,
    history,
    lapsed_in,
    latest_plan,
    list_as_of,
    plans,
    plans_waiting_for_approval,
    proposed_at,
)
from alongside.apps.plans.queries.unmet import without_a_place

__all__ = [
    "Changes",
    "Conflict",
    "Lapsed",
    "LineFilter",
    "Proposed",
    "adjustments",
    "capacity_and_demand",
    "carried",
    "causes",
    "changed_since",
    "choices",
    "conflicts",
    "count_lines",
    "differences",
    "earliest_start",
    "find_adjustment",
    "find_plan",
    "history",
    "identifiers",
    "lapsed_in",
    "latest_plan",
    "line",
    "lines",
    "lines_that_differ",
    "list_as_of",
    "names_under",
    "no_longer_holds",
    "plans",
    "plans_waiting_for_approval",
    "proposed_at",
    "sites_on_map",
    "sites_on_plan",
    "without_a_place",
]
