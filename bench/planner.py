"""How good and how fast is a plan, beside priority greedy and the relaxation's optimum, in the same run?

    ./run bench planner [DIR] [--patients 20000] [--policy weighted] [--effort fast] [--explain]

DIR holds an instance as docs/rules/planner.md tells; without it one is made up from a seed. Ratios travel between
machines, seconds do not.
"""

import argparse
import resource
import sys
import time
from pathlib import Path

import numpy as np
import polars as pl

from alongside.planner.check import check
from alongside.planner.eligibility import RawEligibility
from alongside.planner.explain import explain
from alongside.planner.prices import price
from alongside.planner.problem import Problem, build
from alongside.planner.relaxation import relaxation_prices
from alongside.planner.solve import EFFORTS, POLICIES, solve
from alongside.planner.stages import stage_of


def made_up(count: int, seed: int = 0, sites: int = 12, fill: float = 0.2) -> Problem:
    """An area with one function in three at a site, minutes for `fill` of the list and beds a little scarcer."""
    rng = np.random.default_rng(seed)
    functions = np.array(["100", "101", "110", "120", "130", "502"])
    patients = pl.DataFrame(
        {
            "patient_id": np.arange(count),
            "treatment_function": rng.choice(functions, count),
            "x_km": rng.uniform(0, 60, count),
            "y_km": rng.uniform(0, 60, count),
            "priority": rng.choice([2, 3, 4], count, p=[0.08, 0.32, 0.6]),
            "weeks_waited": np.minimum(rng.gamma(1.6, 10, count), 120).astype(int),
            "theatre_minutes": np.clip(rng.lognormal(4.2, 0.5, count), 10, 400).astype(int),
            "bed_nights": np.where(rng.random(count) < 0.7, 0, rng.integers(1, 5, count)),
            "max_km": rng.choice([15.0, 30.0, 60.0], count),
        }
    )
    areas = pl.DataFrame(
        {"site_id": np.arange(sites), "x_km": rng.uniform(0, 60, sites), "y_km": rng.uniform(0, 60, sites)}
    )
    offers = [(s, f) for s in range(sites) for f in functions if rng.random() < 0.5]
    each = int(fill * patients["theatre_minutes"].sum() / max(len(offers), 1))
    sessions = pl.DataFrame(
        [{"site_id": s, "treatment_function": f, "week": 0, "theatre_minutes": each} for s, f in offers]
    )
    stay = int(0.9 * fill * patients["bed_nights"].sum() / sites)
    beds = pl.DataFrame({"site_id": np.arange(sites), "week": [0] * sites, "bed_nights": [stay] * sites})
    zeros, wide = np.zeros(count, int), np.full(sites, 99)
    eligibility = RawEligibility(
        {"asa": zeros, "bmi": zeros, "needs_hdu": zeros.astype(bool), "age": zeros},
        {"max_asa": wide, "max_bmi": wide, "has_hdu": wide > 0, "min_age": np.zeros(sites, int)},
    )
    return build(patients, areas, sessions, beds, eligibility=eligibility)


def greedy(problem: Problem) -> float:
    """By priority and then time waited, everybody to the nearest place with room, earliest week first."""
    o = problem.options
    room, beds = problem.cells.minutes.tolist(), problem.wards.nights.tolist()
    cell, ward, minutes, nights, value = (c.tolist() for c in (o.cell, o.ward, o.minutes, o.nights, o.value))
    start, worth = o.start.tolist(), 0.0
    for patient in np.lexsort((-problem.patients.weeks_waited, problem.patients.priority)).tolist():
        for k in range(start[patient], start[patient + 1]):
            if minutes[k] <= room[cell[k]] and nights[k] <= beds[ward[k]]:
                room[cell[k]] -= minutes[k]
                beds[ward[k]] -= nights[k]
                worth += value[k]
                break
    return worth


def relaxation(problem: Problem) -> float:
    """The optimum of the whole linear relaxation, by simplex."""
    room = np.concatenate([problem.cells.minutes, problem.wards.nights]).astype(float)
    stage, _ = stage_of(problem, problem.options.value, np.ones(len(problem.patients), bool), room)
    return price(stage, relaxation_prices(stage)).bound


def main() -> int:
    """Print one line per figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--patients", type=int, default=20_000)
    parser.add_argument("--policy", choices=POLICIES, default="weighted")
    parser.add_argument("--effort", choices=tuple(EFFORTS), default="fast")
    parser.add_argument("--explain", action="store_true")
    args = parser.parse_args()
    problem = Problem.from_folder(args.folder) if args.folder else made_up(args.patients)
    began = time.perf_counter()
    plan = solve(problem, args.policy, effort=args.effort)
    took = time.perf_counter() - began
    print(f"{len(problem.patients):,} patients, {len(problem.options):,} options, {plan.placed:,} placed, {took:.2f} s")
    print(f"rules broken                     {len(check(problem, plan))}")
    print(f"gap to its own bound             {100 * plan.gap:.3f}%")
    for tier in plan.tiers:
        print(f"  {tier.name:<30} {100 * tier.gap:.3f}% ({tier.placed:,} of {tier.patients:,})")
    if args.explain:
        began = time.perf_counter()
        explain(problem, plan)
        print(f"explaining everybody / solving   {(time.perf_counter() - began) / took:.3f}")
    worth = float(problem.options.value[plan.chosen[plan.chosen >= 0]].sum())
    print(f"worth / priority greedy          {worth / greedy(problem):.4f}")
    if args.policy == "weighted":
        began = time.perf_counter()
        best = relaxation(problem)
        print(f"worth / relaxation's optimum     {worth / best:.5f}")
        print(f"time / relaxation by simplex     {took / (time.perf_counter() - began):.3f}")
    print(f"peak memory                      {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
