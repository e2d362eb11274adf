"""Does a plan keep every rule? An independent look that shares no arithmetic with the solver."""

import numpy as np
import polars as pl

from alongside.planner.plan import Plan
from alongside.planner.problem import Problem


def check(problem: Problem, plan: Plan) -> list[str]:
    """The rules that the plan breaks, as sentences; none is the only good answer."""
    if len(plan.chosen) != len(problem.patients):
        return ["The plan is of another problem: it does not have one entry for each patient"]
    taken = _taken(problem, plan)
    return [*_whose(problem, plan, taken), *_capacity(problem, taken), *_by_hand(problem, taken), *_bound(plan)]


def _taken(problem: Problem, plan: Plan) -> pl.DataFrame:
    """The chosen options row by row, as the problem's own tables tell them; null where there is no such option."""
    row = np.flatnonzero(plan.chosen >= 0)
    real = row[plan.chosen[row] < len(problem.options)]
    names = ("patient", "cell", "minutes", "nights", "later", "site", "week")
    told = {name: getattr(problem.options, name)[plan.chosen[real]] for name in names}
    return pl.DataFrame({"row": row}).join(pl.DataFrame({"row": real, **told}), on="row", how="left")


def _whose(problem: Problem, plan: Plan, taken: pl.DataFrame) -> list[str]:
    """Each place is an option of that very patient."""
    wrong = taken.filter(pl.col("patient").is_null() | (pl.col("patient") != pl.col("row")))
    twice = taken["patient"].drop_nulls().value_counts().filter(pl.col("count") > 1)
    found = [f"{wrong.height} patients have a place that is not on their shortlist"] if wrong.height else []
    return found + ([f"{twice.height} patients are placed twice"] if twice.height else [])


def _capacity(problem: Problem, taken: pl.DataFrame) -> list[str]:
    """No session minute and no bed night is used twice (AL-9)."""
    cells, names = problem.cells, problem.sites.names
    found = []
    used = taken.group_by("cell").agg(pl.col("minutes").cast(pl.Int64).sum()).drop_nulls().sort("cell")
    for at, amount in used.iter_rows():
        if amount > cells.minutes[at]:
            where = f"{names[cells.site[at]]} in week {cells.week[at]}"
            found.append(f"{where} uses {amount} theatre minutes and has {cells.minutes[at]}")
    for site, week, amount, held in _slept(problem, taken).iter_rows():
        if amount > held:
            found.append(f"{names[site]} in week {week} uses {amount} bed nights and has {held}")
    return found


def _slept(problem: Problem, taken: pl.DataFrame) -> pl.DataFrame:
    """Nights used and held by site and week, counted from the day of each operation; `held` 0 where none are given.

    What comes after the last week of sessions and of that site's beds is not counted, and stays that begin on a day
    that is not known are in one week.
    """
    wards, cells = problem.wards, problem.cells
    held = pl.DataFrame({"site": wards.site, "week": wards.week, "held": wards.nights})
    ends = held.group_by("site").agg(last=pl.max_horizontal(pl.col("week").max(), int(cells.week.max(initial=0))))
    days = pl.DataFrame({"cell": range(len(cells)), "day": cells.day}, schema={"cell": pl.Int32, "day": pl.Int64})
    stays = taken.drop_nulls("cell").join(days, on="cell", how="left").join(ends, on="site", how="left")
    stays = stays.select("site", "week", "last", "day", stay=pl.col("nights").cast(pl.Int64) + pl.col("later"))
    first = pl.col("week").cast(pl.Int64) * 7 + pl.col("day")
    known = stays.filter(pl.col("day") >= 0).with_columns(first=first, end=first + pl.col("stay"))
    final = pl.min_horizontal((pl.col("end") - 1) // 7, "last")
    known = known.with_columns(week=pl.int_ranges("week", final + 1)).explode("week").drop_nulls("week")
    monday = pl.col("week") * 7
    nights = pl.min_horizontal("end", monday + 7) - pl.max_horizontal("first", monday)
    whole = stays.filter(pl.col("day") < 0).select("site", pl.col("week").cast(pl.Int64), nights="stay")
    every = pl.concat([whole, known.select("site", "week", nights=nights)])
    used = every.group_by("site", "week").agg(pl.col("nights").sum())
    return (
        used.join(held, on=["site", "week"], how="left").with_columns(pl.col("held").fill_null(0)).sort("site", "week")
    )


def _by_hand(problem: Problem, taken: pl.DataFrame) -> list[str]:
    """Nobody left out by hand has a place, and no place is at a site left out."""
    patients = taken.filter(pl.Series(problem.patients.excluded[taken["row"].to_numpy()], dtype=pl.Boolean)).height
    at = taken["site"].drop_nulls().to_numpy()
    sites = int(problem.sites.excluded[at].sum())
    found = [f"{patients} patients who were left out have a place"] if patients else []
    return found + ([f"{sites} places are at sites that were left out"] if sites else [])


def _bound(plan: Plan) -> list[str]:
    """A plan that is worth more than its bound means that the bound is false."""
    worse = [tier.name for tier in plan.tiers if tier.objective > tier.bound * (1 + 1e-9) + 1e-9]
    return [f"The bound of {name} is below what was found" for name in worse]
