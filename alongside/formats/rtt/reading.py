"""What does one month's extract hold? A row per provider, commissioner, part and treatment function."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from alongside.formats.rtt import checks
from alongside.formats.rtt.faults import WrongExtract
from alongside.formats.rtt.header import UNTITLED, column_names
from alongside.formats.rtt.layout import BANDS, COLUMNS, COUNT_COLUMNS, TEXT_COLUMNS, TITLES
from alongside.formats.rtt.source import csv_bytes

COUNTS = tuple(COUNT_COLUMNS.values())
TEXTS = tuple(TEXT_COLUMNS.values())


@dataclass(frozen=True, slots=True)
class Extract:
    """One month of the national return. `notes` are oddities of the file that change no figure silently."""

    month: date
    frame: pl.DataFrame
    notes: tuple[str, ...] = ()


def read_extract(path: Path) -> Extract:
    """Read the extract of one month, zip or csv; raises WrongExtract with one sentence when the file is not one.

    The frame has the columns of `layout.COLUMNS` without period and part description, the codes without `Part_` and
    `C_`. Bands are numbers of pathways, 0 where the cell is blank; they are null in part 3, which has none.
    """
    raw = csv_bytes(path)
    names = column_names(raw, path.name)
    frame = _clean(_parse(raw, names, path.name), path.name)
    month = checks.only_month(frame, path.name)
    frame = frame.with_columns(
        part=checks.part_codes(frame, path.name),
        treatment_function=pl.col("treatment_function").str.to_uppercase().str.strip_prefix("C_"),
        sum_of_row=checks.SUM_OF_ROW,
    )
    checks.refuse_incomplete(frame, path.name)
    checks.refuse_repeated(frame, path.name)
    notes = checks.oddities(frame)
    wanted = [name for name in COLUMNS.values() if name not in ("period", "part_description")]
    return Extract(month, _with_blanks_filled(frame).select(wanted), notes)


def _parse(raw: bytes, names: list[str], file: str) -> pl.DataFrame:
    numbers = set(COUNTS)
    try:
        frame = _read(raw, {name: pl.Int64() if name in numbers else pl.String() for name in names})
    except pl.exceptions.PolarsError:
        frame = _parse_slowly(raw, names, file)
    # A short line is filled with blanks by the parser, so a blank in the last column may be a line cut off.
    if frame[names[-1]].null_count():
        _refuse_ragged(raw, len(names), file)
    return frame.with_row_index("row", offset=2)


def _read(raw: bytes, schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    return pl.read_csv(raw, has_header=False, skip_lines=1, schema=dict(schema))


def _parse_slowly(raw: bytes, names: list[str], file: str) -> pl.DataFrame:
    """Read every cell as text, to accept numbers with spaces around them and to name the cell that is no number."""
    try:
        text = _read(raw, dict.fromkeys(names, pl.String()))
    except pl.exceptions.PolarsError:
        _refuse_ragged(raw, len(names), file)
        raise WrongExtract(f"{file} cannot be read as a csv file from the column 'Period' on: save it again.") from None
    stripped = text.with_columns(pl.col(COUNTS).str.strip_chars().replace("", None))
    frame = stripped.with_columns(pl.col(COUNTS).cast(pl.Int64, strict=False))
    for name in COUNTS:
        spoilt = (stripped[name].is_not_null() & frame[name].is_null()).arg_true()
        if len(spoilt):
            raise WrongExtract(
                f"{file}: the column '{TITLES[name]}' has '{stripped[name][spoilt[0]]}' in row {spoilt[0] + 2:,}, "
                "where a whole number should be."
            )
    return frame


def _refuse_ragged(raw: bytes, width: int, file: str) -> None:
    with io.StringIO(raw.decode(), newline="") as text:
        for number, cells in enumerate(csv.reader(text), start=1):
            if cells and len(cells) != width:
                last = "it was cut short or a comma was lost" if len(cells) < width else "a comma is too many"
                raise WrongExtract(
                    f"{file}: row {number:,} has {len(cells)} cells where the header has {width} columns up to "
                    f"'Total All', so {last}: download it again."
                )


def _clean(frame: pl.DataFrame, file: str) -> pl.DataFrame:
    """Blank cells become null; lines without a single value, as spreadsheets leave at the end, go."""
    frame = frame.with_columns(pl.col(TEXTS).str.strip_chars().replace("", None))
    for name in frame.columns:
        if name.startswith(UNTITLED) and frame[name].null_count() < frame.height:
            raise WrongExtract(f"{file} has a column without a title that is not empty: remove it.")
    if frame["period"].null_count():
        frame = frame.filter(pl.any_horizontal(pl.col(TEXTS + COUNTS).is_not_null()))
    if frame.is_empty():
        raise WrongExtract(f"{file} has a header but no rows, so the column 'Period' is empty: download it again.")
    checks.refuse_blank(frame, file)
    checks.refuse_negative(frame, COUNTS, file)
    return frame


def _with_blanks_filled(frame: pl.DataFrame) -> pl.DataFrame:
    frame = frame.with_columns(has_no_bands=(pl.col("part") == "3") & (pl.sum_horizontal(BANDS) == 0))
    band = pl.col(BANDS)
    return frame.with_columns(
        pl.when("has_no_bands").then(None).otherwise(band.fill_null(0)).name.keep(),
        unknown_start=pl.col("unknown_start").fill_null(0),
        total_all=checks.TOTAL_OF_ROW,
    )
