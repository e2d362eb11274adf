"""What does a plan do, for whom, and what is left? Plain frames for pages and spreadsheets."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from alongside.planner.plan import Plan
from alongside.planner.problem import SESSION_MINUTES, Problem
from alongside.planner.site_verdicts import room_left
from alongside.planner.tables import Ints

LONG_WAIT = 52
COUNTS = (
    pl.len().alias("patients"),
    pl.col("placed").sum().alias("placed"),
    (~pl.col("placed")).sum().alias("not_placed"),
    (100 * pl.col("placed").mean()).round(1).alias("placed_percent"),
    pl.col("weeks_waited").mean().round(1).alias("mean_weeks_all"),
    pl.col("weeks_waited").filter("placed").mean().round(1).alias("mean_weeks_placed"),
    pl.col("weeks_waited").filter(~pl.col("placed")).mean().round(1).alias("mean_weeks_not_placed"),
    (pl.col("weeks_waited") > LONG_WAIT).sum().alias("over_52"),
    ((pl.col("weeks_waited") > LONG_WAIT) & ~pl.col("placed")).sum().alias("over_52_not_placed"),
    pl.col("km").filter("placed").mean().round(1).alias("mean_km"),
    pl.col("km").filter("placed").quantile(0.9).round(1).alias("km_90_percent"),
)


def patients_of(problem: Problem, plan: Plan, groups: pl.DataFrame | None = None) -> pl.DataFrame:
    """One row per patient: placed, site_id, week, km, priority, weeks_waited, treatment_function, and the columns of
    `groups` (in the order of the list, any column that figures are wanted by)."""
    placed = pl.Series(plan.chosen >= 0)
    at = np.maximum(plan.chosen, 0)
    o, blank = problem.options, np.zeros(len(at), np.int32)
    taken = {name: getattr(o, name)[at] if len(o) else blank for name in ("site", "week", "km")}
    frame = pl.DataFrame({**taken, "placed": placed}).select(
        "placed", pl.when("placed").then(pl.col("site", "week", "km")).otherwise(None)
    )
    frame = frame.with_columns(
        pl.Series("patient_id", problem.patients.ids),
        problem.sites.ids.gather(frame["site"].cast(pl.Int32)).alias("site_id"),
        pl.Series("treatment_function", problem.functions, dtype=pl.String).gather(
            pl.Series(problem.patients.function)
        ),
        pl.Series("priority", problem.patients.priority),
        pl.Series("weeks_waited", problem.patients.weeks_waited),
        pl.col("km").cast(pl.Float64).fill_nan(None),
    ).drop("site")
    return frame if groups is None else pl.concat([frame, groups], how="horizontal")


def summary(problem: Problem, plan: Plan, by: Sequence[str] = (), groups: pl.DataFrame | None = None) -> pl.DataFrame:
    """Placed and not placed, waits of all and of each, over 52 weeks, and kilometres, by any columns.

    `by` names columns of `patients_of`; none gives one row. The waits are those at the start of the plan.
    """
    frame = patients_of(problem, plan, groups)
    return frame.group_by(by).agg(COUNTS).sort(by, nulls_last=True) if by else frame.select(COUNTS)


def equity(problem: Problem, plan: Plan, by: str, groups: pl.DataFrame) -> pl.DataFrame:
    """Each group's share of the list beside its share of the places, and its rate of places beside everybody's (AL-11).

    `ratio` is the group's placed share over the whole list's; None when nobody is placed.
    """
    table = summary(problem, plan, [by], groups)
    whole = pl.col("placed").sum() / pl.col("patients").sum()
    return table.with_columns(
        (100 * pl.col("patients") / pl.col("patients").sum()).round(1).alias("percent_of_list"),
        (100 * pl.col("placed") / pl.col("placed").sum()).fill_nan(None).round(1).alias("percent_of_places"),
        (pl.col("placed") / pl.col("patients") / whole).fill_nan(None).round(3).alias("ratio"),
    )


def cells_used(problem: Problem, plan: Plan, session_minutes: int = SESSION_MINUTES) -> pl.DataFrame:
    """Each cell's minutes, used, left and price, and what one more session there would be worth.

    `session_worth` is in the worth of the policy (price times minutes: a modelled figure, for a small addition);
    `session_patients` is the same in patients, at the minutes that a patient of this cell typically takes.
    """
    minutes, _ = room_left(problem, plan)
    cells, price = problem.cells, plan.cell_prices(problem)
    typical = np.maximum(_typical_minutes(problem), 1)
    return pl.DataFrame(
        {
            "site_id": problem.sites.ids.gather(pl.Series(cells.site)),
            "site": pl.Series(problem.sites.names, dtype=pl.String).gather(pl.Series(cells.site)),
            "treatment_function": pl.Series(problem.functions, dtype=pl.String).gather(pl.Series(cells.function)),
            "week": cells.week,
            "minutes": cells.minutes,
            "used": cells.minutes - minutes,
            "left": minutes,
            "price_per_minute": price,
            "session_worth": price * session_minutes,
            "session_patients": np.where(price > 0, np.round(session_minutes / typical, 1), 0.0),
        }
    )


def wards_used(problem: Problem, plan: Plan) -> pl.DataFrame:
    """Each ward's bed nights, used, left and price."""
    _, nights = room_left(problem, plan)
    wards = problem.wards
    return pl.DataFrame(
        {
            "site_id": problem.sites.ids.gather(pl.Series(wards.site)),
            "site": pl.Series(problem.sites.names, dtype=pl.String).gather(pl.Series(wards.site)),
            "week": wards.week,
            "nights": wards.nights,
            "used": wards.nights - nights,
            "left": nights,
            "price_per_night": plan.ward_prices(problem),
        }
    )


def _typical_minutes(problem: Problem) -> Ints:
    """For each cell the mean minutes of the patients who could go there."""
    o, size = problem.options, len(problem.cells)
    count = np.bincount(o.cell, minlength=size)
    return np.asarray(np.bincount(o.cell, o.minutes, size) // np.maximum(count, 1)).astype(np.int64)
