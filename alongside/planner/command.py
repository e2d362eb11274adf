"""`alongside plan solve DIR`: the planner on files, without a database (docs/rules/planner.md tells the files)."""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import polars as pl

from alongside.planner.check import check
from alongside.planner.plan import WidePlan
from alongside.planner.problem import Problem
from alongside.planner.shared import EFFORTS
from alongside.planner.solve import POLICIES, solve
from alongside.planner.tables import InputError


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence."""

    def error(self, message: str) -> NoReturn:
        raise InputError(f"{message[:1].upper()}{message[1:]}: see alongside plan --help")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command with the words after `plan`; 0 when a plan was written, 2 with one sentence when it cannot be."""
    try:
        return _solve(_arguments(argv))
    except InputError as wrong:
        print(wrong, file=sys.stderr)
        return 2


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = _Parser(prog="alongside plan", description=__doc__)
    solve_it = parser.add_subparsers(dest="action", required=True).add_parser(
        "solve", help="make a plan from a folder of files"
    )
    solve_it.add_argument("folder", type=Path, metavar="DIR")
    solve_it.add_argument("--out", type=Path, required=True, help="where to write the plan, a parquet file")
    solve_it.add_argument("--policy", choices=POLICIES, default=POLICIES[0])
    solve_it.add_argument("--nearest", type=int, default=5, help="sites on each patient's shortlist")
    solve_it.add_argument("--effort", choices=tuple(EFFORTS), default="fast")
    solve_it.add_argument("--seed", type=int, default=0)
    solve_it.add_argument(
        "--cluster",
        metavar="ADDRESS",
        help="let the workers of a Dask scheduler do it, for example "
        "tcp://10.0.0.5:8786; the folder must be readable from all of them",
    )
    solve_it.add_argument("--json", action="store_true", help="print the summary as JSON")
    return parser.parse_args(argv)


def _solve(args: argparse.Namespace) -> int:
    began = time.perf_counter()
    if not args.folder.is_dir():
        raise InputError(f"There is no folder {args.folder}: name one that holds an instance")
    if args.nearest < 1:
        raise InputError("--nearest must be 1 or more")
    if args.seed < 0:
        raise InputError("--seed must be 0 or more")
    made = _by_cluster(args) if args.cluster else _here(args)
    _write(made.placements, args.out)
    summary = _summary(made, args, time.perf_counter() - began)
    print(json.dumps(summary) if args.json else _words(summary))
    return 0


def _here(args: argparse.Namespace) -> WidePlan:
    """The plan, worked out and checked by this process."""
    problem = Problem.from_folder(args.folder, args.nearest)
    plan = solve(problem, args.policy, args.seed, args.effort)
    broken = check(problem, plan)
    if broken:
        raise InputError(f"The plan was not written, because it breaks a rule: {broken[0]}")
    return WidePlan(plan.placements(problem), plan.tiers, len(problem.patients), len(problem.options), plan.seconds)


def _by_cluster(args: argparse.Namespace) -> WidePlan:
    from alongside.planner.cluster import solve_folder  # half a second that only a cluster's plan needs

    return solve_folder(args.folder, args.cluster, args.nearest, args.policy, args.seed, args.effort)


def _write(placements: pl.DataFrame, out: Path) -> None:
    try:
        placements.write_parquet(out)
    except OSError as fault:
        raise InputError(
            f"The plan cannot be written to {out}: name a file in a folder that can be written to"
        ) from fault


def _summary(made: WidePlan, args: argparse.Namespace, seconds: float) -> dict[str, Any]:
    objective, bound = (sum(getattr(tier, name) for tier in made.tiers) for name in ("objective", "bound"))
    return {
        "policy": args.policy,
        "effort": args.effort,
        "seed": args.seed,
        "patients": made.patients,
        "options": made.options,
        "placed": made.placements.height,
        "objective": objective,
        "bound": bound,
        "gap_percent": round(100 * max(0.0, 1 - objective / bound), 4) if bound > 0 else 0.0,
        "tiers": [
            {
                "tier": t.name,
                "patients": t.patients,
                "placed": t.placed,
                "objective": t.objective,
                "bound": t.bound,
                "gap_percent": round(100 * t.gap, 4),
            }
            for t in made.tiers
        ],
        "solve_seconds": round(made.seconds, 2),
        "seconds": round(seconds, 2),
    }


def _words(summary: dict[str, Any]) -> str:
    lines = [
        f"{summary['placed']:,} of {summary['patients']:,} patients have a place (policy {summary['policy']}).",
        f"Worth {summary['objective']:,.1f}; no plan can be worth more than {summary['bound']:,.1f}.",
        f"Gap {summary['gap_percent']:.2f}%.",
    ]
    if len(summary["tiers"]) > 1:
        lines += [
            f"  {t['tier']}: {t['placed']:,} of {t['patients']:,} placed, gap {t['gap_percent']:.2f}%"
            for t in summary["tiers"]
        ]
    return "\n".join([*lines, f"{summary['seconds']:.1f} s"])


if __name__ == "__main__":
    sys.exit(main())
