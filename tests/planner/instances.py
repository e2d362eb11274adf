"""Small lists and sites for the planner's tests, and an exact optimum to compare with."""

from collections import Counter
from typing import Any

import highspy
import numpy as np
import polars as pl

from alongside.planner.eligibility import RawEligibility
from alongside.planner.plan import Plan
from alongside.planner.problem import Problem, build
from alongside.planner.tables import Adjustments

CLINICAL = {"asa": 1, "bmi": 25, "needs_hdu": False, "age": 50}
LIMITS = {"max_asa": 4, "max_bmi": 99, "has_hdu": True, "min_age": 0}


def people(*rows: dict[str, Any]) -> pl.DataFrame:
    """One patient per row; what a row does not say is ordinary."""
    usual = {
        "treatment_function": "110",
        "x_km": 0.0,
        "y_km": 0.0,
        "priority": 4,
        "weeks_waited": 10,
        "theatre_minutes": 60,
        "bed_nights": 0,
        "max_km": 60.0,
        **CLINICAL,
    }
    return pl.DataFrame([{"patient_id": number, **usual, **row} for number, row in enumerate(rows)])


def places(*rows: dict[str, Any]) -> pl.DataFrame:
    """One site per row."""
    usual = {"x_km": 0.0, "y_km": 0.0, **LIMITS}
    return pl.DataFrame([{"site_id": number, **usual, **row} for number, row in enumerate(rows)])


def minutes(*rows: tuple[int, int], function: str = "110", week: int = 0, weekday: int | None = None) -> pl.DataFrame:
    """(site, theatre minutes) of one function and week, and of one day of it when that is given."""
    table = [{"site_id": s, "treatment_function": function, "week": week, "theatre_minutes": m} for s, m in rows]
    frame = pl.DataFrame(
        table,
        schema={"site_id": pl.Int64, "treatment_function": pl.String, "week": pl.Int64, "theatre_minutes": pl.Int64},
    )
    return frame if weekday is None else frame.with_columns(weekday=pl.lit(weekday))


def nights(*rows: tuple[int, int], week: int = 0) -> pl.DataFrame:
    """(site, bed nights) of one week."""
    return pl.DataFrame(
        [{"site_id": s, "week": week, "bed_nights": n} for s, n in rows],
        schema={"site_id": pl.Int64, "week": pl.Int64, "bed_nights": pl.Int64},
    )


def problem_of(
    patients: pl.DataFrame,
    sites: pl.DataFrame,
    sessions: pl.DataFrame,
    beds: pl.DataFrame | None = None,
    adjustments: Adjustments | None = None,
    nearest: int = 5,
) -> Problem:
    """The problem of these tables under the raw rules."""
    ordered = sites.sort("site_id")
    eligibility = RawEligibility(
        {name: patients[name].to_numpy() for name in CLINICAL}, {name: ordered[name].to_numpy() for name in LIMITS}
    )
    return build(
        patients,
        sites,
        sessions,
        nights() if beds is None else beds,
        eligibility=eligibility,
        nearest=nearest,
        adjustments=adjustments,
    )


def random_tables(
    seed: int, count: int = 40, sites: int = 3, fill: float = 0.4, weeks: int = 1
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """A small random area: patients, sites, sessions and beds."""
    rng = np.random.default_rng(seed)
    patients = pl.DataFrame(
        {
            "patient_id": np.arange(count),
            "treatment_function": rng.choice(["100", "110"], count),
            "x_km": rng.uniform(0, 40, count),
            "y_km": rng.uniform(0, 40, count),
            "priority": rng.choice([2, 3, 4], count),
            "weeks_waited": rng.integers(0, 90, count),
            "theatre_minutes": rng.integers(20, 180, count),
            "bed_nights": rng.choice([0, 0, 1, 3], count),
            "max_km": rng.choice([15.0, 30.0, 60.0], count),
            "asa": rng.integers(1, 5, count),
            "bmi": rng.integers(18, 50, count),
            "needs_hdu": rng.random(count) < 0.1,
            "age": rng.integers(1, 95, count),
        }
    )
    areas = pl.DataFrame(
        {
            "site_id": np.arange(sites),
            "x_km": rng.uniform(0, 40, sites),
            "y_km": rng.uniform(0, 40, sites),
            "max_asa": rng.choice([3, 4], sites),
            "max_bmi": rng.choice([40, 99], sites),
            "has_hdu": rng.random(sites) < 0.6,
            "min_age": rng.choice([0, 18], sites),
        }
    )
    each = int(fill * patients["theatre_minutes"].sum() / (2 * sites * weeks))
    sessions = pl.concat(
        [minutes(*[(s, each) for s in range(sites)], function=f, week=w) for f in ("100", "110") for w in range(weeks)]
    )
    stay = int(fill * patients["bed_nights"].sum() / (sites * weeks))
    beds = pl.concat([nights(*[(s, stay) for s in range(sites)], week=w) for w in range(weeks)])
    return patients, areas, sessions, beds


def random_problem(seed: int, **size: Any) -> Problem:
    """The problem of a small random area."""
    return problem_of(*random_tables(seed, **size))


def best_worth(problem: Problem, keep: tuple[int, float] | None = None, whole: bool = True) -> float:
    """The exact optimum of the weighted policy, by branch and bound.

    With `keep`, a priority and its worth, that of everybody else while that priority keeps at least so much. Unless
    `whole`, parts of patients may be placed, but none in a cell or ward that could never hold the whole.
    """
    o = problem.options
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("mip_rel_gap", 0.0)
    fits = o.minutes <= problem.cells.minutes[o.cell]
    option, ward, amount = nights_by_week(problem)
    fits[option[amount > problem.wards.nights[ward]]] = False
    mine = np.zeros(len(o), bool) if keep is None else problem.patients.priority[o.patient] == keep[0]
    for value in np.where(mine, 0.0, o.value).tolist():
        solver.addVar(0, float(whole or fits[solver.getNumCol()]))
        solver.changeColCost(solver.getNumCol() - 1, -value)
        if whole:
            solver.changeColIntegrality(solver.getNumCol() - 1, highspy.HighsVarType.kInteger)
    every = np.arange(len(o))
    rows = [
        (every, o.patient, np.ones(len(o)), np.ones(len(problem.patients))),
        (every, o.cell, o.minutes, problem.cells.minutes),
        (*nights_by_week(problem), problem.wards.nights),
    ]
    for option, index, amount, upper in rows:
        for row, limit in enumerate(upper.tolist()):
            at = np.flatnonzero(index == row)
            if len(at):
                solver.addRow(-highspy.kHighsInf, limit, len(at), option[at].astype(np.int32), amount[at].astype(float))
    if keep is not None:
        at = np.flatnonzero(mine).astype(np.int32)
        solver.addRow(keep[1], highspy.kHighsInf, len(at), at, o.value[at])
    if not len(o):
        return 0.0
    solver.run()
    return -float(solver.getInfo().objective_function_value)


def nights_by_week(problem: Problem) -> tuple[Any, Any, Any]:
    """Option, ward and nights of every stay in every week that it is in, night by night; undated stays in one week."""
    o, cells, wards = problem.options, problem.cells, problem.wards
    index = {key: at for at, key in enumerate(zip(wards.site.tolist(), wards.week.tolist(), strict=True))}
    ends = {
        site: max([*wards.week[wards.site == site].tolist(), *cells.week.tolist()]) for site in set(wards.site.tolist())
    }
    counted: Counter[tuple[int, int]] = Counter()
    for option in range(len(o)):
        site, week, day = int(o.site[option]), int(o.week[option]), int(cells.day[o.cell[option]])
        for night in range(int(o.nights[option]) + int(o.later[option])):
            slept = week if day < 0 else (7 * week + day + night) // 7
            if slept <= ends[site]:
                counted[option, index[site, slept]] += 1
    table = np.array([(*key, nights) for key, nights in counted.items()], np.int64).reshape(-1, 3)
    return table[:, 0], table[:, 1], table[:, 2]


def claims_on_lower_tiers(problem: Problem, plan: Plan, priority: int) -> list[int]:
    """The options of patients of this priority without a place that would fit if all lower priorities gave way."""
    o, rank = problem.options, problem.patients.priority
    stays, slept, nights = nights_by_week(problem)
    option = plan.chosen[(plan.chosen >= 0) & (rank <= priority)]
    kept = np.isin(stays, option)
    minutes = problem.cells.minutes - np.bincount(o.cell[option], o.minutes[option], len(problem.cells))
    beds = problem.wards.nights - np.bincount(slept[kept], nights[kept], len(problem.wards))
    fits = o.minutes <= minutes[o.cell]
    fits[stays[nights > beds[slept]]] = False
    return np.flatnonzero(fits & (plan.chosen[o.patient] < 0) & (rank[o.patient] == priority)).tolist()


def greedy_worth(problem: Problem) -> float:
    """What people do today: by priority and then wait, everybody to the nearest place that has room."""
    o, room, beds = problem.options, problem.cells.minutes.copy(), problem.wards.nights.copy()
    worth = 0.0
    for patient in np.lexsort((-problem.patients.weeks_waited, problem.patients.priority)):
        for option in range(int(o.start[patient]), int(o.start[patient + 1])):
            if o.minutes[option] <= room[o.cell[option]] and o.nights[option] <= beds[o.ward[option]]:
                room[o.cell[option]] -= o.minutes[option]
                beds[o.ward[option]] -= o.nights[option]
                worth += float(o.value[option])
                break
    return worth
