"""How does our list become a file in the national layout?"""

from pathlib import Path

import polars as pl

from alongside.formats.wlmds.cells import write_table
from alongside.formats.wlmds.layout import COLUMNS, NATIONAL


def national(good: pl.DataFrame, *, local: bool = True) -> pl.DataFrame:
    """Good rows as text under the national headings, in the national order; our own columns last, when they hold any.

    Dates are YYYY-MM-DD and codes as the NHS Data Dictionary writes them. A field that `good` lacks is an empty column.
    """
    columns = [c for c in COLUMNS if c in NATIONAL or (local and c.field in good.columns and _has_any(good[c.field]))]
    present = set(good.columns)
    return good.select(
        (pl.col(c.field).cast(pl.String) if c.field in present else pl.lit(None, pl.String)).alias(c.name)
        for c in columns
    )


def write_national(good: pl.DataFrame, path: Path | str, *, local: bool = True) -> None:
    """Write good rows in the national layout, as .csv or .xlsx."""
    write_table(national(good, local=local), path)


def _has_any(values: pl.Series) -> bool:
    return values.null_count() < len(values)
