"""The same plan, worked out by the workers of a Dask cluster, each of which holds some rows of the list.

Workers read their rows from the folder themselves, so it must be readable from all of them. The coordinating process
holds prices and what is near them. A worker that is lost costs time only: whatever it held is read and worked out again
by another.
"""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from alongside.planner import reading
from alongside.planner.crowd import Crowd, Part, empty, rows_together
from alongside.planner.plan import WidePlan
from alongside.planner.problem import Problem
from alongside.planner.shared import EFFORTS
from alongside.planner.solve import Making, known, tiers_of
from alongside.planner.stage import select, total_use
from alongside.planner.stages import room_of, whole_stage
from alongside.planner.tables import InputError, Ints

PATIENCE = "20s"


class Workers:
    """Parts held by the workers of a cluster."""

    def __init__(self, address: str) -> None:
        from distributed import Client  # half a second that only a cluster's plan needs

        try:
            self.client: Any = Client(address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
        except (OSError, TimeoutError, ValueError) as fault:
            raise InputError(f"No cluster answers at {address}: start a Dask scheduler there or correct it") from fault

    def ask(self, question: Callable[..., Any], parts: Sequence[Any], *given: Any) -> list[Any]:
        """The answer of every part, in order."""
        return list(self.client.gather(self.make(question, parts, *given)))

    def make(self, change: Callable[..., Any], parts: Sequence[Any], *given: Any) -> list[Any]:
        """New parts that stay with the workers."""
        return [self.client.submit(change, part, *given, pure=False) for part in parts]

    def close(self) -> None:
        """Let the workers forget this plan."""
        self.client.close()


def solve_folder(
    folder: Path, address: str, nearest: int = 5, policy: str = "tiers", seed: int = 0, effort: str = "fast"
) -> WidePlan:
    """The plan that `solve` would make of the folder's problem, worked out by the cluster at `address`.

    InputError when the folder does not hold the raw form, or no cluster answers.
    """
    known(policy, effort)
    if (folder / "options.parquet").exists():
        raise InputError("A cluster plans from the raw form: give patients and sites instead of options")
    began = time.perf_counter()
    ids, priority = _people(folder)
    names, tier_of = tiers_of(priority, np.zeros(0, bool), policy)
    nobody = Problem.from_folder(folder, nearest, (0, 0))
    workers = Workers(address)
    try:
        frame = empty(whole_stage(nobody, nobody.values(policy), room_of(nobody)))
        together = rows_together(frame)
        firsts = range(0, max(len(ids), 1), together)
        tiers = [tier_of[first : first + together] for first in firsts]
        given = (str(folder.resolve()), nearest, policy)
        parts = [workers.client.submit(part_of, *given, *one, pure=False) for one in zip(firsts, tiers, strict=True)]
        crowd = Crowd(parts, frame, workers)
        making = Making(crowd, names, tier_of, EFFORTS[effort], seed, None)
        options = crowd.sizes()[0]
    finally:
        workers.close()
    placements = _placements(nobody, ids, making)
    return WidePlan(placements, making.tiers, len(ids), options, time.perf_counter() - began)


def part_of(folder: str, nearest: int, policy: str, first: int, tier: Ints) -> Part:
    """Some rows of the list, read and made ready where this is called."""
    problem = Problem.from_folder(Path(folder), nearest, (first, len(tier)))
    stage = whole_stage(problem, problem.values(policy), room_of(problem))
    most = nearest * max(len(np.unique(problem.cells.week)), 1)
    return Part(stage, first, first * most, tier)


def _people(folder: Path) -> tuple[pl.Series, Ints]:
    """Everybody's id and priority; each part checks the rest of its rows."""
    table = reading.read_people(folder)
    return table["patient_id"], table["priority"].to_numpy()


def _placements(problem: Problem, ids: pl.Series, making: Making) -> pl.DataFrame:
    """Who is placed where and when, in the order of the list; InputError if that oversells anything."""
    rows: Ints = np.zeros(0, np.int64)
    cell: Ints = rows
    for placed in making.placed:
        held = select(placed.plan.stage, placed.taken)
        if (total_use(held)[: len(problem.cells)] > making.crowd.room[: len(problem.cells)]).any():
            raise InputError("The plan was not written, because it uses more theatre minutes than there are")
        rows, cell = placed.rows, held.cell
    site = problem.sites.ids.gather(problem.cells.site[cell])
    return pl.DataFrame({"patient_id": ids.gather(rows), "site_id": site, "week": problem.cells.week[cell]})
