"""A good row of an invented list, and what the checker says when something in it is changed."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from alongside.formats.wlmds.layout import OURS
from alongside.formats.wlmds.mapping import suggest
from alongside.formats.wlmds.read import read_table
from alongside.formats.wlmds.template import template
from alongside.formats.wlmds.validate import Checked, validate

AS_OF = date(2026, 1, 31)
Row = dict[str, str | None]


@pytest.fixture
def row() -> Row:
    """One good row of RVV in the national layout."""
    return dict(template("RVV").row(0, named=True))


@pytest.fixture
def check() -> Callable[..., Checked]:
    """Validates rows as if they had been read from a file whose headings are in row 1."""

    def checked(*rows: Row, provider_code: str = "RVV", as_of: date = AS_OF) -> Checked:
        table = pl.DataFrame(list(rows), schema=dict.fromkeys(rows[0], pl.String))
        table = table.with_row_index("source_row", 2).cast({"source_row": pl.Int64})
        table = table.with_columns(pl.lit(None, pl.String).alias("reading_problem"))
        mapping = suggest([name for name in table.columns if name not in OURS])
        return validate(table, mapping, provider_code=provider_code, as_of=as_of)

    return checked


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., pl.DataFrame]:
    """Reads bytes as an uploaded file."""

    def reading(raw: bytes, name: str = "list.csv", **limits: int) -> pl.DataFrame:
        path = tmp_path / name
        path.write_bytes(raw)
        return read_table(path, **limits)

    return reading
