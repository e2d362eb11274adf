"""A list of the size of a large board's goes through whole, with its bad rows found."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from alongside.domain.identifiers import with_check_digit
from alongside.formats.wlmds.mapping import suggest
from alongside.formats.wlmds.read import read_table
from alongside.formats.wlmds.template import template
from alongside.formats.wlmds.validate import validate

ROWS = 200_000


@pytest.mark.slow
def test_validate_takes_two_hundred_thousand_rows(tmp_path: Path) -> None:
    number = pl.int_range(ROWS)
    table = template("RVV").select(pl.all().repeat_by(ROWS).explode())
    table = table.with_columns(
        pl.format("RVV{}", number.cast(pl.String).str.zfill(17)).alias("PATIENT_PATHWAY_IDENTIFIER"),
        pl.when(number % 100 == 0)
        .then(pl.lit("30"))
        .otherwise(pl.lit("20"))
        .alias("REFERRAL_TO_TREATMENT_PERIOD_STATUS"),
        pl.lit(with_check_digit("999000001")).alias("NHS_NUMBER"),
    )
    path = tmp_path / "list.csv"
    table.write_csv(path)
    read = read_table(path)
    checked = validate(read, suggest(read.columns), provider_code="RVV", as_of=date(2026, 1, 31))
    assert (checked.good.height, checked.bad.height) == (ROWS * 99 // 100, ROWS // 100)
    assert checked.counts == {"WL-14": ROWS // 100}
    assert checked.bad["source_row"].head(3).to_list() == [2, 102, 202]
