"""How does the list leave as a file? CSV of any length, a spreadsheet of at most 100,000 rows."""

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase

from alongside.apps.waiting.models import Pathway
from alongside.apps.waiting.presenters.rows import FILE_COLUMNS
from alongside.apps.waiting.queries.files import file_table
from alongside.web.exports import FORMULA, TooManyRowsError, attachment, csv_line, xlsx_response
from alongside.web.tables import Column
from alongside.web.words import number

CSV = "text/csv; charset=utf-8"
LONGEST_SHEET = 100_000
TOO_LONG = (
    f"A spreadsheet of the list holds at most {LONGEST_SHEET:,} rows, and these filters show {{}}. "
    "Download the CSV file, or filter the list."
)


def list_file(
    asked: str | None, name: str, found: QuerySet[Pathway], as_of: date, about: Mapping[str, object]
) -> HttpResponseBase | None:
    """The file asked for by `?format=`, or None when a page is wanted; raises TooManyRowsError."""
    if asked == "csv":
        response = HttpResponse(csv_bytes(FILE_COLUMNS, file_table(found, as_of)), content_type=CSV)
        response.headers["Content-Disposition"] = attachment(name, "csv")
        return response
    if asked == "xlsx":
        count = found.count()
        if count > LONGEST_SHEET:
            raise TooManyRowsError(TOO_LONG.format(number(count)))
        return xlsx_response(name, FILE_COLUMNS, file_table(found, as_of).iter_rows(named=True), about)
    return None


def csv_bytes(columns: Sequence[Column], table: pl.DataFrame) -> bytes:
    """The same bytes as `web.exports.csv_lines`, made of whole columns: no cell that a spreadsheet would run."""
    safe = table.select(column.key for column in columns)
    for name in (name for name, kind in safe.schema.items() if kind == pl.String):
        text = pl.col(name)
        runs = pl.any_horizontal(text.str.starts_with(sign) for sign in FORMULA)
        safe = safe.with_columns(pl.when(runs).then(pl.lit("'") + text).otherwise(text).alias(name))
    head = "\ufeff".encode() + csv_line([column.text for column in columns])
    return head + safe.write_csv(include_header=False, line_terminator="\r\n").encode()
