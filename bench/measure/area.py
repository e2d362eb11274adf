"""An invented area: towns of very different size, sites near them, a list, and minutes and beds for part of it.

The same arguments give the same tables. Nobody in it is real; every distribution is an assumption that
docs/benchmarks.md tells.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

FUNCTIONS = np.array(["110", "130", "100", "120", "502", "101", "301", "330", "320", "160", "150", "170"])
PARTS = np.array([20, 14, 12, 11, 9, 8, 7, 6, 5, 4, 2, 2]) / 100
TYPICAL_MINUTES = np.linspace(35, 140, len(FUNCTIONS))
SITES_IN_100_KM = 60
NHS = 0.35


@dataclass(frozen=True)
class Area:
    """What decides an instance. `fill` is the share of the list's theatre minutes that all sites offer together."""

    patients: int = 20_000
    sites: int = 6
    seed: int = 0
    fill: float = 0.15
    weeks: int = 1

    @property
    def side(self) -> float:
        """The length of the square area in km: as many sites to the square whatever its size."""
        return float(np.sqrt(self.sites / SITES_IN_100_KM) * 100)


def write(area: Area, folder: Path) -> Path:
    """Write the four tables of the raw form (docs/rules/planner.md) into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables(area).items():
        table.write_parquet(folder / f"{name}.parquet")
    return folder


def tables(area: Area) -> dict[str, pl.DataFrame]:
    """Patients, sites, sessions and beds. The order of the draws is part of the benchmark: it fixes the tables."""
    draw = np.random.default_rng(area.seed)
    towns = max(8, area.sites // 4)
    where = draw.uniform(0, area.side, (towns, 2))
    size = draw.pareto(1.2, towns) + 0.3
    size /= size.sum()
    patients, function = _patients(area, draw, where, size)
    sites, nhs = _sites(area, draw, where, size)
    sessions, beds = _capacity(area, draw, patients, function, nhs)
    return {"patients": patients, "sites": sites, "sessions": sessions, "beds": beds}


def _patients(area: Area, draw: np.random.Generator, where: Any, size: Any) -> tuple[pl.DataFrame, Any]:
    count = area.patients
    town = draw.choice(len(size), count, p=size)
    home = np.clip(where[town] + draw.normal(0, 6, (count, 2)), 0, area.side)
    function = draw.choice(len(FUNCTIONS), count, p=PARTS / PARTS.sum())
    minutes = np.clip(draw.lognormal(np.log(TYPICAL_MINUTES[function]), 0.35), 10, 400)
    nights = np.where(draw.random(count) < 0.72, 0, np.clip(draw.poisson(2.2, count), 1, 12))
    columns = {
        "patient_id": np.arange(count, dtype=np.int64),
        "treatment_function": FUNCTIONS[function],
        "x_km": home[:, 0].astype(np.float32),
        "y_km": home[:, 1].astype(np.float32),
        "priority": draw.choice([2, 3, 4], count, p=[0.08, 0.32, 0.60]).astype(np.int8),
        "weeks_waited": np.minimum(draw.gamma(1.6, 10, count), 120).astype(np.int16),
        "theatre_minutes": minutes.astype(np.int32),
        "bed_nights": nights.astype(np.int32),
        "asa": draw.choice([1, 2, 3, 4], count, p=[0.25, 0.48, 0.24, 0.03]).astype(np.int8),
        "bmi": np.clip(draw.normal(28, 5.5, count), 16, 60).astype(np.int8),
        "needs_hdu": draw.random(count) < 0.05,
        "age": np.clip(draw.normal(56, 20, count), 0, 99).astype(np.int8),
        "max_km": draw.choice([15, 30, 60, 120], count, p=[0.2, 0.4, 0.3, 0.1]).astype(np.float32),
    }
    return pl.DataFrame(columns), function


def _sites(area: Area, draw: np.random.Generator, where: Any, size: Any) -> tuple[pl.DataFrame, Any]:
    count = area.sites
    town = draw.choice(len(size), count, p=size)
    place = np.clip(where[town] + draw.normal(0, 10, (count, 2)), 0, area.side)
    nhs = draw.random(count) < NHS
    columns = {
        "site_id": np.arange(count, dtype=np.int32),
        "x_km": place[:, 0].astype(np.float32),
        "y_km": place[:, 1].astype(np.float32),
        "max_asa": np.where(nhs, 4, draw.choice([2, 3], count)).astype(np.int8),
        "max_bmi": np.where(nhs, 99, draw.choice([35, 40, 45], count)).astype(np.int8),
        "has_hdu": nhs | (draw.random(count) < 0.15),
        "min_age": np.where(nhs, 0, 18).astype(np.int8),
    }
    return pl.DataFrame(columns), nhs


def _capacity(
    area: Area, draw: np.random.Generator, patients: pl.DataFrame, function: Any, nhs: Any
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Minutes by site and function, and nights by site, the same in every week."""
    offers = draw.random((area.sites, len(FUNCTIONS))) < np.where(nhs[:, None], 0.9, 0.45)
    share = offers * draw.lognormal(0, 0.6, offers.shape)
    share /= np.maximum(share.sum(0), 1e-9)
    demand = np.bincount(function, patients["theatre_minutes"].to_numpy(), len(FUNCTIONS)) * area.fill
    minutes = np.floor(share * demand / area.weeks).astype(np.int64)
    site, kind = np.nonzero(offers)
    beds = draw.lognormal(0, 0.5, area.sites) * np.where(nhs, 2, 1)
    nights = np.floor(beds / beds.sum() * patients["bed_nights"].sum() * area.fill * 0.9 / area.weeks).astype(np.int64)
    weeks = pl.DataFrame({"week": np.arange(area.weeks, dtype=np.int16)})
    sessions = pl.DataFrame(
        {
            "site_id": site.astype(np.int32),
            "treatment_function": FUNCTIONS[kind],
            "theatre_minutes": minutes[site, kind],
        }
    )
    wards = pl.DataFrame({"site_id": np.arange(area.sites, dtype=np.int32), "bed_nights": nights})
    return (
        weeks.join(sessions, how="cross").select("site_id", "treatment_function", "week", "theatre_minutes"),
        weeks.join(wards, how="cross").select("site_id", "week", "bed_nights"),
    )
