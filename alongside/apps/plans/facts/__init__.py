"""From the database to the planner's problem: the list, the sites and their rules, the offered capacity."""

from alongside.apps.plans.facts.earlier import earlier_places
from alongside.apps.plans.facts.problem import Facts, read_facts

__all__ = ["Facts", "earlier_places", "read_facts"]
