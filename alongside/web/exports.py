"""How do the rows of a page leave it as a file? CSV for programs, Excel for people; both say where they are from."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter
from django.http import HttpResponse, HttpResponseBase
from django.utils.text import slugify
from markupsafe import Markup

from alongside.web.tables import Column
from alongside.web.words import local, long_date

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LARGEST_SHEET = 1_048_575
FORMULA = ("=", "+", "-", "@", "\t", "\r")
CELL_FORMATS = {
    "number": "#,##0",
    "decimal": "#,##0.0",
    "change": "+#,##0;-#,##0;0",
    "percent": "0.0%",
    "km": "0.0",
    "weeks": "0",
    "hours": "0",
    "date": "d mmm yyyy",
    "moment": "d mmm yyyy hh:mm",
}


class TooManyRowsError(ValueError):
    """A spreadsheet cannot hold this many rows; the message says what to do instead."""


def export(
    asked: str | None,
    name: str,
    columns: Sequence[Column],
    rows: Iterable[object],
    about: Mapping[str, object] | None = None,
) -> HttpResponseBase | None:
    """The file asked for by `?format=`, or None when a page is wanted.

    `about` is written to the spreadsheet's second sheet: source, date, filters, how sure (AL-12).
    """
    if asked == "csv":
        return csv_response(name, columns, rows)
    if asked == "xlsx":
        return xlsx_response(name, columns, rows, about or {})
    return None


def csv_response(name: str, columns: Sequence[Column], rows: Iterable[object]) -> HttpResponse:
    """Written whole before it is sent: the rows can be read only inside the request's transaction."""
    response = HttpResponse(b"".join(csv_lines(columns, rows)), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = attachment(name, "csv")
    return response


def csv_lines(columns: Sequence[Column], rows: Iterable[object]) -> Iterator[bytes]:
    """Lines with the mark that makes Excel read UTF-8; dates as 2026-01-31."""
    yield "\ufeff".encode() + csv_line([column.text for column in columns])
    for row in rows:
        yield csv_line([csv_value(column.value(row)) for column in columns])


def csv_line(values: Sequence[object]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(values)
    return buffer.getvalue().encode()


def csv_value(value: object) -> object:
    plain = plain_value(value)
    return plain.isoformat() if isinstance(plain, date) else plain


def plain_value(value: object) -> Any:
    """A cell's value without markup, and with text that a spreadsheet would run as a formula made harmless.

    >>> plain_value("=1+1"), plain_value(-3), plain_value(None)
    ("'=1+1", -3, '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, int | float):
        return value
    if isinstance(value, date):
        moment = local(value)
        return moment.replace(tzinfo=None) if isinstance(moment, datetime) else moment
    words = value.striptags() if isinstance(value, Markup) else str(value)
    return f"'{words}" if words.startswith(FORMULA) else words


def xlsx_response(
    name: str, columns: Sequence[Column], rows: Iterable[object], about: Mapping[str, object]
) -> HttpResponse:
    buffer = io.BytesIO()
    write_workbook(buffer, name, columns, rows, about)
    response = HttpResponse(buffer.getvalue(), content_type=XLSX)
    response.headers["Content-Disposition"] = attachment(name, "xlsx")
    return response


def write_workbook(
    target: io.BytesIO, name: str, columns: Sequence[Column], rows: Iterable[object], about: Mapping[str, object]
) -> None:
    """One sheet of rows with its heading frozen, and one "About this file"."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        formats = {kind: book.add_format({"num_format": code}) for kind, code in CELL_FORMATS.items()}
        bold = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"})
        sheet = book.add_worksheet("Rows")
        sheet.freeze_panes(1, 0)
        for index, column in enumerate(columns):
            sheet.set_column(index, index, 14 if column.numeric else 24)
            sheet.write_string(0, index, column.text, bold)
        count = write_rows(sheet, columns, rows, formats)
        sheet.autofilter(0, 0, max(count, 1), max(len(columns) - 1, 0))
        write_about(book.add_worksheet("About this file"), bold, {"What": name, "Rows": count} | dict(about))


def write_rows(sheet: Any, columns: Sequence[Column], rows: Iterable[object], formats: Mapping[str, Any]) -> int:
    count = 0
    for count, row in enumerate(rows, start=1):
        if count > LARGEST_SHEET:
            raise TooManyRowsError("A spreadsheet holds 1,048,575 rows. Filter the list or download it as CSV.")
        for index, column in enumerate(columns):
            write_cell(sheet, count, index, plain_value(column.value(row)), formats.get(column.kind))
    return count


def write_cell(sheet: Any, row: int, column: int, value: Any, form: Any) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, form)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, form)
    elif value != "":
        sheet.write_string(row, column, value)


def write_about(sheet: Any, bold: Any, about: Mapping[str, object]) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)
    for row, (key, value) in enumerate(about.items()):
        sheet.write_string(row, 0, key, bold)
        words = long_date(value) if isinstance(value, date) else str(plain_value(value))
        sheet.write_string(row, 1, words)


def attachment(name: str, ending: str) -> str:
    return f'attachment; filename="{slugify(name) or "alongside"}.{ending}"'
