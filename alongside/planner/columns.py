"""From tables to columns: who waits, where the sites are, what theatre time and beds they have, by week."""

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import polars as pl

from alongside.planner.tables import (
    ANY_DAY,
    NEVER_DUE,
    Adjustments,
    Bools,
    Cells,
    InputError,
    Ints,
    Patients,
    Pin,
    Sites,
    Wards,
)

CELL = ["site_id", "treatment_function", "week"]


def codes(column: pl.Series, known: pl.Series | Sequence[str]) -> Ints:
    """The place of each value of `column` in `known`, which has it.

    >>> codes(pl.Series(["b", "a", "b"]), ["a", "b"]).tolist()
    [1, 0, 1]
    """
    if not isinstance(known, pl.Series):
        return column.cast(pl.Enum(known)).to_physical().cast(pl.Int32).to_numpy()
    index = pl.DataFrame({"id": known}).with_row_index("at")
    joined = pl.DataFrame({"id": column}).join(index, on="id", how="left", maintain_order="left")
    return joined["at"].cast(pl.Int32).to_numpy()


def functions_of(*tables: pl.DataFrame) -> tuple[str, ...]:
    """The treatment functions that are asked for or offered, in order."""
    return tuple(pl.concat([table["treatment_function"].unique() for table in tables]).unique().sort().to_list())


def sites_of(table: pl.DataFrame, adjustments: Adjustments) -> Sites:
    """The sites in ascending order of id, each with a name to call it by."""
    table = table.sort("site_id")
    ids = table["site_id"]
    names = [f"site {one}" for one in ids]
    if "name" in table.columns:
        names = [given or name for given, name in zip(table["name"].to_list(), names, strict=True)]
    out = np.array([one in adjustments.excluded_sites for one in ids.to_list()], bool)
    return Sites(ids, tuple(names), decimals(table["x_km"]), decimals(table["y_km"]), out)


def patients_of(table: pl.DataFrame, functions: tuple[str, ...], adjustments: Adjustments) -> Patients:
    """The list in its own order."""
    ids = table["patient_id"]
    pinned = {pin.patient for pin in adjustments.pins}
    tie_break = table["tie_break"].fill_null(0).cast(pl.Float64).to_numpy() if "tie_break" in table.columns else None
    due = table["due_week"].cast(pl.Int32).fill_null(NEVER_DUE).to_numpy() if "due_week" in table.columns else None
    return Patients(
        ids=ids,
        function=codes(table["treatment_function"], functions),
        x_km=decimals(table["x_km"]),
        y_km=decimals(table["y_km"]),
        priority=table["priority"].cast(pl.Int8).to_numpy(),
        weeks_waited=table["weeks_waited"].cast(pl.Int32).to_numpy(),
        minutes=table["theatre_minutes"].cast(pl.Int32).to_numpy(),
        nights=table["bed_nights"].cast(pl.Int32).to_numpy(),
        max_km=decimals(table["max_km"]),
        tie_break=tie_break,
        due_week=due,
        pinned=named(ids, pinned),
        excluded=named(ids, adjustments.excluded_patients),
    )


def decimals(column: pl.Series) -> Any:
    """The numbers of a column with decimals, in the precision they were given in."""
    return (column if column.dtype == pl.Float32 else column.cast(pl.Float64)).to_numpy()


def named(ids: pl.Series, wanted: Collection[int | str]) -> Bools:
    """Which of these ids are among those named by hand; InputError when they are named by another kind of id."""
    if not wanted:
        return np.zeros(len(ids), bool)
    try:
        return ids.is_in(pl.Series(list(wanted), dtype=ids.dtype)).to_numpy()
    except (TypeError, OverflowError, pl.exceptions.PolarsError) as fault:
        raise InputError("Patients pinned or left out are named by another kind of id than the list's") from fault


def pins_of(adjustments: Adjustments, patients: Patients) -> dict[int, Pin]:
    """The pins of those who are on the list."""
    wanted = {pin.patient: pin for pin in adjustments.pins}
    return {int(row): wanted[patients.ids[int(row)]] for row in np.flatnonzero(patients.pinned)}


def cells_of(table: pl.DataFrame, sites: Sites, functions: tuple[str, ...], adjustments: Adjustments) -> Cells:
    """The minutes of every site, function and week, on the mean day of its sessions, weighed by minutes."""
    if "weekday" not in table.columns:
        table = table.with_columns(weekday=pl.lit(None, pl.Int8))
    day, weight = pl.col("weekday").cast(pl.Float64), pl.col("theatre_minutes").clip(lower_bound=1)
    mean = (day * weight).sum() / weight.filter(day.is_not_null()).sum()
    table = table.group_by(CELL).agg(pl.col("theatre_minutes").cast(pl.Int64).sum(), day=mean.round()).sort(CELL)
    if adjustments.excluded_cells:
        kept = [key not in adjustments.excluded_cells for key in table.select(CELL).rows()]
        table = table.filter(pl.Series(kept, dtype=pl.Boolean))
    return Cells(
        site=codes(table["site_id"], sites.ids),
        function=codes(table["treatment_function"], functions),
        week=table["week"].cast(pl.Int16).to_numpy(),
        minutes=table["theatre_minutes"].to_numpy(),
        day=table["day"].fill_nan(None).fill_null(ANY_DAY).cast(pl.Int8).to_numpy(),
    )


def wards_of(table: pl.DataFrame, sites: Sites, cells: Cells) -> Wards:
    """The bed nights given; 0 where there are sessions or a stay may reach in these weeks and no beds were given."""
    given = pl.DataFrame(
        {
            "site": codes(table["site_id"], sites.ids),
            "week": table["week"].cast(pl.Int16),
            "nights": table["bed_nights"].cast(pl.Int64),
        }
    )
    bare = pl.DataFrame({"site": cells.site, "week": cells.week})
    reached = _weeks_reached(bare.filter(pl.Series(cells.day != ANY_DAY)), bare, given)
    none = pl.concat([bare, reached]).unique().with_columns(nights=pl.lit(0, pl.Int64))
    both = pl.concat([given, none]).group_by("site", "week").agg(pl.col("nights").sum()).sort("site", "week")
    site, week = both["site"].to_numpy(), both["week"].to_numpy()
    follows = np.append((site[1:] == site[:-1]) & (week[1:] == week[:-1] + 1), False)[: both.height]
    after = np.where(follows, np.arange(1, both.height + 1), -1).astype(np.int32)
    return Wards(site, week, both["nights"].to_numpy(), after)


def _weeks_reached(dated: pl.DataFrame, bare: pl.DataFrame, given: pl.DataFrame) -> pl.DataFrame:
    """Every site and week into which a stay may go on: up to the last week of sessions, and of the site's beds."""
    last = pl.max_horizontal("last", pl.lit(bare["week"].max(), pl.Int16))
    ends = given.group_by("site").agg(last=pl.col("week").max())
    spans = dated.group_by("site").agg(pl.col("week").min()).join(ends, on="site", how="left")
    return spans.select("site", pl.int_ranges("week", last + 1, dtype=pl.Int16).alias("week")).explode("week")
