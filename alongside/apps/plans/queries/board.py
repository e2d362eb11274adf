"""How much capacity has the whole area, by specialty and week, and what does the list need (M-77)?

Gross and offered are of this moment; suitable and demand are as the newest plan of the whole list found them.
"""

from dataclasses import dataclass

import polars as pl

from alongside.apps.accounts.access import Acting
from alongside.apps.capacity.queries import gross_by_function_and_week
from alongside.apps.plans.facts.sharing import show_what_may_be_seen
from alongside.apps.plans.models import Plan
from alongside.web.today import today

DEMAND = {
    "treatment_function": pl.String,
    "patients": pl.Int64,
    "needed_minutes": pl.Int64,
    "could": pl.Int64,
    "unknown": pl.Int64,
}
WEEKLY = {"treatment_function": pl.String, "week": pl.Int64, "suitable_minutes": pl.Int64}
COUNTED = [name for name in DEMAND if name != "treatment_function"]
MEASURES = ["minutes", "offered_minutes", "suitable_minutes"]


@dataclass(frozen=True, slots=True)
class Board:
    """`weekly` by treatment_function and week: the measures. `totals` by treatment_function: measures and demand.

    Null in demand: too few to be told to this reader (PLN-6).
    """

    plan: Plan
    weekly: pl.DataFrame
    totals: pl.DataFrame


def capacity_and_demand(acting: Acting) -> Board | None:
    """None until a plan of the whole list has been worked out."""
    whole = Plan.objects.filter(organisation_id=acting.area_id, treatment_functions=[], providers=[])
    plan = whole.filter(state__in=[Plan.State.READY, Plan.State.APPROVED]).defer("evidence").first()
    if plan is None:
        return None
    found = show_what_may_be_seen(plan, acting, today()).summary["suitable"]
    suitable = pl.DataFrame(found["weekly"], schema=WEEKLY, orient="row")
    demand = pl.DataFrame(found["demand"], schema=DEMAND, orient="row")
    gross = gross_by_function_and_week(acting, plan.starts_on, plan.weeks).with_columns(pl.col("week").cast(pl.Int64))
    key = ["treatment_function", "week"]
    weekly = gross.join(suitable, on=key, how="full", coalesce=True).select(*key, *MEASURES).fill_null(0).sort(key)
    totals = weekly.group_by("treatment_function").agg(pl.col(MEASURES).sum())
    # What nobody waits for is 0; what may not be told stays unknown.
    demand = demand.with_columns(is_known=pl.lit(True))
    totals = totals.join(demand, on="treatment_function", how="full", coalesce=True)
    asked = [pl.when(pl.col("is_known")).then(pl.col(name)).otherwise(0).alias(name) for name in COUNTED]
    totals = totals.with_columns(pl.col(MEASURES).fill_null(0), *asked).drop("is_known")
    order = ["needed_minutes", "treatment_function"]
    return Board(plan, weekly, totals.sort(order, descending=[True, False], nulls_last=True))
