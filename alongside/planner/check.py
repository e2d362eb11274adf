"""Does a plan keep every rule? An independent look that shares no arithmetic with the solver."""

from collections import Counter

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
    """The chosen options row by row, as the problem's own tables tell them."""
    chosen = pl.DataFrame(
        {"row": range(len(plan.chosen)), "option": plan.chosen}, schema={"row": pl.Int64, "option": pl.Int64}
    )
    o = problem.options
    offered = pl.DataFrame(
        {
            "option": range(len(o)),
            "patient": o.patient,
            "cell": o.cell,
            "ward": o.ward,
            "minutes": o.minutes,
            "nights": o.nights,
            "site": o.site,
            "week": o.week,
        },
        schema_overrides={"option": pl.Int64},
    )
    return chosen.filter(pl.col("option") >= 0).join(offered, on="option", how="left")


def _whose(problem: Problem, plan: Plan, taken: pl.DataFrame) -> list[str]:
    """Each place is an option of that very patient."""
    wrong = taken.filter(pl.col("patient").is_null() | (pl.col("patient") != pl.col("row")))
    twice = [one for one, count in Counter(taken["patient"].drop_nulls().to_list()).items() if count > 1]
    found = [f"{wrong.height} patients have a place that is not on their shortlist"] if wrong.height else []
    return found + ([f"{len(twice)} patients are placed twice"] if twice else [])


def _capacity(problem: Problem, taken: pl.DataFrame) -> list[str]:
    """No session minute and no bed night is used twice (AL-9)."""
    found = []
    for name, what, unit, held in (
        ("cell", "minutes", "theatre minutes", problem.cells.minutes),
        ("ward", "nights", "bed nights", problem.wards.nights),
    ):
        used = taken.group_by(name).agg(pl.col(what).cast(pl.Int64).sum()).drop_nulls()
        for at, amount in used.sort(name).iter_rows():
            if amount > held[at]:
                place = problem.cells if name == "cell" else problem.wards
                where = f"{problem.sites.names[place.site[at]]} in week {place.week[at]}"
                found.append(f"{where} uses {amount} {unit} and has {held[at]}")
    return found


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
