"""Which published counts does the demonstration area stand on?

Source: NHS England, RTT waiting times, full CSV extract, January 2026, providers of board QKS. See data/ATTRIBUTION.md.
"""

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

BOARD = "QKS"
AS_OF = date(2026, 1, 31)
DAYS_IN_MONTH = 31
UNKNOWN_START = -1
ATTRIBUTION = (
    "Contains public sector information licensed under the Open Government Licence v3.0. Source: NHS England. "
    "Contains OS data (c) Crown copyright and database right 2025; contains Royal Mail data (c) Royal Mail copyright "
    "and database right 2025; contains National Statistics data (c) Crown copyright and database right."
)
_DATA = Path(__file__).parent / "data"


@cache
def table(name: str) -> pl.DataFrame:
    """One committed table of the demonstration area, by file name without `.csv`.

    Codes stay text, even where they are all digits.
    """
    return pl.read_csv(_DATA / f"{name}.csv", infer_schema_length=None, schema_overrides=_TEXT)


_CODES = ["provider", "part", "treatment_function", "bands", "area", "outcode", "provider_code", "site_code", "of"]
_TEXT = dict.fromkeys([*_CODES, "opcs"], pl.String)


def alike(frame: pl.DataFrame, *key: str) -> Iterator[tuple[tuple[Any, ...], np.ndarray]]:
    """Each different value of `key` with the row numbers that have it, in order of first appearance."""
    rows = frame.select(key).with_row_index("row").group_by(key, maintain_order=True).agg("row")
    for *values, numbers in rows.iter_rows():
        yield tuple(values), np.asarray(numbers)


def totals() -> pl.DataFrame:
    """Published totals: provider, part, treatment_function, total, unknown_start."""
    return table("published_counts").drop("bands")


def cells(part: str) -> pl.DataFrame:
    """Published counts of a part that are not zero: provider, treatment_function, band (-1 is unknown start), n.

    >>> cells("2")["n"].sum(), cells("2A")["n"].sum()
    (208653, 39568)
    """
    rows = table("published_counts").filter(pl.col("part") == part)
    key = ["provider", "treatment_function"]
    weekly = (
        rows.with_columns(pl.col("bands").fill_null("").str.split(" ").alias("n"))
        .with_columns(pl.int_ranges(0, pl.col("n").list.len()).alias("band"))
        .explode("n", "band")
        .select(*key, pl.col("band").cast(pl.Int64), pl.col("n").cast(pl.Int64, strict=False))
    )
    unknown = rows.select(*key, pl.lit(UNKNOWN_START, pl.Int64).alias("band"), pl.col("unknown_start").alias("n"))
    return pl.concat([weekly, unknown]).filter(pl.col("n") > 0).sort(*key, "band")
