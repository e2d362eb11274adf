"""How long does it take to explain a plan to everybody on the list, beside making it, and do its promises hold?

    ./run bench explain [DIR] [--nearest 5] [--samples 10]

Prints, for both policies, the time of explaining over that of planning (reading, problem and solve) by the clock and in
processor time, peak memory, and how many promised additions gave a place when the plan was made again with them: half
of the samples from the tenth of patients who need least, half from all. DIR holds an instance; else one is made up.
"""

import argparse
import resource
import sys
import tempfile
from pathlib import Path

import numpy as np

from alongside.planner.counterfactual import extra_needed
from alongside.planner.explain import explain
from alongside.planner.plan import Plan
from alongside.planner.problem import Problem
from alongside.planner.solve import POLICIES, solve
from bench.measure.area import Area, write
from bench.measure.clock import Clock


def held(problem: Problem, plan: Plan, policy: str, samples: int) -> tuple[int, int]:
    """Of `samples` promises, how many give a place when the plan is made again; and how many were tried."""
    extra = extra_needed(problem, plan)
    asked = np.flatnonzero(extra.option >= 0)
    asked = asked[np.argsort(extra.minutes[asked], kind="stable")]
    shares = np.concatenate([np.linspace(0, 0.1, samples - samples // 2), np.linspace(0.1, 1, samples // 2)])
    some = asked[np.round(shares * max(len(asked) - 1, 0)).astype(int)] if len(asked) else asked
    again = (
        solve(problem.with_spread(int(extra.option[one]), int(extra.minutes[one]), int(extra.nights[one])), policy)
        for one in some
    )
    return sum(bool(new.chosen[one] >= 0) for one, new in zip(some, again, strict=True)), len(some)


def main() -> int:
    """Print one line per figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--nearest", type=int, default=5)
    parser.add_argument("--samples", type=int, default=10)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        return tell(args.folder or write(Area(), Path(scratch)), args.nearest, args.samples)


def tell(folder: Path, nearest: int, samples: int) -> int:
    """Plan once for each policy so that all loops are compiled, and then once more for the figures."""
    for policy in POLICIES:
        problem = Problem.from_folder(folder, nearest)
        explain(problem, solve(problem, policy))
        clock = Clock()
        problem = Problem.from_folder(folder, nearest)
        plan = solve(problem, policy)
        planned, clock = clock.stop(), Clock()
        explain(problem, plan)
        told = clock.stop()
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        good, tried = held(problem, plan, policy, samples)
        print(f"{policy}: {len(problem.patients):,} patients, {len(problem.options):,} options", flush=True)
        for how, mine, plans in (
            ("by the clock", told.seconds, planned.seconds),
            ("processor", told.processor, planned.processor),
        ):
            print(f"  explaining / planning, {how:<18}{mine / plans:.3f}   ({mine:.2f} s / {plans:.2f} s)")
        print(f"  peak memory                              {after / 1024:,.0f} MB")
        print(f"  promised additions that gave a place     {good} of {tried}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
