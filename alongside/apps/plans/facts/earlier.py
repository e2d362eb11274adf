"""Where did the plan before have everybody, for a plan that goes on from it?"""

import polars as pl

from alongside.apps.plans.facts.people import DEFAULT_PRIORITY, PLANNER_PRIORITY
from alongside.apps.plans.models import Plan, PlanLine

# Codes of patients who had room to go to, or a place: of all others something else than room has changed by now.
COMPETED = ("placed", "full", "too_long", "pinned")
SCHEMA = {"patient_id": pl.String, "site_id": pl.String, "week": pl.Int64, "priority": pl.Int64}


def earlier_places(plan: Plan) -> pl.DataFrame | None:
    """Every line of the plan before: patient_id, site_id and week of the place, priority as it was planned.

    None when the plan does not go on from another. Priority 0 stands for who did not compete for a place then.
    """
    if not plan.keeps_places or plan.based_on_id is None:
        return None
    lines = PlanLine.objects.filter(plan_id=plan.based_on_id).order_by("pathway_id")
    rows = [
        (str(pathway), site, week, PLANNER_PRIORITY.get(priority, DEFAULT_PRIORITY) if code in COMPETED else 0)
        for pathway, site, week, priority, code in lines.values_list(
            "pathway_id", "site__code", "week", "priority", "code"
        )
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")
