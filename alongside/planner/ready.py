"""`python -m alongside.planner.ready`: compile the planner's loops now, so that the first plan does not wait for it."""

import contextlib
import io
import sys
import tempfile
from pathlib import Path

import numpy as np
import polars as pl

from alongside.planner.carrying import Earlier
from alongside.planner.command import main
from alongside.planner.edits import without_site
from alongside.planner.explain import explain
from alongside.planner.problem import Problem
from alongside.planner.replan import replan
from alongside.planner.solve import POLICIES, solve

FUNCTIONS = ["100", "110", "130"]


def small_list(people: int, sites: int, seed: int = 0, minutes: int = 3_200) -> dict[str, pl.DataFrame]:
    """A made-up list with the column types of the planner's files; stays, priorities and travel are mixed.

    Every site has so many `minutes` of theatre for each treatment function.
    """
    rng = np.random.default_rng(seed)
    columns = {
        "x_km": rng.uniform(0, 40, people).astype(np.float32),
        "y_km": rng.uniform(0, 40, people).astype(np.float32),
        "priority": rng.choice([2, 3, 4], people).astype(np.int8),
        "weeks_waited": rng.integers(0, 80, people).astype(np.int16),
        "theatre_minutes": rng.integers(20, 200, people).astype(np.int32),
        "bed_nights": rng.choice([0, 0, 2], people).astype(np.int32),
        "asa": rng.integers(1, 5, people).astype(np.int8),
        "bmi": rng.integers(18, 50, people).astype(np.int8),
        "needs_hdu": rng.random(people) < 0.1,
        "age": rng.integers(0, 99, people).astype(np.int8),
        "max_km": np.full(people, 60, np.float32),
    }
    ids = {"patient_id": np.arange(people, dtype=np.int64), "treatment_function": rng.choice(FUNCTIONS, people)}
    site, function = np.repeat(np.arange(sites, dtype=np.int32), len(FUNCTIONS)), np.tile(FUNCTIONS, sites)
    weeks = {"site_id": site, "treatment_function": function, "week": np.zeros(len(site), np.int16)}
    return {
        "patients": pl.DataFrame(ids | columns),
        "sites": pl.DataFrame(
            {
                "site_id": np.arange(sites, dtype=np.int32),
                "x_km": rng.uniform(0, 40, sites).astype(np.float32),
                "y_km": rng.uniform(0, 40, sites).astype(np.float32),
                "max_asa": np.full(sites, 3, np.int8),
                "max_bmi": np.full(sites, 40, np.int8),
                "has_hdu": np.arange(sites) % 2 == 0,
                "min_age": np.full(sites, 18, np.int8),
            }
        ),
        "sessions": pl.DataFrame(weeks | {"theatre_minutes": np.full(len(site), minutes, np.int64)}),
        "beds": pl.DataFrame(
            {
                "site_id": np.arange(sites, dtype=np.int32),
                "week": np.zeros(sites, np.int16),
                "bed_nights": np.full(sites, people // 20, np.int64),
            }
        ),
    }


def make_ready() -> None:
    """Make a plan of each kind, explain it and go on from it, so that every loop is compiled and kept on disk."""
    for minutes in (3_200, 300):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for table, rows in small_list(400, 6, minutes=minutes).items():
                rows.write_parquet(folder / f"{table}.parquet")
            for policy in POLICIES:
                with contextlib.redirect_stdout(io.StringIO()):
                    main(["solve", name, "--out", str(folder / "plan.parquet"), "--policy", policy])
            problem = Problem.from_folder(folder)
        for policy in POLICIES:
            plan = solve(problem, policy)
            explain(problem, plan)
            most = int(np.bincount(problem.options.site[plan.chosen[plan.chosen >= 0]]).argmax())
            replan(without_site(problem, problem.sites.ids[most]), Earlier.of(problem, plan))


if __name__ == "__main__":
    make_ready()
    sys.exit(0)
