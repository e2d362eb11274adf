"""Does a plan keep the rules, and what is it worth? Counted from the files alone, with nothing of the planner's.

The files and the rules are those of docs/rules/planner.md.
"""

import io
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

WEIGHT = {1: 16.0, 2: 8.0, 3: 4.0, 4: 2.0}
LONG_WAIT = 52
KEY = ["patient_id", "site_id", "week"]
UNCOUNTED = {"sessions": "weekday", "patients": "due_week"}


@dataclass(frozen=True)
class Score:
    """A plan's worth and whom it places, by clinical priority where the files tell it; and the rules it breaks."""

    worth: dict[int, float]
    placed: dict[int, int]
    long_waiters: int
    broken: tuple[str, ...]

    @property
    def total(self) -> float:
        """The worth of all places."""
        return sum(self.worth.values())


def uncounted(folder: Path) -> str | None:
    """What the files hold that neither this count nor the peers know of, in one sentence; None when nothing."""
    for name, column in UNCOUNTED.items():
        file = folder / f"{name}.parquet"
        if file.exists() and column in pl.read_parquet_schema(file):
            return f"Benchmarks do not count with {column}: leave it out of {name}.parquet"
    return None


def score(folder: Path, plan: pl.DataFrame, nearest: int) -> Score:
    """Count a plan of one instance."""
    explicit = (folder / "options.parquet").exists()
    used = _given(folder, plan) if explicit else _worked_out(folder, plan, nearest)
    broken = []
    if plan["patient_id"].is_duplicated().any():
        broken.append("a patient is placed twice")
    if used.height < plan.height:
        broken.append(f"{plan.height - used.height} places are not on the shortlist")
    broken += _over(folder, "sessions", ["site_id", "treatment_function", "week"], "theatre_minutes", used)
    broken += _over(folder, "beds", ["site_id", "week"], "bed_nights", used)
    by = used.group_by("priority").agg(worth=pl.col("value").sum(), placed=pl.len()).sort("priority")
    priorities = by["priority"].to_list()
    return Score(
        dict(zip(priorities, by["worth"], strict=True)),
        dict(zip(priorities, by["placed"], strict=True)),
        used.filter(pl.col("weeks_waited") > LONG_WAIT).height,
        tuple(broken),
    )


def _given(folder: Path, plan: pl.DataFrame) -> pl.DataFrame:
    """The plan's rows among the options of the explicit form."""
    options = pl.read_parquet(folder / "options.parquet")
    for name in ("priority", "weeks_waited"):
        if name not in options.columns:
            options = options.with_columns(pl.lit(0).alias(name))
    plan = plan.select(pl.col(name).cast(options.schema[name]) for name in KEY)
    return options.join(plan, on=KEY, how="semi")


def _worked_out(folder: Path, plan: pl.DataFrame, nearest: int) -> pl.DataFrame:
    """The plan's rows that are on the shortlist, with their worth."""
    patients, sites, sessions = (
        pl.read_parquet(folder / f"{name}.parquet") for name in ("patients", "sites", "sessions")
    )
    people = plan.select(KEY).join(patients, on="patient_id", maintain_order="left")
    sites = sites.sort("site_id")
    km = np.full(people.height, np.inf)
    for function in people["treatment_function"].unique():
        here = sites.join(sessions.filter(treatment_function=function), on="site_id", how="semi", maintain_order="left")
        mine = np.flatnonzero((people["treatment_function"] == function).to_numpy())
        km[mine] = _distance(people[mine], here, nearest)
    waited, priority = pl.col("weeks_waited"), pl.col("priority").replace_strict(WEIGHT, return_dtype=pl.Float64)
    worth = priority * (1 + waited / 18) * (1 - 0.3 * pl.col("km") / 120) * (1 - 0.01 * pl.col("week"))
    held = sessions.select("site_id", "treatment_function", "week").unique()
    placed = people.with_columns(km=pl.Series(km, dtype=pl.Float64)).filter(pl.col("km").is_finite())
    return placed.join(held, on=held.columns, how="semi").with_columns(value=worth)


def _distance(people: pl.DataFrame, sites: pl.DataFrame, nearest: int) -> np.ndarray:
    """How far each patient's place is; infinite when it is not one of their `nearest` sites."""
    of, at = (lambda name: people[name].to_numpy()[:, None]), (lambda name: sites[name].to_numpy()[None, :])
    km = np.hypot(of("x_km").astype(float) - at("x_km"), of("y_km").astype(float) - at("y_km"))
    accepted = (of("asa") <= at("max_asa")) & (of("bmi") <= at("max_bmi")) & (of("age") >= at("min_age"))
    accepted &= (~of("needs_hdu") | at("has_hdu")) & (km <= of("max_km"))
    km = np.where(accepted, km, np.inf)
    first = np.argsort(km, axis=1, kind="stable")[:, :nearest]
    shortlist = np.zeros(km.shape, bool)
    np.put_along_axis(shortlist, first, True, axis=1)
    return np.where(shortlist & (of("site_id") == at("site_id")), km, np.inf).min(axis=1, initial=np.inf)


def _over(folder: Path, name: str, keys: list[str], amount: str, used: pl.DataFrame) -> list[str]:
    held = pl.read_parquet(folder / f"{name}.parquet").group_by(keys).agg(held=pl.col(amount).sum())
    taken = used.group_by(keys).agg(taken=pl.col(amount).cast(pl.Int64).sum())
    over = taken.join(held, on=keys, how="left").filter(pl.col("taken") > pl.col("held").fill_null(0))
    return [f"{over.height} rows of {name} are over their {amount.replace('_', ' ')}"] if over.height else []


def reading_seconds(folder: Path) -> float:
    """R: the best of three times that polars takes to parse the list itself, written as CSV."""
    explicit = folder / "options.parquet"
    text = pl.read_parquet(explicit if explicit.exists() else folder / "patients.parquet").write_csv().encode()
    best = float("inf")
    for _ in range(3):
        began = time.perf_counter()
        pl.read_csv(io.BytesIO(text))
        best = min(best, time.perf_counter() - began)
    return best
