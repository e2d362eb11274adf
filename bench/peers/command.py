"""What every peer has in common: it reads the same files as the planner, decides, and writes a plan."""

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from alongside.planner.compiled import compiled
from alongside.planner.problem import Problem
from alongside.planner.tables import Floats, Ints, Options

Decide = Callable[[Problem], tuple[Ints, dict[str, Any]]]


def run(about: str | None, decide: Decide) -> None:
    """Read a folder, decide and write the plan; whatever else the peer found out is printed as JSON."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--nearest", type=int, default=5)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    problem = Problem.from_folder(args.folder, args.nearest)
    chosen, facts = decide(problem)
    placements(problem, chosen).write_parquet(args.out)
    print(json.dumps({"options": len(problem.options), **facts}))


def placements(problem: Problem, chosen: Ints) -> pl.DataFrame:
    """The plan as a table, from the option of each patient (-1: none)."""
    rows = np.flatnonzero(chosen >= 0)
    o, taken = problem.options, chosen[rows]
    columns = {"patient_id": problem.patients.ids[rows], "site_id": problem.sites.ids[o.site[taken]]}
    return pl.DataFrame({**columns, "week": o.week[taken]})


def room_of(problem: Problem) -> tuple[Floats, Floats]:
    """The minutes of every cell and the nights of every ward, to be used up."""
    return problem.cells.minutes.astype(float), problem.wards.nights.astype(float)


def take(problem: Problem, order: Ints, chosen: Ints, room: tuple[Floats, Floats]) -> None:
    """Options in this order are taken when their patient has no place yet and there are minutes and nights."""
    o: Options = problem.options
    _take(order, o.patient, o.cell, o.ward, o.minutes, o.nights, *room, chosen)


@compiled
def _take(
    order: Ints,
    patient: Ints,
    cell: Ints,
    ward: Ints,
    minutes: Ints,
    nights: Ints,
    left: Floats,
    beds: Floats,
    chosen: Ints,
) -> None:
    for option in order:
        if (
            chosen[patient[option]] < 0
            and minutes[option] <= left[cell[option]]
            and nights[option] <= beds[ward[option]]
        ):
            left[cell[option]] -= minutes[option]
            beds[ward[option]] -= nights[option]
            chosen[patient[option]] = option
