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
from alongside.planner.plan import Plan
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
    problem = Problem.from_folder(args.folder, args.nearest)
    plan = solve(problem, args.policy, args.seed, args.effort)
    broken = check(problem, plan)
    if broken:
        raise InputError(f"The plan was not written, because it breaks a rule: {broken[0]}")
    _write(plan.placements(problem), args.out)
    summary = _summary(problem, plan, time.perf_counter() - began)
    print(json.dumps(summary) if args.json else _words(summary))
    return 0


def _write(placements: pl.DataFrame, out: Path) -> None:
    try:
        placements.write_parquet(out)
    except OSError as fault:
        raise InputError(
            f"The plan cannot be written to {out}: name a file in a folder that can be written to"
        ) from fault


def _summary(problem: Problem, plan: Plan, seconds: float) -> dict[str, Any]:
    return {
        "policy": plan.policy,
        "effort": plan.effort,
        "seed": plan.seed,
        "patients": len(problem.patients),
        "options": len(problem.options),
        "placed": plan.placed,
        "objective": plan.objective,
        "bound": plan.bound,
        "gap_percent": round(100 * plan.gap, 4),
        "tiers": [
            {
                "tier": t.name,
                "patients": t.patients,
                "placed": t.placed,
                "objective": t.objective,
                "bound": t.bound,
                "gap_percent": round(100 * t.gap, 4),
            }
            for t in plan.tiers
        ],
        "solve_seconds": round(plan.seconds, 2),
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
