"""How near the least cost is a plan in which everybody must have a place? (Generalised assignment, types C, D and E.)

    ./run bench assignment [--effort best] [--policy weighted] [--sizes 10x400,60x900,80x1600] [--seed 0]

Instances are made up from the seed as the literature tells (Chu and Beasley 1997, Yagiura et al. 2006). The bound is
the optimum of the linear relaxation; the floor for time is that relaxation, by simplex, in the same run.
"""

import argparse
import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl

from alongside.planner.check import check
from alongside.planner.problem import Problem
from alongside.planner.relaxation import relaxation_prices
from alongside.planner.shared import EFFORTS
from alongside.planner.solve import POLICIES, solve
from alongside.planner.stage import surpluses
from alongside.planner.stages import room_of, whole_stage
from alongside.planner.tables import Floats, Ints

SIZES = "10x400,40x400,15x900,60x900,20x1600,80x1600"


def made_up(kind: str, sites: int, people: int, seed: int) -> tuple[Ints, Ints, Ints]:
    """Cost and minutes of everybody at every site (people x sites), and the minutes that each site has."""
    rng = np.random.default_rng((seed, ord(kind), sites, people))
    shape = (people, sites)
    if kind == "C":
        minutes, cost = rng.integers(5, 26, shape), rng.integers(10, 51, shape)
    elif kind == "D":
        minutes = rng.integers(1, 101, shape)
        cost = 111 - minutes + rng.integers(-10, 11, shape)
    else:
        minutes = np.floor(1 - 10 * np.log(1 - rng.random(shape))).astype(np.int64)
        cost = np.maximum(np.floor(1000 / minutes - 10 * rng.random(shape)), 1).astype(np.int64)
    return cost, minutes, (0.8 * minutes.sum(axis=0) / sites).astype(np.int64)


def write(folder: Path, cost: Ints, minutes: Ints, room: Ints, top: float) -> None:
    """The instance in explicit form; having a place is worth `top` less its cost."""
    people, sites = cost.shape
    count, site = people * sites, np.arange(sites)
    one = {"treatment_function": ["110"] * count, "week": [0] * count, "bed_nights": [0] * count}
    options = {"patient_id": np.repeat(np.arange(people), sites), "site_id": np.tile(site, people), **one}
    options |= {"value": top - cost.ravel().astype(float), "theatre_minutes": minutes.ravel()}
    pl.DataFrame(options).write_parquet(folder / "options.parquet")
    sessions = {"site_id": site, "treatment_function": ["110"] * sites, "week": [0] * sites, "theatre_minutes": room}
    pl.DataFrame(sessions).write_parquet(folder / "sessions.parquet")
    beds = {"site_id": site, "week": [0] * sites, "bed_nights": [0] * sites}
    pl.DataFrame(beds).write_parquet(folder / "beds.parquet")


def least_cost(problem: Problem, top: float) -> float:
    """The cost that nothing can be below when everybody has a place: the relaxation's, by its prices."""
    stage = whole_stage(problem, problem.options.value, room_of(problem))
    prices: Floats = relaxation_prices(stage)
    best = np.maximum.reduceat(surpluses(stage.table, prices), stage.start[:-1])
    return top * stage.patients - float(best.sum() + prices @ stage.room)


def show(kind: str, size: str, args: argparse.Namespace) -> None:
    """Print one line for one instance."""
    sites, people = (int(one) for one in size.split("x"))
    cost, minutes, room = made_up(kind, sites, people, args.seed)
    top = float(cost.max() + 1) * args.top
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), cost, minutes, room, top)
        problem = Problem.from_folder(Path(folder))
    began = time.perf_counter()
    plan = solve(problem, args.policy, seed=args.seed, effort=args.effort)
    took = time.perf_counter() - began
    began = time.perf_counter()
    least = least_cost(problem, top)
    floor = time.perf_counter() - began
    paid, broken = top * people - plan.objective, len(check(problem, plan))
    print(
        f"{kind} {size:<8} {paid / least:>12.5f} {people - plan.placed:>10} {broken:>7} {took:>9.2f}"
        f"{took / floor:>18.2f}",
        flush=True,
    )


def main() -> int:
    """Print one line per instance."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--policy", choices=POLICIES, default="weighted")
    parser.add_argument("--effort", choices=tuple(EFFORTS), default="best")
    parser.add_argument("--sizes", default=SIZES)
    parser.add_argument("--kinds", default="CDE")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--top", type=float, default=1.0, help="what a place is worth, in times of the highest cost")
    args = parser.parse_args()
    print("instance     cost / bound   unplaced  broken   seconds   time / relaxation")
    for kind in args.kinds:
        for size in args.sizes.split(","):
            show(kind, size, args)
    print(f"peak memory  {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
