"""Count the cases of each barrier of the area from a plan's own explanations, in the transaction that keeps it."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from alongside.apps.governance.actions import KeptPlan, cases, keep_counts, rules_to_count
from alongside.apps.plans.models import Plan
from alongside.apps.plans.outcome.refused import refused_by


def count_barriers(plan: Plan, lines: pl.DataFrame, planned: int, proof: Mapping[str, Any]) -> None:
    """Nothing is read of the lines when no barrier names a rule to count."""
    rules = rules_to_count(plan.organisation)
    if not rules:
        return
    patients = list(refused_by(lines, proof))
    whole_list = not (plan.treatment_functions or plan.providers)
    kept = KeptPlan(plan.organisation, plan.pk, plan.name, plan.as_of, planned, whole_list)
    keep_counts(plan=kept, found={barrier: cases(rule, patients) for barrier, rule in rules.items()})
