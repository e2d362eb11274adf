"""What does one change cost, and whom does it move? Each change goes on from a whole plan and is set beside a new one.

    ./run bench replan [DIR] [--patients 200000] [--sites 60] [--policy weighted|tiers] [--stability 2]

DIR holds an instance in the raw form; without it one is made up. The time of a change counts making the changed problem
as well as the plan, and is told as a share of the whole plan before it, which counts reading the files and making the
shortlist, by the clock and in processor time; each is the middle one of five runs in the same process. Ratios travel
between machines, seconds do not.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import polars as pl

from alongside.planner.carrying import Earlier
from alongside.planner.check import check
from alongside.planner.edits import with_changed_patient, with_minutes, with_patient, without_patient, without_site
from alongside.planner.eligibility import RawEligibility
from alongside.planner.plan import Plan
from alongside.planner.problem import Problem
from alongside.planner.replan import STABILITY, Replanned, replan
from alongside.planner.solve import POLICIES, solve
from bench.measure.area import Area, write
from bench.measure.clock import Clock

SESSION = 240
HEADS = ("", "time", "processor", "come in", "elsewhere", "go out", "new plan", "worth", "rules broken", "gaps")
WIDTHS = (25, 9, 11, 9, 11, 8, 10, 10, 14, 1)
RUNS = 5
Made = TypeVar("Made")
Change = Callable[[], Problem]


def changes(problem: Problem, plan: Plan) -> dict[str, Change]:
    """One of each kind, at the cell that is fullest of patients and its site."""
    o, cells, ids = problem.options, problem.cells, problem.patients.ids
    held = plan.chosen[plan.chosen >= 0]
    cell = int(np.bincount(o.cell[held], minlength=len(cells)).argmax())
    at = problem.sites.ids[int(cells.site[cell])], problem.functions[int(cells.function[cell])], int(cells.week[cell])
    here = int(cells.minutes[cell])
    placed = int(o.patient[held[o.cell[held] == cell][0]])
    asking = np.flatnonzero((plan.chosen < 0) & (np.diff(o.start) > 0) & (problem.patients.priority == 4))
    waiting = int(asking[len(asking) // 2])
    return {
        "one patient added": lambda: with_patient(problem, twin(problem, placed), one_more(problem, placed)),
        "one patient removed": lambda: without_patient(problem, ids[placed]),
        "one patient made urgent": lambda: with_changed_patient(problem, ids[waiting], priority=2),
        "one session added": lambda: with_minutes(problem, *at, here + SESSION),
        "one session fewer": lambda: with_minutes(problem, *at, max(0, here - SESSION)),
        "a site's minutes halved": lambda: with_minutes(problem, *at, here // 2),
        "a site's minutes gone": lambda: with_minutes(problem, *at, 0),
        "one site out": lambda: without_site(problem, at[0]),
    }


def twin(problem: Problem, row: int) -> dict[str, Any]:
    """The facts of somebody new, who is as urgent as can be and else as this patient."""
    p = problem.patients
    facts: dict[str, Any] = {name: getattr(p, name)[row].item() for name in ("minutes", "nights", "weeks_waited")}
    facts |= {name: float(getattr(p, name)[row]) for name in ("x_km", "y_km", "max_km")}
    name = "new" if p.ids.dtype == pl.String else int(p.ids.max()) + 1  # type: ignore[arg-type]
    return {"patient_id": name, "treatment_function": problem.functions[p.function[row]], "priority": 2, **facts}


def one_more(problem: Problem, row: int) -> RawEligibility:
    """The rules for the longer list; the last is like this patient."""
    rules = problem.eligibility
    if not isinstance(rules, RawEligibility):
        raise SystemExit("The list needs the raw form")
    return RawEligibility({name: np.append(one, one[row]) for name, one in rules.patients.items()}, rules.sites)


def measure(name: str, change: Change, problem: Problem, before: Plan, whole: Clock, stability: float) -> None:
    """One line: time as a share of the whole plan's, who moves, and the worth beside that of a new plan."""
    changed, found, took = typical(lambda: goes_on(change, problem, before, stability))
    new = solve(changed, before.policy)
    had = found.moves.filter(pl.col("from_site_id").is_not_null())
    lost = had["to_site_id"].is_null().sum()
    both = Earlier.of(problem, before), Earlier.of(changed, new)
    places = [set(zip(one.row.tolist(), one.site.tolist(), one.week.tolist(), strict=True)) for one in both]
    say(
        name,
        f"1/{whole.seconds / took.seconds:.0f}",
        f"1/{whole.processor / took.processor:.0f}",
        f"{found.moves.height - had.height:,}",
        f"{had.height - lost:,}",
        f"{lost:,}",
        f"{len(places[0] - places[1]):,}",
        f"{worth_of(found.plan) / max(worth_of(new), 1e-9):.5f}",
        str(len(check(changed, found.plan))),
        " ".join(f"{100 * tier.gap:.2f}%" for tier in found.plan.tiers),
    )


def goes_on(change: Change, problem: Problem, before: Plan, stability: float) -> tuple[Problem, Replanned]:
    """The changed problem and the plan that goes on."""
    changed = change()
    return changed, replan(changed, Earlier.of(problem, before), stability=stability)


def typical(make: Callable[[], tuple[Problem, Made]]) -> tuple[Problem, Made, Clock]:
    """The last of RUNS and the clock of the middle one: a single run of a few hundredths of a second says little."""
    clocks = []
    for _ in range(RUNS):
        clock = Clock()
        problem, made = make()
        clocks.append(clock.stop())
    return problem, made, sorted(clocks, key=lambda one: one.seconds)[RUNS // 2]


def say(*words: str) -> None:
    """One line of the table."""
    print("".join(f"{word:<{width}}" for word, width in zip(words, WIDTHS, strict=True)), flush=True)


def worth_of(plan: Plan) -> float:
    """The worth of the first tier, which under `weighted` is everybody."""
    return plan.tiers[0].objective if plan.tiers else 0.0


def whole_plan(folder: Path, policy: str) -> tuple[Problem, Plan]:
    """Read, shortlisted and planned."""
    problem = Problem.from_folder(folder)
    return problem, solve(problem, policy)


def table(folder: Path, policy: str, stability: float) -> None:
    """One line for each change of a plan of this policy; before, each is made once, as compiled loops load then."""
    problem = Problem.from_folder(folder)
    warm = solve(problem, policy)
    for change in changes(problem, warm).values():
        replan(change(), Earlier.of(problem, warm), stability=stability)
    problem, before, whole = typical(lambda: whole_plan(folder, policy))
    gaps = ", ".join(f"{tier.name} {100 * tier.gap:.2f}%" for tier in before.tiers)
    print(f"\n{policy}: {len(problem.patients):,} patients, {before.placed:,} placed in {whole.seconds:.2f} s; {gaps}")
    say(*HEADS)
    for name, change in changes(problem, before).items():
        measure(name, change, problem, before, whole, stability)


def main() -> int:
    """A table for each policy."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--patients", type=int, default=200_000)
    parser.add_argument("--sites", type=int, default=60)
    parser.add_argument("--policy", choices=POLICIES)
    parser.add_argument("--stability", type=float, default=STABILITY)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = args.folder or write(Area(args.patients, args.sites), Path(scratch))
        for policy in [args.policy] if args.policy else POLICIES[::-1]:
            table(folder, policy, args.stability)
    print(
        "\nelsewhere and go out: who had a place. new plan: how many of them a new plan would move. worth: that of the "
        "first tier, as a share of that of the new plan."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
