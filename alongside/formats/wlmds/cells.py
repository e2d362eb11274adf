"""How is a table written so that no spreadsheet takes a cell for a formula and nothing is changed on the way?"""

import io
from pathlib import Path

import polars as pl
import xlsxwriter

from alongside.formats.wlmds.wrong_file import WrongFile

_ACTIVE = r"^('*[=+\-@\t\r])"
_SHEET_ROWS = 1_048_575


def harmless(table: pl.DataFrame) -> pl.DataFrame:
    """All columns as text, with an apostrophe before whatever a spreadsheet would run; `read_table` takes it off.

    >>> harmless(pl.DataFrame({"a": ["=1+1", "'=x", "b"]})).to_series().to_list()
    ["'=1+1", "''=x", 'b']
    """
    text = [name for name, kind in table.schema.items() if kind == pl.String]
    return table.with_columns(pl.col(text).str.replace(_ACTIVE, "'$1")).cast(pl.String)


def write_table(table: pl.DataFrame, path: Path | str) -> None:
    """Write a CSV (UTF-8 with a mark, as Excel needs) or an XLSX of text cells; the ending of the name says which."""
    path = Path(path)
    kind = path.suffix.lower()
    if kind == ".csv":
        safe = harmless(table).rename(lambda name: f"'{name}" if name[:1] in "=+-@\t\r'" else name)
        path.write_bytes(safe.write_csv(include_bom=True).encode())
    elif kind == ".xlsx":
        path.write_bytes(_workbook(table.cast(pl.String)))
    else:
        raise ValueError(f"A list is written as .csv or .xlsx, not as {path.name!r}; change the ending of the name")


def _workbook(table: pl.DataFrame) -> bytes:
    """Every cell is a text cell, so that codes keep their noughts, identifiers their digits, and nothing is run."""
    if table.height > _SHEET_ROWS:
        raise WrongFile(f"A sheet holds {_SHEET_ROWS:,} rows and the list has {table.height:,}; write it as CSV.")
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Open pathways")
        heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        text = book.add_format({"num_format": "@"})
        sheet.set_column(0, max(table.width - 1, 0), 18, text)
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(table.columns):
            sheet.write_string(0, column, name, heading)
        for row, values in enumerate(table.iter_rows(), 1):
            for column, value in enumerate(values):
                if value is not None:
                    sheet.write_string(row, column, value, text)
    return content.getvalue()
