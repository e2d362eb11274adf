"""What text stands in each cell of a CSV file or Excel workbook, and where are the headings?"""

import csv
import io
import re
from collections.abc import Sequence

import fastexcel
import polars as pl

from alongside.formats.capacity.layout import LAYOUTS, MOST_COLUMNS, MOST_ROWS, PROBLEM, ROW, Layout, known, plain
from alongside.formats.wlmds.delimited import decode
from alongside.formats.wlmds.workbook import check_package
from alongside.formats.wlmds.wrong_file import WrongFile

Row = Sequence[str]
LOOKED_AT = 20
UNCLOSED = (
    "A quotation mark is never closed, or a cell holds a line break, so the rows cannot be told apart. "
    "Remove it and send the file again."
)
LARGEST_UNPACKED = 200_000_000


def rows_of(raw: bytes) -> tuple[Layout, int, list[list[str]]]:
    """The layout, the position of the headings (0 is the top row) and all rows; raises WrongFile with a sentence."""
    if not raw.strip():
        raise WrongFile("The file is empty. Choose the one that holds the sessions or the beds.")
    if raw[:4] == b"\xd0\xcf\x11\xe0":
        raise WrongFile("This is an old Excel workbook (.xls), or one with a password. Save it as .xlsx without one.")
    if raw[:2] == b"PK":
        return best_of(sheets(raw))
    text = decode(raw)
    found = best_of([delimited(text, separator) for separator in ",;\t|"])
    if any("\n" in cell for row in found[2] for cell in row):
        raise WrongFile(UNCLOSED)
    return found


def sheets(raw: bytes) -> list[list[list[str]]]:
    check_package(raw, max_unpacked=LARGEST_UNPACKED, max_rows=MOST_ROWS)
    try:
        reader = fastexcel.read_excel(raw)
        found = [reader.load_sheet(name, header_row=None, dtypes="string").to_polars() for name in reader.sheet_names]
    except fastexcel.FastExcelError as problem:
        raise WrongFile("The workbook is damaged. Open it in Excel, save it again as .xlsx and send that.") from problem
    return [[[undated(cell or "") for cell in row] for row in sheet.iter_rows()] for sheet in found if sheet.width]


def undated(cell: str) -> str:
    """A day without the midnight, and a time without the day nought, that a workbook adds.

    >>> undated("2026-02-03 00:00:00"), undated("1899-12-31 08:30:00")
    ('2026-02-03', '08:30:00')
    """
    return re.sub(r"^1899-12-3\d ", "", cell.removesuffix(" 00:00:00"))


def delimited(text: str, separator: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as problem:
        raise WrongFile(UNCLOSED) from problem


def best_of(grids: Sequence[list[list[str]]]) -> tuple[Layout, int, list[list[str]]]:
    """The reading in which most headings are known."""
    tries = [
        (score(row, layout), layout, position, grid)
        for grid in grids
        for position, row in enumerate(grid[:LOOKED_AT])
        for layout in LAYOUTS.values()
    ]
    most, layout, position, grid = max(tries, key=lambda one: one[0], default=(0.0, LAYOUTS["sessions"], 0, []))
    if most < 0.4:
        raise WrongFile(
            "No row of headings was found. Put the headings of the template, such as Site code, Date and Start time "
            "(or Night and Beds), in the first row and send the file again."
        )
    if len(grid) - position > MOST_ROWS + 1:
        raise WrongFile(f"The file has more than {MOST_ROWS:,} rows. Send it in parts.")
    if len(grid[position]) > MOST_COLUMNS:
        raise WrongFile(f"The file has more than {MOST_COLUMNS} columns. Remove those that the template does not have.")
    return layout, position, grid


def score(row: Row, layout: Layout) -> float:
    """The share of a layout's required columns that a row of headings names."""
    names = known(layout)
    found = {names.get(plain(cell)) for cell in row}
    needed = [field.name for field in layout.fields if field.required]
    return sum(name in found for name in needed) / len(needed)


def table_of(layout: Layout, position: int, grid: list[list[str]]) -> tuple[pl.DataFrame, list[str]]:
    """The rows beneath the headings as text, by column name, with `source_row` and `too_wide`; and what is not read."""
    headings = grid[position]
    names = known(layout)
    columns = [names.get(plain(cell), "") for cell in headings]
    missing = [f.heading for f in layout.fields if f.required and f.name not in columns]
    if missing:
        raise WrongFile(f"The file has no column “{missing[0]}”. Add it, with a value in each row, and send it again.")
    twice = [cell for cell, name in zip(headings, columns, strict=True) if name and columns.count(name) > 1]
    if twice:
        raise WrongFile(f"Two columns say the same: “{twice[0]}” and “{twice[1]}”. Remove one of them.")
    width = len(headings)
    kept = [
        (number, [*row[:width], *[""] * (width - len(row))], any(cell.strip() for cell in row[width:]))
        for number, row in enumerate(grid[position + 1 :], position + 2)
        if any(cell.strip() for cell in row)
    ]
    data: dict[str, pl.Series] = {
        name: pl.Series([row[index] for _, row, _ in kept], dtype=pl.String)
        for index, name in enumerate(columns)
        if name
    }
    for field in layout.fields:
        data.setdefault(field.name, pl.Series([""] * len(kept), dtype=pl.String))
    data["source_row"] = pl.Series([number for number, _, _ in kept], dtype=pl.Int64)
    data["too_wide"] = pl.Series([wide for _, _, wide in kept], dtype=pl.Boolean)
    unread = [cell for cell, name in zip(headings, columns, strict=True) if plain(cell) and not name]
    unread = [cell for cell in unread if cell not in (ROW, PROBLEM)]
    return pl.DataFrame(data), unread
