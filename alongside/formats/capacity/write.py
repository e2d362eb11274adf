"""What goes back to the sender: an empty template, or their rows with what to put right beside each."""

import io
from collections.abc import Mapping

import polars as pl
import xlsxwriter

from alongside.formats.capacity.layout import PROBLEM, ROW, Layout
from alongside.formats.wlmds.cells import harmless


def template(layout: Layout, site_code: str = "") -> pl.DataFrame:
    """The headings over one example row, for this site when it is given."""
    row = {f.heading: f.example for f in layout.fields}
    if site_code:
        row["Site code"] = site_code
    return pl.DataFrame([row], schema=dict.fromkeys(row, pl.String))


def returned(layout: Layout, text: pl.DataFrame, problems: Mapping[int, str]) -> pl.DataFrame:
    """The rows of these numbers as they were written, first their number and what to put right.

    The file can be corrected and sent as it is: the two columns added here are not read.
    """
    names = {field.name: field.heading for field in layout.fields}
    said = pl.DataFrame(
        {"source_row": list(problems), PROBLEM: list(problems.values())},
        schema={"source_row": pl.Int64, PROBLEM: pl.String},
    )
    return (
        said.join(text, on="source_row")
        .sort("source_row")
        .rename({"source_row": ROW, **names})
        .cast(pl.String)
        .select(ROW, PROBLEM, *names.values())
    )


def as_csv(table: pl.DataFrame) -> bytes:
    """UTF-8 with the mark that Excel needs; text that a spreadsheet would run is made harmless."""
    return harmless(table).write_csv(include_bom=True).encode()


def as_xlsx(table: pl.DataFrame, title: str) -> bytes:
    """One sheet of text cells, so that codes keep their noughts and nothing is run."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(title[:31])
        heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        text = book.add_format({"num_format": "@"})
        sheet.set_column(0, max(table.width - 1, 0), 20, text)
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(table.columns):
            sheet.write_string(0, column, name, heading)
        for number, values in enumerate(table.iter_rows(), 1):
            for column, value in enumerate(values):
                sheet.write_string(number, column, value or "", text)
    return content.getvalue()
